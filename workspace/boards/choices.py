"""A conflict as people choose in it: for each field both values, whose and from when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from realtime.changes import Conflict
from workspace.groups.models import Seat

from .wording import QUESTIONS, in_words


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
            question=QUESTIONS[field](),
            theirs=both["theirs"] or "",
            yours=both["yours"] or "",
            their_words=in_words(field, both["theirs"], names),
            your_words=in_words(field, both["yours"], names),
            by=both["by"],
            at=both["at"],
        )
        for field, both in conflict.fields.items()
    ]
