"""What changed lately where a person may look, grouped and told as sentences in their language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from permissions.access import visible
from realtime.identity import names
from realtime.models import Event
from workspace.groups.models import Handle

from .telling import Things, Told, tell, things_of

PER_SPACE = 30  # events looked at in each space: the end of its log, found by its numbers
MOST_EVENTS = 150
MOST_LINES = 12
LATELY = timedelta(days=45)


@dataclass
class Group:
    """Events that make one sentence, the newest first."""

    events: list[Event] = field(default_factory=list)

    @property
    def last(self) -> Event:
        return self.events[0]


@dataclass(frozen=True)
class Line:
    """One sentence of what changed; `by` are the names of those who did it."""

    told: Told
    by: list[str]
    more: int
    at: datetime


def changes_for(user: Any, limit: int = MOST_LINES) -> list[Line]:
    """The last changes by others, the newest first."""
    mine = set(Handle.objects.filter(person=user).values_list("pk", flat=True))
    return lines_of(user, [event for event in _recent(user) if event.by not in mine], limit)


def lines_of(user: Any, events: Sequence[Event], limit: int) -> list[Line]:
    """These events, the newest first, as sentences."""
    things = things_of(user, events)
    lines: list[Line] = []
    by = names({event.by for event in events if event.by})
    for group in _grouped(events, things):
        told = tell(group.events, things)
        if told is not None:
            lines.append(_line(told, group, by))
        if len(lines) == limit:
            break
    return lines


def _recent(user: Any) -> Iterable[Event]:
    ends: QuerySet[Event] = Event.objects.filter(
        seq__gt=F("space__log_head__head") - PER_SPACE, at__gt=timezone.now() - LATELY
    )
    return list(visible(user, ends).order_by("-at", "-seq")[:MOST_EVENTS])


def _grouped(events: Iterable[Event], things: Things) -> Iterable[Group]:
    groups: dict[Any, Group] = {}
    for event in events:
        groups.setdefault(_key(event, things), Group()).events.append(event)
    return groups.values()


def _key(event: Event, things: Things) -> tuple[Any, ...]:
    """Posts of a discussion make one line; so do a day's changes to one thing, those to an action whatever they are."""
    if discussion := things.discussion_of(event):
        return (event.kind, discussion)
    prefix = event.kind.partition(".")[0]
    return (prefix if prefix == "action" else event.kind, event.thing, timezone.localdate(event.at))


def _line(told: Told, group: Group, known: dict[UUID, str]) -> Line:
    who: dict[UUID, None] = dict.fromkeys(event.by for event in group.events if event.by)
    called = [known[pk] for pk in who if pk in known]
    return Line(told, called[:2], max(len(called) - 2, 0), group.last.at)
