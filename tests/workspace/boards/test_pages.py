"""The pages of a board and of an action, as a browser without scripts reads and uses them."""

import json
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from realtime.models import Event
from tests.cast import World, nothing_written
from tests.leads import ask, led
from workspace.boards import commands as boards
from workspace.boards.models import Action, Board
from workspace.boards.ranks import in_order

pytestmark = pytest.mark.django_db

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def titles(theme: Any) -> list[str]:
    return [action.title for action in in_order(theme.actions.filter(archived_at__isnull=True))]


@pytest.fixture
def member(world: World, sign_in: Any) -> Any:
    return sign_in(world.member)


def test_a_board_shows_its_lanes_and_cards_in_order(world: World, member: Any) -> None:
    page = text_of(member.get(f"/boards/{world.board.pk}/"))
    found = [page.index(action.title) for action in world.actions]
    assert found == sorted(found)
    assert page.count('class="lane is-current"') == 1
    assert f'data-lane="{world.theme.pk}"' in page and f'data-action="{world.action.pk}"' in page


def test_the_address_names_the_lane_that_a_phone_shows(world: World, member: Any) -> None:
    page = text_of(member.get(f"/boards/{world.board.pk}/?lane={world.second_theme.pk}"))
    assert re.search(rf'class="lane is-current" id="lane-{world.second_theme.pk}"', page)
    assert member.get(f"/boards/{world.board.pk}/?lane=nonsense").status_code == 200


def test_the_page_says_what_it_follows_and_from_where(world: World, member: Any) -> None:
    page = text_of(member.get(f"/boards/{world.board.pk}/"))
    live = json.loads(re.search(r"data-live='([^']+)'", page)[1])  # type: ignore[index]
    last = Event.objects.filter(space=world.board.space).latest("seq").seq
    show = [f"board:{world.board.pk}", f"talk:{world.board.space_id}"]
    assert live == [{"space": str(world.board.space_id), "after": last, "show": show}]


def test_an_observer_reads_and_finds_no_form(world: World, sign_in: Any) -> None:
    observer = sign_in(world.observer)
    for address in (f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/"):
        main = text_of(observer.get(address)).split("<main")[1].split("</main>")[0]
        assert "<form method" not in main and 'method="post"' not in main
        assert world.action.title in main


def test_an_empty_board_says_what_comes_next(world: World, sign_in: Any) -> None:
    board = boards.open_board(actor=world.convenor, group=world.ghana, title="Second plan")
    assert "This board has no theme yet" in text_of(sign_in(world.member).get(f"/boards/{board.pk}/"))


# of an action, one asks where else something happens that its page tells
@pytest.mark.parametrize(("address", "most"), [("/boards/{board}/", 24), ("/actions/{action}/", 20)])
def test_a_page_asks_as_often_with_50_cards_as_with_5(world: World, member: Any, address: str, most: int) -> None:
    where = address.format(board=world.board.pk, action=world.action.pk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert member.get(where).status_code == 200
        return len(asked)

    for n in range(2):
        ask(world, boards.add_action(actor=world.member, theme=world.second_theme, title=f"Few {n}"))
    queries()
    few = queries()
    for n in range(45):
        led(world, boards.add_action(actor=world.member, theme=world.theme, title=f"Many {n}"), "member")
        boards.edit_action(actor=world.member, action=world.action, values={"title": f"Name {n}"})
    queries()  # the first look after a change remembers that one was here
    assert queries() == few <= most


def test_a_card_costs_little_and_its_forms_come_once(world: World, member: Any) -> None:
    def weight() -> int:
        page = member.get(f"/boards/{world.board.pk}/").content
        assert page.count(b'name="status_note"') == 1
        return len(page)

    before = weight()
    for n in range(10):
        new = boards.add_action(
            actor=world.member, theme=world.theme, title=f"Train {n} people of the district", status="on-track",
            due=date(2027, 3, 1), status_note="The trainers are found.",
        )  # fmt: skip
        led(world, new, "member")
    assert (weight() - before) / 10 < 2_600  # bytes, icons and all; a tenth of it when compressed


def test_without_scripts_a_card_leads_to_a_page_with_its_forms(world: World, member: Any) -> None:
    card = text_of(member.get(f"/boards/{world.board.pk}/")).split(f'id="card-{world.action.pk}"')[1]
    assert f'href="/actions/{world.action.pk}/">On its own page' in card.split("</li>")[0]
    page = text_of(member.get(f"/actions/{world.action.pk}/"))
    for form in ("edit", "move", "archive"):
        assert f'action="/actions/{world.action.pk}/{form}/"' in page


def test_a_card_is_added_without_scripts_and_undone(world: World, member: Any) -> None:
    answer = member.post(f"/boards/{world.board.pk}/actions/", {"theme": world.theme.pk, "title": "Train"})
    assert (answer.status_code, answer.url) == (303, f"/boards/{world.board.pk}/?lane={world.theme.pk}")
    page = text_of(member.get(answer.url))
    undo = re.search(r'action="(/changes/[^"]+/undo/)"', page.split("data-notices")[1])
    assert "Added to the board." in page and undo
    assert titles(world.theme)[-1] == "Train"
    assert member.post(undo[1]).status_code == 303
    assert "Train" not in titles(world.theme)


def test_a_card_is_added_in_place(world: World, member: Any) -> None:
    answer = member.post(f"/boards/{world.board.pk}/actions/", {"theme": world.theme.pk, "title": "Train"}, **IN_PLACE)
    assert answer.status_code == 204 and answer.content == b""
    notice = json.loads(answer.headers["HX-Trigger"])["baraza:notice"]
    assert notice["text"] == "Added to the board." and notice["undo"].startswith("/changes/")


def test_the_same_form_sent_twice_from_one_page_adds_one_card(world: World, member: Any) -> None:
    form = {"theme": world.theme.pk, "title": "Train", "page_id": uuid4()}
    for _time in range(2):
        assert member.post(f"/boards/{world.board.pk}/actions/", form).status_code == 303
    assert titles(world.theme).count("Train") == 1
    member.post(f"/boards/{world.board.pk}/actions/", {**form, "title": "Another"})
    assert titles(world.theme)[-1] == "Another"


def test_a_command_id_that_is_none_is_refused_with_the_text_kept(world: World, member: Any) -> None:
    form = {"theme": world.theme.pk, "title": "Train", "command_id": "nonsense"}
    with nothing_written():
        answer = member.post(f"/boards/{world.board.pk}/actions/", form, **IN_PLACE)
    assert answer.status_code == 422 and 'value="Train"' in text_of(answer)


@pytest.mark.parametrize("in_place", [True, False])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(world: World, member: Any, in_place: bool) -> None:
    long = "x" * 201
    with nothing_written():
        answer = member.post(
            f"/actions/{world.action.pk}/edit/",
            {"title": long, "seen_title": world.action.title},
            **(IN_PLACE if in_place else {}),
        )
    page = text_of(answer)
    assert answer.status_code == 422 and long in page and 'aria-invalid="true"' in page
    assert page.lower().startswith("<!doctype") is not in_place


def test_blocked_asks_why_and_keeps_the_choice(world: World, member: Any) -> None:
    form = {"status": "blocked", "status_note": "", "seen_status": "not-started", "seen_status_note": ""}
    answer = member.post(f"/actions/{world.action.pk}/edit/", form, **IN_PLACE)
    assert answer.status_code == 422 and '<option value="blocked" selected>' in text_of(answer)
    form["status_note"] = "No room yet"
    assert member.post(f"/actions/{world.action.pk}/edit/", form, **IN_PLACE).status_code == 204
    assert "No room yet" in text_of(member.get(f"/boards/{world.board.pk}/"))


def test_a_conflict_shows_both_values_and_the_chosen_one_stands(world: World, member: Any) -> None:
    seen = world.action.title
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Theirs"})
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/edit/", {"title": "Mine", "seen_title": seen}, **IN_PLACE)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Theirs" in page and "Mine" in page and "Tarkwa voice 3" in page and " checked" not in page
    seen_now = re.search(r'name="seen_title" value="([^"]+)"', page)[1]  # type: ignore[index]
    answer = member.post(f"/actions/{world.action.pk}/edit/", {"title": "Mine", "seen_title": seen_now}, **IN_PLACE)
    assert answer.status_code == 204
    world.action.refresh_from_db()
    assert world.action.title == "Mine"


def test_keeping_the_other_value_changes_nothing(world: World, member: Any) -> None:
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Theirs"})
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/edit/", {"title": "Theirs", "seen_title": "Theirs"})
    assert answer.status_code == 303


def test_a_lead_and_a_date_are_shown(world: World, member: Any) -> None:
    led(world, world.action)
    form = {"due": "2031-03-09", "seen_due": ""}
    assert member.post(f"/actions/{world.action.pk}/edit/", form, **IN_PLACE).status_code == 204
    page = text_of(member.get(f"/boards/{world.board.pk}/"))
    assert "Tarkwa voice 3" in page and "9 Mar 2031" in page and "token-pseudonym" in page
    assert member.post(f"/actions/{world.action.pk}/edit/", {"due": "soon", "seen_due": ""}).status_code == 422


STEPS = [("up", 1, [1, 0, 2]), ("down", 1, [0, 2, 1]), ("first", 2, [2, 0, 1]), ("last", 0, [1, 2, 0]),
         ("up", 0, [0, 1, 2]), ("down", 2, [0, 1, 2])]  # fmt: skip


@pytest.mark.parametrize(("step", "which", "order"), STEPS)
def test_a_card_moves_by_steps(world: World, member: Any, step: str, which: int, order: list[int]) -> None:
    before = [action.title for action in world.actions]
    member.post(f"/actions/{world.actions[which].pk}/move/", {"place": step})
    assert titles(world.theme) == [before[i] for i in order]


def test_a_card_moves_before_another_and_into_another_lane(world: World, member: Any) -> None:
    first, _second, third = world.actions
    where = {"theme": world.theme.pk, "before": first.pk}
    assert member.post(f"/actions/{third.pk}/move/", where, **IN_PLACE).status_code == 204
    assert titles(world.theme)[0] == third.title
    member.post(f"/actions/{third.pk}/move/", {"theme": world.second_theme.pk, "before": ""}, **IN_PLACE)
    assert titles(world.second_theme) == [third.title]


def test_a_lane_of_another_board_is_not_found(world: World, member: Any) -> None:
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/move/", {"theme": world.tz_theme.pk, "before": ""})
    assert answer.status_code == 404


def test_archived_things_are_listed_with_a_way_back(world: World, member: Any) -> None:
    member.post(f"/actions/{world.action.pk}/archive/")
    member.post(f"/boards/themes/{world.second_theme.pk}/archive/")
    page = text_of(member.get(f"/boards/{world.board.pk}/"))
    assert f"/actions/{world.action.pk}/restore/" in page and f"/boards/themes/{world.second_theme.pk}/restore/" in page
    assert f'id="card-{world.action.pk}"' not in page
    assert "This action is archived." in text_of(member.get(f"/actions/{world.action.pk}/"))
    member.post(f"/actions/{world.action.pk}/restore/")
    assert f'id="card-{world.action.pk}"' in text_of(member.get(f"/boards/{world.board.pk}/"))


def test_themes_are_added_renamed_and_moved(world: World, member: Any) -> None:
    member.post(f"/boards/{world.board.pk}/themes/", {"name": "A stronger voice", "short_name": "Voice"})
    third = world.board.themes.get(short_name="Voice")
    member.post(f"/boards/themes/{third.pk}/edit/", {"name": "A voice", "short_name": "Voice"})
    member.post(f"/boards/themes/{third.pk}/move/", {"place": "up"})
    names = [theme.name for theme in in_order(world.board.themes.all())]
    assert names == ["The business case", "A voice", "Improving practices"]
    assert member.post(f"/boards/themes/{third.pk}/edit/", {"name": " "}, **IN_PLACE).status_code == 422


def test_the_history_says_who_changed_what(world: World, member: Any) -> None:
    ask(world, world.action, "member", by="voice")
    boards.move_action(actor=world.member, action=world.action, theme=world.second_theme)
    page = text_of(member.get(f"/actions/{world.action.pk}/")).split("What happened here")[1]
    assert "Asked to lead: Women miners’ representative" in page and "Tarkwa voice 3" in page
    assert "Moved from The business case to Improving practices" in page
    assert "Added to The business case" in page


def test_what_was_changed_since_is_refused_with_a_sentence(world: World, member: Any) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"title": "Mine"})
    change = Event.objects.filter(thing=world.action.pk).latest("seq")
    boards.edit_action(actor=world.voice, action=world.action, values={"title": "Theirs"})
    with nothing_written():
        answer = member.post(f"/changes/{change.pk}/undo/", **IN_PLACE)
    assert answer.status_code == 422 and "changed again since" in text_of(answer)


def test_content_says_its_language(world: World, sign_in: Any) -> None:
    page = text_of(sign_in(world.peer).get(f"/actions/{world.tz_action.pk}/"))
    assert '<html lang="en">' in page and re.search(r'<h1[^>]* lang="sw"[^>]*>Leseni moja</h1>', page)


def test_a_convenor_opens_a_board_from_the_group_page(world: World, sign_in: Any) -> None:
    answer = sign_in(world.convenor).post(f"/groups/{world.ghana.pk}/boards/", {"title": "Second plan"})
    board = Board.objects.get(title="Second plan")
    assert answer.status_code == 303 and answer.url == f"/boards/{board.pk}/"
    assert sign_in(world.member).get(answer.url).status_code == 200


def test_only_a_convenor_renames_a_board(world: World, sign_in: Any, member: Any) -> None:
    with nothing_written():
        assert member.post(f"/boards/{world.board.pk}/edit/", {"title": "Mine"}).status_code == 403
    assert sign_in(world.convenor).post(f"/boards/{world.board.pk}/edit/", {"title": "Plan"}).status_code == 303
    assert Board.objects.get(pk=world.board.pk).title == "Plan"


def test_a_title_is_never_markup(world: World, member: Any) -> None:
    boards.edit_action(actor=world.member, action=world.action, values={"title": "<script>alert(1)</script>"})
    for address in (f"/boards/{world.board.pk}/", f"/actions/{world.action.pk}/"):
        assert "<script>alert" not in text_of(member.get(address))
    assert Action.objects.get(pk=world.action.pk).title == "<script>alert(1)</script>"
