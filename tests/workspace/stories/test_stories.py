"""Several people work on one board at once; what they send is late, comes in another order, and comes twice.

`LAWS=300` in the environment tells so many stories instead of 30.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permissions.errors import NotAllowed, NotYours
from realtime.changes import Conflict
from tests.cast import World

from .chance import Chance, Deed, NothingThere
from .conftest import READING, WRITING
from .deeds import DEEDS
from .page import Page, fetched, told_apart

pytestmark = [pytest.mark.data, pytest.mark.django_db]

STORIES = int(os.environ.get("LAWS", "30"))
SAME = "LAWS" not in os.environ  # the same stories each time; others where many are asked for
REFUSED = (ValidationError, NotAllowed, NotYours, Conflict)
PAGES = (
    *((name, "board") for name in ("convenor", "member", "observer", "abroad")),
    *((name, "action") for name in ("voice", "observer", "scribe")),
    *((name, "wide") for name in ("convenor", "abroad", "peer")),
)
PEOPLE = (*WRITING * 3, *READING)
OF_THE_PLAN = (
    "realtime", "boards", "steps", "waits", "agreements", "indicators", "context", "evidence", "reminders",
)  # fmt: skip

VERBS = (
    *["is sent"] * 12, *["is on its way"] * 3, *["comes late"] * 2, "comes again", *["is told"] * 3, "is opened",
    *["is asked for again"] * 2, "is answered",
)  # fmt: skip

number = st.integers(0, 1 << 32)
steps = st.lists(st.tuples(st.sampled_from(VERBS), number), min_size=25, max_size=45)


@dataclass
class Sent:
    """A command on its way, or carried out."""

    who: str
    id: uuid.UUID
    deed: Deed
    answer: Any = None


class Story:
    """What people do, and the pages of some who look on."""

    def __init__(self, world: World, ask: Callable[[str, str], str], pages: dict[tuple[str, str], str]) -> None:
        self.world, self.ask = world, ask
        self.on_the_way: list[Sent] = []
        self.done: list[Sent] = []
        self.pages = [Page(name, world.people[name], what, html) for (name, what), html in pages.items()]
        self.answers: dict[int, str] = {}

    def tell(self, verb: str, number: int) -> None:
        """One step; who, what and which one follow from a number."""
        chance = Chance(number)
        at = chance.of(range(len(self.pages)))
        match verb:
            case "is sent":
                self.comes(self.meant(chance))
            case "is on its way":
                self.on_the_way += filter(None, [self.meant(chance)])
            case "comes late" if self.on_the_way:
                self.comes(self.on_the_way.pop(number % len(self.on_the_way)))
            case "comes again" if self.done:
                self.comes_again(chance.of(self.done), chance.of(PEOPLE))
            case "is told":
                self.pages[at].is_told()
            case "is opened":
                self.opened(at)
            case "is asked for again" if self.pages[at].asks_again and at not in self.answers:
                self.answers[at] = self.read(at)
            case "is answered" if self.answers:
                at = chance.of(sorted(self.answers))
                self.pages[at].is_answered(self.answers.pop(at))

    def end(self) -> None:
        """All that was sent has come, and every page has been told."""
        for sent in self.on_the_way:
            self.comes(sent)
        for at, page in enumerate(self.pages):
            if at in self.answers:
                page.is_answered(self.answers[at])
            page.is_told()
            if page.asks_again:
                page.is_answered(self.read(at))
                page.is_told()
                assert not page.asks_again, "a page that was just read lacks nothing"
            now = Page(page.name, page.reader, page.what, self.read(at))
            assert not (apart := told_apart(page.reads(), now.reads())), f"{page.name}, {page.what}: {apart}"

    # ── commands ──

    def meant(self, chance: Chance) -> Sent | None:
        try:
            return Sent(chance.of(PEOPLE), uuid.uuid4(), chance.of(tuple(DEEDS.values()))(self.world, chance))
        except NothingThere:
            return None

    def comes(self, sent: Sent | None) -> None:
        answer = self.carried_out(sent, sent.who) if sent else None
        if sent is not None and answer is not None:
            assert sent.who not in READING, "whoever only reads changes nothing"
            sent.answer = answer
            self.done.append(sent)

    def comes_again(self, sent: Sent, who: str) -> None:
        """It has no second effect, and is answered as before; the id of a command is nothing to anybody else."""
        with nothing_changed():
            again = self.carried_out(sent, sent.who)
            stolen = self.carried_out(sent, who) if who != sent.who else None
        assert again == sent.answer
        assert stolen is None

    def carried_out(self, sent: Sent, who: str) -> Any:
        try:
            with transaction.atomic():
                return sent.deed.command(actor=self.world.people[who], command_id=sent.id, **sent.deed.said)
        except REFUSED:
            return None

    # ── pages ──

    def opened(self, at: int) -> None:
        page = self.pages[at]
        self.answers.pop(at, None)
        self.pages[at] = Page(page.name, page.reader, page.what, self.read(at))

    def read(self, at: int) -> str:
        return self.ask(self.pages[at].name, self.pages[at].what)


@contextmanager
def nothing_changed() -> Iterator[None]:
    before = _rows()
    yield
    assert _rows() == before


def _rows() -> dict[str, int]:
    """The rows of the plan and of its log, as numbers."""
    models = [model for name in OF_THE_PLAN for model in apps.get_app_config(name).get_models()]
    return {model.__name__: hash(frozenset(map(repr, model._default_manager.values_list()))) for model in models}


def test_who_followed_sees_what_one_sees_who_comes_now(plan: World, sign_in: Callable[[Any], Client]) -> None:
    clients = {name: sign_in(plan.people[name]) for name, _what in PAGES}

    def ask(name: str, what: str) -> str:
        return fetched(clients[name], f"/{'boards' if what == 'board' else 'actions'}/{plan.things[what].pk}/")

    first = {page: ask(*page) for page in PAGES}

    @settings(max_examples=STORIES, deadline=None, derandomize=SAME, suppress_health_check=list(HealthCheck))
    @given(st.sets(st.sampled_from(PAGES), min_size=4, max_size=4), steps)
    def the_law(looked_at: set[tuple[str, str]], story: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            told = Story(plan, ask, {page: first[page] for page in sorted(looked_at)})
            for verb, number in story:
                told.tell(verb, number)
            told.end()
            transaction.set_rollback(True)

    the_law()
