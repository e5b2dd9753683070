"""What stands in a cell, as the value that an action keeps: days, statuses, seats, words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from workspace.boards.models import Action
from workspace.boards.reading_periods import read_period
from workspace.boards.spelling import plain
from workspace.groups.models import Seat

from .tables import unguarded

DASHES = ("-", "–", "—")  # in a cell of an action that is there: the field is emptied
LONGEST_TEXT = 20_000  # letters of a description


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


def time_of(cell: str) -> Read:
    """A day, a month, a quarter, half a year or a year."""
    read = read_period(words(cell))
    return Read(read.period, _("read as %(day)s") % {"day": read.period} if read.is_unsure else "")


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

    def all_of(self, cell: str) -> Read:
        """The seats that a cell names, with semicolons, lines or commas between them; a name may hold a comma."""
        parts: list[str] = []
        for part in re.split(r"[;\n]", words(cell)):
            is_one = plain(part) in self.by_name or plain(part) in self.by_group
            parts += [part] if is_one else part.split(",")
        read_ones = [self.of(part) for part in parts if part.strip()]
        return Read([read.value for read in read_ones], "; ".join(read.notice for read in read_ones if read.notice))

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
