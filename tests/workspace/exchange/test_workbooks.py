"""XLSX as people save it, and as nobody should: merged cells, formulas, bombs."""

import datetime
import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from workspace.exchange.files import read_file
from workspace.exchange.tables import MOST_ROWS, Unreadable
from workspace.exchange.workbooks import MOST_UNPACKED

from .books import book, saved, with_part

HEADS = ["Theme", "Action", "Due"]
SHEET = "xl/worksheets/sheet1.xml"


def test_days_and_numbers_are_read_as_they_look() -> None:
    table = read_file(book([HEADS, ["Voice", 3.0, datetime.date(2027, 3, 31)], ["Voice", 2.5, None]]))
    assert table.rows == [HEADS, ["Voice", "3", "2027-03-31"], ["Voice", "2.5"]]


def test_a_merged_cell_counts_for_each_of_its_rows() -> None:
    table = read_file(book([HEADS, ["Voice", "Train"], [None, "Equip"], [None, "Pay"]], merged=("A2:A4",)))
    assert [row[0] for row in table.rows] == ["Theme", "Voice", "Voice", "Voice"]
    assert "rows 2 to 4" in table.notices[0] and "column A" in table.notices[0]


def test_a_merged_area_of_the_whole_sheet_costs_nothing() -> None:
    data = book([HEADS, ["Voice", "Train"]], merged=("A2:A3",))
    table = read_file(with_part(data, SHEET, lambda old: old.replace(b"A2:A3", b"A2:XFD1048576")))
    assert table.rows == [HEADS, ["Voice", "Train"]]


def test_a_formula_is_its_value_or_a_fault_and_never_calculated() -> None:
    data = book([HEADS, ["Voice", "=A1&B1"], ["Voice", "=2+3"]])
    calculated = with_part(data, SHEET, lambda old: old.replace(b"<f>2+3</f><v />", b"<f>2+3</f><v>5</v>").replace(
        b"<f>2+3</f><v/>", b"<f>2+3</f><v>5</v>"))  # fmt: skip
    rows = read_file(calculated).rows
    assert rows[1][1] == "=?" and rows[2][1] == "5"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    made = Workbook()
    sheet: Any = made.active
    sheet.append(HEADS)
    sheet["B2"] = "=cmd|'/c calc'!A1"
    sheet["B2"].data_type = "s"
    assert read_file(saved(made)).rows[1][1] == "'=cmd|'/c calc'!A1"


def test_more_rows_than_a_plan_has_are_refused_and_not_read() -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(book([HEADS, *(["Voice", f"Train {n}"] for n in range(10_000))]))
    assert f"more than {MOST_ROWS} rows" in refused.value.messages[0]


def test_a_cell_far_away_is_named() -> None:
    made = Workbook()
    sheet: Any = made.active
    sheet.append(HEADS)
    sheet["XFD1048576"] = "far"
    with pytest.raises(Unreadable) as refused:
        read_file(saved(made))
    assert "XFD" in refused.value.messages[0] and "1048576" in refused.value.messages[0]


def test_only_the_first_visible_sheet_is_read_and_says_so() -> None:
    made = Workbook()
    first: Any = made.active
    first.title, first.sheet_state = "Old", "hidden"
    for name in ("Plan", "Notes"):
        sheet: Any = made.create_sheet(name)
        sheet.append(HEADS)
        sheet.append(["Voice", name])
    table = read_file(saved(made))
    assert table.rows[1] == ["Voice", "Plan"] and "“Plan”" in table.notices[0]


def bomb() -> bytes:
    return with_part(book([HEADS]), "xl/media/x.png", lambda old: b"\0" * (MOST_UNPACKED + 1))


def lying_bomb() -> bytes:
    """Says that it unpacks to little."""
    data = bytearray(with_part(book([HEADS]), SHEET, lambda old: old + b" " * 30_000_000))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    return bytes(data.replace(size, (500).to_bytes(4, "little")))


def many_parts() -> bytes:
    data = BytesIO(book([HEADS]))
    with zipfile.ZipFile(data, "a") as archive:
        for n in range(600):
            archive.writestr(f"xl/{n}.xml", b"")
    return data.getvalue()


def laughing() -> bytes:
    """A billion of them, from ten entities."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    head = f"<!DOCTYPE x [{entities}]>".encode()
    return with_part(book([HEADS]), SHEET, lambda old: head + old.replace(b"Theme", b"&l9;"))


@pytest.mark.parametrize("make", [bomb, lying_bomb, many_parts, laughing], ids=lambda make: make.__name__)
def test_a_bomb_is_refused_before_it_unpacks(make: Any) -> None:
    data = make()
    assert len(data) < 2 * 1024 * 1024
    with pytest.raises(Unreadable):
        read_file(data)


@pytest.mark.parametrize("at", [30, 100, 0.3, 0.6, 0.9])
def test_a_damaged_workbook_is_refused_with_what_to_do(at: float) -> None:
    data = book([HEADS, ["Voice", "Train"]])
    cut = data[: int(at if at >= 1 else len(data) * at)]
    with pytest.raises(Unreadable) as refused:
        read_file(cut)
    assert "Save it again" in refused.value.messages[0] or "save it anew" in refused.value.messages[0]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unreadable):
        read_file(data.getvalue())
