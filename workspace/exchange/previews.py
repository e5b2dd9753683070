"""A plan as people look at it before anything is written: each row in words, and what the columns were taken for."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from workspace.boards.fields import as_kept
from workspace.boards.models import Board
from workspace.boards.periods import from_kept_period
from workspace.boards.wording import in_words
from workspace.groups.models import Seat

from .columns import FIELDS, head_row
from .lines import Line, Plan
from .tables import Table

SAMPLE = 40  # letters of a cell by which a column is known


@dataclass(frozen=True)
class Column:
    """A column of the table: its head, something that stands in it, the field it was taken for."""

    number: int
    head: str
    sample: str
    field: str


@dataclass(frozen=True)
class Row:
    """A row of the table with what it would do: `said` is (field, what it is now, what it would be)."""

    line: Line
    said: list[tuple[str, str, str]]


def columns_of(table: Table, columns: dict[int, str]) -> list[Column]:
    """All columns, for whoever brings the table to say what they hold."""
    at = head_row(table.rows)
    width = max((len(row) for row in table.rows), default=0)
    found = []
    for column in range(width):
        cells = [row[column] if column < len(row) else "" for row in table.rows[at:]]
        sample = next((cell for cell in cells[1:] if cell), "")
        found.append(Column(column, cells[0], sample[:SAMPLE], columns.get(column, "")))
    return found


def rows_of(plan: Plan, board: Board) -> list[Row]:
    """The rows of a plan in words; those with faults first, then what is new, what changes, what stays."""
    seats = {str(pk): name for pk, name in Seat.objects.filter(group_id=board.group_id).values_list("pk", "name")}
    order = ("wrong", "new", "changed", "same")
    return [
        Row(line, _said(line, seats))
        for line in sorted(plan.lines, key=lambda line: (order.index(line.what), line.row))
    ]


def board_said(plan: Plan) -> list[tuple[str, str]]:
    """What the board would say that it does not yet: field and words."""
    labels = {"purpose": _("What it is for"), "begins": _("From"), "ends": _("To")}
    kept = {name: new or "" for name, (_old, new) in plan.board.items()}
    return [(labels[name], new if name == "purpose" else str(from_kept_period(new))) for name, new in kept.items()]


def _said(line: Line, seats: dict[str, str]) -> list[tuple[str, str, str]]:
    if line.what == "changed":
        return [
            (str(FIELDS[name]), shown(name, old, seats), _would_be(name, new, seats))
            for name, (old, new) in line.changed.items()
        ]
    values: dict[str, Any] = {name: as_kept(value) for name, value in line.values.items() if name != "title"}
    return [(str(FIELDS[name]), "", _would_be(name, kept, seats)) for name, kept in values.items() if kept]


def _would_be(name: str, kept: str | None, seats: dict[str, str]) -> str:
    """A value to come; a lead leads only when asked and willing."""
    words = shown(name, kept, seats)
    return _("%(seat)s, who is asked first") % {"seat": words} if name == "lead" and kept else words


def shown(name: str, kept: str | None, seats: dict[str, str]) -> str:
    """A kept value in words; a theme is its name already."""
    return kept if kept and name == "theme" else in_words(name, kept, seats)
