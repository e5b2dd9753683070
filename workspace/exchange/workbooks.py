"""The first sheet of an XLSX file as a table. What it unpacks to is bounded before anything of it is read.

Cells are streamed: a file may say that a sheet, or a merged area, has a million rows.
"""

import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

from .tables import MOST_COLUMNS, MOST_ROWS, Table, Unreadable, check_size, clean_cell, guarded, trim

MOST_UNPACKED = 12 * 1024 * 1024  # bytes: 10,000 rows of ten cells unpack to 6 MB, and take seconds to read
MOST_PARTS = 500
MOST_MERGED = 5_000
LAST_ROW = 2_000  # of the sheet: a plan may have many empty rows, and no more than this
NO_VALUE = "=?"  # a formula that nobody calculated, or an error of one

Merged = tuple[int, int, int, int]  # first column, first row, last column, last row


@dataclass
class _Beside:
    """What the stream of cells does not tell: merged areas, formulas without a value, how far the sheet goes."""

    merged: list[Merged] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = 1
    last_column: int = 1

    def take(self, place: tuple[int, int], cell: Any) -> None:
        """Note a cell that holds something."""
        parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
        if not parts:
            return
        self.last_row, self.last_column = max(self.last_row, place[0]), max(self.last_column, place[1])
        if "f" in parts and not parts.get("v"):
            self.uncalculated.add(place)


def read_workbook(data: bytes) -> Table:
    """The first visible sheet. Raises Unreadable with a sentence that says what to do."""
    _check_parts(data)
    try:
        return _read(data)
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook ends in any of a dozen errors of the library
        raise Unreadable(
            _("This workbook cannot be read. Open it in a spreadsheet program, and save it anew as XLSX or CSV.")
        ) from error


def _check_parts(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(_("This file is damaged. Save it again as XLSX or CSV, and choose that file.")) from error
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("This workbook has a password. Save it without one, and choose that file."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            _("This workbook is too large to be a plan. Copy its rows into a new one, or save the sheet as CSV.")
        )


def _read(data: bytes) -> Table:
    book: Any = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Unreadable(_("This workbook has no sheet that can be seen. Choose another file."))
    sheet = sheets[0]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = _scan(archive, sheet._worksheet_path)
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    letters = filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS), start=1):
        row = [
            NO_VALUE if (number, column) in found.uncalculated else _text(cell)
            for column, cell in enumerate(cells, start=1)
        ]
        rows.append(row)
        letters, filled = letters + sum(map(len, row)), filled + any(row)
        check_size(max(1, filled), letters)
    if found.last_column > MOST_COLUMNS or found.last_row > LAST_ROW:
        raise Unreadable(
            _("Something stands far outside the table, in column %(column)s or row %(row)s. Delete it, and save again.")
            % {"column": get_column_letter(found.last_column), "row": found.last_row}
        )
    trim(rows)
    notices = _fill(rows, found.merged)
    check_size(sum(map(bool, rows)), sum(len(cell) for row in rows for cell in row))
    if len(sheets) > 1:
        notices.append(_("Only the first sheet was read: “%(name)s”.") % {"name": sheet.title})
    return Table(rows, notices)


def _scan(archive: zipfile.ZipFile, path: str) -> _Beside:
    """Reads the sheet once for what the stream of cells leaves out."""
    found = _Beside()
    with archive.open(path) as source:
        for _event, element in iterparse(source):
            name = element.tag.rpartition("}")[2]
            if name == "c" and element.get("r"):
                found.take(coordinate_to_tuple(element.get("r", "")), element)
            elif name == "mergeCell" and len(found.merged) < MOST_MERGED:
                area = range_boundaries(element.get("ref", ""))
                found.merged.append((area[0] or 1, area[1] or 1, area[2] or 1, area[3] or 1))
            elif name == "row":
                element.clear()
    return found


def _fill(rows: list[list[str]], merged: list[Merged]) -> list[str]:
    """What stands in a merged area counts for each of its rows, as people read it."""
    notices = []
    for column, first, _last_column, last in merged:
        if last <= first or first > len(rows) or column > len(rows[first - 1]):
            continue
        value, last = rows[first - 1][column - 1], min(last, len(rows))
        for row in rows[first:last]:
            row.extend([""] * (column - len(row)))
            row[column - 1] = value
        if value:
            notices.append(
                _("Merged cells: in column %(column)s, “%(value)s” counts for each of the rows %(first)s to %(last)s.")
                % {"first": first, "last": last, "column": get_column_letter(column), "value": value[:40]}
            )
    return notices[:MOST_ROWS]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "e":
        return NO_VALUE
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = clean_cell(str(value))
    return guarded(text) if text.startswith(("=", "'")) else text  # text, and no formula
