"""A board as a table: CSV for whatever reads text, XLSX for spreadsheets. Nothing in it begins a formula."""

import csv
import io
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from workspace.boards.models import Action
from workspace.boards.periods import Period

from .columns import FIELDS
from .content import BoardContent, Line
from .tables import guarded

LONGEST_CELL = 32_000  # a spreadsheet's limit is 32,767
WIDTHS: Final = {
    "theme": 28,
    "title": 48,
    "lead": 28,
    "supporters": 28,
    "start": 18,
    "due": 18,
    "status": 20,
    "status_note": 36,
    "labels": 20,
    "area": 24,
    "place": 24,
    "point": 16,
    "resources_needed": 36,
    "resources_found": 36,
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
        values, days = values_of(line), _days_of(line.action)
        sheet.append(
            [_day(sheet, days[name]) if days.get(name) else _cell(sheet, values[name] or "") for name in FIELDS]
        )
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
        "supporters": "; ".join(seat.name for seat in action.supporters.all()),
        "start": _time(action.starts),
        "due": _time(action.ends),
        "status": str(action.get_status_display()),
        "status_note": action.status_note,
        "labels": action.labels,
        "area": action.area,
        "place": action.place,
        "point": action.point,
        "resources_needed": action.resources_needed,
        "resources_found": action.resources_found,
        "description": line.description,
    }


def _time(period: Period | None) -> str:
    """A day in figures, anything longer in words: both are read again in any language of ours."""
    if period is None:
        return ""
    return period.kept if period.is_exact else str(period)


def _days_of(action: Action) -> dict[str, date]:
    """The times that are a day, which a spreadsheet can calculate with."""
    times = {"start": action.starts, "due": action.ends}
    return {name: period.first for name, period in times.items() if period and period.is_exact}


def _day(sheet: Any, day: date) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = day
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
