"""Tables as they come: from Excel in any language, pasted out of Word, in Markdown; and what is none."""

import pytest
from django.core.exceptions import ValidationError

from workspace.exchange.columns import head_row, recognised
from workspace.exchange.files import read_file
from workspace.exchange.tables import (
    MOST_BYTES,
    MOST_ROWS,
    Table,
    Unreadable,
    as_text,
    guarded,
    read_carried,
    read_pasted,
    unguarded,
)
from workspace.exchange.values import status_of, time_of

PLAN = [["Theme", "Action"], ["Voice", "Train, equip; pay"]]


@pytest.mark.parametrize(
    "text",
    [
        'Theme,Action\nVoice,"Train, equip; pay"\n',
        'Theme;Action\r\nVoice;"Train, equip; pay"\r\n',
        "Theme\tAction\nVoice\tTrain, equip; pay",
        "| Theme | Action |\n|---|:---|\n| Voice | Train, equip; pay |",
        "\n\nTheme\tAction\n\n\n Voice \t  Train, equip; pay\n\n",
    ],
)
def test_a_table_is_read_whatever_parts_its_cells(text: str) -> None:
    assert [row for row in read_pasted(text).rows if row] == PLAN
    assert read_file(text.encode()).rows == read_pasted(text).rows


def test_row_numbers_are_those_of_the_file() -> None:
    table = read_file(b"Roadmap of Ghana\n\nTheme,Action\nVoice,Train\n")
    assert table.rows[2:] == [["Theme", "Action"], ["Voice", "Train"]] and head_row(table.rows) == 2


@pytest.mark.parametrize(("encoding", "told"), [("cp1252", 1), ("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0)])
def test_accents_are_read_in_the_encodings_of_excel(encoding: str, told: int) -> None:
    table = read_file("Thème;Activité;Échéance\nCadre légal;Réunir l’État;2027-03-01\n".encode(encoding))
    assert table.rows[1] == ["Cadre légal", "Réunir l’État", "2027-03-01"]
    assert list(recognised(table.rows[0]).values()) == ["theme", "title", "due"] and len(table.notices) == told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in this table"),
        (b"\n\n,,,\n", "nothing in this table"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"Theme,Action\nVoice,\0\n", "no table of text"),
        (b"Theme,Action\n" + b"Voice,Train\n" * 10_000, f"more than {MOST_ROWS} rows"),
        (b"a," * 50 + b"\n", "more than 40 columns"),
        (b"Action\n" + b"x" * 200_000 + b"\n", "cannot be read"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b'{"format": "other"}', "no board of Baraza"),
        (b'{"format": ', "damaged"),
        (b'{"a":' * 100_000, "damaged"),
    ],
)
def test_what_is_no_plan_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(data)
    assert said in refused.value.messages[0]


def test_the_page_carries_a_table_as_it_is() -> None:
    rows = [["Title of the plan"], [], ["Theme", "Action"], ["", "Two\nlines\tand a tab"], ["'=1", '"quoted"']]
    assert read_carried(as_text(Table(rows))).rows == rows
    as_a_browser_sends_it = as_text(Table(rows)).replace("\n", "\r\n")
    assert read_carried(as_a_browser_sends_it).rows == rows


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''@x", "@x", "-", "+", "plain", "'quoted'", "", "'"])
def test_what_is_guarded_begins_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@")) and unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027-03-01", "2027-03-01"), ("2027/3/1", "2027-03-01"), ("31.12.2027", "2027-12-31"),
        ("1 mars 2027", "2027-03-01"), ("1er août 2027", "2027-08-01"), ("March 1, 2027", "2027-03-01"),
        ("3 Machi 2027", "2027-03-03"), ("2027-03-01 00:00:00", "2027-03-01"),
        ("third quarter 2027", "2027-Q3"), ("Mar-27", "2027-03"), ("2027", "2027"), ("robo ya tatu ya 2027", "2027-Q3"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(cell: str, day: str) -> None:
    read = time_of(cell)
    assert read.value.kept == day and not read.notice


def test_a_day_that_could_be_meant_otherwise_says_how_it_was_read() -> None:
    read = time_of("03/04/2027")
    assert read.value.kept == "2027-04-03" and "3 April 2027" in read.notice


@pytest.mark.parametrize(
    "cell", ["soon", "31/02/2027", "1/1/27", "46477", "Q5 2027", "=TODAY()", "2027-13-01", "9999999"]
)
def test_what_is_no_time_is_refused(cell: str) -> None:
    with pytest.raises(ValidationError) as refused:
        time_of(cell)
    assert refused.value.messages


@pytest.mark.parametrize("cell", ["On track", "on-track", "EN BONNE VOIE", "inaendelea vizuri"])
def test_a_status_is_known_in_every_language(cell: str) -> None:
    assert status_of(cell).value == "on-track"
