"""A table that somebody brings onto a board of the tests."""

from typing import Any

from workspace.boards.models import Board
from workspace.exchange.columns import head_row, recognised
from workspace.exchange.importing import import_plan
from workspace.exchange.lines import Plan
from workspace.exchange.models import PlanImport
from workspace.exchange.plan import plan_of
from workspace.exchange.tables import Table, read_pasted

TABLE = "Theme\tAction\tDue\nThe business case\tTrain the record keepers\t2030-05-01\n"


def planned(user: Any, board: Board, text: str | Table, *, theme: str = "") -> Plan:
    """What a pasted table would change."""
    table = text if isinstance(text, Table) else read_pasted(text)
    return plan_of(user, board, table, recognised(table.rows[head_row(table.rows)]), theme=theme)


def bring_in(board: Board, person: Any, text: str | Table = TABLE) -> PlanImport:
    """A pasted table brought in, as looked at."""
    table = text if isinstance(text, Table) else read_pasted(text)
    columns = recognised(table.rows[head_row(table.rows)])
    looked_at = plan_of(person, board, table, columns).digest
    return import_plan(actor=person, board=board, table=table, columns=columns, looked_at=looked_at)


def brought(board: Board, person: Any) -> dict[str, Any]:
    """The form that brings in what was looked at."""
    text = TABLE.replace("record keepers", "buyers")
    return {"table": text, "step": "import", "looked_at": planned(person, board, text).digest}
