"""Taking back a change of a step: the inverse of what its event says, unless it changed since."""

from django.core.exceptions import ValidationError

from permissions.errors import NotYours
from realtime.changes import change
from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.undo import changed_since, register_undo
from workspace.people.models import User

from .models import Step
from .values import kept, put


def start() -> None:
    """Called when the app is ready."""
    register_undo("step", take_back)


def take_back(actor: User, event: Event) -> Action:
    """Take one change back; the undoing is a change of its own in the history of the action."""
    found = Step.objects.filter(pk=event.data["step"]).first()
    if found is None:
        raise NotYours
    with change(actor, "edit", found) as (step, record):
        if not can_take_back(event, step):
            raise ValidationError(changed_since())
        changed = put(step, {field: old for field, (old, _new) in event.data["changed"].items()})
        said = {"step": str(step.pk), "text": event.data["text"], "changed": changed}
        record(event.kind, step.action, **said, undoes=str(event.pk))
        action: Action = step.action
    return action


def can_take_back(event: Event, step: Step | None) -> bool:
    """Whether nobody changed again since what this event changed."""
    if step is None:
        return False
    now = kept(step)
    return all(now[field] == new for field, (_old, new) in event.data["changed"].items())
