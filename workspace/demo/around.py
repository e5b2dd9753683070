"""What changed around the plans of the demonstration: put on their boards, with what it paused and let go on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from workspace.boards.models import Action, Board
from workspace.boards.periods import Period, Precision
from workspace.context import commands
from workspace.people.models import User

from .clock import Clock
from .shapes import Around

On = Callable[[float, Callable[[], Any]], None]


def happen(on: On, clock: Clock, people: Mapping[str, User], board: Board, told: Around) -> None:
    """Put an event on the board now, pause what it stops, and let that go on when it has ended."""
    by = people[told.by]
    event = commands.add_event(
        actor=by, board=board, title=told.title, begins=_period(clock, told.begins), words=told.words,
        ends=None if told.resumed is not None else _period(clock, told.ends),
    )  # fmt: skip
    stopped = Action.objects.filter(board=board, title__in=told.pauses).values_list("pk", flat=True)
    commands.pause_actions(actor=by, event=event, actions=list(stopped), why=told.why)

    def end() -> None:
        commands.edit_event(actor=by, event=event, values={"ends": _period(clock, told.ends)})
        commands.resume_actions(actor=by, event=event)

    if told.resumed is not None:
        on(told.resumed, end)


def _period(clock: Clock, said: str | int | date | None) -> Period | None:
    """A year, a day, or the month in so many days."""
    if said is None:
        return None
    if isinstance(said, date):
        return Period(said)
    if isinstance(said, str):
        return Period(date(int(said), 1, 1), Precision.YEAR)
    return Period((clock.today + timedelta(days=said)).replace(day=1), Precision.MONTH)
