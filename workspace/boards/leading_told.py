"""What happened to the lead of an action, as sentences in its history."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from realtime.identity import names
from realtime.models import Event
from workspace.groups.models import Seat

from .leading import KINDS, is_as_left
from .models import Action
from .told import Said, register_teller


def start() -> None:
    """Called when the app is ready."""
    for kind in KINDS:
        register_teller(kind, tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once; their seats take one query."""
    wanted = {event.data["seat"] for event in events}
    seats = {str(pk): name for pk, name in Seat.objects.filter(pk__in=wanted).values_list("pk", "name")}
    alternates = names({event.by for event in events if event.by and event.data.get("acting")})
    return {event.pk: _said(actions[event.thing], event, seats, alternates) for event in events if event.thing}


def _said(action: Action, event: Event, seats: Mapping[str, str], alternates: Mapping[UUID, str]) -> Said:
    data = event.data
    seat = seats.get(data["seat"]) or _("a seat that is gone")
    sentences = [_SENTENCES[event.kind](data) % {"seat": seat, "reason": data.get("reason", "")}]
    if data.get("on_behalf"):
        said = data.get("reason") if event.kind == "action.lead_accepted" else ""
        on_behalf = (
            _("Written down on behalf of this seat: %(words)s") if said else _("Written down on behalf of this seat")
        )
        sentences.append(on_behalf % {"words": said})
    if data.get("acting"):
        sentences.append(
            _("%(who)s for %(seat)s") % {"who": alternates.get(event.by, "") if event.by else "", "seat": seat}
        )
    if data.get("undoes"):
        sentences = [_("Taken back:"), *sentences]
    return Said("flag", sentences, can_undo=is_as_left(action, event), only_by=event.by)


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "action.lead_offered": lambda data: _("Asked to lead: %(seat)s"),
    "action.lead_accepted": lambda data: _("%(seat)s leads") if data.get("own") else _("%(seat)s accepted to lead"),
    "action.lead_declined": lambda data: _("%(seat)s does not lead: “%(reason)s”"),
    "action.lead_withdrawn": lambda data: _("No longer asked to lead: %(seat)s"),
    "action.lead_left": lambda data: _("%(seat)s no longer leads: “%(reason)s”"),
}
