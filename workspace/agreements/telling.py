"""What was agreed, proposed and changed, as sentences in the history of an action."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from realtime.models import Event
from workspace.boards.models import Action
from workspace.boards.told import Said, register_teller

from .values import Words


def start() -> None:
    """Called when the app is ready."""
    register_teller("agreement", tell)


def tell(actions: Mapping[UUID, Action], events: Sequence[Event]) -> Mapping[UUID, Said]:
    """All of these events at once, in two queries at most."""
    words = Words(
        [(event.data["field"], event.data.get(which)) for event in events if "field" in event.data
         for which in ("agreed", "value")]
        + [(field, None) for event in events for field in event.data.get("fields", ())]
    )  # fmt: skip
    said = {}
    for event in events:
        what = event.kind.partition(".")[2]
        if what in _SENTENCES:
            icon, sentences = _SENTENCES[what]
            said[event.pk] = Said(icon, sentences(words, event.data))
    return said


def meeting(data: Mapping[str, Any]) -> str:
    """Dialogue in Tarkwa, 19 January 2016."""
    day = formats.date_format(date.fromisoformat(data["on"]), "j F Y")
    return f"{data['title']}, {day}"


def _fields(words: Words, data: Mapping[str, Any]) -> str:
    return str(get_text_list([words.field(field) for field in data.get("fields", ())], _("and")))


def _agreed(words: Words, data: Mapping[str, Any]) -> list[str]:
    said = [
        _("Agreed in %(meeting)s: %(fields)s") % {"meeting": meeting(data), "fields": _fields(words, data)},
    ]
    return said + ([data["note"]] if data.get("note") else [])


def _of_change(text: Callable[[], str], *, why: bool = False) -> Callable[[Words, Mapping[str, Any]], list[str]]:
    def say(words: Words, data: Mapping[str, Any]) -> list[str]:
        field = data["field"]
        known = {
            "field": words.field(field),
            "old": words.of(field, data.get("agreed")),
            "new": words.of(field, data.get("value")),
            "meeting": meeting(data) if "on" in data else "",
        }
        return [text() % known, *([_("Why: “%(why)s”") % {"why": data["why"]}] if why else [])]

    return say


def _ended(words: Words, data: Mapping[str, Any]) -> list[str]:
    return [
        _("No longer agreed, so that it can be changed: %(fields)s") % {"fields": _fields(words, data)},
        _("Why: “%(why)s”") % {"why": data["why"]},
    ]


_SENTENCES: dict[str, tuple[str, Callable[[Words, Mapping[str, Any]], list[str]]]] = {
    "made": ("lock", _agreed),
    "with_board": ("lock", _agreed),
    "proposed": ("edit", _of_change(lambda: _("Change proposed: %(field)s from %(old)s to %(new)s"), why=True)),
    "taken_back": ("undo", _of_change(lambda: _("Proposal taken back: %(field)s to %(new)s"))),
    "changed": ("lock", _of_change(lambda: _("Agreed in %(meeting)s: %(field)s changes from %(old)s to %(new)s"))),
    "not_agreed": ("close", _of_change(lambda: _("Not agreed in %(meeting)s: %(field)s stays %(old)s and does not "
                                                 "become %(new)s"))),
    "ended": ("edit", _ended),
}  # fmt: skip
