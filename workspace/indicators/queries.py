"""What a page shows of the indicators of an action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch
from django.utils import formats

from workspace.boards.commitments import Held, held_in
from workspace.boards.models import Action

from .chart import Chart, chart_of
from .forms import IndicatorForm, ReadingForm
from .models import PROMISED, Indicator, Reading
from .values import in_words, with_unit


@dataclass(frozen=True)
class ShownReading:
    """A reading with the words and the form of its row."""

    reading: Reading
    value: str
    form: ReadingForm


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with what it says by now, the newest reading first."""

    indicator: Indicator
    latest: str
    latest_on: Any
    baseline: str
    target: str
    readings: list[ShownReading]
    chart: Chart | None
    told: str  # the chart in words
    agreed: Held | None  # its target, where that was agreed
    form: IndicatorForm
    reading_form: ReadingForm


@dataclass(frozen=True)
class ShownIndicators:
    """All of an action; `indicators` that count, and what was taken back."""

    indicators: list[ShownIndicator]
    withdrawn: list[Indicator]
    withdrawn_readings: list[ShownReading]
    form: IndicatorForm


@dataclass(frozen=True)
class Charted:
    """An indicator as a chart alone, for a page about many actions."""

    action: Action
    indicator: Indicator
    latest: str
    latest_on: date
    target: str
    chart: Chart
    told: str


def indicators_of(action: Action) -> ShownIndicators:
    """Two queries, however many there are, and those for what was agreed."""
    readings = Prefetch("readings", queryset=Reading.objects.order_by("on", "added_at", "pk"))
    found = list(Indicator.objects.filter(action=action, space=action.space_id).prefetch_related(readings))
    agreed = held_in([action.pk]).get(action.pk, {}) if found else {}
    alive = [each for each in found if each.withdrawn_at is None]
    return ShownIndicators(
        indicators=[_shown(action, each, agreed.get(each.commitment)) for each in alive],
        withdrawn=[each for each in found if each.withdrawn_at is not None],
        withdrawn_readings=[row for each in alive for row in _rows(each, each.readings.all(), withdrawn=True)],
        form=IndicatorForm(auto_id=f"indicator-{action.pk}-%s"),
    )


def charts_of(actions: Iterable[Action], most: int) -> list[Charted]:
    """The indicators of many actions that can be drawn, the last read first: two queries, however many there are."""
    by_id = {action.pk: action for action in actions}
    alive = Reading.objects.filter(withdrawn_at__isnull=True).order_by("on", "added_at", "pk")
    found = Indicator.objects.filter(action__in=by_id, space=F("action__space"), withdrawn_at__isnull=True)
    drawn = [
        charted
        for each in found.prefetch_related(Prefetch("readings", queryset=alive))
        if (charted := _charted(by_id[each.action_id], each)) is not None
    ]
    return sorted(drawn, key=lambda each: each.latest_on, reverse=True)[:most]


def _charted(action: Action, indicator: Indicator) -> Charted | None:
    readings = list(indicator.readings.all())
    values = _values(indicator, readings)
    chart = chart_of(values, indicator.target, action.due)
    if chart is None or not readings:
        return None
    last = readings[-1]
    return Charted(
        action, indicator, with_unit(last.value, indicator.unit), last.on, _number(indicator.target, indicator.unit),
        chart, _in_words(values),
    )  # fmt: skip


def _values(indicator: Indicator, readings: Iterable[Reading]) -> list[tuple[date, Decimal]]:
    values = [(each.on, each.value) for each in readings]
    if indicator.baseline is not None and indicator.baseline_on is not None:
        values = sorted([(indicator.baseline_on, indicator.baseline), *values], key=lambda each: each[0])
    return values


def _in_words(values: Iterable[tuple[date, Decimal]]) -> str:
    return "; ".join(f"{formats.date_format(day, 'j M Y')}: {in_words(value)}" for day, value in values)


def _shown(action: Action, indicator: Indicator, agreed: Held | None) -> ShownIndicator:
    readings = [each for each in indicator.readings.all() if each.withdrawn_at is None]
    last = readings[-1] if readings else None
    values = _values(indicator, readings)
    return ShownIndicator(
        indicator=indicator,
        latest=with_unit(last.value, indicator.unit) if last else "",
        latest_on=last.on if last else None,
        baseline=_number(indicator.baseline, indicator.unit),
        target=_number(indicator.target, indicator.unit),
        readings=list(reversed(_rows(indicator, readings, withdrawn=False))),
        chart=chart_of(values, indicator.target, action.due),
        told=_in_words(values),
        agreed=agreed,
        form=IndicatorForm.of(indicator).without(PROMISED if agreed else ()),
        reading_form=ReadingForm(auto_id=f"reading-of-{indicator.pk}-%s"),
    )


def _rows(indicator: Indicator, readings: Iterable[Reading], *, withdrawn: bool) -> list[ShownReading]:
    return [
        ShownReading(each, with_unit(each.value, indicator.unit), ReadingForm.of(each))
        for each in readings
        if (each.withdrawn_at is not None) == withdrawn
    ]


def _number(value: Any, unit: str) -> str:
    return with_unit(value, unit) if value is not None else ""
