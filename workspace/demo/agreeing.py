"""What the groups of the demonstration agreed in a meeting, and the changes that were proposed since."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from workspace.agreements import agreeing, proposing
from workspace.agreements.models import Proposal
from workspace.agreements.sources import Source
from workspace.boards.models import Action, Board
from workspace.groups.models import Seat
from workspace.people.models import User

from .clock import Clock
from .shapes import Agreement, Change

On = Callable[[float, Callable[[], Any]], None]


def agree(on: On, clock: Clock, people: Mapping[str, User], convenor: User, board: Board, told: Agreement) -> None:
    """Write down an agreement now, and have its changes proposed and answered on their days."""
    held_on = told.on if isinstance(told.on, date) else clock.today + timedelta(days=told.on)
    source = Source(told.title, held_on, told.note)
    things: list[Any] = [Action.objects.get(board=board, title=title) for title in told.about] or [board]
    for thing in things:
        agreeing.agree(actor=convenor, thing=thing, source=source)

    def propose(change: Change) -> None:
        action = Action.objects.get(board=board, title=change.action)
        field, value = _wanted(clock, action, change)
        proposal = proposing.propose_change(
            actor=people[change.by], action=action, field=field, value=value, why=change.why
        )
        if change.answer:
            on(change.answered, partial(answer, proposal, change))

    def answer(proposal: Proposal, change: Change) -> None:
        said = Source(change.meeting, clock.today + timedelta(days=int(change.answered) - 1))
        decide = proposing.agree_to_change if change.answer == "agreed" else proposing.decline_change
        decide(actor=convenor, proposal=proposal, source=said)

    for day, title, why in told.reopened:
        action = Action.objects.get(board=board, title=title)
        on(day, partial(agreeing.reopen, actor=convenor, action=action, why=why))
    for change in told.changes:
        on(change.day, partial(propose, change))


def _wanted(clock: Clock, action: Action, change: Change) -> tuple[str, Any]:
    if change.field == "due":
        return "due", clock.today + timedelta(days=int(change.value))
    if change.field == "lead":
        return "lead", Seat.objects.get(group=action.board.group_id, name=change.value)
    indicator = action.indicators.order_by("added_at").first()
    assert indicator is not None
    return indicator.commitment, Decimal(change.value)
