"""The one way in which demonstration data gets its dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import floor

from django.db import models
from django.utils import timezone

MORNING, WORKING_DAY = timedelta(hours=8), timedelta(hours=10)  # nobody in the demonstration writes at night


class Clock:
    """What is done inside `day(-30)` happened thirty days before the loading: events, rows and grants alike.

    It stands in for Django's clock while the loader runs, in the loader's own process, so that commands need no
    parameter for dates that nobody else may give. Days may have fractions (of the working day); none is in the future.
    """

    def __init__(self) -> None:
        self._real = timezone.now
        self.today = self._real().date()

    def moment(self, days: float) -> datetime:
        """The moment that a day means: -1 is yesterday morning, -0.5 yesterday noon."""
        if days >= 0:
            raise ValueError("Nothing in the demonstration happens today or later.")
        whole = floor(days)
        midnight = datetime.combine(self.today + timedelta(days=whole), datetime.min.time(), tzinfo=self._real().tzinfo)
        return midnight + MORNING + (days - whole) * WORKING_DAY

    @contextmanager
    def day(self, days: float) -> Iterator[datetime]:
        moment = self.moment(days)
        timezone.now = lambda: moment
        try:
            yield moment
        finally:
            timezone.now = self._real

    def stamp(self, made: models.Model, field: str) -> None:
        """Give a row just made its day in a field whose default was bound to the real clock when its model was read."""
        type(made)._default_manager.filter(pk=made.pk).update(**{field: timezone.now()})
