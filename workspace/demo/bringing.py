"""A table brought onto a board, as somebody did who had their plan in a spreadsheet."""

import re
from datetime import timedelta

from workspace.boards.models import Action, Board
from workspace.exchange.columns import head_row, recognised
from workspace.exchange.importing import import_plan
from workspace.exchange.plan import plan_of
from workspace.exchange.tables import read_pasted
from workspace.people.models import User

from .clock import Clock
from .shapes import Brought


def bring(clock: Clock, by: User, board: Board, told: Brought) -> None:
    """Bring a table in, on the day that the clock shows."""

    def day(found: re.Match[str]) -> str:
        return (clock.today + timedelta(days=int(found[1]))).isoformat()

    table = read_pasted(re.sub(r"\{(-?\d+)\}", day, told.table))
    columns = recognised(table.rows[head_row(table.rows)])
    looked_at = plan_of(by, board, table, columns).digest
    made = import_plan(actor=by, board=board, table=table, columns=columns, looked_at=looked_at)
    clock.stamp(made, "at")
    for action in Action.objects.filter(pk__in=made.made["added"]):
        clock.stamp(action, "added_at")
