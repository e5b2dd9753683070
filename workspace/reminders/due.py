"""What there is to be reminded of on a day, read from the plan itself: each as the key of a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from workspace.boards.models import Action
from workspace.indicators.models import Indicator

from .models import Reminder

SOON: Final = timedelta(days=14)
UNANSWERED: Final = timedelta(days=7)  # so long somebody may think about it
RESTS: Final = (Action.Status.DONE, Action.Status.PAUSED)


@dataclass(frozen=True)
class Due:
    """One reminder as it should be; `since` is no part of what it is."""

    kind: str
    seat: UUID | None
    handle: UUID | None
    action: UUID
    thing: UUID
    day: date
    space: UUID
    since: date | None = None


def due_on(today: date) -> Iterator[Due]:
    """All of it, in three queries."""
    yield from _dates(today)
    yield from _offers(today)
    yield from _readings(today)


def going_on() -> QuerySet[Action]:
    """Actions that are on their board."""
    return Action.objects.filter(
        archived_at__isnull=True, theme__archived_at__isnull=True, board__archived_at__isnull=True
    )


def _dates(today: date) -> Iterator[Due]:
    found = going_on().filter(lead__isnull=False, due__lte=today + SOON).exclude(status__in=RESTS)
    rows: Any = found.values_list("pk", "lead", "due", "space")
    for pk, seat, day, space in rows.iterator():
        kind = Reminder.Kind.OVERDUE if day < today else Reminder.Kind.SOON
        yield Due(kind, seat, None, pk, pk, day, space)


def _offers(today: date) -> Iterator[Due]:
    found = going_on().filter(offered_to__isnull=False)
    asked: Any = found.values_list("pk", "offered_to", "offered_by", "offered_at", "space")
    for pk, seat, by, at, space in asked.iterator():
        day = timezone.localdate(at)
        yield Due(Reminder.Kind.OFFER, seat, None, pk, pk, day, space)
        if by is not None and day + UNANSWERED <= today:
            yield Due(Reminder.Kind.UNANSWERED, None, by, pk, pk, day, space)


def _readings(today: date) -> Iterator[Due]:
    found = Indicator.objects.filter(
        withdrawn_at__isnull=True,
        every__gt=0,
        action__in=going_on().exclude(status__in=RESTS),
        action__lead__isnull=False,
    ).annotate(last=Max("readings__on", filter=Q(readings__withdrawn_at__isnull=True)))
    rows: Any = found.values_list("pk", "action", "action__lead", "every", "last", "baseline_on", "added_at", "space")
    for pk, action, seat, every, last, began, added, space in rows.iterator():
        since = last or max(filter(None, (began, timezone.localdate(added))))
        day = months_after(since, every)
        if day <= today:
            yield Due(Reminder.Kind.READING, seat, None, action, pk, day, space, since)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    month = day.year * 12 + day.month - 1 + months
    for back in range(4):
        try:
            return date(month // 12, month % 12 + 1, day.day - back)
        except ValueError:
            continue
    raise ValueError(day)
