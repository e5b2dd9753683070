"""A small chart of readings, drawn as points in the coordinates of an SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workspace.boards.spans import Span

WIDTH, LEFT, RIGHT = 300, 6, 294
TOP, BOTTOM = 14, 92


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Gap:
    """A time in which something held the action up, as far as the chart shows it."""

    title: str
    x: float
    width: float


@dataclass(frozen=True)
class Chart:
    """`line` is a list of points as SVG wants it; `target_y` and `target_label_y` are None without a target."""

    line: str
    points: list[Point]
    target_y: float | None
    target_label_y: float | None
    gaps: list[Gap]


def chart_of(
    values: Sequence[tuple[date, Decimal]], target: Decimal | None, until: date | None, spans: Iterable[Span] = ()
) -> Chart | None:
    """Values in the order of their days, and as far as `until`; nothing is drawn of fewer than two."""
    if len(values) < 2:
        return None
    days = [day for day, _value in values] + ([until] if until else [])
    amounts = [value for _day, value in values] + ([target] if target is not None else [])
    first, last, low, high = min(days), max(days), min(amounts), max(amounts)
    span, reach = (last - first).days or 1, high - low or Decimal(1)

    def y(value: Decimal) -> float:
        return round(BOTTOM - float((value - low) / reach) * (BOTTOM - TOP), 1)

    def x(day: date) -> float:
        return round(LEFT + (min(max(day, first), last) - first).days / span * (RIGHT - LEFT), 1)

    points = [Point(x(day), y(value)) for day, value in values]
    goal = y(target) if target is not None else None
    return Chart(
        line=" ".join(f"{point.x},{point.y}" for point in points),
        points=points,
        target_y=goal,
        target_label_y=None if goal is None else round(goal - 6, 1),
        gaps=[
            Gap(each.title, x(each.since), max(round(x(each.until or last) - x(each.since), 1), 1.0))
            for each in spans
            if each.since < last and (each.until or last) > first
        ],
    )
