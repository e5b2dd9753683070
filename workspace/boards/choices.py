"""A conflict as people choose in it: for each field both values, whose and from when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from realtime.changes import Conflict
from workspace.groups.models import Seat

from .fields import from_kept
from .models import Action


@dataclass(frozen=True)
class Choice:
    """One field that was changed twice. `theirs` and `yours` are as the log keeps them, words as people read."""

    field: str
    question: str
    theirs: str
    yours: str
    their_words: str
    your_words: str
    by: str
    at: datetime | None


def choices_of(conflict: Conflict, seats: Iterable[Seat]) -> list[Choice]:
    """What there is to choose, in the order of the form."""
    names = {str(seat.pk): seat.name for seat in seats}
    return [
        Choice(
            field=field,
            question=_QUESTIONS[field](),
            theirs=both["theirs"] or "",
            yours=both["yours"] or "",
            their_words=_words(field, both["theirs"], names),
            your_words=_words(field, both["yours"], names),
            by=both["by"],
            at=both["at"],
        )
        for field, both in conflict.fields.items()
    ]


def _words(field: str, kept: Any, names: dict[str, str]) -> str:
    if not kept:
        return _("nobody") if field == "lead" else _("nothing")
    if field == "lead":
        return names.get(kept, _("a seat that is gone"))
    if field == "due":
        return formats.date_format(from_kept("due", kept), "j F Y")
    return str(dict(Action.Status.choices).get(kept, kept)) if field == "status" else str(kept)


_QUESTIONS = {
    "title": lambda: _("What is this action called?"),
    "lead": lambda: _("Which seat leads?"),
    "due": lambda: _("When is it due?"),
    "status": lambda: _("How does it stand?"),
    "status_note": lambda: _("Why does it stand so?"),
}
