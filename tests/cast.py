"""The cast: everybody whom the tests replay, and the small world that they live in.

Two country groups, Ghana and Tanzania, with a secretariat beside them. Loaded by `pytest_plugins` in conftest.py.

    convenor   runs the Ghana group                  peer       sits in the Tanzania group
    member     sits in the Ghana group               moderator  IIED staff
    voice      sits there under a pseudonym          stranger   has an account and no group
    observer   reads along in Ghana                  inactive   a member whose account was closed
    superuser  runs the machine, reads no content    anonymous  nobody has signed in
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from realtime import hints
from tests.kept_world import kept
from tests.rows import marks, our_tables
from workspace.boards import commands as boards
from workspace.groups import commands as groups
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.people.commands import deactivate
from workspace.people.models import User

IN_GROUP = ("convenor", "member", "voice", "observer", "moderator")
OUTSIDE = ("peer", "stranger", "inactive", "superuser")
SIGNED_IN = IN_GROUP + OUTSIDE
CAST = (*SIGNED_IN, "anonymous")


@dataclass
class World:
    """Two groups and all of the cast; `seats` are Ghana's, by who holds them ("empty" is held by nobody)."""

    ghana: CountryGroup
    tanzania: CountryGroup
    secretariat: CountryGroup
    people: dict[str, Any]
    seats: dict[str, Seat]
    tanzania_convenor: User
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        people = self.__dict__.get("people", {})
        things = self.__dict__.get("things", {})
        if name in people:
            return people[name]
        if name in things:
            return things[name]
        raise AttributeError(name)

    def handle(self, name: str, group: CountryGroup | None = None) -> Handle:
        """The open handle of one of the cast, in Ghana unless said otherwise."""
        return Handle.objects.get(person=self.people[name], group=group or self.ghana, ended_at__isnull=True)


def account(username: str, **known: Any) -> User:
    """An account that nobody can sign in to by password: hashing one takes longer than most tests."""
    person: User = User.objects.create(username=username, password="!", **known)
    return person


def build_world() -> World:
    """The two groups with everybody in place, made by the same commands that people use."""
    people: dict[str, Any] = {name: account(name) for name in SIGNED_IN if name != "superuser"}
    people["superuser"] = root = account("superuser", is_superuser=True, is_staff=True)
    people["anonymous"] = AnonymousUser()
    tanzania_convenor, staff = account("tz-convenor"), account("iied-convenor")
    convenor = people["convenor"]
    ghana = groups.found_group(
        actor=root, name="Ghana Learning and Leadership Group", short_name="Ghana group", country="Ghana",
        language="en", convenor=convenor, convenor_text="Convenor",
    )  # fmt: skip
    tanzania = groups.found_group(
        actor=root, name="JUMKUTA", short_name="JUMKUTA", country="Tanzania",
        language="sw", band="tz", convenor=tanzania_convenor, convenor_text="Convenor, Tanzania",
    )  # fmt: skip
    secretariat = groups.found_group(
        actor=root, name="IIED", short_name="IIED", country="", is_secretariat=True,
        convenor=staff, convenor_text="IIED",
    )  # fmt: skip
    women = groups.add_stakeholder_group(actor=convenor, group=ghana, name="Women miners", token="WM")
    miners = groups.add_stakeholder_group(actor=convenor, group=ghana, name="Small-scale miners", token="SM")
    seats = {
        name: groups.add_seat(actor=convenor, stakeholder_group=of, name=title)
        for name, of, title in [
            ("member", women, "Women miners’ representative"),
            ("voice", miners, "Miners’ association delegate"),
            ("inactive", miners, "Miners’ association treasurer"),
            ("empty", women, "Women miners’ delegate, Prestea"),
        ]
    }
    term = (timezone.now() + timedelta(days=400)).date()
    seat = groups.seat_person
    seats["member"] = seat(actor=convenor, seat=seats["member"], person=people["member"], until=term)
    seats["voice"] = seat(
        actor=convenor, seat=seats["voice"], person=people["voice"], text="Tarkwa voice 3", kind="pseudonym"
    )
    seats["inactive"] = seat(actor=convenor, seat=seats["inactive"], person=people["inactive"])
    groups.admit(actor=convenor, group=ghana, person=people["observer"], level="observer", text="Observer, donor")
    groups.admit(actor=staff, group=secretariat, person=people["moderator"], level="moderator", text="IIED moderator")
    abroad = groups.add_stakeholder_group(actor=tanzania_convenor, group=tanzania, name="Wachimbaji", token="WC")
    abroad_seat = groups.add_seat(actor=tanzania_convenor, stakeholder_group=abroad, name="Miners’ association, Geita")
    seat(actor=tanzania_convenor, seat=abroad_seat, person=people["peer"])
    deactivate(actor=root, person=people["inactive"])
    people["inactive"].refresh_from_db()
    return World(ghana, tanzania, secretariat, people, seats, tanzania_convenor)


@pytest.fixture
def world(db: None) -> World:
    """Ghana, Tanzania and the cast; and a board for each of the two groups."""
    return kept(whole_world)


def whole_world() -> World:
    made = build_world()
    furnish(made)
    return made


def furnish(world: World) -> None:
    """A board for each group: `board` with `theme` (three actions) and `second_theme` (none), and `tz_board`."""
    board = boards.open_board(actor=world.convenor, group=world.ghana, title="Roadmap", purpose="What we agreed")
    theme = boards.add_theme(actor=world.convenor, board=board, name="The business case", short_name="Business")
    second = boards.add_theme(actor=world.convenor, board=board, name="Improving practices", short_name="Practices")
    actions = [
        boards.add_action(actor=world.convenor, theme=theme, title=title)
        for title in ("Keep simple cost records", "Savings pilot with two banks", "A brief for the assemblies")
    ]
    abroad = boards.open_board(actor=world.tanzania_convenor, group=world.tanzania, title="Mpango kazi")
    abroad_theme = boards.add_theme(actor=world.tanzania_convenor, board=abroad, name="Ardhi na leseni")
    world.things |= {
        "board": board, "theme": theme, "second_theme": second, "action": actions[0], "actions": actions,
        "tz_board": abroad, "tz_theme": abroad_theme,
        "tz_action": boards.add_action(actor=world.tanzania_convenor, theme=abroad_theme, title="Leseni moja"),
    }  # fmt: skip


@pytest.fixture
def sign_in() -> Callable[[Any], Client]:
    """A client through which somebody acts; it follows no redirect and sends no CSRF token, as Django's does not."""

    def enter(person: Any) -> Client:
        client = Client()
        if person is not None and person.pk is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Iterator[Callable[[], Any]]:
    """`with told() as heard:` collects every hint that the commits inside it send; a refusal leaves it empty."""
    heard: list[dict[str, Any]] = []

    @contextmanager
    def listening() -> Iterator[list[dict[str, Any]]]:
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield heard

    hints.listen_here(heard.append)
    yield listening
    hints.stop_listening_here(heard.append)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fails when a row of ours was added, changed or taken away meanwhile."""
    tables = our_tables()
    before = marks(tables)
    yield
    after = marks(tables)
    changed = sorted(table for table in tables if before[table] != after[table])
    assert not changed, f"rows changed in {', '.join(changed)}"


def ids(things: Any) -> set[UUID]:
    """The ids of things, to compare what two readers got."""
    return {thing.pk for thing in things}
