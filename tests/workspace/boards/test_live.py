"""What is pushed to a page that follows amounts to the page opened afresh."""

import random
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World
from tests.leads import ask
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.boards.ranks import in_order
from workspace.boards.undo import undo_change

pytestmark = pytest.mark.django_db

VOID = {"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect"}


class Tree(HTMLParser):
    """Elements with an id: what they say of themselves, those inside them, their words.

    Without the words of a select: a menu takes the themes from the page when it is opened (src/cardmenu.ts).
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.kept: dict[str, dict[str, str | None]] = {}
        self.words: dict[str, list[str]] = {}
        self.inside: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        own = known.get("id")
        if own:
            self.kept[own], self.words[own], self.inside[own] = known, [], []
            parent = next((each for _tag, each in reversed(self.open) if each), None)
            if parent:
                self.inside[parent].append(own)
        if tag not in VOID:
            self.open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in VOID:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag == "select" for tag, _own in self.open):
            for _tag, own in self.open:
                if own:
                    self.words[own].append(data.strip())


class Shown:
    """A page of a board as a browser keeps it (src/fragments.ts): what stands where by rank, and the words of each."""

    def __init__(self, html: str) -> None:
        self.where: dict[str, tuple[str, str]] = {}  # a card or a lane: what it stands in, its rank
        self.words: dict[str, list[str]] = {}
        self._take(Tree(html))

    def _take(self, tree: Tree) -> None:
        for holder, held in tree.inside.items():
            if holder.startswith(("cards-", "lanes-")):
                self.where |= {each: (holder, tree.kept[each]["data-rank"] or "") for each in held}
        self.words |= {k: v for k, v in tree.words.items() if k.startswith(("card-", "lane-"))}

    def put(self, fragment: str) -> None:
        tree = Tree(fragment)
        own, known = next(iter(tree.kept.items()))
        how, _colon, target = (known.get("data-oob") or "morph").partition(":")
        if how == "remove":
            self.where.pop(own, None)
        elif how == "place":
            self.where[own] = (target.rpartition(":")[0].removeprefix("#"), known["data-rank"] or "")
        if how == "remove" or not own.startswith(("card-", "lane-")):
            return
        inside = [holder for holder in tree.inside if holder.startswith("cards-")]
        self.where = {each: place for each, place in self.where.items() if place[0] not in inside}
        self._take(tree)

    def state(self) -> Any:
        """Lanes in order, the cards of each in order, and all their words."""
        lanes = self._in(lambda holder: holder.startswith("lanes-"))
        cards = {lane: self._in(f"cards-{lane.removeprefix('lane-')}".__eq__) for lane in lanes}
        there = {card for row in cards.values() for card in row}
        there |= {f"lane-head-{lane.removeprefix('lane-')}" for lane in lanes}
        return lanes, cards, {own: words for own, words in self.words.items() if own in there}

    def _in(self, is_holder: Callable[[str], bool]) -> list[str]:
        return sorted(
            (own for own, (holder, _rank) in self.where.items() if is_holder(holder)),
            key=lambda own: (self.where[own][1], own),
        )


def pushed(world: World, name: str, after: int, topic: str) -> list[str]:
    """The fragments that somebody is sent who follows from a number."""
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    return [html for topics, fragments in drawn for html in fragments if topic in topics]


def shuffled_changes(world: World, seed: int, count: int = 25) -> None:
    """People at work: any of the commands of a board, in any order."""
    chance = random.Random(seed)

    def lane() -> Any:
        return chance.choice(list(world.board.themes.filter(archived_at__isnull=True)) or [world.theme])

    def action() -> Any:
        return chance.choice(list(Action.objects.filter(board=world.board)))

    def move(who: Any) -> None:
        to = lane()
        cards = [*in_order(to.actions.filter(archived_at__isnull=True)), None]
        boards.move_action(actor=who, action=action(), theme=to, before=chance.choice(cards))

    def undo(who: Any) -> None:
        undo_change(actor=who, event=chance.choice(read(world.board.space_id, 0)))

    work = [
        lambda who: boards.add_action(actor=who, theme=lane(), title=f"New {chance.random()}"),
        lambda who: boards.edit_action(actor=who, action=action(), values={"title": f"Name {chance.random()}"}),
        lambda who: boards.edit_action(actor=who, action=action(), values={"status": "on-track"}),
        lambda who: boards.archive_action(actor=who, action=action()),
        lambda who: boards.restore_action(actor=who, action=action()),
        lambda who: boards.edit_theme(actor=who, theme=lane(), values={"name": f"Theme {chance.random()}"}),
        lambda who: boards.move_theme(actor=who, theme=lane(), before=lane()),
        lambda who: boards.add_theme(actor=who, board=world.board, name=f"Theme {chance.random()}"),
        lambda who: boards.archive_theme(actor=who, theme=lane()),
        lambda who: boards.restore_theme(actor=who, theme=chance.choice(list(world.board.themes.all()))),
        move,
        move,
        undo,
    ]
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from permissions.errors import NotAllowed

    for _step in range(count):
        try:
            with transaction.atomic():
                chance.choice(work)(world.people[chance.choice(["convenor", "member", "voice"])])
        except (ValidationError, NotAllowed):  # what is archived, and what the convenor alone may take back
            continue


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_followed_sees_what_one_sees_who_comes_now(world: World, sign_in: Any, name: str, seed: int) -> None:
    client = sign_in(world.people[name])
    shown = Shown(client.get(f"/boards/{world.board.pk}/").content.decode())
    for part in range(3):  # sometimes one event at a time, sometimes many at once
        after = head_of(world.board.space_id)
        shuffled_changes(world, seed * 10 + part, count=1 if part == 1 else 20)
        for fragment in pushed(world, name, after, f"board:{world.board.pk}"):
            shown.put(fragment)
        fresh = Shown(client.get(f"/boards/{world.board.pk}/").content.decode())
        assert shown.state() == fresh.state()


def test_a_fragment_holds_nothing_personal(world: World) -> None:
    after = head_of(world.board.space_id)
    ask(world, world.action, by="member")
    boards.edit_theme(actor=world.member, theme=world.theme, values={"name": "Case"})
    for topic in (f"board:{world.board.pk}", f"action:{world.action.pk}"):
        fragments = pushed(world, "member", after, topic)
        assert fragments
        for html in fragments:
            assert "csrf" not in html and "command_id" not in html and "page_id" not in html
            assert str(world.voice.pk) not in html and "voice</" not in html.replace("Tarkwa voice", "")


def test_an_observer_is_sent_no_form(world: World) -> None:
    after = head_of(world.board.space_id)
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Another"})
    for topic, way in ((f"board:{world.board.pk}", "data-menu"), (f"action:{world.action.pk}", "<form")):
        assert way in "".join(pushed(world, "member", after, topic))
        assert way not in "".join(pushed(world, "observer", after, topic))


def test_an_action_s_page_is_pushed_in_parts_that_the_page_has(world: World, sign_in: Any) -> None:
    after = head_of(world.board.space_id)
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Another", "status": "on-track"})
    page = sign_in(world.member).get(f"/actions/{world.action.pk}/").content.decode()
    fragments = pushed(world, "member", after, f"action:{world.action.pk}")
    ids = [re.search(r' id="([^"]+)"', html)[1] for html in fragments]  # type: ignore[index]
    pk = world.action.pk
    assert ids == [f"action-{part}-{pk}" for part in ("head", "fields", "more", "history")]
    tree, now = Tree("".join(fragments)), Tree(page)
    assert all(tree.words[own] == now.words[own] for own in ids)


def test_a_fragment_of_a_card_is_small(world: World) -> None:
    after = head_of(world.board.space_id)
    ask(world, world.action, by="member")
    card = next(html for html in pushed(world, "member", after, f"board:{world.board.pk}") if 'id="card-' in html)
    assert len(card.encode()) < 2_500  # the frame around it says who did what: together at most 3 kB
    assert "<form" not in card and "<option" not in card, "the menu comes once with the page"
