"""A time as people plan it: a day, a month, a quarter, half a year, a year.

Kept as 2027-03-31, 2027-03, 2027-Q3, 2027-H1, 2027; in a row as a day of it, and how exactly it was meant.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _


class Precision(models.TextChoices):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS: Final = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}
_KEPT: Final = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])|H([12])))?")


@dataclass(frozen=True)
class Period:
    """From its first day to its last. Ended is what has a last day before today."""

    first: date
    precision: str = Precision.DAY

    @property
    def last(self) -> date:
        if self.precision == Precision.DAY:
            return self.first
        month = self.first.month + MONTHS[Precision(self.precision)] - 1
        return self.first.replace(month=month, day=monthrange(self.first.year, month)[1])

    @property
    def number(self) -> int:
        """Which of its kind in the year: the third quarter is 3."""
        return (self.first.month - 1) // MONTHS.get(Precision(self.precision), 1) + 1

    @property
    def is_exact(self) -> bool:
        return self.precision == Precision.DAY

    @property
    def kept(self) -> str:
        """As the log keeps it."""
        year = f"{self.first.year:04}"
        return {
            Precision.DAY: self.first.isoformat(),
            Precision.MONTH: f"{year}-{self.first.month:02}",
            Precision.QUARTER: f"{year}-Q{self.number}",
            Precision.HALF: f"{year}-H{self.number}",
            Precision.YEAR: year,
        }[Precision(self.precision)]

    def __str__(self) -> str:
        """As people read it."""
        if self.precision == Precision.DAY:
            return formats.date_format(self.first, "j F Y")
        if self.precision == Precision.MONTH:
            return formats.date_format(self.first, "F Y")
        if self.precision == Precision.YEAR:
            return f"{self.first.year:04}"
        parts = _QUARTERS if self.precision == Precision.QUARTER else _HALVES
        return parts[self.number - 1]() % {"year": f"{self.first.year:04}"}

    @property
    def short(self) -> str:
        """As people read it where there is little room."""
        if self.precision in (Precision.DAY, Precision.MONTH):
            return formats.date_format(self.first, "j M Y" if self.is_exact else "M Y")
        return str(self)


_QUARTERS: Final = (
    lambda: _("first quarter %(year)s"),
    lambda: _("second quarter %(year)s"),
    lambda: _("third quarter %(year)s"),
    lambda: _("fourth quarter %(year)s"),
)
_HALVES: Final = (lambda: _("first half of %(year)s"), lambda: _("second half of %(year)s"))


def period_of(day: date, precision: str) -> Period:
    """The day, month, quarter, half or year in which a day lies."""
    if precision == Precision.DAY:
        return Period(day)
    months = MONTHS[Precision(precision)]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), precision)


def from_kept_period(kept: str | None) -> Period | None:
    """What the log kept; raises ValueError for anything else."""
    if not kept:
        return None
    found = _KEPT.fullmatch(kept)
    if not found:
        raise ValueError(kept)
    year, month, day, quarter, half = (int(part) if part else 0 for part in found.groups())
    if day:
        return Period(date(year, month, day))
    if month:
        return Period(date(year, month, 1), Precision.MONTH)
    if quarter:
        return Period(date(year, quarter * 3 - 2, 1), Precision.QUARTER)
    return Period(date(year, half * 6 - 5 if half else 1, 1), Precision.HALF if half else Precision.YEAR)


def periods_ahead(today: date) -> list[Period]:
    """Those that somebody may mean who plans now: quarters, then years."""
    months = [today.year * 12 + today.month - 1 + 3 * ahead for ahead in range(5)]
    quarters = [period_of(date(month // 12, month % 12 + 1, 1), Precision.QUARTER) for month in months]
    return quarters + [Period(date(today.year + ahead, 1, 1), Precision.YEAR) for ahead in range(4)]


def check_period(period: Period | date | None) -> Period | None:
    """A period in which somebody who lives may plan something; a day is one."""
    if isinstance(period, date):
        period = Period(period)
    if period is not None and not 2000 <= period.first.year <= 2100:
        raise ValidationError(_("Choose a time between 2000 and 2100."))
    return period
