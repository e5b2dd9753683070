"""Where something was agreed: a meeting with its title and day; later, a decision with its id."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Agreement

LONGEST_TITLE, LONGEST_WORDS = 120, 300
FIRST_YEAR = 1990


@dataclass(frozen=True)
class Source:
    """What an agreement refers to. `thing` is the id of what `kind` names, where that has one."""

    title: str
    on: date | None
    note: str = ""
    kind: str = Agreement.Kind.MEETING
    thing: UUID | None = None


@dataclass(frozen=True)
class Reference:
    """A source that was checked."""

    title: str
    on: date
    note: str
    kind: str
    thing: UUID | None


def checked(source: Source) -> Reference:
    """A reference that can be kept, or ValidationError with a sentence for each part that cannot."""
    wrong = {}
    title, note = one_line(source.title), one_line(source.note)
    if not title:
        wrong["title"] = [_("Name the meeting in which it was agreed.")]
    elif len(title) > LONGEST_TITLE:
        wrong["title"] = [_("Use at most %(n)s letters.") % {"n": LONGEST_TITLE}]
    if source.on is None:
        wrong["on"] = [_("Choose the day of the meeting.")]
    elif source.on > timezone.localdate():
        wrong["on"] = [_("This day is still to come. Choose the day of the meeting.")]
    elif source.on.year < FIRST_YEAR:
        wrong["on"] = [_("Choose a day after %(year)s.") % {"year": FIRST_YEAR}]
    if len(note) > LONGEST_WORDS:
        wrong["note"] = [_("Use at most %(n)s letters.") % {"n": LONGEST_WORDS}]
    if wrong or source.on is None:
        raise ValidationError(wrong)
    return Reference(title, source.on, note, source.kind, source.thing)


def reason(words: str) -> str:
    """Why somebody wants it otherwise, on one line."""
    clean = one_line(words)
    if not clean:
        raise ValidationError({"why": [_("Say why, in a sentence.")]})
    if len(clean) > LONGEST_WORDS:
        raise ValidationError({"why": [_("Use at most %(n)s letters.") % {"n": LONGEST_WORDS}]})
    return clean


def one_line(words: str) -> str:
    return " ".join(str(words or "").split())
