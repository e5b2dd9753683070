"""What happened to an action, in sentences: each with who, when, and whether it can be taken back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from permissions.access import visible
from realtime.identity import names
from realtime.models import Event
from workspace.groups.models import Seat

from .fields import values_of
from .models import Action, Theme
from .told import Said, prefixes, said_of
from .wording import in_words, seats_in

LATEST = 5  # changes that are read at once; below them the older ones are folded
SHOWN = 12  # changes on the page; the rest behind one link
ALL = 500  # behind that link; a longer history is read by export
QUOTED = ("title", "status_note", "place", "resources_needed", "resources_found")


@dataclass(frozen=True)
class Change:
    """One line of the history."""

    event_id: UUID
    icon: str
    sentences: list[str]
    by: str
    at: datetime
    can_undo: bool
    only_by: UUID | None = None  # when one handle alone may


@dataclass(frozen=True)
class History:
    """The last changes of a thing, newest first; `has_more` when there were others before, `opens` when all of them
    are asked for."""

    changes: list[Change]
    has_more: bool
    opens: bool = False

    @property
    def latest(self) -> list[Change]:
        return self.changes[:LATEST]

    @property
    def older(self) -> list[Change]:
        return self.changes[LATEST:]


def history_of(
    action: Action, *, seats: Iterable[Seat] = (), themes: Iterable[Theme] = (), limit: int = SHOWN
) -> History:
    """The last changes of an action where it lives now; `seats` and `themes` that the caller has need not be fetched
    again."""
    found = list(_events_of(action).filter(space=action.space_id).order_by("-seq")[: limit + 1])
    return _told(action, found, seats, themes, limit)


def former_history_of(user: Any, action: Action, *, seats: Iterable[Seat], themes: Iterable[Theme]) -> History:
    """What changed before an action moved to where it lives now: for those who may look there."""
    found = visible(user, _events_of(action).exclude(space=action.space_id)).order_by("-at", "-seq")
    return _told(action, list(found[:SHOWN]), seats, themes, SHOWN)


def _events_of(action: Action) -> QuerySet[Event]:
    ours = Q(kind__startswith="action.")
    for prefix in prefixes():
        ours |= Q(kind__startswith=f"{prefix}.")
    return Event.objects.filter(ours, thing=action.pk)


def _told(action: Action, found: list[Event], seats: Iterable[Seat], themes: Iterable[Theme], limit: int) -> History:
    if not found:
        return History([], has_more=False)
    shown = found[:limit]
    words = _Words(shown, seats, themes, themes_are_shown=action.space_id == action.theme.space_id or bool(themes))
    by = names({event.by for event in shown if event.by})
    said = said_of({action.pk: action}, shown)
    lines = [_line(action, event, words, by, said.get(event.pk), action.held.keys()) for event in shown]
    return History([line for line in lines if line.sentences], len(found) > limit, opens=limit == ALL)


def lines_of(actions: Mapping[UUID, Action], events: Sequence[Event], *, themes: Iterable[Theme]) -> dict[UUID, Change]:
    """What happened to many actions of one board, by the id of the event, for who sees all of them and the board."""
    about = [event for event in events if event.thing in actions]
    words = _Words(about, (), themes, themes_are_shown=True)
    by = names({event.by for event in about if event.by})
    said = said_of(actions, about)
    return {e.pk: _line(actions[e.thing], e, words, by, said.get(e.pk), frozenset()) for e in about if e.thing}


def _line(
    action: Action, event: Event, words: "_Words", by: dict[UUID, str], said: Said | None, agreed: AbstractSet[str]
) -> Change:
    who = by.get(event.by, "") if event.by else ""
    if said is not None:
        can_undo = said.can_undo and not event.data.get("changed", {}).keys() & agreed
        return Change(event.pk, said.icon, said.sentences, who, event.at, can_undo, said.only_by)
    what = event.kind.partition(".")[2]
    changed = event.data.get("changed", {})
    sentences = _SENTENCES[what](words, event.data) if what in _SENTENCES else []
    if event.data.get("undoes") and sentences:
        sentences = [_("Taken back:"), *sentences]
    return Change(
        event_id=event.pk,
        icon=_icon(what, changed),
        sentences=sentences,
        by=who,
        at=event.at,
        can_undo=_can_undo(action, what, changed) and not changed.keys() & agreed,
    )


def _icon(what: str, changed: dict[str, Any]) -> str:
    if "status" in changed:
        return str(changed["status"][1])
    if changed.keys() & {"start", "due"}:
        return "calendar"
    if "supporters" in changed:
        return "people"
    return {"added": "plus", "moved": "move", "archived": "archive", "restored": "undo"}.get(what, "edit")


def _can_undo(action: Action, what: str, changed: dict[str, Any]) -> bool:
    """Whether nobody changed it again since: the same question as undo.py asks, for what is on the page."""
    if what in ("added", "archived", "restored"):
        return False  # the page has a button of its own for it
    now = {**values_of(action), "theme": str(action.theme_id), "rank": action.rank}
    return bool(changed) and all((now.get(f) or None) == (new or None) for f, (_old, new) in changed.items())


class _Words:
    """The names of the seats and themes that a history speaks of, fetched together."""

    def __init__(
        self, events: Sequence[Event], seats: Iterable[Seat], themes: Iterable[Theme], *, themes_are_shown: bool
    ) -> None:
        self.themes_are_shown = themes_are_shown
        in_seats: set[str] = set()
        in_themes: set[str] = set()
        for event in events:
            for field, values in event.data.get("changed", {}).items():
                in_seats |= {pk for value in values for pk in seats_in(field, value)}
                if field == "theme":
                    in_themes |= {value for value in values if value}
            if event.data.get("theme"):
                in_themes.add(event.data["theme"])
        self.seats = {str(seat.pk): seat.name for seat in seats}
        self.themes = {str(theme.pk): theme.name for theme in themes}
        self.seats |= _named(Seat, in_seats - self.seats.keys())
        self.themes |= _named(Theme, in_themes - self.themes.keys())

    def of(self, field: str, kept: str | None) -> str:
        """A kept value as people read it."""
        if kept and field == "theme":
            return self.themes.get(kept, _("a theme that is gone"))
        words = in_words(field, kept, self.seats)
        return f"“{words}”" if kept and field in QUOTED else words


def _named(model: Any, ids: set[str]) -> dict[str, str]:
    found = model.objects.filter(pk__in=ids).values_list("pk", "name") if ids else []
    return {str(pk): name for pk, name in found}


def _edited(words: _Words, data: dict[str, Any]) -> list[str]:
    said: list[str] = []
    for field, (old, new) in data.get("changed", {}).items():
        if field == "status_note" and not new:
            continue
        if field in SETS:
            said += _came_and_went(words, field, old, new)
        else:
            said.append(_FIELD_SENTENCES[field]() % {"old": words.of(field, old), "new": words.of(field, new)})
    return said


def _came_and_went(words: _Words, field: str, old: str | None, new: str | None) -> list[str]:
    """Which supporters or labels were added to the set, and which taken away."""
    between, more, less = SETS[field]
    before, after = (kept.split(between) if kept else [] for kept in (old, new))
    added = between.join(each for each in after if each not in before)
    gone = between.join(each for each in before if each not in after)
    said = [more() % {"names": words.of(field, added)}] if added else []
    return said + ([less() % {"names": words.of(field, gone)}] if gone else [])


_FIELD_SENTENCES = {
    "title": lambda: _("Title changed from %(old)s to %(new)s"),
    "start": lambda: _("Start changed from %(old)s to %(new)s"),
    "due": lambda: _("Due date changed from %(old)s to %(new)s"),
    "status": lambda: _("Status changed from %(old)s to %(new)s"),
    "status_note": lambda: _("Why: %(new)s"),
    "area": lambda: _("Region or district changed from %(old)s to %(new)s"),
    "place": lambda: _("Place changed from %(old)s to %(new)s"),
    "point": lambda: _("Point changed from %(old)s to %(new)s"),
    "resources_needed": lambda: _("Resources needed: %(new)s"),
    "resources_found": lambda: _("Resources found: %(new)s"),
}
# what parts the kept set, and the sentences for what came and what went
SETS: dict[str, tuple[str, Callable[[], str], Callable[[], str]]] = {
    "supporters": (" ", lambda: _("Supported by %(names)s"), lambda: _("No longer supported by %(names)s")),
    "labels": (", ", lambda: _("Labelled %(names)s"), lambda: _("Label taken away: %(names)s")),
}


def _moved(words: _Words, data: dict[str, Any]) -> list[str]:
    theme = data.get("changed", {}).get("theme")
    if theme is None:
        return [_("Moved within its theme")]
    if not words.themes_are_shown:
        return [_("Moved to another theme")]
    return [
        _("Moved from %(old)s to %(new)s") % {"old": words.of("theme", theme[0]), "new": words.of("theme", theme[1])}
    ]


_SENTENCES: dict[str, Any] = {
    "added": lambda words, data: [
        _("Added to %(theme)s") % {"theme": words.of("theme", str(data.get("theme") or ""))}
        if words.themes_are_shown
        else _("Added")
    ],
    "edited": _edited,
    "moved": _moved,
    "archived": lambda words, data: [_("Archived")],
    "restored": lambda words, data: [_("Put back on the board")],
}
