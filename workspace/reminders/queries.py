"""What a person is reminded of: the rows for their seats and handles, as far as they are true at this moment."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from permissions.access import visible
from workspace.indicators.models import Indicator, Reading

from .due import RESTS
from .models import PutOff, Reminder

MOST = 8  # on the first page


@dataclass(frozen=True)
class Reminded:
    """A reminder as the page shows it; `days` until its day, negative when it has passed."""

    reminder: Reminder
    indicator: Indicator | None
    days: int


def reminders_for(user: Any, today: date | None = None) -> list[Reminded]:
    """Three queries at most: the rows, and the indicators that some are about."""
    day = today or timezone.localdate()
    hidden = PutOff.objects.filter(Q(until__isnull=True) | Q(until__gt=day), reminder=OuterRef("pk"), person=user.pk)
    # an offer stands among the offers; there it is accepted or declined
    rows = true_ones(visible(user, mine(user)), day).exclude(kind=Reminder.Kind.OFFER).exclude(Exists(hidden))
    found = list(rows.select_related("action__offered_to", "action__board", "seat")[:MOST])
    about = {row.thing for row in found if row.kind == Reminder.Kind.READING}
    indicators = Indicator.objects.in_bulk(about) if about else {}
    return [Reminded(row, indicators.get(row.thing), (row.day - day).days) for row in found]


def mine(user: Any) -> QuerySet[Reminder]:
    """Those for a seat that a person holds now, or for a handle of theirs."""
    return Reminder.objects.filter(
        Q(seat__handle__person=user.pk, seat__handle__ended_at__isnull=True)
        | Q(handle__person=user.pk, handle__ended_at__isnull=True)
    )


def true_ones(rows: QuerySet[Reminder], today: date) -> QuerySet[Reminder]:
    """Those that are true at this moment: rows are prepared now and then, and a plan changes at once."""
    leads = Q(action__lead=F("seat")) & ~Q(action__status__in=RESTS)
    on_its_day = leads & Q(action__due=F("day"))
    asked = Q(action__offered_to__isnull=False, action__offered_at__date=F("day"))
    counted = Indicator.objects.filter(pk=OuterRef("thing"), withdrawn_at__isnull=True, every__gt=0)
    read = Reading.objects.filter(indicator=OuterRef("thing"), withdrawn_at__isnull=True, on__gt=OuterRef("since"))
    return rows.filter(
        Q(kind=Reminder.Kind.SOON, day__gte=today) & on_its_day
        | Q(kind=Reminder.Kind.OVERDUE, day__lt=today) & on_its_day
        | Q(kind=Reminder.Kind.OFFER, action__offered_to=F("seat")) & asked
        | Q(kind=Reminder.Kind.UNANSWERED, action__offered_by=F("handle")) & asked
        | Q(kind=Reminder.Kind.READING) & leads & Exists(counted) & ~Exists(read),
        action__archived_at__isnull=True,
        action__theme__archived_at__isnull=True,
        action__board__archived_at__isnull=True,
    )
