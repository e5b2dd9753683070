"""What people do with indicators: add, change and take back indicators and readings. Nothing is deleted."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from realtime.changes import change, command
from workspace.boards.models import Action
from workspace.people.models import User

from .models import Indicator, Reading
from .values import check_day, check_number, kept, shown

MOST_INDICATORS = 12  # of one action: a plan that measures more reads none of it
MOST_READINGS = 400  # of one indicator: a reading a week for eight years

T = TypeVar("T", Indicator, Reading)


@command
def add_indicator(
    *,
    actor: User,
    action: Action,
    name: str,
    unit: str = "",
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    target: Decimal | None = None,
    every: int = 0,
    command_id: UUID | None = None,
) -> Indicator:
    """Say what is counted for an action, where it began and where it is to be."""
    with change(actor, "edit", action) as (action, record):
        if action.indicators.filter(withdrawn_at__isnull=True).count() >= MOST_INDICATORS:
            raise ValidationError(
                _("An action has at most %(n)s indicators. Take one back first.") % {"n": MOST_INDICATORS}
            )
        values = {
            "name": name, "unit": unit, "baseline": baseline, "baseline_on": baseline_on, "target": target,
            "every": every,
        }  # fmt: skip
        clean = _checked(_OF_INDICATOR, values)
        indicator = Indicator.objects.create(action=action, space=action.space, added_at=timezone.now(), **clean)
        record("indicator.added", action, indicator=str(indicator.pk), name=indicator.name)
    return indicator


@command
def edit_indicator(
    *,
    actor: User,
    indicator: Indicator,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> Indicator:
    """Change what an indicator is called, counts, began with or aims at; `seen` is what the writer saw, as kept."""
    with change(actor, "edit", indicator) as (indicator, record):
        changed = _take(indicator, _checked(_OF_INDICATOR, values), seen or {})
        if changed:
            record(
                "indicator.edited",
                indicator.action,
                indicator=str(indicator.pk),
                name=indicator.name,
                changed=changed,
            )
    return indicator


@command
def withdraw_indicator(*, actor: User, indicator: Indicator, command_id: UUID | None = None) -> Indicator:
    """Take an indicator off its action, with its readings. It can be put back."""
    return _set_withdrawn(actor, indicator, withdrawn=True)


@command
def restore_indicator(*, actor: User, indicator: Indicator, command_id: UUID | None = None) -> Indicator:
    """Put an indicator back, with its readings."""
    return _set_withdrawn(actor, indicator, withdrawn=False)


@command
def add_reading(
    *,
    actor: User,
    indicator: Indicator,
    value: Decimal,
    on: date,
    source: str,
    command_id: UUID | None = None,
) -> Reading:
    """Write down what was counted on a day, and who or what says so."""
    with change(actor, "edit", indicator) as (indicator, record):
        if indicator.withdrawn_at is not None:
            raise ValidationError(_("This indicator was taken back. Put it back before you add a reading."))
        if indicator.readings.count() >= MOST_READINGS:
            raise ValidationError(_("This indicator is full. Begin another one for the time to come."))
        clean = _checked(_OF_READING, {"value": value, "on": on, "source": source})
        reading = Reading.objects.create(indicator=indicator, space=indicator.space, added_at=timezone.now(), **clean)
        record("indicator.reading_added", indicator.action, **_said(reading))
    return reading


@command
def correct_reading(
    *,
    actor: User,
    reading: Reading,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> Reading:
    """Correct the value, the day or the source of a reading; the history keeps what it said before."""
    with change(actor, "edit", reading) as (reading, record):
        changed = _take(reading, _checked(_OF_READING, values), seen or {})
        if changed:
            record("indicator.reading_corrected", reading.indicator.action, **_said(reading), changed=changed)
    return reading


@command
def withdraw_reading(*, actor: User, reading: Reading, command_id: UUID | None = None) -> Reading:
    """Take a reading back: it counts no more, and can be put back."""
    return _set_withdrawn(actor, reading, withdrawn=True)


@command
def restore_reading(*, actor: User, reading: Reading, command_id: UUID | None = None) -> Reading:
    """Have a reading count again."""
    return _set_withdrawn(actor, reading, withdrawn=False)


def _set_withdrawn(actor: User, thing: T, *, withdrawn: bool) -> T:
    with change(actor, "edit", thing) as (thing, record):
        if (thing.withdrawn_at is not None) != withdrawn:
            thing.withdrawn_at = timezone.now() if withdrawn else None
            thing.save(update_fields=["withdrawn_at"])
            what = "withdrawn" if withdrawn else "restored"
            if isinstance(thing, Reading):
                record(f"indicator.reading_{what}", thing.indicator.action, **_said(thing))
            else:
                record(f"indicator.{what}", thing.action, indicator=str(thing.pk), name=thing.name)
    return thing


def _said(reading: Reading) -> dict[str, str | None]:
    return {
        "reading": str(reading.pk),
        "indicator": str(reading.indicator_id),
        "name": reading.indicator.name,
        "unit": reading.indicator.unit,
        **{field: kept(field, getattr(reading, field)) for field in _OF_READING},
    }


def _take(
    thing: Indicator | Reading, clean: Mapping[str, Any], seen: Mapping[str, str | None]
) -> dict[str, list[str | None]]:
    """Write the fields that the writer changed, and say field → [old, new]; refuse where somebody was quicker."""
    changed, wrong = {}, {}
    for field, value in clean.items():
        now, new = kept(field, getattr(thing, field)), kept(field, value)
        saw = seen.get(field, now) or None
        if new == now or (field in seen and new == saw):
            continue
        if saw != now:
            wrong[field] = _("Meanwhile somebody wrote %(value)s here. Send it again to have yours instead.") % {
                "value": shown(field, now)
            }
        changed[field] = [now, new]
    if wrong:
        raise ValidationError(wrong)
    for field in changed:
        setattr(thing, field, clean[field])
    if changed:
        thing.save(update_fields=list(changed))
    return changed


Checks = Mapping[str, Callable[[Any], Any]]


def _checked(checks: Checks, values: Mapping[str, Any]) -> dict[str, Any]:
    clean, wrong = {}, {}
    for field, value in values.items():
        try:
            clean[field] = checks[field](value)
        except ValidationError as error:
            wrong[field] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return clean


def _text(longest: int, missing: Callable[[], str] | None = None) -> Callable[[Any], str]:
    def check(typed: Any) -> str:
        text = " ".join(str(typed or "").split())
        if not text and missing is not None:
            raise ValidationError(missing())
        if len(text) > longest:
            raise ValidationError(_("Use at most %(n)s letters.") % {"n": longest})
        return text

    return check


def _every(months: Any) -> int:
    if months not in Indicator.Every.values:
        raise ValidationError(_("Choose how often it is read."))
    return int(months)


def _there(check: Callable[[Any], Any], missing: Callable[[], str]) -> Callable[[Any], Any]:
    def there(value: Any) -> Any:
        if value is None:
            raise ValidationError(missing())
        return check(value)

    return there


_OF_INDICATOR: Checks = {
    "name": _text(120, lambda: _("Say what is counted or measured.")),
    "unit": _text(40),
    "baseline": check_number,
    "baseline_on": check_day,
    "target": check_number,
    "every": _every,
}
_OF_READING: Checks = {
    "value": _there(check_number, lambda: _("Write the number that was read.")),
    "on": _there(check_day, lambda: _("Choose the day on which it was read.")),
    "source": _text(200, lambda: _("Say where the number comes from: minutes, a register, a visit.")),
}
