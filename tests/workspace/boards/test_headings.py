"""What a board and its themes say of themselves; what a new board begins with."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from realtime.changes import Conflict
from realtime.models import Event
from tests.cast import World, nothing_written
from tests.leads import led
from workspace.boards import commands as boards
from workspace.boards.models import Action, Board, Colour, Theme
from workspace.boards.outlines import OUTLINES, beginning_of, structure_of
from workspace.boards.periods import from_kept_period
from workspace.boards.queries import lanes_of
from workspace.boards.undo import undo_change
from workspace.sharing import commands as sharing

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def convenor(world: World, sign_in: Any) -> Client:
    client: Client = sign_in(world.convenor)
    return client


def last_event(thing: Any) -> Event:
    return Event.objects.filter(thing=thing.pk).order_by("-seq")[0]


def test_a_board_has_a_period_that_is_changed_and_taken_back(world: World) -> None:
    values = {"begins": from_kept_period("2026"), "ends": from_kept_period("2028-H1"), "purpose": "Agreed"}
    board = boards.edit_board(actor=world.convenor, board=world.board, values=values)
    assert (str(board.begins), str(board.ends), str(board.end)) == ("2026", "first half of 2028", "2028-06-30")
    undo_change(actor=world.convenor, event=last_event(board))
    board.refresh_from_db()
    assert (board.begins, board.ends, board.purpose) == (None, None, "What we agreed")


def test_a_board_does_not_end_before_it_begins(world: World) -> None:
    values = {"begins": from_kept_period("2028"), "ends": from_kept_period("2027")}
    with nothing_written(), pytest.raises(ValidationError) as refused:
        boards.edit_board(actor=world.convenor, board=world.board, values=values)
    assert list(refused.value.message_dict) == ["ends"]


@pytest.mark.parametrize("values", [{"name": " "}, {"aim": "x" * 301}, {"colour": "pink"}, {"name": "x" * 121}])
def test_what_a_theme_cannot_say_is_refused(world: World, values: dict[str, str]) -> None:
    with nothing_written(), pytest.raises(ValidationError) as refused:
        boards.edit_theme(actor=world.member, theme=world.theme, values=values)
    assert refused.value.message_dict.keys() == values.keys()


def test_two_people_change_two_things_of_a_theme_and_both_stand(world: World) -> None:
    seen = {"name": world.theme.name, "aim": None, "colour": None}
    boards.edit_theme(actor=world.member, theme=world.theme, values={"aim": "Lend to small mines"}, seen=seen)
    stale = {"name": world.theme.name, "aim": "", "colour": "leaf"}
    boards.edit_theme(actor=world.convenor, theme=world.theme, values=stale, seen=seen)
    theme = Theme.objects.get(pk=world.theme.pk)
    assert (theme.aim, theme.colour) == ("Lend to small mines", "leaf")
    with nothing_written(), pytest.raises(Conflict):
        boards.edit_theme(actor=world.convenor, theme=world.theme, values={"aim": "Mine"}, seen=seen)


def test_a_form_tells_what_somebody_else_wrote_meanwhile_and_keeps_what_was_typed(
    world: World, convenor: Client
) -> None:
    form = {"name": world.theme.name, "seen_name": world.theme.name, "aim": "Mine", "seen_aim": "", "colour": "gold"}
    boards.edit_theme(actor=world.member, theme=world.theme, values={"aim": "Theirs"})
    with nothing_written():
        answer = convenor.post(f"/boards/themes/{world.theme.pk}/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 409 and "changed this meanwhile to: Theirs" in page
    assert re.search(r"<textarea[^>]*name=\"aim\"[^>]*>\s*Mine</textarea>", page)
    assert re.search(r'name="seen_aim" value="Theirs"', page) and re.search(r'value="gold" selected', page)
    answer = convenor.post(f"/boards/themes/{world.theme.pk}/edit/", form | {"seen_aim": "Theirs"})
    assert answer.status_code == 303 and Theme.objects.get(pk=world.theme.pk).aim == "Mine"


def test_a_page_shows_the_aim_and_the_period(world: World, convenor: Client) -> None:
    form = {"title": "Roadmap", "purpose": "", "begins": "2026", "ends": "mid", "seen_title": "Roadmap"}
    answer = convenor.post(f"/boards/{world.board.pk}/edit/", form)
    assert answer.status_code == 422 and 'value="mid"' in answer.content.decode()
    assert convenor.post(f"/boards/{world.board.pk}/edit/", form | {"ends": "Q2 2028"}).status_code == 303
    boards.edit_theme(actor=world.member, theme=world.theme, values={"aim": "Lend to all", "colour": "plum"})
    page = convenor.get(f"/boards/{world.board.pk}/").content.decode()
    assert "2026 to second quarter 2028" in page and "Lend to all" in page and "ink-plum" in page


# What a new board begins with


@pytest.mark.parametrize("outline", OUTLINES)
@pytest.mark.parametrize("language", ["en", "fr", "sw"])
def test_an_outline_is_said_in_the_language_of_the_board(outline: str, language: str) -> None:
    themes, english = beginning_of(outline, language), beginning_of(outline, "en")
    assert len(themes) == len(OUTLINES[outline].themes) <= len(Colour.values)
    for theme, original in zip(themes, english, strict=True):
        assert len(theme.name) <= 120 and 0 < len(theme.short_name) <= 24 and 0 < len(theme.aim) <= 300
        assert language == "en" or theme.name != original.name
    assert len({theme.colour for theme in themes}) == len(themes)


def test_a_board_is_opened_from_an_outline(world: World, convenor: Client) -> None:
    form = {"title": "Second plan", "purpose": "", "begins": "2027", "ends": "", "start_with": "outline:ghana"}
    answer: Any = convenor.post(f"/groups/{world.ghana.pk}/boards/", form)
    board = Board.objects.get(title="Second plan")
    assert (answer.status_code, answer.url) == (303, f"/boards/{board.pk}/")
    assert [theme.short_name for theme in lanes_of(board).themes] == ["Business", "Practices", "Government", "Voice"]
    assert str(board.begins) == "2027" and not board.actions.exists()


def test_the_structure_of_a_board_is_copied_with_the_titles_of_its_actions(world: World, convenor: Client) -> None:
    boards.edit_theme(actor=world.member, theme=world.theme, values={"aim": "Lend", "colour": "leaf"})
    due = from_kept_period("2027")
    boards.edit_action(actor=world.member, action=world.action, values={"due": due})
    led(world, world.action)
    boards.archive_action(actor=world.member, action=world.actions[1])
    boards.archive_theme(actor=world.member, theme=world.second_theme)
    form = {"title": "Next plan", "start_with": f"board:{world.board.pk}", "with_actions": "yes"}
    page = convenor.get(f"/groups/{world.ghana.pk}/").content.decode()
    assert f'value="board:{world.board.pk}"' in page and f'value="board:{world.tz_board.pk}"' not in page
    convenor.post(f"/groups/{world.ghana.pk}/boards/", form)
    copy = lanes_of(Board.objects.get(title="Next plan"))
    assert [(theme.name, theme.aim, theme.colour) for theme in copy.themes] == [
        ("The business case", "Lend", "leaf"),
    ]
    assert [action.title for action in copy.lanes[0].cards] == [
        "Keep simple cost records",
        "A brief for the assemblies",
    ]
    new = copy.lanes[0].cards[0]
    assert (new.lead, new.due, new.status) == (None, None, "not-started") and new.pk != world.action.pk
    convenor.post(f"/groups/{world.ghana.pk}/boards/", form | {"title": "Bare", "with_actions": ""})
    assert not Action.objects.filter(board__title="Bare").exists()


def test_what_only_some_see_is_not_copied(world: World) -> None:
    sharing.restrict(
        actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['member'].pk}"], reason="Names"
    )
    copied = structure_of(world.convenor, world.board, with_actions=True)
    assert [action.title for action in copied[0].actions] == [
        "Savings pilot with two banks", "A brief for the assemblies",
    ]  # fmt: skip


def test_a_board_that_one_does_not_see_cannot_be_copied(world: World, convenor: Client, told: Any) -> None:
    for which in (f"board:{world.tz_board.pk}", "board:nothing", "outline:mars", "caucus"):
        with told() as heard, nothing_written():
            answer = convenor.post(f"/groups/{world.ghana.pk}/boards/", {"title": "Theirs", "start_with": which})
        assert answer.status_code == 404 and heard == []


def test_another_country_copies_what_was_shared_with_it(world: World, sign_in: Any) -> None:
    sharing.share(
        actor=world.convenor, thing=world.board, holder=f"convenor:{world.tanzania.pk}", level="reader",
        until=None, reason="Compare",
    )  # fmt: skip
    peer = sign_in(world.tanzania_convenor)
    assert f'value="board:{world.board.pk}"' in peer.get(f"/groups/{world.tanzania.pk}/").content.decode()
    peer.post(f"/groups/{world.tanzania.pk}/boards/", {"title": "Yetu", "start_with": f"board:{world.board.pk}"})
    ours = Board.objects.get(title="Yetu")
    assert ours.group == world.tanzania and ours.themes.count() == 2
