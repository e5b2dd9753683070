"""Nobody finds out by asking what there is: guessed, deleted, foreign and malformed ids are answered alike."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.background import do_what_waits
from tests.cast import World
from workspace.circles import commands as circles
from workspace.discussions import commands as discussions
from workspace.groups.models import Handle, Seat

from .addresses import ADDRESSES, LEVELS, Address, Needs
from .test_walk import bare, expected

pytestmark = [pytest.mark.django_db]

OUTSIDE = ("stranger", "convenor", "moderator", "peer")  # each sees some things and not others
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
POSTS = ("post-edit", "post-delete", "post-restore", "post-history")
Answer = tuple[int, str, int]


def answer_of(world: World, address: Address, name: str, where: str, data: dict[str, Any] | None) -> Answer:
    """Status, bytes without what the asker has said and what is new each time, and how many queries it took."""
    client: Client = world.clients[name]
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(where) if data is None else client.post(where, data)
        transaction.set_rollback(True)
    said = {where, *(str(value) for value in (data or {}).values())}
    page = bare(answer)
    for each in {found for text in said for found in ID.findall(text)}:
        page = page.replace(each, "")
    return answer.status_code, page, len(asked)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_foreign_id_is_answered_as_one_that_was_guessed(walk: World, name: str) -> None:
    walk.clients[name].get("/")
    foreign = [each for each in ADDRESSES if each.of and expected(each, name) == 404]
    assert len(foreign) > 15
    for address in foreign:
        data = address.data(walk) if address.data else None
        theirs = answer_of(walk, address, name, address.where(walk), data)
        nobodys = answer_of(walk, address, name, address.where(walk, uuid4()), data)
        assert theirs == nobodys, f"{address} tells {name} that there is something"


def test_a_deleted_id_is_answered_as_one_that_was_guessed(walk: World) -> None:
    gone, of_posts = walk.position.post.pk, [each for each in ADDRESSES if each.name in ("post", *POSTS)]
    walk.position.delete()
    walk.position.post.delete()
    assert len(of_posts) >= 6
    for address in of_posts:
        data = address.data(walk) if address.data else None
        was, never = [answer_of(walk, address, "member", address.where(walk, pk), data) for pk in (gone, uuid4())]
        assert was == never and was[0] == 404, str(address)


@pytest.mark.parametrize(
    "malformed", ["x", "00000000", "../home", "%00", "0" * 400, "UPPERCASE-0000-4000-8000-000000000000"]
)
def test_a_malformed_id_is_answered_as_one_that_was_guessed(walk: World, malformed: str) -> None:
    for address in ADDRESSES:
        if address.of:
            guess = uuid4()
            where = address.where(walk, guess)
            never = answer_of(walk, address, "stranger", where, None if address.method == "GET" else {})
            odd = answer_of(walk, address, "stranger", where.replace(str(guess), malformed), None)
            assert odd[:2] == never[:2], str(address)


# Ids inside of forms

FOREIGN: dict[str, Callable[[World], Any]] = {
    "theme": lambda w: w.tz_theme.pk,
    "actions": lambda w: w.tz_action.pk,
    "seat": lambda w: Seat.objects.filter(group=w.tanzania).first().pk,  # type: ignore[union-attr]
    "draft-invite seat": lambda w: w.seats["member"].pk,  # the draft invites those of other countries
    "handle": lambda w: Handle.objects.filter(group=w.tanzania).first().pk,  # type: ignore[union-attr]
    "on": lambda w: w.tz_action.pk,
    "invitation": lambda w: w.asked_in.pk,
    "grant": lambda w: w.tz_board.space.grants.first().pk,
    "start_with": lambda w: f"board:{w.tz_board.pk}",
    "to": lambda w: f"discussion:{w.hidden_talk.pk}",
}


def ids_in_forms(world: World) -> list[tuple[Address, str, str]]:
    """Each field of the registry's forms that holds an id: the address, the field, what stands before the id."""
    found = []
    for address in ADDRESSES:
        for field, value in (address.data(world) if address.data else {}).items():
            before, _colon, last = str(value).rpartition(":")
            if ID.fullmatch(last) or isinstance(value, UUID):
                found.append((address, field, f"{before}:" if before else ""))
    return found


def test_an_id_in_a_form_tells_nothing_either(walk: World) -> None:
    other = circles.open_circle(actor=walk.convenor, group=walk.ghana, kind="caucus", name="Those who convene")
    walk.things["hidden_talk"] = discussions.open_discussion(actor=walk.convenor, place=other, title="Hidden")
    fields = ids_in_forms(walk)
    assert {field for _address, field, _before in fields} >= {"theme", "seat", "handle", "to"}
    for address, field, before in fields:
        assert isinstance(address.needs, Needs) and address.data is not None
        name = next(each for each in LEVELS[address.needs.where] if expected(address, each) == address.answer)
        good = address.data(walk)
        variants = [f"{before}{uuid4()}", f"{before}not-an-id"]
        foreign = FOREIGN.get(f"{address.name} {field}") or FOREIGN.get(field)
        if foreign:
            variants.append(str(foreign(walk)))
        answers = [answer_of(walk, address, name, address.where(walk), good | {field: each}) for each in variants]
        shown = [(status, page.replace("not-an-id", "")) for status, page, _queries in answers]
        assert all(each == shown[0] for each in shown), f"{address}: {field} tells"
        assert shown[0][0] in (404, 422), str(address)


# Accounts


@pytest.fixture
def known(world: World) -> Any:
    world.member.set_password("the password")
    world.member.email = "member@example.org"
    world.member.save()
    return world.member


def at_the_door(path: str, form: dict[str, str]) -> tuple[int, str, str, str]:
    """The answer to somebody who is not signed in, and the page that follows; without what they typed."""
    client = Client()
    answer = client.post(path, form)
    after = client.get(answer.headers["Location"]) if answer.status_code == 302 else answer
    page = bare(after)
    for said in form.values():
        page = page.replace(said, "")
    return answer.status_code, answer.headers.get("Location", ""), page, repr(sorted(answer.cookies))


@pytest.mark.parametrize(
    ("path", "of_a_member", "of_nobody"),
    [
        ("/sign-in/", {"username": "member", "password": "wrong"}, {"username": "nobody", "password": "wrong"}),
        (
            "/sign-in/",
            {"username": "member@example.org", "password": "x"},
            {"username": "no@example.org", "password": "x"},
        ),
        ("/sign-in/", {"username": "inactive", "password": "wrong"}, {"username": "nobody", "password": "wrong"}),
        ("/sign-in/code/", {"email": "member@example.org"}, {"email": "nobody@example.org"}),
        ("/sign-in/password/", {"email": "member@example.org"}, {"email": "nobody@example.org"}),
        ("/sign-in/password/", {"email": "MEMBER@example.org"}, {"email": "nobody@example.org"}),
    ],
)
def test_the_door_does_not_tell_who_has_an_account(
    known: Any, path: str, of_a_member: dict[str, str], of_nobody: dict[str, str]
) -> None:
    assert at_the_door(path, of_a_member) == at_the_door(path, of_nobody)
    do_what_waits()
    if "email" in of_a_member:
        assert [message.to for message in mail.outbox] == [["member@example.org"]]


def test_a_password_is_compared_also_for_who_is_not_there(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    for hasher in hashers.get_hashers():
        encode = type(hasher).encode

        def counted(self: Any, password: str, *more: Any, _encode: Any = encode, **named: Any) -> Any:
            hashed.append(password)
            return _encode(self, password, *more, **named)

        monkeypatch.setattr(type(hasher), "encode", counted)
    counts = []
    for name in ("member", "nobody", "inactive"):
        hashed.clear()
        Client().post("/sign-in/", {"username": name, "password": "wrong"})
        counts.append(len(hashed))
    assert counts[0] == counts[1], "the time that it takes would tell"
