"""A file that comes piece by piece: cut off and gone on with, raced, refused, given up, and swept."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from permissions.errors import NotAllowed, NotYours
from tests import sent_files as sent
from tests.cast import World, nothing_written
from tests.disk import Disk
from workspace.evidence import commands as evidence
from workspace.evidence.models import Evidence
from workspace.files import limits, storage, uploads
from workspace.files.keeping import ready
from workspace.files.models import File, Upload
from workspace.files.tasks import sweep_files

pytestmark = [pytest.mark.data, pytest.mark.django_db]

PIECE = "application/offset+octet-stream"


@pytest.fixture
def member(world: World, sign_in: Any, disk: Disk) -> Client:
    client: Client = sign_in(world.member)
    return client


def begin(client: Client, world: World, data: bytes, name: str = "bus.jpg", **more: Any) -> Any:
    told = {"name": name, "size": len(data), "mark": f"{name}/{len(data)}/1", **more}
    return client.post(f"/spaces/{world.board.space_id}/uploads/", told)


def send(client: Client, pk: str, offset: int, piece: bytes) -> Any:
    return client.patch(f"/uploads/{pk}/", piece, content_type=PIECE, headers={"Upload-Offset": str(offset)})


def finish(client: Client, world: World, pk: str, **words: str) -> Any:
    form = {"upload": pk, "command_id": str(uuid4()), **words}
    return client.post(f"/actions/{world.action.pk}/evidence/files/", form, headers={"HX-Request": "true"})


def test_an_upload_cut_off_at_sixty_percent_goes_on_from_there(
    world: World, member: Client, disk: Disk, django_capture_on_commit_callbacks: Any
) -> None:
    data = sent.jpeg(1, 1600, 1200)
    pk = begin(member, world, data).json()["upload"]
    cut = len(data) * 6 // 10
    assert send(member, pk, 0, data[:cut]).status_code == 204
    storage.part_of(Upload.objects.get().pk).open("ab").write(b"half a piece that nobody was told of")

    again = begin(member, world, data)  # the same file, chosen again after a reload
    assert (again.status_code, again.json()["upload"], again.json()["offset"]) == (201, pk, cut)
    asked = member.head(f"/uploads/{pk}/")
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == (str(cut), str(len(data)))
    early = finish(member, world, pk)
    assert early.status_code == 422 and "Not all of the file has arrived" in early.content.decode()
    assert send(member, pk, cut, data[cut:]).headers["Upload-Offset"] == str(len(data))
    with django_capture_on_commit_callbacks(execute=True):
        assert finish(member, world, pk, caption="The bus").status_code == 204
    kept = File.objects.get()
    assert (kept.width, kept.height, kept.name) == (1600, 1200, "bus.jpg")
    assert Evidence.objects.get().caption == "The bus"
    names = {storage.kept_name(kept.pk), storage.kept_name(kept.pk, thumbnail=True)}
    assert disk.files() == names, "and nothing of the pieces is left"


def test_a_piece_that_begins_elsewhere_is_told_where_to_begin(world: World, member: Client) -> None:
    data = sent.jpeg()
    pk = begin(member, world, data).json()["upload"]
    send(member, pk, 0, data[:1000])
    for offset in (0, 500, 1500):
        with nothing_written():
            answer = send(member, pk, offset, data[:10])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "1000")
    for odd in ("", "-1", "1e3", "٣", "9" * 30):
        with nothing_written():
            answer = member.patch(f"/uploads/{pk}/", b"x", content_type=PIECE, headers={"Upload-Offset": odd})
        assert answer.status_code == 400, odd
    with nothing_written():
        assert send(member, pk, 1000, data[1000:] + b"too much").status_code == 422
    assert storage.part_of(Upload.objects.get().pk).read_bytes() == data[:1000]


def test_a_file_is_finished_once_however_often_it_is_asked(world: World, member: Client) -> None:
    data = sent.jpeg()
    pk = begin(member, world, data).json()["upload"]
    send(member, pk, 0, data)
    answers = [finish(member, world, pk).status_code for _each in range(3)]
    assert answers == [204, 204, 204] and File.objects.count() == Evidence.objects.count() == 1
    with nothing_written():
        assert send(member, pk, len(data), b"more").status_code == 404
    upload = Upload.objects.get()
    with ready_of(data) as new:
        again = evidence.add_file(actor=world.member, action=world.action, ready=new, upload=upload)
    assert again.file == upload.file and File.objects.count() == 1


def ready_of(data: bytes) -> Any:
    source = storage.work_folder() / "sent"
    source.write_bytes(data)
    return ready(source, "photo.jpg")


@pytest.mark.django_db(transaction=True)
def test_of_two_pieces_at_one_place_one_is_taken(world: World, disk: Disk) -> None:
    data = sent.jpeg()
    upload = uploads.begin_upload(actor=world.member, space=world.board.space, name="a.jpg", size=len(data), mark="a")

    def put(piece: bytes) -> bool:
        try:
            uploads.add_piece(actor=world.member, upload=upload, offset=0, piece=piece)
        except uploads.WrongOffset:
            return False
        finally:
            connections.close_all()
        return True

    pieces = [data[:900], data[:1000], data[:1100]]
    with ThreadPoolExecutor(max_workers=3) as pool:
        taken = list(pool.map(put, pieces))
    assert sorted(taken) == [False, False, True]
    upload.refresh_from_db()
    won = pieces[taken.index(True)]
    assert upload.received == len(won) and storage.part_of(upload.pk).read_bytes() == won


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_at_once_one_file_comes(world: World, disk: Disk) -> None:
    data = sent.jpeg()
    upload = uploads.begin_upload(actor=world.member, space=world.board.space, name="a.jpg", size=len(data), mark="a")
    uploads.add_piece(actor=world.member, upload=upload, offset=0, piece=data)

    def end(number: int) -> Any:
        try:
            with ready(storage.part_of(upload.pk), "a.jpg") as new:
                return evidence.add_file(actor=world.member, action=world.action, ready=new, upload=upload).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as pool:
        made = set(pool.map(end, range(2)))
    assert len(made) == File.objects.count() == Evidence.objects.count() == 1
    assert len(disk.files("kept")) == 2, "the file and its thumbnail"


def test_nobody_but_its_person_finds_an_upload(world: World, member: Client, sign_in: Any) -> None:
    data = sent.jpeg()
    pk = begin(member, world, data).json()["upload"]
    for name in ("convenor", "voice", "observer", "peer", "stranger"):
        client = sign_in(world.people[name])
        with nothing_written():
            answers = [
                client.get(f"/uploads/{pk}/"), send(client, pk, 0, data), client.post(f"/uploads/{pk}/drop/"),
                finish(client, world, pk),
            ]  # fmt: skip
        expected = [404, 404, 404, 403 if name == "observer" else 404]
        assert [each.status_code for each in answers] == expected, name
    upload = Upload.objects.get()
    for name, refusal in {"convenor": NotYours, "observer": NotAllowed, "peer": NotYours}.items():
        with nothing_written(), pytest.raises(refusal):
            uploads.add_piece(actor=world.people[name], upload=upload, offset=0, piece=data)


def test_who_may_not_write_there_begins_nothing(world: World, sign_in: Any, disk: Disk) -> None:
    for name, status in {"observer": 403, "moderator": 403, "peer": 404, "stranger": 404, "superuser": 404}.items():
        client = sign_in(world.people[name])
        with nothing_written():
            assert begin(client, world, sent.jpeg()).status_code == status, name
    assert not disk.files()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ("0", "empty"),
        ("", "empty"),
        ("-5", "empty"),
        (str(limits.MOST_BYTES + 1), "larger than 20 MB"),
        ("9" * 15, "larger"),
    ],
)
def test_a_size_that_cannot_be_is_refused_before_anything_is_sent(
    world: World, member: Client, disk: Disk, size: str, words: str
) -> None:
    with nothing_written():
        answer = begin(member, world, b"x", size=size)
    assert answer.status_code == 422 and words in answer.json()["errors"][0]
    assert not disk.files()


def test_a_refused_file_is_told_and_deleted(world: World, member: Client, disk: Disk) -> None:
    data = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    pk = begin(member, world, data, "photo.jpg").json()["upload"]
    send(member, pk, 0, data)
    answer = finish(member, world, pk, caption="A <b>logo</b>")
    html = answer.content.decode()
    assert answer.status_code == 422 and "Web pages and drawings made of code" in html
    assert "A &lt;b&gt;logo&lt;/b&gt;" in html, "what was typed comes back"
    assert not File.objects.exists() and not Upload.objects.exists()
    assert member.get(f"/uploads/{pk}/").status_code == 404
    # the pieces go with the transaction, which a test never ends; the sweep would find them in any case
    assert not disk.files("kept") and not disk.folders_of_work()


def test_a_person_has_only_so_many_uploads_under_way(world: World, member: Client) -> None:
    first = begin(member, world, b"x" * 100, "0.txt").json()["upload"]
    for number in range(1, limits.UNFINISHED + 1):
        assert begin(member, world, b"x" * 100, f"{number}.txt").status_code == 201
    assert Upload.objects.count() == limits.UNFINISHED
    assert member.get(f"/uploads/{first}/").status_code == 404, "the oldest makes room"
    for number in range(6):
        begin(member, world, b"", f"large {number}", size=limits.MOST_BYTES, mark=str(number))
    assert sum(each.size for each in Upload.objects.all()) <= limits.UNFINISHED_BYTES


def test_a_full_space_takes_no_more(world: World, member: Client, settings: Any, disk: Disk) -> None:
    with ready_of(sent.jpeg()) as new:
        evidence.add_file(actor=world.member, action=world.action, ready=new)
    settings.FILES_SPACE_MB = 0
    with nothing_written():
        answer = begin(member, world, sent.png(), "next.png")
    assert answer.status_code == 422 and "no room left" in answer.json()["errors"][0]
    before = disk.files("kept")
    form = {"files": Sent(sent.png(), "next.png")}
    answer = member.post(f"/actions/{world.action.pk}/evidence/files/", form)
    assert answer.status_code == 422 and "no room left" in answer.content.decode()
    assert File.objects.count() == 1 and disk.files("kept") == before


def Sent(data: bytes, name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def test_an_upload_that_is_given_up_leaves_nothing(
    world: World, member: Client, disk: Disk, django_capture_on_commit_callbacks: Any
) -> None:
    pk = begin(member, world, sent.jpeg()).json()["upload"]
    send(member, pk, 0, sent.jpeg()[:1000])
    assert disk.files()
    with django_capture_on_commit_callbacks(execute=True):
        assert member.post(f"/uploads/{pk}/drop/").status_code == 204
    assert not disk.files() and not Upload.objects.exists()


def test_the_sweep_deletes_what_is_old_and_keeps_what_is_not(world: World, member: Client, disk: Disk) -> None:
    old, new = (begin(member, world, sent.jpeg(), name).json()["upload"] for name in ("old.jpg", "new.jpg"))
    for pk in (old, new):
        send(member, pk, 0, sent.jpeg()[:1000])
    Upload.objects.filter(pk=old).update(touched_at=timezone.now() - limits.UNFINISHED_LASTS - timedelta(minutes=1))
    with ready_of(sent.jpeg()) as made:
        piece = evidence.add_file(actor=world.member, action=world.action, ready=made)
    lost, dead = storage.work_folder() / "tmpdead" / "file", disk.root / storage.kept_name(uuid4())
    long_ago = time.time() - 2 * 86_400
    for path in (lost, dead):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"of a process that was killed")
        os.utime(path, (long_ago, long_ago))
    (disk.root / "work" / "sent").unlink()
    assert piece.file is not None
    kept = {storage.kept_name(piece.file.pk), storage.kept_name(piece.file.pk, thumbnail=True)}
    sweep_files()
    assert disk.files() == kept | {f"unfinished/{Upload.objects.get(pk=new).pk.hex}"}
    assert not Upload.objects.filter(pk=old).exists() and not disk.folders_of_work()
    assert sweep_files() == 0


def test_what_was_taken_back_is_deleted_after_thirty_days(world: World, disk: Disk) -> None:
    with ready_of(sent.jpeg()) as made:
        piece = evidence.add_file(actor=world.member, action=world.action, ready=made)
    evidence.withdraw_evidence(actor=world.member, evidence=piece)
    sweep_files()
    assert len(disk.files("kept")) == 2
    late = timezone.now() - limits.WITHDRAWN_LASTS - timedelta(minutes=1)
    File.objects.update(withdrawn_at=late)
    sweep_files()
    assert not disk.files("kept") and File.objects.get().purged_at is not None
    with nothing_written(), pytest.raises(Exception, match="deleted since"):
        evidence.restore_evidence(actor=world.member, evidence=piece)
