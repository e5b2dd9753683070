"""A board as a file: what its reader may see, no formula in it, and the same board when it comes in again."""

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from realtime import documents
from tests.brought import bring_in, planned
from tests.cast import World
from tests.leads import ask, led
from workspace.boards import commands as boards
from workspace.boards.models import Board
from workspace.boards.periods import from_kept_period
from workspace.exchange.boardfiles import board_as_json
from workspace.exchange.content import content_of
from workspace.exchange.files import read_file
from workspace.exchange.heads import carried
from workspace.exchange.sheets import board_as_csv, board_as_xlsx
from workspace.exchange.tables import as_text, read_carried
from workspace.exchange.undoing import undo_import
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update
from workspace.sharing.commands import restrict

pytestmark = pytest.mark.django_db

WRITERS = {"csv": board_as_csv, "xlsx": board_as_xlsx, "json": board_as_json}
DAY = datetime.date(2027, 3, 31)
DANGEROUS = ["=1+1", "+44 20", "-5 %", "@SUM(A1)", "=cmd|'/c calc'!A1", "'=quoted", "\uff1dwide"]


@pytest.fixture
def full(world: World) -> World:
    """Ghana's board with something in each field."""
    boards.edit_action(
        actor=world.member, action=world.action,
        values={"due": DAY, "status": "blocked", "status_note": "No room"},
    )  # fmt: skip
    led(world, world.action)
    ask(world, world.actions[1], "member")
    text = to_update(from_markdown("Sheets for **every** site\n\n- drawn by hand\n- in *Twi*"))
    documents.append(world.action.description_id, text, contributors=[world.handle("member").pk])
    for title in DANGEROUS:
        boards.add_action(actor=world.member, theme=world.second_theme, title=title)
    boards.archive_action(actor=world.member, action=world.actions[2])
    return world


def file_of(world: World, form: str, who: str = "member") -> bytes:
    return WRITERS[form](content_of(world.people[who], world.board))


@pytest.mark.parametrize("form", list(WRITERS))
def test_a_file_that_comes_in_again_changes_nothing(full: World, form: str) -> None:
    plan = planned(full.member, full.board, read_file(file_of(full, form)))
    assert not plan.faults and {line.what for line in plan.lines} == {"same"} and len(plan.lines) == 2 + len(DANGEROUS)


@pytest.mark.parametrize("form", list(WRITERS))
def test_a_file_makes_the_same_plan_on_an_empty_board(full: World, form: str) -> None:
    other = boards.open_board(actor=full.convenor, group=full.ghana, title="Copy")
    table = read_file(file_of(full, form))
    ids = table.rows[0].index("Id")
    for row in table.rows[1:]:
        row[ids] = ""
    plan = planned(full.convenor, other, table)
    assert not plan.faults and [line.title for line in plan.lines] == [
        line.action.title for line in content_of(full.convenor, full.board).open
    ]
    assert plan.lines[0].description == "Sheets for **every** site\n\n- drawn by hand\n- in *Twi*"
    assert plan.themes == [full.theme.name, full.second_theme.name]


def test_a_whole_board_comes_back_as_it_went(full: World) -> None:
    """Into an empty board: the ids are new, and whoever leads is asked first."""
    end, start = from_kept_period("2027-Q3"), from_kept_period("2026")
    boards.edit_board(actor=full.convenor, board=full.board, values={"begins": start, "ends": end})
    said = {"aim": "Records that a bank can read", "colour": "leaf"}
    boards.edit_theme(actor=full.convenor, theme=full.theme, values=said)
    boards.add_theme(actor=full.convenor, board=full.board, name="Nothing yet", aim="To be filled", colour="plum")
    full.board.refresh_from_db()
    there = json.loads(file_of(full, "json"))
    other = boards.open_board(actor=full.convenor, group=full.ghana, title="Roadmap")
    for theme in there["themes"]:
        for action in theme["actions"]:
            del action["id"]
    table = read_file(json.dumps(there).encode())
    made = bring_in(other, full.convenor, read_carried(as_text(table), carried(table.heads)))
    other.refresh_from_db()
    came = json.loads(board_as_json(content_of(full.convenor, other)))
    assert comparable(came) == comparable(there)
    assert came["board"]["begins"] == "2026" and came["themes"][0]["colour"] == "leaf"
    undo_import(actor=full.convenor, done=made)
    other.refresh_from_db()
    assert (other.purpose, other.begins, other.ends) == ("", None, None)


def test_what_a_board_says_already_is_not_said_anew(full: World) -> None:
    file = json.loads(file_of(full, "json"))
    file["board"] |= {"purpose": "Another", "begins": "2026"}
    file["themes"][0]["aim"] = "Another"
    table = read_file(json.dumps(file).encode())
    plan = planned(full.convenor, full.board, table)
    assert plan.board == {"begins": [None, "2026"]} and plan.themes == []
    assert planned(full.member, full.board, table).board == {}  # who may not change the board itself


def comparable(board: dict[str, Any]) -> dict[str, Any]:
    themes = [theme for theme in board["themes"] if not theme["archived"]]
    for theme in themes:
        theme.pop("id")
        theme["actions"] = [action for action in theme["actions"] if not action["archived"]]
        for action in theme["actions"]:
            action.pop("id", None)
            action["offered_to"] = action.pop("lead") or action["offered_to"]
    return board | {"themes": themes}


def test_no_cell_of_a_csv_begins_a_formula(full: World) -> None:
    rows = list(csv.reader(io.StringIO(file_of(full, "csv").decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1" in cells and "'-5 %" in cells


def test_no_cell_of_a_workbook_is_a_formula(full: World) -> None:
    sheet: Any = load_workbook(io.BytesIO(file_of(full, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "d"}
    dangerous = [cell for cell in cells if str(cell.value) in DANGEROUS]
    assert len(dangerous) == len(DANGEROUS) and all(cell.quotePrefix for cell in dangerous)
    assert DAY in [cell.value.date() for cell in cells if cell.data_type == "d"]


def test_a_whole_board_holds_what_is_archived(full: World) -> None:
    said = json.loads(file_of(full, "json"))
    archived = [action["title"] for theme in said["themes"] for action in theme["actions"] if action["archived"]]
    assert archived == [full.actions[2].title]
    assert said["board"] == {
        "title": "Roadmap", "purpose": "What we agreed", "language": "en", "begins": None, "ends": None,
    }  # fmt: skip


@pytest.mark.parametrize("form", list(WRITERS))
def test_what_only_some_see_is_in_their_files_alone(full: World, form: str) -> None:
    restrict(actor=full.convenor, thing=full.action, seats=[f"seat:{full.seats['voice'].pk}"], reason="Names")
    seen = {who: content_of(full.people[who], full.board).lines for who in ("voice", "member")}
    assert full.action in [line.action for line in seen["voice"]]
    assert full.action not in [line.action for line in seen["member"]]
    if form != "xlsx":
        assert full.action.title.encode() not in file_of(full, form)
        assert full.action.title.encode() in file_of(full, form, "voice")


def test_a_mention_is_called_as_its_handle_is_now(full: World) -> None:
    handle = full.handle("voice")
    text = to_update(from_markdown(f"[@The name that was](mention:{handle.pk})"))
    documents.append(full.actions[1].description_id, text, contributors=[])
    said = file_of(full, "json").decode()
    assert "The name that was" not in said and "Tarkwa voice 3" in said


@pytest.mark.parametrize(
    ("form", "kind"), [("csv", "text/csv"), ("xlsx", "application/vnd."), ("json", "application/json")]
)
def test_a_file_is_kept_and_never_shown_as_a_page(full: World, sign_in: Any, form: str, kind: str) -> None:
    Board.objects.filter(pk=full.board.pk).update(title='../"; x=<script>\r\nSet-Cookie: a')
    answer = sign_in(full.observer).get(f"/boards/{full.board.pk}/export/{form}/")
    assert answer.headers["Content-Type"].startswith(kind) and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="xscript-set-cookie-a.{form}"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert sign_in(full.observer).get(f"/boards/{full.board.pk}/export/exe/").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
@pytest.mark.parametrize("form", list(WRITERS))
def test_a_file_in_any_language_is_known_again(full: World, form: str, language: str) -> None:
    with translation.override(language):
        data = file_of(full, form)
    plan = planned(full.member, full.board, read_file(data))
    assert not plan.faults and {line.what for line in plan.lines} == {"same"}
