"""Days as people say them: the last one counts in full."""

from datetime import date, datetime, timedelta

from django.utils import timezone


def last_day(until: datetime | None) -> date | None:
    """The day that is still within, for an end at midnight after it."""
    return timezone.localdate(until - timedelta(microseconds=1)) if until else None
