"""What may stand in each field of an action, and the sentence for what may not."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workspace.groups.models import Seat

from .areas import area_of
from .models import Action
from .periods import check_period
from .spelling import plain

LONGEST: Final = {
    "title": 200, "status_note": 300, "place": 160, "resources_needed": 2000, "resources_found": 2000,
}  # fmt: skip
MOST_LABELS: Final = 8
LONGEST_LABEL: Final = 28
MOST_SUPPORTERS: Final = 20
_POINT: Final = re.compile(
    r"([-−]?\d{1,3}(?:[.,]\d+)?)\s*(?:[;/\s]|,(?=\s))\s*([-−]?\d{1,3}(?:[.,]\d+)?)|([-−]?\d{1,3}\.\d+),([-−]?\d{1,3}\.\d+)"
)


def check_title(text: str) -> str:
    """A title on one line."""
    clean = one_line(text)
    if not clean:
        raise ValidationError(_("An action needs a title. Write what there is to do."))
    return _short_enough(clean, LONGEST["title"])


def one_line(text: Any) -> str:
    return " ".join(str(text or "").split())


def _check_supporters(action: Action, seats: Iterable[Seat] | None) -> list[Seat]:
    found = sorted({seat.pk: seat for seat in seats or ()}.values(), key=lambda seat: str(seat.pk))
    if any(seat.group_id != action.board.group_id for seat in found):
        raise ValidationError(_("Choose seats of this group."))
    if len(found) > MOST_SUPPORTERS:
        raise ValidationError(_("Choose at most %(n)s seats.") % {"n": MOST_SUPPORTERS})
    return found


def _check_status(action: Action, status: str) -> str:
    if status not in Action.Status.values:
        raise ValidationError(_("Choose one of the statuses."))
    return status


def _check_labels(action: Action, typed: str | Iterable[str] | None) -> str:
    """Labels with commas between them, each once and as it is written on this board already."""
    parts = re.split(r"[,;\n]", typed) if isinstance(typed, str) else list(typed or ())
    wanted = {plain(label): label for label in map(one_line, parts) if plain(label)}
    if any(len(label) > LONGEST_LABEL for label in wanted.values()):
        raise ValidationError(
            _("A label is short: at most %(n)s letters. Put a comma between two.") % {"n": LONGEST_LABEL}
        )
    if len(wanted) > MOST_LABELS:
        raise ValidationError(_("Use at most %(n)s labels.") % {"n": MOST_LABELS})
    if new := wanted.keys() - {plain(label) for label in action.label_list}:
        known = {plain(label): label for label in labels_on(action)}
        wanted |= {key: known[key] for key in new if key in known}
    else:
        wanted = {plain(label): label for label in action.label_list if plain(label) in wanted}
    return ", ".join(sorted(wanted.values(), key=lambda label: (plain(label), label)))


def labels_on(action: Action) -> list[str]:
    """The labels in use where an action lives, in the order of the alphabet."""
    rows = Action.objects.filter(board=action.board_id, space=action.space_id).exclude(labels="")
    found = {label for labels in rows.values_list("labels", flat=True) for label in labels.split(", ")}
    return sorted(found, key=lambda label: (plain(label), label))


def _check_area(action: Action, typed: str) -> str:
    text = one_line(typed)
    if not text:
        return ""
    found = area_of(action.board.group.country, text)
    if found is None and text != action.area:  # the list may have changed since
        raise ValidationError(
            _("This region or district is not in the list. Choose one, or write the place in words instead.")
        )
    return found or text


def _check_point(action: Action, typed: str) -> str:
    """Two numbers, kept to some 100 m: enough to go there, and nobody's pit is pointed at."""
    text = one_line(typed)
    if not text:
        return ""
    found = _POINT.fullmatch(text)
    if not found:
        raise ValidationError(_("Write latitude and longitude as two numbers, like 5.301, -1.993."))
    pair = [part.replace(",", ".").replace("−", "-") for part in found.groups() if part]
    try:
        latitude, longitude = (Decimal(part).quantize(Decimal("0.001")) + 0 for part in pair)
    except InvalidOperation as error:
        raise ValidationError(_("Write latitude and longitude as two numbers, like 5.301, -1.993.")) from error
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValidationError(_("There is no such point. The first number is the latitude, from -90 to 90."))
    return f"{latitude:f}, {longitude:f}"


def _text(longest: int) -> Callable[[Action, Any], str]:
    def check(action: Action, text: Any) -> str:
        clean = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
        return _short_enough("\n".join(line.rstrip() for line in clean.split("\n")).strip(), longest)

    return check


def _line(longest: int) -> Callable[[Action, Any], str]:
    return lambda action, text: _short_enough(one_line(text), longest)


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(_("Use at most %(n)s letters. The rest fits into the text below.") % {"n": longest})
    return text


CHECKS: Final[dict[str, Callable[[Action, Any], Any]]] = {
    "title": lambda action, text: check_title(text),
    "supporters": _check_supporters,
    "start": lambda action, period: check_period(period),
    "due": lambda action, period: check_period(period),
    "status": _check_status,
    "status_note": _line(LONGEST["status_note"]),
    "labels": _check_labels,
    "area": _check_area,
    "place": _line(LONGEST["place"]),
    "point": _check_point,
    "resources_needed": _text(LONGEST["resources_needed"]),
    "resources_found": _text(LONGEST["resources_found"]),
}
