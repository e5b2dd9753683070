"""The fields of an event: how they are checked, and how the log keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workspace.boards.periods import Period

from .models import ContextEvent

FIELDS: Final = ("title", "begins", "ends", "words")
FIRST_YEAR, LAST_YEAR = 1950, 2100


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that can be kept, or ValidationError with a sentence for each that cannot."""
    wrong: dict[str, list[str]] = {}
    title, words = one_line(values["title"]), one_line(values["words"])
    begins, ends = _period(values["begins"]), _period(values["ends"])
    if not title:
        wrong["title"] = [_("Say what happened, in a few words.")]
    for field, text, longest in (("title", title, 120), ("words", words, 500)):
        if len(text) > longest:
            wrong[field] = [_("Use at most %(n)s letters.") % {"n": longest}]
    if begins is None:
        wrong["begins"] = [_("Say when it began: a day, a month, a quarter or a year.")]
    for field, period in (("begins", begins), ("ends", ends)):
        if period is not None and not FIRST_YEAR <= period.first.year <= LAST_YEAR:
            wrong[field] = [
                _("Choose a time between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            ]
    if begins and ends and ends.last < begins.first and not wrong:
        wrong["ends"] = [_("It would end before it began. Change one of the two.")]
    if wrong:
        raise ValidationError(wrong)
    return {"title": title, "begins": begins, "ends": ends, "words": words}


def put(event: ContextEvent, clean: Mapping[str, Any]) -> ContextEvent:
    """Write checked values into an event."""
    for field, value in clean.items():
        if field == "begins":
            event.begin, event.begin_precision = value.first, value.precision
        elif field == "ends":
            event.end = value.last if value else None
            event.end_precision = value.precision if value else "day"
        else:
            setattr(event, field, value)
    return event


def kept_of(event: ContextEvent) -> dict[str, str | None]:
    """The fields of an event as the log keeps them."""
    ends = event.ends
    return {
        "title": event.title,
        "begins": event.begins.kept,
        "ends": ends.kept if ends else None,
        "words": event.words or None,
    }


def _period(value: Period | date | None) -> Period | None:
    return Period(value) if isinstance(value, date) else value


def one_line(text: Any) -> str:
    return " ".join(str(text or "").split())
