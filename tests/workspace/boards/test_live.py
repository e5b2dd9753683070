"""What is pushed to pages of a board and of an action; that it amounts to one opened now: tests/workspace/stories."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests.cast import World
from tests.leads import ask
from workspace.boards import commands as boards
from workspace.steps.commands import add_step

pytestmark = pytest.mark.django_db

VOID = {"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect"}


class Tree(HTMLParser):
    """Elements with an id, and their words; without those of a select."""

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


def pushed(world: World, name: str, after: int, topic: str) -> list[str]:
    """The fragments that somebody is sent who follows from a number."""
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    return [html for topics, fragments in drawn for html in fragments if topic in topics]


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


def test_the_menu_of_a_card_names_the_title_also_when_a_card_has_marks(world: World, sign_in: Any) -> None:
    add_step(actor=world.member, action=world.action, text="Draw the sheets")
    page = sign_in(world.member).get(f"/boards/{world.board.pk}/").content.decode()
    assert "0 of 1 step done" in page
    menu = page[page.index('<template id="card-menu">') :]
    menu = menu[: menu.index("</template>")]
    assert 'name="title"' in menu and 'data-unless="title" formaction=' in menu


def test_a_theme_with_another_name_is_told_on_the_pages_of_its_actions(world: World) -> None:
    after = head_of(world.board.space_id)
    boards.edit_theme(actor=world.member, theme=world.theme, values={"aim": "Why it pays"})
    topic = f"action:{world.action.pk}"
    assert topic not in asked_again(world, after)
    boards.edit_theme(actor=world.member, theme=world.theme, values={"name": "Case"})
    assert topic in asked_again(world, after)


def asked_again(world: World, after: int) -> set[str]:
    """The topics of the pages that are asked for again."""
    regions = regions_of(read(world.board.space_id, after))
    return {topic for region in regions if region.draw is None for topic in region.topics}


def test_what_the_page_says_once_keeps_up_too(world: World, sign_in: Any) -> None:
    """Its form, its number of actions, what stands there while there is no theme, the labels to choose from."""
    other, after = world.actions[1], head_of(world.board.space_id)
    boards.edit_board(actor=world.convenor, board=world.board, values={"title": "The way"})
    boards.edit_action(actor=world.member, action=other, values={"labels": "law"})
    boards.archive_theme(actor=world.convenor, theme=world.theme)
    boards.move_action(actor=world.member, action=other, theme=world.second_theme)
    boards.archive_theme(actor=world.convenor, theme=world.second_theme)
    board, action = f"board:{world.board.pk}", f"action:{world.action.pk}"
    for name in ("convenor", "observer"):
        page = sign_in(world.people[name]).get(f"/boards/{world.board.pk}/").content.decode()
        told, now = Tree("".join(pushed(world, name, after, board))), Tree(page)
        drawn = ("head", "empty", "form") if name == "convenor" else ("head", "empty")
        parts = [f"board-{part}-{world.board.pk}" for part in drawn]
        assert [told.words[own] for own in parts] == [now.words[own] for own in parts]
        assert f"board-form-{world.board.pk}" in told.kept or name == "observer"
    choice = f"page-choice-{world.action.pk}"
    assert "law" in Tree("".join(pushed(world, "convenor", after, action))).words[choice]
    assert choice not in Tree("".join(pushed(world, "observer", after, action))).words


def test_an_archived_action_with_another_title_is_told_where_the_archive_is_listed(world: World) -> None:
    boards.archive_action(actor=world.member, action=world.action)
    after = head_of(world.board.space_id)
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Another"})
    archive = "".join(pushed(world, "observer", after, f"board:{world.board.pk}"))
    assert "Another" in " ".join(Tree(archive).words[f"archived-{world.board.pk}"])
