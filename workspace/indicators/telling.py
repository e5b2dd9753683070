"""What happened to indicators and readings, as sentences in the history of their action."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.commitments import Locked, locked_in
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .models import PROMISED, Indicator, Reading
from .undo import can_take_back
from .values import from_kept, shown, with_unit


def start() -> None:
    """Called when the app is ready."""
    register_teller("indicator", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once; which of them can be taken back takes a query or two, and only for corrections."""
    things = _things([event for event in events if "changed" in event.data])
    agreed = locked_in(actions.keys()) if things else {}
    said = {}
    for event in events:
        what = event.kind.partition(".")[2]
        if what not in _SENTENCES:
            continue
        sentences = _SENTENCES[what](event.data)
        if event.data.get("undoes"):
            sentences = [_("Taken back:"), *sentences]
        thing = things.get(event.data.get("reading") or event.data.get("indicator") or "")
        said[event.pk] = Said(
            "chart", sentences, can_undo=can_take_back(event, thing) and not _is_agreed(event, agreed)
        )
    return said


def _is_agreed(event: Event, agreed: Locked) -> bool:
    if event.thing is None or "reading" in event.data or not PROMISED & event.data["changed"].keys():
        return False
    return f"target:{event.data['indicator']}" in agreed.get(event.thing, {})


def _things(events: Sequence[Event]) -> dict[str, Any]:
    readings = {event.data["reading"] for event in events if "reading" in event.data}
    indicators = {event.data["indicator"] for event in events if "reading" not in event.data}
    found: list[Any] = list(Reading.objects.filter(pk__in=readings)) if readings else []
    found += list(Indicator.objects.filter(pk__in=indicators)) if indicators else []
    return {str(each.pk): each for each in found}


def _of_reading(text: Callable[[], str]) -> Callable[[Mapping[str, Any]], list[str]]:
    def say(data: Mapping[str, Any]) -> list[str]:
        words = {
            "name": data["name"],
            "value": with_unit(from_kept("value", data["value"]), data["unit"] or ""),
            "day": formats.date_format(from_kept("on", data["on"]), "j F Y"),
            "source": data["source"],
        }
        return [text() % words]

    return say


def _changed(text: Callable[[], str]) -> Callable[[Mapping[str, Any]], list[str]]:
    def say(data: Mapping[str, Any]) -> list[str]:
        changes = [
            _FIELDS[field]() % {"old": shown(field, old), "new": shown(field, new)}
            for field, (old, new) in data["changed"].items()
        ]
        return [text() % data, *changes]

    return say


def _named(text: Callable[[], str]) -> Callable[[Mapping[str, Any]], list[str]]:
    return lambda data: [text() % data]


_FIELDS: dict[str, Callable[[], str]] = {
    "name": lambda: _("Name changed from %(old)s to %(new)s"),
    "unit": lambda: _("Unit changed from %(old)s to %(new)s"),
    "baseline": lambda: _("Baseline changed from %(old)s to %(new)s"),
    "baseline_on": lambda: _("Day of the baseline changed from %(old)s to %(new)s"),
    "target": lambda: _("Target changed from %(old)s to %(new)s"),
    "every": lambda: _("How often it is read changed from %(old)s to %(new)s"),
    "value": lambda: _("Value changed from %(old)s to %(new)s"),
    "on": lambda: _("Day changed from %(old)s to %(new)s"),
    "source": lambda: _("Source changed from %(old)s to %(new)s"),
}

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "added": _named(lambda: _("Indicator added: “%(name)s”")),
    "edited": _changed(lambda: _("Indicator changed: “%(name)s”")),
    "withdrawn": _named(lambda: _("Indicator taken back: “%(name)s”")),
    "restored": _named(lambda: _("Indicator put back: “%(name)s”")),
    "reading_added": _of_reading(lambda: _("“%(name)s” on %(day)s: %(value)s. Source: %(source)s")),
    "reading_corrected": _changed(lambda: _("Reading of “%(name)s” corrected")),
    "reading_withdrawn": _of_reading(lambda: _("Reading of “%(name)s” taken back: %(value)s on %(day)s")),
    "reading_restored": _of_reading(lambda: _("Reading of “%(name)s” counts again: %(value)s on %(day)s")),
}
