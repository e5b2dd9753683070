"""The bytes of a file: for who was let in, whole or in ranges, and never as something that runs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import sent_files as sent
from tests.cast import CAST, IN_GROUP, World
from tests.disk import Disk
from tests.made_files import ready_once
from workspace.evidence import commands as evidence
from workspace.files import storage
from workspace.files.models import File
from workspace.sharing.commands import rejoin, restrict

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.fixture
def files(world: World, disk: Disk) -> dict[str, File]:
    """A photo and a report on the action of the board, a page of text on another one."""
    return {
        "photo": kept(world, world.action, sent.jpeg(), "photo.jpg"),
        "report": kept(world, world.action, sent.pdf(), "report.pdf"),
        "text": kept(world, world.actions[1], "".join(f"{n}," for n in range(900)).encode(), "words.csv"),
    }


def kept(world: World, action: Any, data: bytes, name: str) -> File:
    with ready_once(data, name) as new:
        piece = evidence.add_file(actor=world.member, action=action, ready=new)
    assert piece.file is not None
    return piece.file


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_a_file_is_served_to_those_who_see_its_action(world: World, files: dict[str, File], sign_in: Any) -> None:
    for name in CAST:
        client = sign_in(world.people[name])
        for file in files.values():
            for address in ("file", "file-thumbnail") if file.is_picture else ("file",):
                status = client.get(reverse(address, args=[file.pk])).status_code
                assert status == (200 if name in IN_GROUP else 302 if name in ("anonymous", "inactive") else 404), name


def test_nothing_that_is_served_can_run_or_be_taken_for_something_else(
    world: World, files: dict[str, File], sign_in: Any
) -> None:
    client: Client = sign_in(world.member)
    for name, disposition in {"photo": "inline", "report": "attachment", "text": "attachment"}.items():
        answer = client.get(reverse("file", args=[files[name].pk]), headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Disposition"].startswith(f"{disposition}; filename="), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Frame-Options"] == "DENY" and "Set-Cookie" not in answer.headers
        assert "Content-Encoding" not in answer.headers
        assert len(body(answer)) == int(answer.headers["Content-Length"]) == files[name].size
    photo = reverse("file", args=[files["photo"].pk])
    assert client.get(f"{photo}?download=1").headers["Content-Disposition"].startswith("attachment")
    small = client.get(reverse("file-thumbnail", args=[files["photo"].pk]))
    assert small.headers["Content-Type"] == "image/webp" and body(small)[8:12] == b"WEBP"
    assert client.get(reverse("file-thumbnail", args=[files["report"].pk])).status_code == 404
    assert client.post(photo).status_code == 405


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)), ("bytes=10-", 206, slice(10, None)), ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-999999", 200, slice(None)), ("bytes=5-4", 416, slice(0)), ("bytes=999999-", 416, slice(0)),
        ("bytes=0-1,3-4", 200, slice(None)), ("bytes=-", 200, slice(None)), ("pages=1-2", 200, slice(None)),
        ("bytes=٣-", 200, slice(None)),
    ],
)  # fmt: skip
def test_a_part_of_a_file_is_served(
    world: World, files: dict[str, File], sign_in: Any, asked: str, status: int, part: slice
) -> None:
    client: Client = sign_in(world.member)
    where = reverse("file", args=[files["text"].pk])
    whole = body(client.get(where))
    answer = client.get(where, headers={"Range": asked})
    assert answer.status_code == status and body(answer) == whole[part]
    if status == 206:
        first = part.indices(len(whole))[0]
        assert answer.headers["Content-Range"].startswith(f"bytes {first}-")
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"


def test_what_a_browser_has_is_not_sent_again_and_is_asked_for_each_time(
    world: World, files: dict[str, File], sign_in: Any
) -> None:
    client: Client = sign_in(world.member)
    where = reverse("file", args=[files["photo"].pk])
    etag = client.get(where).headers["ETag"]
    again = client.get(where, headers={"If-None-Match": f'"other", {etag}'})
    assert again.status_code == 304 and not again.content and again.headers["Cache-Control"] == "private, no-cache"
    stale = client.get(where, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    assert stale.status_code == 200
    restrict(actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    assert client.get(where, headers={"If-None-Match": etag}).status_code == 404


def test_a_file_follows_its_action_and_old_readers_lose_it_at_once(
    world: World, files: dict[str, File], sign_in: Any
) -> None:
    clients = {name: sign_in(world.people[name]) for name in ("member", "voice", "observer", "convenor")}
    where = [reverse("file", args=[files[name].pk]) for name in ("photo", "report")]
    where += [reverse("file-thumbnail", args=[files["photo"].pk])]

    def seen_by(name: str) -> set[int]:
        return {clients[name].get(each).status_code for each in where}

    assert all(seen_by(name) == {200} for name in clients)
    restrict(actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    assert seen_by("voice") == {200} and seen_by("member") == seen_by("observer") == {404}
    assert clients["member"].get(reverse("file", args=[files["text"].pk])).status_code == 200, "the other action stayed"
    world.action.refresh_from_db()
    assert set(File.objects.filter(evidence__action=world.action).values_list("space", flat=True)) == {
        world.action.space_id
    }
    rejoin(actor=world.convenor, thing=world.action)
    assert all(seen_by(name) == {200} for name in clients)


def test_what_was_taken_back_is_served_to_nobody(world: World, files: dict[str, File], sign_in: Any) -> None:
    photo = files["photo"]
    where = [reverse("file", args=[photo.pk]), reverse("file-thumbnail", args=[photo.pk])]
    evidence.withdraw_evidence(actor=world.voice, evidence=photo.evidence)
    for name in ("member", "voice", "convenor"):
        assert {sign_in(world.people[name]).get(each).status_code for each in where} == {404}
    evidence.restore_evidence(actor=world.voice, evidence=photo.evidence)
    assert {sign_in(world.member).get(each).status_code for each in where} == {200}


def test_a_file_that_the_disk_has_lost_is_not_there(world: World, files: dict[str, File], sign_in: Any) -> None:
    storage.forget(files["photo"].pk)
    assert sign_in(world.member).get(reverse("file", args=[files["photo"].pk])).status_code == 404
