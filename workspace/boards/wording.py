"""What the log kept of a field of an action, as people read it; and what each field asks."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from .fields import PERIODS
from .models import Action, Colour
from .periods import from_kept_period


def in_words(field: str, kept: str | None, seats: Mapping[str, str]) -> str:
    """A kept value in words; `seats` are the names of seats by their ids."""
    if not kept:
        return _("nobody") if field in ("lead", "supporters") else _("nothing")
    if field in ("lead", "supporters"):
        return ", ".join(sorted(seats.get(pk, _("a seat that is gone")) for pk in kept.split()))
    if field in PERIODS:
        return str(from_kept_period(kept))
    if field == "status":
        return str(dict(Action.Status.choices).get(kept, kept))
    return kept.replace(" / ", " · ") if field == "area" else kept


def meanwhile(field: str, kept: str | None, by: str) -> str:
    """What somebody else made of a field of a board or a theme, for who changed it as well."""
    words = str(from_kept_period(kept)) if kept and field in ("begins", "ends") else kept
    if field == "colour":
        words = str(dict(Colour.choices).get(kept or "", _("none")))
    said = {"who": by or _("somebody else"), "value": words or _("nothing")}
    return _("%(who)s changed this meanwhile to: %(value)s. Yours is kept here. Save again to have yours stand.") % said


def seats_in(field: str, kept: str | None) -> set[str]:
    """The ids of the seats that a kept value names."""
    return set(kept.split()) if kept and field == "supporters" else set()


QUESTIONS: Final = {
    "title": lambda: _("What is this action called?"),
    "supporters": lambda: _("Which seats support it?"),
    "start": lambda: _("When does it start?"),
    "due": lambda: _("When is it due?"),
    "status": lambda: _("How does it stand?"),
    "status_note": lambda: _("Why does it stand so?"),
    "labels": lambda: _("Which labels does it have?"),
    "area": lambda: _("In which region or district?"),
    "place": lambda: _("Where is it, in words?"),
    "point": lambda: _("At which point?"),
    "resources_needed": lambda: _("What is needed?"),
    "resources_found": lambda: _("What was found?"),
}
