"""What happened to evidence, as sentences in the history of its action."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .models import Evidence
from .undo import can_take_back

ICONS = {"picture": "photo", "document": "file", "link": "link", "note": "edit"}


def start() -> None:
    """Called when the app is ready."""
    register_teller("evidence", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once; which of them can be taken back takes a query, and only for corrections."""
    changed = {event.data["evidence"] for event in events if "changed" in event.data}
    rows = Evidence.objects.filter(pk__in=changed) if changed else []
    found = {str(each.pk): each for each in rows}
    said = {}
    for event in events:
        what = event.kind.partition(".")[2]
        if what not in _SENTENCES:
            continue
        sentences = [_SENTENCES[what](event.data)]
        sentences += [
            _FIELDS[field]() % {"old": old or _("nothing"), "new": new or _("nothing")}
            for field, (old, new) in event.data.get("changed", {}).items()
        ]
        if event.data.get("undoes"):
            sentences = [_("Taken back:"), *sentences]
        evidence = found.get(event.data["evidence"])
        icon = ICONS.get(event.data["what"], "clip")
        said[event.pk] = Said(icon, sentences, can_undo=can_take_back(event, evidence))
    return said


def _of_kind(texts: Mapping[str, Callable[[], str]]) -> Callable[[Mapping[str, Any]], str]:
    return lambda data: texts[data["what"]]() % data


_FIELDS: dict[str, Callable[[], str]] = {
    "caption": lambda: _("What it shows changed from “%(old)s” to “%(new)s”"),
    "seen_in_it": lambda: _("What is seen in it changed from “%(old)s” to “%(new)s”"),
    "address": lambda: _("Address changed from %(old)s to %(new)s"),
    "text": lambda: _("Note changed from “%(old)s” to “%(new)s”"),
}

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "added": _of_kind({
        "picture": lambda: _("A picture was added as evidence: “%(title)s”. Its place and camera data were removed."),
        "document": lambda: _("A document was added as evidence: “%(title)s”"),
        "link": lambda: _("A link was added as evidence: “%(title)s”"),
        "note": lambda: _("A note was added as evidence: “%(title)s”"),
    }),
    "edited": lambda data: _("Evidence changed: “%(title)s”") % data,
    "withdrawn": lambda data: _("Evidence taken back: “%(title)s”") % data,
    "restored": lambda data: _("Evidence put back: “%(title)s”") % data,
}  # fmt: skip
