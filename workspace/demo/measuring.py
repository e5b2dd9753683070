"""Indicators and readings of the demonstration, written down by who leads the action."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from workspace.boards.models import Action
from workspace.indicators import commands as indicators
from workspace.people.models import User

from .shapes import Indicator

On = Callable[[float, Callable[[], Any]], None]


def measure(on: On, today: date, action: Action, by: User, told: Indicator) -> None:
    """Add an indicator now, and have its readings come on their days."""
    indicator = indicators.add_indicator(
        actor=by, action=action, name=told.name, unit=told.unit, every=told.every, target=_number(told.target),
        baseline=_number(told.baseline), baseline_on=today + timedelta(days=told.began) if told.began else None,
    )  # fmt: skip

    def read(day: int, value: float, source: str) -> None:
        reading = indicators.add_reading(
            actor=by, indicator=indicator, value=Decimal(str(value)), on=today + timedelta(days=day), source=source
        )
        if told.corrected and told.corrected[0] == day + 1:
            right = {"value": _number(told.corrected[1])}
            on(day + 1, partial(indicators.correct_reading, actor=by, reading=reading, values=right))

    for day, value, source in told.readings:
        on(day + 0.4, partial(read, day, value, source))


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
