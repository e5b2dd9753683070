"""What a board asks of one reader: what their seats lead, and what of it is due soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from workspace.boards.models import Action
from workspace.groups.models import Seat

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Mine:
    seats: list[Seat]
    asked: list[Action]  # to lead, and not answered yet
    urgent: list[Action]  # late, blocked, or due soon
    led: list[Action]
    supported: list[Action]
    done: list[Action]

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.urgent or self.led or self.supported or self.done)


def mine_of(reader: Any, seats: Sequence[Seat], actions: Sequence[Action]) -> Mine:
    """The actions of one's own seats, each in one list."""
    own = [seat for seat in seats if seat.handle and seat.handle.person_id == reader.pk and not seat.handle.ended_at]
    led = [action for action in actions if action.lead_id in {seat.pk for seat in own}]
    soon = timezone.localdate() + SOON
    urgent = [each for each in led if _is_open(each) and (_is_stuck(each) or (each.due and each.due <= soon))]
    rest = [each for each in led if _is_open(each) and each not in urgent]
    helped = set(Action.supporters.through.objects.filter(seat__in=own).values_list("action_id", flat=True))
    return Mine(
        seats=own,
        asked=[each for each in actions if each.offered_to_id in {seat.pk for seat in own} and _is_open(each)],
        urgent=sorted(urgent, key=lambda each: (each.due is None, each.due or soon)),
        led=sorted(rest, key=lambda each: (each.due is None, each.due or soon)),
        supported=[each for each in actions if each.pk in helped and each not in led and _is_open(each)],
        done=[each for each in led if not _is_open(each)],
    )


def _is_open(action: Action) -> bool:
    return action.status != Action.Status.DONE


def _is_stuck(action: Action) -> bool:
    return action.status in (Action.Status.BLOCKED, Action.Status.NEEDS_RESOURCES)
