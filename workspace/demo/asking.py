"""Who was asked to lead in the demonstration, and what they said."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from workspace.boards import leading
from workspace.boards.models import Action as BoardAction
from workspace.groups.models import Seat
from workspace.people.models import User

from .clock import Clock
from .shapes import Action

On = Callable[[float, Callable[[], Any]], None]


def ask_to_lead(
    on: On, clock: Clock, action: BoardAction, told: Action, seats: dict[str, Seat], convenor: User
) -> None:
    """Have the convenor ask the lead now and others on their days; each answers a day later, or not at all."""
    today = (timezone.now().date() - clock.today).days + 0.1
    asked = [(today, told.lead, "yes"), *told.asked] if told.lead else list(told.asked)
    for day, seat, answer in asked:
        on(day, partial(leading.offer_lead, actor=convenor, action=action, seat=seats[seat]))
        holder = _holder(seats[seat])
        if answer == "yes" and holder is not None:
            on(day + 1.2, partial(leading.accept_lead, actor=holder, action=action))
        elif answer and holder is not None:
            on(day + 1.2, partial(leading.decline_lead, actor=holder, action=action, reason=answer))


def _holder(seat: Seat) -> User | None:
    held = Seat.objects.select_related("handle__person").get(pk=seat.pk)
    return held.handle.person if held.handle else None
