"""Taking back a change of an indicator or a reading: the inverse of what its event says, unless it changed since."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from realtime.changes import change
from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.undo import changed_since, register_undo
from workspace.people.models import User

from .models import Indicator, Reading
from .values import from_kept, kept

OPPOSITE = {"added": "withdrawn", "restored": "withdrawn", "withdrawn": "restored"}


def start() -> None:
    """Called when the app is ready."""
    register_undo("indicator", take_back)


def take_back(actor: User, event: Event) -> Action:
    """Take one change back; the undoing is a change of its own in the history of the action."""
    what = event.kind.partition(".")[2].removeprefix("reading_")
    of_reading = "reading" in event.data
    found: Any = (Reading if of_reading else Indicator).objects.get(
        pk=event.data["reading" if of_reading else "indicator"]
    )
    with change(actor, "edit", found) as (thing, record):
        action: Action = thing.indicator.action if of_reading else thing.action
        data = {key: value for key, value in event.data.items() if key not in ("changed", "undoes")}
        kind = event.kind
        if what in OPPOSITE:
            goal = OPPOSITE[what]
            if (thing.withdrawn_at is not None) == (goal == "withdrawn"):
                raise ValidationError(changed_since())
            thing.withdrawn_at = timezone.now() if goal == "withdrawn" else None
            thing.save(update_fields=["withdrawn_at"])
            kind = f"indicator.{'reading_' if of_reading else ''}{goal}"
        else:
            data["changed"] = _set_back(thing, event.data["changed"])
        record(kind, action, **data, undoes=str(event.pk))
    return action


def can_take_back(event: Event, thing: Indicator | Reading | None) -> bool:
    """Whether nobody changed again since what this event changed."""
    changed = event.data.get("changed")
    return bool(
        thing is not None
        and changed
        and all(kept(field, getattr(thing, field)) == new for field, (_old, new) in changed.items())
    )


def _set_back(thing: Any, changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    if any(kept(field, getattr(thing, field)) != new for field, (_old, new) in changed.items()):
        raise ValidationError(changed_since())
    for field, (old, _new) in changed.items():
        setattr(thing, field, from_kept(field, old))
    thing.save(update_fields=list(changed))
    return {field: [new, old] for field, (old, new) in changed.items()}
