"""What an action began or ceased to wait for, as sentences in its history."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .models import Wait


def start() -> None:
    """Called when the app is ready."""
    register_teller("waiting", tell)


def tell(action: Action, events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once. Of an action that not everybody sees who sees this one, nothing is said."""
    wanted = {event.data["on"] for event in events}
    seen = Action.objects.filter(Q(space=action.space_id) | Q(space__extends=action.space_id), pk__in=wanted)
    titles = {str(pk): title for pk, title in seen.values_list("pk", "title")}
    waits = {str(pk) for pk in Wait.objects.filter(action=action).values_list("on", flat=True)}
    return {event.pk: _said(event, titles, waits) for event in events}


def _said(event: Event, titles: Mapping[str, str], waits: set[str]) -> Said:
    on = event.data["on"]
    if on not in titles:
        return Said("sending", [])
    was_added = event.kind == "waiting.added"
    text = _("Waits for “%(title)s”") if was_added else _("No longer waits for “%(title)s”")
    sentences = [text % {"title": titles[on]}]
    if event.data.get("undoes"):
        sentences = [_("Taken back:"), *sentences]
    return Said("sending", sentences, can_undo=was_added == (on in waits) and not event.data.get("undoes"))
