"""The fields of an action: how they are checked, compared with what the writer saw, and kept in the log."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from realtime.changes import Conflict
from realtime.identity import names
from realtime.models import Event
from workspace.groups.models import Seat

from .models import Action

FIELDS = ("title", "lead", "due", "status", "status_note")
NEED_A_WORD = {Action.Status.BLOCKED, Action.Status.DONE}  # statuses that say nothing without a reason
LONGEST = {"title": 200, "status_note": 300}


def as_kept(value: Any) -> str | None:
    """A value as the log keeps it: text, a day as 2027-03-01, a seat as its id; None for nothing."""
    if isinstance(value, Seat):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value not in (None, "") else None


def values_of(action: Action) -> dict[str, str | None]:
    """The fields of an action as the log keeps them."""
    return {
        "title": action.title,
        "lead": str(action.lead_id) if action.lead_id else None,
        "due": as_kept(action.due),
        "status": action.status,
        "status_note": action.status_note or None,
    }


def from_kept(field: str, kept: str | None) -> Any:
    """The value that the log kept; a seat that is gone is nobody."""
    if field == "lead":
        return Seat.objects.filter(pk=kept).first() if kept else None
    if field == "due":
        return date.fromisoformat(kept) if kept else None
    return kept or ""


def checked(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were asked for, each fit to be kept, or ValidationError with a sentence for each that is not."""
    clean, wrong = {}, {}
    for field, value in values.items():
        try:
            clean[field] = _CHECKS[field](action, value)
        except ValidationError as error:
            wrong[field] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return clean


def check_title(text: str) -> str:
    """A title on one line."""
    clean = " ".join(str(text).split())
    if not clean:
        raise ValidationError(_("An action needs a title. Write what there is to do."))
    return _short_enough(clean, LONGEST["title"])


def _check_lead(action: Action, seat: Seat | None) -> Seat | None:
    if seat is not None and seat.group_id != action.board.group_id:
        raise ValidationError(_("Choose a seat of this group."))
    return seat


def _check_due(action: Action, day: date | None) -> date | None:
    if day is not None and not 2000 <= day.year <= 2100:
        raise ValidationError(_("Choose a day between 2000 and 2100."))
    return day


def _check_status(action: Action, status: str) -> str:
    if status not in Action.Status.values:
        raise ValidationError(_("Choose one of the statuses."))
    return status


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(_("Use at most %(n)s letters. The rest fits into the text below.") % {"n": longest})
    return text


_CHECKS: dict[str, Callable[[Action, Any], Any]] = {
    "title": lambda action, text: check_title(text),
    "lead": _check_lead,
    "due": _check_due,
    "status": _check_status,
    "status_note": lambda action, text: _short_enough(" ".join(str(text or "").split()), LONGEST["status_note"]),
}


def differences(
    action: Action, values: Mapping[str, Any], seen: Mapping[str, str | None]
) -> dict[str, list[str | None]]:
    """What the writer changed: field → [old, new]. Raises Conflict when somebody else changed one of them meanwhile.

    A field that the writer left as it was seen is not the writer's change, whatever it is by now.
    """
    now = values_of(action)
    changed: dict[str, list[str | None]] = {}
    conflicts: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        new, saw = as_kept(value), seen.get(field, now[field]) or None
        if new == now[field] or (field in seen and new == saw):
            continue
        if saw != now[field]:
            conflicts[field] = {"theirs": now[field], "yours": new, **last_change_of(action, field)}
        changed[field] = [now[field], new]
    if conflicts:
        raise Conflict(conflicts)
    return changed


def last_change_of(action: Action, field: str) -> dict[str, Any]:
    """Who changed a field last, and when."""
    event = Event.objects.filter(thing=action.pk, data__changed__has_key=field).order_by("-seq").first()
    if event is None:
        return {"by": "", "by_id": None, "at": None}
    by: UUID | None = event.by
    return {"by": names({by}).get(by, "") if by else "", "by_id": str(by) if by else None, "at": event.at}
