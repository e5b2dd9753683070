"""Numbers and days of indicators: how people write them, how they are kept in the log, how they are shown."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from .models import DIGITS, PLACES, Indicator

LARGEST = Decimal(10) ** (DIGITS - PLACES)
FIRST_YEAR = 1950
NUMBERS, DAYS = ("baseline", "target", "value"), ("baseline_on", "on")
GROUPED = re.compile(r"[-−]?\d{1,3}(,\d{3})+(\.\d+)?")  # 1,200: a thousand and two hundred, or one and a fifth?


def number_from(typed: str) -> Decimal | None:
    """A number as people write it: 12, 12.5, 12,5, 1 200; None for nothing."""
    text = "".join(typed.split()).replace("−", "-")
    if not text:
        return None
    if GROUPED.fullmatch(text):
        raise ValidationError(_("Write a large number without commas, like 1200 or 1200.5."))
    if not re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", text):
        raise ValidationError(_("Write a number alone, like 12 or 12.5. What is counted goes into the unit."))
    return check_number(Decimal(text.replace(",", ".")))


def check_number(value: Decimal | int | None) -> Decimal | None:
    """A number that can be kept without losing a digit."""
    if value is None:
        return None
    if not Decimal(value).is_finite():
        raise ValidationError(_("Write a number alone, like 12 or 12.5. What is counted goes into the unit."))
    try:
        exact = Decimal(value).quantize(Decimal(1).scaleb(-PLACES))
    except InvalidOperation as error:
        raise ValidationError(_("This number is too large. Choose a larger unit, such as thousands.")) from error
    if abs(exact) >= LARGEST:
        raise ValidationError(_("This number is too large. Choose a larger unit, such as thousands."))
    if exact != Decimal(value):
        raise ValidationError(_("Use at most %(n)s digits behind the point.") % {"n": PLACES})
    return exact


def check_day(day: date | None) -> date | None:
    """A day that has been."""
    if day is not None and day.year < FIRST_YEAR:
        raise ValidationError(_("Choose a day after 1950."))
    if day is not None and day > timezone.localdate():
        raise ValidationError(_("This day is still to come. Choose the day on which it was read."))
    return day


def kept(field: str, value: Any) -> str | None:
    """A value as the log keeps it: a number without empty digits, a day as 2027-03-01."""
    if value is None or value == "":
        return None
    if field in NUMBERS:
        return bare(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def from_kept(field: str, text: str | None) -> Any:
    """The value that the log kept."""
    if text is None:
        return None if field in (*NUMBERS, *DAYS) else 0 if field == "every" else ""
    if field in NUMBERS:
        return Decimal(text)
    return date.fromisoformat(text) if field in DAYS else int(text) if field == "every" else text


def bare(value: Decimal) -> str:
    """12.5, 1200: no empty digits, no exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(field: str, text: str | None) -> str:
    """What the log kept, as people read it."""
    value = from_kept(field, text)
    if field == "every":
        return str(Indicator.Every(value).label)
    if text is None:
        return _("nothing")
    if field in NUMBERS:
        return in_words(value)
    return formats.date_format(value, "j F Y") if field in DAYS else f"“{text}”"


def in_words(value: Decimal) -> str:
    """A number in the reader's language."""
    text = bare(value)
    places = len(text.partition(".")[2])
    return formats.number_format(Decimal(text), decimal_pos=places, use_l10n=True, force_grouping=True)


def with_unit(value: Decimal, unit: str) -> str:
    """3 committees; 45 %."""
    return f"{in_words(value)} {unit}".strip()
