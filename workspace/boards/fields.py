"""The fields of an action: how they are kept in its row and in the log, and compared with what the writer saw.

The log keeps one text for each: a seat as its id, several as their ids in order, a time as periods.py writes it,
labels in the order of the alphabet. So a conflict, a history and an undo treat all of them alike.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from realtime.changes import Conflict
from realtime.identity import names
from realtime.models import Event
from workspace.groups.models import Seat

from .checks import CHECKS
from .models import Action
from .periods import Period, from_kept_period

FIELDS = (
    "title", "supporters", "start", "due", "status", "status_note", "labels", "area", "place", "point",
    "resources_needed", "resources_found",
)  # fmt: skip
PERIODS = ("start", "due")


def as_kept(value: Any) -> str | None:
    """A value as the log keeps it; None for nothing."""
    if isinstance(value, Seat):
        return str(value.pk)
    if isinstance(value, Period):
        return value.kept
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return seats_as_kept(value)
    return str(value) if value not in (None, "") else None


def seats_as_kept(seats: Iterable[Seat]) -> str | None:
    """A set of seats as one text, whatever order they come in."""
    return " ".join(sorted(str(seat.pk) for seat in seats)) or None


def values_of(action: Action) -> dict[str, str | None]:
    """The fields of an action as the log keeps them."""
    return {
        "title": action.title,
        "supporters": seats_as_kept(action.supporters.all()),
        "start": as_kept(action.starts),
        "due": as_kept(action.ends),
        "status": action.status,
        "status_note": action.status_note or None,
        "labels": action.labels or None,
        "area": action.area or None,
        "place": action.place or None,
        "point": action.point or None,
        "resources_needed": action.resources_needed or None,
        "resources_found": action.resources_found or None,
    }


def from_kept(field: str, kept: str | None) -> Any:
    """The value that the log kept."""
    if field == "supporters":
        return list(Seat.objects.filter(pk__in=kept.split())) if kept else []
    if field in PERIODS:
        return from_kept_period(kept)
    return kept or ""


def checked(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were asked for, each fit to be kept, or ValidationError with a sentence for each that is not."""
    clean, wrong = {}, {}
    for field, value in values.items():
        try:
            clean[field] = CHECKS[field](action, value)
        except ValidationError as error:
            wrong[field] = error.messages
    start = clean.get("start", action.starts)
    due = clean.get("due", action.ends)
    if start and due and start.first > due.last and not wrong and {"start", "due"} & clean.keys():
        wrong["due"] = [_("It would be due before it starts. Change one of the two.")]
    if wrong:
        raise ValidationError(wrong)
    return clean


def keep(action: Action, values: Mapping[str, Any]) -> None:
    """Write checked values into the rows of an action that is there, or into a new one."""
    columns = [column for field, value in values.items() for column in _put(action, field, value)]
    if action._state.adding:
        action.save()
    elif columns:
        action.save(update_fields=columns)
    if "supporters" in values:
        action.supporters.set(values["supporters"])


def _put(action: Action, field: str, value: Any) -> list[str]:
    """Set a field; the columns that hold it."""
    if field == "supporters":
        return []
    if field in PERIODS:
        day = None if value is None else value.first if field == "start" else value.last
        found = {field: day, f"{field}_precision": value.precision if value else "day"}
    elif field == "area":
        region, _slash, district = value.partition(" / ")
        found = {"region": region, "district": district}
    elif field == "point":
        latitude, _comma, longitude = value.partition(", ")
        found = {"latitude": Decimal(latitude) if value else None, "longitude": Decimal(longitude) if value else None}
    else:
        found = {field: value}
    for column, each in found.items():
        setattr(action, column, each)
    return list(found)


def differences(
    action: Action, values: Mapping[str, Any], seen: Mapping[str, str | None]
) -> dict[str, list[str | None]]:
    """What the writer changed: field → [old, new]. Raises Conflict when somebody else changed one of them meanwhile.

    A field that the writer left as it was seen is not the writer's change, whatever it is by now.
    """
    new = {field: as_kept(value) for field, value in values.items()}
    return changes(action.pk, values_of(action), new, seen)


def changes(
    thing: UUID, now: Mapping[str, str | None], new: Mapping[str, str | None], seen: Mapping[str, str | None]
) -> dict[str, list[str | None]]:
    """The same of anything whose fields are kept as text."""
    changed: dict[str, list[str | None]] = {}
    conflicts: dict[str, dict[str, Any]] = {}
    for field, value in new.items():
        saw = seen.get(field, now[field]) or None
        if value == now[field] or (field in seen and value == saw):
            continue
        if saw != now[field]:
            conflicts[field] = {"theirs": now[field], "yours": value, **last_change_of(thing, field)}
        changed[field] = [now[field], value]
    if conflicts:
        raise Conflict(conflicts)
    return changed


def last_change_of(thing: UUID, field: str) -> dict[str, Any]:
    """Who changed a field last, and when."""
    event = Event.objects.filter(thing=thing, data__changed__has_key=field).order_by("-seq").first()
    if event is None:
        return {"by": "", "by_id": None, "at": None}
    by: UUID | None = event.by
    return {"by": names({by}).get(by, "") if by else "", "by_id": str(by) if by else None, "at": event.at}
