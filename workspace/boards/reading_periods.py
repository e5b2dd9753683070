"""A time as people write it, in the languages of the interface: 31/03/2027, mars 2027, robo ya tatu ya 2027."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from babel.dates import get_month_names
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.translation import gettext as _

from .periods import Period, Precision, from_kept_period
from .spelling import plain

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2})")

_DAY_NAMED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er)? ([^\W\d]+)|([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?) (\d{4})"
)
_MONTH_NAMED: Final = re.compile(r"([^\W\d]+) (\d{4}|\d{2})")
_ALONE: Final = re.compile(r"(?:year |annee |lannee |mwaka )?(\d{4})")
_NTH: Final = {
    "1": 1, "2": 2, "3": 3, "4": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 0,
    "premier": 1, "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "dernier": 0,
    "kwanza": 1, "pili": 2, "tatu": 3, "nne": 4, "mwisho": 0,
}  # fmt: skip
_WHICH: Final = r"(?P<nth>\d|[^\W\d]+)(?:st|nd|rd|th|er|e|eme)?"
_YEAR: Final = r"(?: of| de| ya)?(?: the year| lannee| mwaka(?: wa)?)? (?P<year>\d{4})"
_PARTS: Final = (
    (Precision.QUARTER, rf"{_WHICH} (?:quarter|trimestre){_YEAR}"),
    (Precision.QUARTER, rf"robo ya {_WHICH}{_YEAR}"),
    (Precision.QUARTER, r"[qt](?P<nth>[1-4]) ?(?P<year>\d{4})"),
    (Precision.QUARTER, r"(?P<year>\d{4}) ?[qt](?P<nth>[1-4])"),
    (Precision.HALF, rf"{_WHICH} (?:half|half year|semester|semestre|moitie){_YEAR}"),
    (Precision.HALF, rf"nusu ya {_WHICH}{_YEAR}"),
    (Precision.HALF, r"[hs](?P<nth>[12]) ?(?P<year>\d{4})"),
    (Precision.HALF, r"(?P<year>\d{4}) ?[hs](?P<nth>[12])"),
)
# a time is meant to its end, so these words before it change nothing; "before" would
_FILLING: Final = frozenset(
    [
        "by",
        "until",
        "till",
        "the",
        "end",
        "of",
        "in",
        "on",
        "a",
        "au",
        "en",
        "la",
        "le",
        "fin",
        "de",
        "du",
        "dici",
        "jusqua",
        "hadi",
        "kufikia",
        "mwisho",
        "mwishoni",
        "wa",
        "mwa",
    ]
)


@dataclass(frozen=True)
class ReadPeriod:
    """What was read; `is_unsure` when day and month could have been meant the other way round."""

    period: Period
    is_unsure: bool = False


def read_period(typed: str) -> ReadPeriod:
    """The time that somebody wrote. Raises ValidationError with the ways to write one."""
    text = " ".join(typed.replace(",", " ").split())
    try:
        found = _exact(text) or _in_words(plain(text))
    except ValueError as error:
        raise ValidationError(_("There is no such day. Look at the calendar, and write it anew.")) from error
    if found is None:
        raise ValidationError(_(
            "We cannot read this as a time. Write it like 31 March 2027, March 2027, third quarter 2027, or 2027."
        ))  # fmt: skip
    return found


def _exact(text: str) -> ReadPeriod | None:
    """Written in figures."""
    if found := _ISO.fullmatch(text):
        return ReadPeriod(Period(date(int(found[1]), int(found[2]), int(found[3]))))
    if found := _DAY_FIRST.fullmatch(text):
        day = date(int(found[3]), int(found[2]), int(found[1]))
        return ReadPeriod(Period(day), day.day <= 12 and day.day != day.month)
    if found := _MONTH_FIRST.fullmatch(text):
        return ReadPeriod(Period(date(int(found[2] or found[3]), int(found[1] or found[4]), 1), Precision.MONTH))
    try:
        kept = from_kept_period(text.upper())
    except ValueError:
        return None
    return ReadPeriod(kept) if kept else None


def _in_words(text: str) -> ReadPeriod | None:
    words = text.split()
    while words and words[0] in _FILLING:
        del words[0]
    bare = " ".join(words)
    if alone := _ALONE.fullmatch(bare):
        return ReadPeriod(Period(date(int(alone[1]), 1, 1), Precision.YEAR))
    period = _named(bare) or _part(bare)
    return ReadPeriod(period) if period else None


def _named(words: str) -> Period | None:
    """A day or a month by the name of the month; a spreadsheet makes Mar-27 of March 2027."""
    if (found := _DAY_NAMED.fullmatch(words)) and (month := _months().get(found[2] or found[3])):
        return Period(date(int(found[5]), month, int(found[1] or found[4])))
    if (found := _MONTH_NAMED.fullmatch(words)) and (month := _months().get(found[1])):
        year = int(found[2])
        return Period(date(year if year > 99 else 2000 + year, month, 1), Precision.MONTH)
    return None


def _part(words: str) -> Period | None:
    for precision, pattern in _PARTS:
        if (found := re.fullmatch(pattern, words)) and (nth := _NTH.get(found["nth"])) is not None:
            parts = 4 if precision == Precision.QUARTER else 2
            if nth <= parts:
                return Period(date(int(found["year"]), ((nth or parts) - 1) * 12 // parts + 1, 1), precision)
    return None


@cache
def _months() -> dict[str, int]:
    """The names of months, long and short, in the languages of the interface: of the CLDR, and as we write them."""
    found: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, locale=language).items():
                found.setdefault(plain(name), month)
        with translation.override(language):
            for month in range(1, 13):
                for style in ("F", "M"):
                    found.setdefault(plain(formats.date_format(date(2000, month, 1), style)), month)
    return found
