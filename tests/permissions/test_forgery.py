"""What a browser is made to send, or a person sends by hand: forged, replayed, with more in it than its form has.

Each is tried at every address that changes something, from the table of the walk.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permissions.models import Grant
from permissions.roles import allowed
from realtime.models import CommandReceipt, Event
from tests.cast import World
from workspace.people.models import User

from .addresses import ADDRESSES, LEVELS, LOCKED_OUT, WALKERS, Address, Needs
from .test_walk import WRITES

pytestmark = [pytest.mark.data, pytest.mark.django_db]

CHANGES = [each for each in ADDRESSES if each.method == "POST" and isinstance(each.needs, Needs)]
BACKEND = "django.contrib.auth.backends.ModelBackend"
# What rows are made of and no form of ours asks for.
MORE = ("id", "pk", "space", "space_id", "home", "group_id", "by", "by_id", "actor", "author", "handle_id", "person",
        "user", "user_id", "is_staff", "is_superuser", "is_active", "access_number", "seq", "opened_by", "archived_at",
        "source", "grants", "extends", "seen_all", "withdrawn_at", "published_at", "approved", "undoes")  # fmt: skip


# An upload is known by its person and its mark; evidence makes an id for each file out of the one that it is sent;
# every look of a moderator is another one and stands in the record.
OWN_IDS = {"begin-upload", "add-evidence", "report-look"}


def who_may(address: Address) -> str:
    """Somebody of the cast whom the table lets do this."""
    needs: Any = address.needs
    return next(
        name
        for name in WALKERS
        if name in needs.only
        and name not in LOCKED_OUT
        and allowed(frozenset(LEVELS[needs.where].get(name, set())), needs.verb, needs.kind)
    )


def others_who_may(address: Address) -> list[str]:
    first, needs = who_may(address), address.needs
    assert isinstance(needs, Needs)
    return [
        name
        for name in WALKERS
        if name != first
        and name in needs.only
        and name not in LOCKED_OUT
        and allowed(frozenset(LEVELS[needs.where].get(name, set())), needs.verb, needs.kind)
    ]


class Tried:
    """One request, and what it did; all is as it was afterwards."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.told: list[Any] = []
        self.so_far()

    def so_far(self) -> None:
        """What was done up to here is not counted."""
        connection.queries_log.clear()  # it holds 9000, and a full one tells of nothing new
        self._before = len(connection.run_on_commit)

    def close(self) -> None:
        self.written = [q["sql"] for q in connection.queries_log if WRITES.match(q["sql"])]
        self.told = connection.run_on_commit[self._before :]


@contextmanager
def tried() -> Iterator[Tried]:
    with CaptureQueriesContext(connection), transaction.atomic():
        found = Tried()
        yield found
        found.close()
        transaction.set_rollback(True)


@pytest.fixture
def strict(walk: World) -> dict[str, Client]:
    """A client for each of the cast that asks for the token, as a browser's requests are asked."""
    clients = {}
    for name in WALKERS:
        clients[name] = Client(enforce_csrf_checks=True)
        if walk.people[name].pk is not None:
            clients[name].force_login(walk.people[name], backend=BACKEND)
    return clients


def test_another_site_cannot_make_a_browser_change_anything(walk: World, strict: dict[str, Client]) -> None:
    wrong = []
    for address in CHANGES:
        client = strict[who_may(address)]
        for forged in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": "y" * 32}):
            with tried() as seen:
                answer = client.post(address.where(walk), {**address.data(walk), **forged})  # type: ignore[misc]
            if answer.status_code != 403 or seen.written or seen.told:
                wrong.append(f"{address}: {answer.status_code}, {seen.written}, {seen.told}")
    assert not wrong, "\n".join(wrong)


def test_the_token_of_a_page_is_what_lets_its_form_in(walk: World, strict: dict[str, Client]) -> None:
    address = next(each for each in CHANGES if each.name == "edit-action")
    client = strict[who_may(address)]
    page = client.get(f"/actions/{walk.action.pk}/")
    token = re.search(r'name="csrf-token" content="(\w+)"', page.content.decode())
    assert token
    answer = client.post(address.where(walk), {"title": "Another", "csrfmiddlewaretoken": token.group(1)})
    assert answer.status_code == 303


def test_a_tab_that_stayed_open_after_signing_out_changes_nothing(walk: World, strict: dict[str, Client]) -> None:
    client = strict["member"]
    page = client.get(f"/actions/{walk.action.pk}/").content.decode()
    token = re.search(r'name="csrf-token" content="(\w+)"', page)
    assert token
    client.post("/sign-out/", {"csrfmiddlewaretoken": token.group(1)})
    assert "_auth_user_id" not in client.session
    with tried() as seen:
        answer = client.post(
            f"/actions/{walk.action.pk}/edit/", {"title": "Another", "csrfmiddlewaretoken": token.group(1)}
        )
    assert answer.status_code in (302, 403)
    assert not seen.written and not seen.told


def test_a_command_id_of_somebody_else_does_nothing_for_anybody(walk: World) -> None:
    wrong = []
    for address in CHANGES:
        first = who_may(address)
        others = [] if address.name in OWN_IDS else others_who_may(address)
        for name in [*others, "stranger"]:
            used = uuid4()
            with tried() as seen:
                where, data = address.where(walk), {**address.data(walk), "command_id": str(used)}  # type: ignore[misc]
                CommandReceipt.objects.create(
                    pk=used, actor=walk.people[first], name="boards.edit_action", result_model="boards.Action",
                    result_id=str(walk.action.pk),
                )  # fmt: skip
                seen.so_far()
                answer = walk.clients[name].post(where, data)
            if answer.status_code < 400 and name != "stranger" and seen.written:
                wrong.append(f"{address}: {name} is answered {answer.status_code} and writes {seen.written[:2]}")
            if name == "stranger" and (answer.status_code != 404 or seen.written):
                wrong.append(f"{address}: a stranger is answered {answer.status_code}")
            if seen.told:
                wrong.append(f"{address}: {name} tells others of it")
    assert not wrong, "\n".join(wrong)


def test_what_a_form_does_not_ask_for_is_not_taken_from_it(walk: World) -> None:
    """The ids are those of another country, where the sender is nobody; afterwards all there is as it was."""
    abroad: UUID = walk.tanzania.space_id
    wrong = []
    for address in CHANGES:
        name = who_may(address)
        person = walk.people[name]
        with tried():
            where, data = address.where(walk), address.data(walk)  # type: ignore[misc]
            values = {
                "is_staff": "on", "is_superuser": "on", "is_active": "on", "by": str(walk.convenor.pk),
                "actor": str(walk.convenor.pk), "author": str(walk.handle("convenor").pk),
                "handle_id": str(walk.handle("convenor").pk), "user": str(walk.convenor.pk),
                "person": str(walk.convenor.pk), "access_number": "99", "seq": "1",
                "archived_at": "2001-01-01", "withdrawn_at": "2001-01-01", "published_at": "2001-01-01",
            }  # fmt: skip
            more = {key: values.get(key, str(abroad)) for key in MORE if key not in data}
            before = (Event.objects.filter(space=abroad).count(), Grant.objects.filter(space=abroad).count())
            last = set(Event.objects.values_list("pk", flat=True))
            walk.clients[name].post(where, {**data, **more})
            now = (Event.objects.filter(space=abroad).count(), Grant.objects.filter(space=abroad).count())
            if now != before:
                wrong.append(f"{address}: writes into another country")
            row = User.objects.get(pk=person.pk)
            if (row.is_staff, row.is_superuser) != (person.is_staff, person.is_superuser):
                wrong.append(f"{address}: makes its sender staff")
            own = {handle.pk for handle in person.handles.all()}
            strangers = [e.kind for e in Event.objects.exclude(pk__in=last) if e.by and e.by not in own]
            if strangers:
                wrong.append(f"{address}: {strangers} under another's handle")
    assert not wrong, "\n".join(wrong)
