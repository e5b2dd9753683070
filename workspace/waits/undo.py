"""Taking back that an action waits for another one, or no longer does."""

from django.core.exceptions import ValidationError

from permissions.access import access
from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.undo import changed_since, register_undo
from workspace.people.models import User

from .commands import add_wait, remove_wait
from .models import Wait


def start() -> None:
    """Called when the app is ready."""
    register_undo("waiting", take_back)


def take_back(actor: User, event: Event) -> Action:
    """By the opposite command, with all that it asks: in between, a circle may have become possible."""
    action = access(actor, Action.objects.all(), pk=event.thing)
    on = access(actor, Action.objects.all(), pk=event.data["on"])
    was_added = event.kind == "waiting.added"
    if Wait.objects.filter(action=action, on=on).exists() != was_added:
        raise ValidationError(changed_since())
    return (remove_wait if was_added else add_wait)(actor=actor, action=action, on=on)
