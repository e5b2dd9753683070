"""The one way in which demonstration data gets its dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


class Clock:
    """What is done inside `day(-30)` happened thirty days before the loading: events, rows and grants alike.

    It stands in for Django's clock while the loader runs, in the loader's own process, so that commands need no
    parameter for dates that nobody else may give. Days may have fractions; none may lie in the future.
    """

    def __init__(self) -> None:
        self._real = timezone.now
        self.today = self._real()

    @contextmanager
    def day(self, days: float) -> Iterator[datetime]:
        if days > 0:
            raise ValueError("Nothing happens in the future.")
        moment = self.today + timedelta(days=days)
        timezone.now = lambda: moment
        try:
            yield moment
        finally:
            timezone.now = self._real
