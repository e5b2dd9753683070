"""What a board and a theme say of themselves: checked, compared with what the writer saw, kept as in fields.py."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .checks import one_line
from .fields import as_kept, changes
from .models import Board, Colour, Theme
from .periods import check_period

LONGEST_AIM = 300
LONGEST_SHORT_NAME = 24
LONGEST_PURPOSE = 2000
TIMES = ("begins", "ends")


def values_of_board(board: Board) -> dict[str, str | None]:
    """The fields of a board as the log keeps them."""
    return {
        "title": board.title,
        "purpose": board.purpose or None,
        "begins": as_kept(board.begins),
        "ends": as_kept(board.ends),
    }


def values_of_theme(theme: Theme) -> dict[str, str | None]:
    """The fields of a theme as the log keeps them."""
    return {name: getattr(theme, name) or None for name in ("name", "short_name", "aim", "colour")}


def checked_board(board: Board, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit to be kept, or ValidationError with a sentence for each that is not."""
    clean = _checked(_BOARD, values)
    begins, ends = (clean.get(name, getattr(board, name)) for name in TIMES)
    if begins and ends and begins.first > ends.last:
        raise ValidationError({"ends": [_("It would end before it begins. Change one of the two.")]})
    return clean


def checked_theme(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit to be kept, or ValidationError with a sentence for each that is not."""
    return _checked(_THEME, values)


def changes_of(
    thing: Board | Theme, clean: Mapping[str, Any], seen: Mapping[str, str | None]
) -> dict[str, list[str | None]]:
    """What the writer changed, as fields.differences tells it of an action."""
    now = values_of_board(thing) if isinstance(thing, Board) else values_of_theme(thing)
    return changes(thing.pk, now, {name: as_kept(value) for name, value in clean.items()}, seen)


def put(thing: Board | Theme, values: Mapping[str, Any]) -> None:
    """Set checked values; whoever calls saves them."""
    for name, value in values.items():
        if name in TIMES:
            column = name.removesuffix("s")
            day = None if value is None else value.first if name == "begins" else value.last
            setattr(thing, column, day)
            setattr(thing, f"{column}_precision", value.precision if value else "day")
        else:
            setattr(thing, name, value)


def check_name(text: Any) -> str:
    """A title or a name, on one line."""
    clean = one_line(text)
    if not clean:
        raise ValidationError(_("Write a name."))
    return _short_enough(clean, 120)


def _checked(checks: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    clean, wrong = {}, {}
    for name, value in values.items():
        try:
            clean[name] = checks[name](value)
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return clean


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(_("Use at most %(n)s letters.") % {"n": longest})
    return text


def _check_colour(colour: Any) -> str:
    if colour and colour not in Colour.values:
        raise ValidationError(_("Choose one of the colours."))
    return str(colour or "")


_BOARD = {
    "title": check_name,
    "purpose": lambda text: _short_enough(str(text or "").replace("\r\n", "\n").strip(), LONGEST_PURPOSE),
    "begins": check_period,
    "ends": check_period,
}
_THEME = {
    "name": check_name,
    "short_name": lambda text: one_line(text)[:LONGEST_SHORT_NAME],
    "aim": lambda text: _short_enough(one_line(text), LONGEST_AIM),
    "colour": _check_colour,
}
