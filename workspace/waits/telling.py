"""What an action began or ceased to wait for, as sentences in its history."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .models import Wait


def start() -> None:
    """Called when the app is ready."""
    register_teller("waiting", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once. Of an action that not everybody sees who sees this one, nothing is said."""
    wanted = {event.data["on"] for event in events}
    found = Action.objects.filter(pk__in=wanted).select_related("space")
    on = {str(each.pk): each for each in found}
    waits = {(action, str(pk)) for action, pk in Wait.objects.filter(action__in=actions).values_list("action", "on")}
    return {event.pk: _said(actions[event.thing], event, on, waits) for event in events if event.thing}


def _said(action: Action, event: Event, found: Mapping[str, Action], waits: set[tuple[UUID, str]]) -> Said:
    on = found.get(event.data["on"])
    if on is None or action.space_id not in (on.space_id, on.space.extends_id):
        return Said("sending", [])
    was_added = event.kind == "waiting.added"
    text = _("Waits for “%(title)s”") if was_added else _("No longer waits for “%(title)s”")
    sentences = [text % {"title": on.title}]
    if event.data.get("undoes"):
        sentences = [_("Taken back:"), *sentences]
    return Said(
        "sending", sentences, can_undo=was_added == ((action.pk, str(on.pk)) in waits) and not event.data.get("undoes")
    )
