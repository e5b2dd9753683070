"""Template words of boards."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from ..fields import seats_as_kept
from ..headings import values_of_board, values_of_theme
from ..marks import Mark
from ..models import Action, Board, Colour
from ..outlines import OUTLINES
from ..periods import Period, periods_ahead
from ..queries import is_late
from ..statuses import QUESTIONS

register = template.Library()


@register.filter
def late(action: Action) -> bool:
    """Whether an action should have been done by now."""
    return is_late(action)


@register.simple_tag
def times_ahead() -> list[Period]:
    """Times to choose from, for who plans now."""
    return periods_ahead(timezone.localdate())


@register.filter
def supporters_kept(action: Action) -> str:
    """The supporters as the log keeps them."""
    return seats_as_kept(action.supporters.all()) or ""


@register.filter
def has_more(action: Action) -> bool:
    """Whether there is anything to tell of where and with what."""
    return any((action.region, action.place, action.point, action.labels, action.resources_needed,
                action.resources_found))  # fmt: skip


@register.simple_tag
def status_questions() -> list[tuple[str, Any]]:
    """What each status asks for, of which the style shows that of the chosen one."""
    return list(QUESTIONS.items())


@register.filter
def at(mapping: Mapping[Any, Any] | str, key: Any) -> Any:
    """What a mapping holds at a key that a template cannot spell; nothing where there is none."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def lock(marks: Iterable[Mark] | None, field: str) -> bool:
    """Whether one of a card's marks says that a field is locked."""
    return any(field in mark.locked for mark in marks or ())


@register.filter
def as_seen(thing: Any) -> list[tuple[str, str]]:
    """The fields of a board, or of a theme, as the log keeps them: what who writes saw."""
    values = values_of_board(thing) if isinstance(thing, Board) else values_of_theme(thing)
    return [(name, kept or "") for name, kept in values.items()]


@register.filter
def seen(typed: Any, name: str) -> str:
    """What the writer of a form saw in a field."""
    return str(typed.get(f"seen_{name}", ""))


@register.simple_tag
def theme_colours() -> list[tuple[str, Any]]:
    """The colours that a theme can have, with their names."""
    return Colour.choices


@register.simple_tag
def outlines() -> list[tuple[str, str]]:
    """What a new board can begin with."""
    return [(f"outline:{key}", gettext(outline.label)) for key, outline in OUTLINES.items()]
