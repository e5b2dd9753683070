"""What a page shows of the indicators of an action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch
from django.utils import formats
from django.utils.translation import gettext as _

from workspace.boards.commitments import Held
from workspace.boards.interruptions import interruptions_of
from workspace.boards.models import Action
from workspace.boards.spans import Span

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
    gaps_told: str  # what held the action up in this time
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
    gaps_told: str


def indicators_of(action: Action) -> ShownIndicators:
    """Two queries, however many there are, and those for what was agreed."""
    readings = Prefetch("readings", queryset=Reading.objects.order_by("on", "added_at", "pk"))
    found = list(Indicator.objects.filter(action=action, space=action.space_id).prefetch_related(readings))
    gaps = interruptions_of([action]).get(action.pk, []) if found else []
    alive = [each for each in found if each.withdrawn_at is None]
    return ShownIndicators(
        indicators=[_shown(action, each, action.held.get(each.commitment), gaps) for each in alive],
        withdrawn=[each for each in found if each.withdrawn_at is not None],
        withdrawn_readings=[row for each in alive for row in _rows(each, each.readings.all(), withdrawn=True)],
        form=IndicatorForm(auto_id=f"indicator-{action.pk}-%s"),
    )


def charts_of(actions: Iterable[Action], most: int) -> list[Charted]:
    """The indicators of many actions that can be drawn, the last read first: three queries, however many there are."""
    by_id = {action.pk: action for action in actions}
    alive = Reading.objects.filter(withdrawn_at__isnull=True).order_by("on", "added_at", "pk")
    found = Indicator.objects.filter(action__in=by_id, space=F("action__space"), withdrawn_at__isnull=True)
    gaps = interruptions_of(list(by_id.values()))
    drawn = [
        charted
        for each in found.prefetch_related(Prefetch("readings", queryset=alive))
        if (charted := _charted(by_id[each.action_id], each, gaps.get(each.action_id, []))) is not None
    ]
    return sorted(drawn, key=lambda each: each.latest_on, reverse=True)[:most]


def _charted(action: Action, indicator: Indicator, gaps: list[Span]) -> Charted | None:
    readings = list(indicator.readings.all())
    values = _values(indicator, readings)
    chart = chart_of(values, indicator.target, action.due, gaps)
    if chart is None or not readings:
        return None
    last = readings[-1]
    return Charted(
        action, indicator, with_unit(last.value, indicator.unit), last.on, _number(indicator.target, indicator.unit),
        chart, _in_words(values), _gaps_in_words(chart, gaps),
    )  # fmt: skip


def _values(indicator: Indicator, readings: Iterable[Reading]) -> list[tuple[date, Decimal]]:
    values = [(each.on, each.value) for each in readings]
    if indicator.baseline is not None and indicator.baseline_on is not None:
        values = sorted([(indicator.baseline_on, indicator.baseline), *values], key=lambda each: each[0])
    return values


def _in_words(values: Iterable[tuple[date, Decimal]]) -> str:
    return "; ".join(f"{formats.date_format(day, 'j M Y')}: {in_words(value)}" for day, value in values)


def _shown(action: Action, indicator: Indicator, agreed: Held | None, gaps: list[Span]) -> ShownIndicator:
    readings = [each for each in indicator.readings.all() if each.withdrawn_at is None]
    last = readings[-1] if readings else None
    values = _values(indicator, readings)
    chart = chart_of(values, indicator.target, action.due, gaps)
    return ShownIndicator(
        indicator=indicator,
        latest=with_unit(last.value, indicator.unit) if last else "",
        latest_on=last.on if last else None,
        baseline=_number(indicator.baseline, indicator.unit),
        target=_number(indicator.target, indicator.unit),
        readings=list(reversed(_rows(indicator, readings, withdrawn=False))),
        chart=chart,
        told=_in_words(values),
        gaps_told=_gaps_in_words(chart, gaps),
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


def _gaps_in_words(chart: Chart | None, gaps: Iterable[Span]) -> str:
    """What held the action up while the chart goes on, with its days."""
    drawn = {gap.title for gap in chart.gaps} if chart else set()
    return "; ".join(_span_in_words(span) for span in gaps if span.title in drawn)


def _span_in_words(span: Span) -> str:
    since = formats.date_format(span.since, "j F Y")
    if span.until is None:
        return _("%(title)s, since %(since)s") % {"title": span.title, "since": since}
    return _("%(title)s, %(since)s to %(until)s") % {
        "title": span.title, "since": since, "until": formats.date_format(span.until, "j F Y"),
    }  # fmt: skip
