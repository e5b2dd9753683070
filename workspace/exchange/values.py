"""What stands in a cell, as the value that an action keeps: days, statuses, seats, words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.dates import get_month_names
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.translation import gettext as _

from workspace.boards.models import Action
from workspace.groups.models import Seat

from .columns import plain
from .tables import unguarded

DASHES = ("-", "–", "—")  # in a cell of an action that is there: the field is emptied
LONGEST_TEXT = 20_000  # letters of a description

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er)? ([^\W\d]+)|([^\W\d]+) (\d{1,2})(?:st|nd|rd|th)?) (\d{4})")


@dataclass(frozen=True)
class Read:
    """A value, and a sentence when it could have been meant otherwise."""

    value: Any
    notice: str = ""


def words(cell: str) -> str:
    """The words of a cell. A formula has none: what it calculates is not known here."""
    if cell.startswith("="):
        raise ValidationError(_("This is a formula and not its value. Copy the cell, and paste it as a value."))
    return unguarded(cell)


def text_of(cell: str) -> Read:
    """The text of a description."""
    text = words(cell)
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("This is a very long text. Add the action, and paste the text into its page."))
    return Read(text)


def day_of(cell: str) -> Read:
    """A day: 2027-03-31, 31/03/2027, 31 March 2027."""
    text = " ".join(words(cell).replace(",", " ").split())
    notice = ""
    try:
        if found := _ISO.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _DAY_FIRST.fullmatch(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
            if day.day <= 12 and day.day != day.month:
                notice = _("read as %(day)s") % {"day": formats.date_format(day, "j F Y")}
        elif (found := _NAMED.fullmatch(text)) and (month := _months().get(plain(found[2] or found[3]))):
            day = date(int(found[5]), month, int(found[1] or found[4]))
        else:
            raise ValidationError(_("This is no day. Write it like 2027-03-31."))
    except ValueError as error:
        raise ValidationError(_("There is no such day. Write it like 2027-03-31.")) from error
    return Read(day, notice)


@cache
def _months() -> dict[str, int]:
    """The names of months, long and short, in the languages of the interface."""
    found: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, locale=language).items():
                found.setdefault(plain(name), month)
    return found


def status_of(cell: str) -> Read:
    """A status, by its key or its name in any language of the interface."""
    found = _statuses().get(plain(words(cell)))
    if found is None:
        known = ", ".join(str(label) for _key, label in Action.Status.choices)
        raise ValidationError(_("There is no such status. Write one of these: %(known)s.") % {"known": known})
    return Read(found)


def _statuses() -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(label)): key for key, label in Action.Status.choices}
    return found | {plain(key): key for key in Action.Status.values}


class Seats:
    """The seats of a group, by what a table may call them."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.by_name: dict[str, Seat] = {}
        self.by_group: dict[str, list[Seat]] = {}
        for seat in seats:
            self.by_name.setdefault(plain(seat.name), seat)
            self.by_group.setdefault(plain(seat.stakeholder_group.name), []).append(seat)

    def of(self, cell: str) -> Read:
        """The seat that a cell names, by its own name or by that of a stakeholder group with one seat."""
        text = words(cell)
        key = plain(text)
        if key in self.by_name:
            return Read(self.by_name[key])
        alike = self.by_group.get(key, [])
        if len(alike) == 1:
            return Read(alike[0], _("read as %(seat)s") % {"seat": alike[0].name})
        if alike:
            names = ", ".join(seat.name for seat in alike)
            raise ValidationError(
                _("Several seats are meant by this. Write one of them: %(names)s.") % {"names": names}
            )
        raise ValidationError(
            _("This group has no seat of that name. Write it as on the page of people, or leave the cell empty.")
        )
