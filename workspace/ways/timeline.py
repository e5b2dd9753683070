"""The actions of a board in time: by quarter, theme by theme, each as a bar from when it starts to when it is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from workspace.boards.models import Action, Theme
from workspace.boards.spans import Span

MOST_QUARTERS = 24  # with a line for each; past it each year has one


@dataclass(frozen=True)
class Tick:
    """The beginning of a quarter. `year` is told at the first one of each year."""

    x: float
    quarter: str
    year: str


@dataclass(frozen=True)
class Bar:
    """An action in time, in parts of a hundred; a `width` of 0 is a single moment."""

    action: Action
    x: float
    width: float
    words: str
    is_soft: bool  # one of its ends is not known to the day


@dataclass
class Row:
    """A theme with what it has in time."""

    theme: Theme
    number: int
    bars: list[Bar] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """What lasted a while around the actions, in parts of a hundred."""

    span: Span
    x: float
    width: float


@dataclass(frozen=True)
class Timeline:
    ticks: list[Tick]
    today: float
    rows: list[Row]
    stretches: list[Stretch]
    undated: list[Action]


def timeline_of(themes: Sequence[Theme], actions: Sequence[Action], spans: Sequence[Span]) -> Timeline:
    """All that has a date, between the first quarter that something happens in and the last; and what has none."""
    today = timezone.localdate()
    dated = [action for action in actions if action.due or action.start]
    days = [today, *(day for action in dated for day in (action.start, action.due) if day)]
    first, last = quarter_of(min(days)), next_quarter(quarter_of(max(days)))
    whole = (last - first).days

    def x(day: date) -> float:
        return round(100 * min(max((day - first).days, 0), whole) / whole, 2)

    rows = {theme.pk: Row(theme, number) for number, theme in enumerate(themes, start=1)}
    for action in sorted(dated, key=lambda each: each.start or each.due or date.max):
        rows[action.theme_id].bars.append(_bar(action, x))
    return Timeline(
        ticks=_ticks(first, last, x),
        today=x(today),
        rows=[row for row in rows.values() if row.bars],
        stretches=[
            Stretch(span, x(span.since), round(x(span.until or last) - x(span.since), 2))
            for span in spans
            if span.since < last and (span.until is None or span.until >= first)
        ],
        undated=[action for action in actions if not (action.due or action.start)],
    )


def _bar(action: Action, x: Callable[[date], float]) -> Bar:
    """From its first day to its last; where one of the two is missing, over the time in which the other may be."""
    starts, ends = action.starts or action.ends, action.ends or action.starts
    assert starts is not None and ends is not None
    width = x(ends.last + timedelta(days=1)) - x(starts.first)
    is_moment = starts == ends and ends.is_exact
    return Bar(
        action,
        x(starts.first),
        0 if is_moment else round(max(width, 0.5), 2),
        in_words(action),
        is_soft=not (starts.is_exact and ends.is_exact) or not (action.start and action.due),
    )


def in_words(action: Action) -> str:
    """From when to when, as people read it."""
    starts, ends = action.starts, action.ends
    if starts and ends:
        return _("%(start)s to %(due)s") % {"start": starts.short, "due": ends.short}
    return _("due %(day)s") % {"day": ends.short} if ends else _("starts %(day)s") % {"day": starts and starts.short}


def quarter_of(day: date) -> date:
    """The first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def next_quarter(first: date) -> date:
    """The first day of the quarter after one."""
    return date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)


def _ticks(first: date, last: date, x: Callable[[date], float]) -> list[Tick]:
    quarters, at = [], first
    while at < last:
        quarters.append(at)
        at = next_quarter(at)
    if len(quarters) > MOST_QUARTERS:
        quarters = [each for each in quarters if each.month == 1 or each == first]
        return [Tick(x(each), "", str(each.year)) for each in quarters]
    return [
        Tick(x(each), _("Q%(n)s") % {"n": (each.month + 2) // 3}, str(each.year) if each.month == 1 or i == 0 else "")
        for i, each in enumerate(quarters)
    ]
