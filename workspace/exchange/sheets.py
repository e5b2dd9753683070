"""A board as a table: CSV for whatever reads text, XLSX for spreadsheets. Nothing in it begins a formula."""

import csv
import io
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from .columns import FIELDS
from .content import BoardContent, Line
from .tables import guarded

LONGEST_CELL = 32_000  # a spreadsheet's limit is 32,767
WIDTHS: Final = {
    "theme": 28,
    "title": 48,
    "lead": 28,
    "due": 12,
    "status": 20,
    "status_note": 36,
    "description": 60,
    "id": 38,
}


def board_as_csv(content: BoardContent) -> bytes:
    """The open actions; with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(label) for label in FIELDS.values()])
    for line in content.open:
        values = values_of(line)
        writer.writerow([guarded(values[name] or "") for name in FIELDS])
    return out.getvalue().encode("utf-8-sig")


def board_as_xlsx(content: BoardContent) -> bytes:
    """The open actions; days are days, and all else is text whatever it begins with."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Plan"))
    sheet.freeze_panes = "A2"
    for column, name in enumerate(FIELDS):
        sheet.column_dimensions[chr(ord("A") + column)].width = WIDTHS[name]
    sheet.append([_cell(sheet, str(label), bold=True) for label in FIELDS.values()])
    for line in content.open:
        values = values_of(line)
        sheet.append([_day(sheet, line) if name == "due" else _cell(sheet, values[name] or "") for name in FIELDS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values_of(line: Line) -> dict[str, str | None]:
    """A row by field, as people read it."""
    action = line.action
    return {
        "id": str(action.pk),
        "theme": action.theme.name,
        "title": action.title,
        "lead": action.lead.name if action.lead else None,
        "due": action.due.isoformat() if action.due else None,
        "status": str(action.get_status_display()),
        "status_note": action.status_note,
        "description": line.description,
    }


def _day(sheet: Any, line: Line) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = line.action.due
    cell.number_format = "yyyy-mm-dd"
    return cell


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(clean) > LONGEST_CELL:
        clean = clean[:LONGEST_CELL] + " … " + _("(cut: the whole text is in the JSON file)")
    cell: Any = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
