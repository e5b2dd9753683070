"""What pages show of the events around a plan, and what resuming would do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.urls import reverse

from permissions.access import visible
from workspace.boards.models import Action, Board
from workspace.boards.ranks import in_order
from workspace.boards.spans import Span

from .commands import pausable
from .forms import EventForm
from .models import ContextEvent, Lasting, Pause


@dataclass(frozen=True)
class ShownEvent:
    """An event on a board, and how many actions it pauses now and paused before."""

    event: ContextEvent
    pausing: int
    paused: int


@dataclass(frozen=True)
class OfBoard:
    """The events of a board, the oldest first; and those that were taken off it."""

    events: list[ShownEvent]
    withdrawn: list[ContextEvent]
    form: EventForm


@dataclass(frozen=True)
class Resuming:
    """What would happen if an event ended: which actions go on, as what; which stay as somebody left them."""

    going_on: list[tuple[Action, str]]
    staying: list[Action]

    def __bool__(self) -> bool:
        return bool(self.going_on or self.staying)


def of_board(board: Board) -> OfBoard:
    """One query."""
    here = Q(pauses__space=board.space_id) | Q(pauses__space__extends=board.space_id)
    found = board.context_events.annotate(
        pausing=Count("pauses", filter=here & Q(pauses__ended_at__isnull=True)),
        paused=Count("pauses__action", filter=here, distinct=True),
    )
    events = list(found)
    return OfBoard(
        events=[ShownEvent(each, each.pausing, each.paused) for each in events if each.withdrawn_at is None],
        withdrawn=[each for each in events if each.withdrawn_at is not None],
        form=EventForm(auto_id=f"context-of-{board.pk}-%s"),
    )


def of_action(action: Action) -> list[Pause]:
    """Each time that an action was paused because of an event, where it lives now."""
    return list(Pause.objects.filter(action=action, space=action.space_id))


def to_pause(event: ContextEvent) -> list[Action]:
    """The actions that an event may pause, in the order of the board."""
    actions: list[Action] = in_order(pausable(event).select_related("theme", "space"))
    return sorted(actions, key=lambda action: action.theme.rank)


def resuming(user: Any, event: ContextEvent) -> Resuming:
    """What this person would resume, looked at first: two queries."""
    labels = dict(Action.Status.choices)
    going_on, staying = [], []
    for pause in visible(user, event.pauses.filter(ended_at__isnull=True)).select_related("action"):
        action = pause.action
        if action.status == Action.Status.PAUSED and action.status_note == pause.why:
            going_on.append((action, str(labels[pause.status])))
        else:
            staying.append(action)
    return Resuming(going_on, staying)


def paused_before(event: ContextEvent, user: Any) -> list[Pause]:
    """Pauses that have ended, as far as this person may see their actions."""
    return list(visible(user, event.pauses.filter(ended_at__isnull=False)).select_related("action"))


def spans_on(reader: Any, board: Board) -> Iterable[Span]:
    """For the timeline of a board."""
    for event in board.context_events.filter(withdrawn_at__isnull=True):
        yield Span(event.title, event.begins.first, _last(event), reverse("context", args=[event.pk]), board.language)


def interruptions(actions: Collection[Action]) -> dict[UUID, list[Span]]:
    """For the charts of actions: one query."""
    where = {action.pk: action for action in actions}
    found: dict[UUID, list[Span]] = {}
    for pause in Pause.objects.filter(action__in=where, space=F("action__space")):
        language = where[pause.action_id].language
        found.setdefault(pause.action_id, []).append(Span(pause.title, pause.begins.first, _last(pause), "", language))
    return found


def _last(lasting: Lasting) -> date | None:
    ends = lasting.ends
    return ends.last if ends else None
