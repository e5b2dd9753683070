"""The changes of a board as people read them: by day, each with what it is about, what happened and who did it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import visible
from realtime.identity import names
from realtime.models import Event
from workspace.boards.history import lines_of
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import CARD, SUPPORTERS


@dataclass(frozen=True)
class Line:
    """One change. `about` is what the thing is called now, in `language`; `address` where it is read, if it is."""

    event_id: UUID
    icon: str
    about: str
    language: str
    address: str
    action: UUID | None
    sentences: list[str]
    by: str
    at: datetime


@dataclass(frozen=True)
class Day:
    day: date
    lines: list[Line]


def by_day(user: Any, board: Board, events: Sequence[Event]) -> list[Day]:
    """These events, which the reader may see, in words; the newest day first."""
    lines = told(user, board, events)
    grouped = groupby((lines[e.pk] for e in events if e.pk in lines), key=lambda line: timezone.localdate(line.at))
    return [Day(day, list(those)) for day, those in grouped]


def told(user: Any, board: Board, events: Sequence[Event]) -> dict[UUID, Line]:
    """Each of these events in words, by its id; what has no words is left out."""
    wanted = {event.thing for event in events if event.thing}
    found = (
        visible(user, Action.objects.filter(board=board, pk__in=wanted))
        .select_related("board", "theme", *CARD)
        .prefetch_related(SUPPORTERS)
    )
    actions = {action.pk: action for action in found}
    themes = {theme.pk: theme for theme in Theme.objects.filter(board=board)}
    lines = dict(_of_actions(board, actions, themes.values(), events))
    by = names({event.by for event in events if event.by and event.pk not in lines})
    for event in events:
        what = event.kind.partition(".")[2]
        if event.thing in themes and what in _OF_THEMES:
            words = {"name": themes[event.thing].name, **event.data}
            lines[event.pk] = _of_plan(board, event, _OF_THEMES[what](words), themes[event.thing].name, by)
        elif event.thing == board.pk and what in _OF_BOARD:
            lines[event.pk] = _of_plan(board, event, _OF_BOARD[what](event.data), board.title, by)
    return lines


def _of_actions(
    board: Board, actions: Mapping[UUID, Action], themes: Iterable[Theme], events: Sequence[Event]
) -> Iterable[tuple[UUID, Line]]:
    for pk, change in lines_of(actions, events, themes=themes).items():
        action = actions[next(event.thing for event in events if event.pk == pk and event.thing)]
        if change.sentences:
            yield pk, Line(
                event_id=pk, icon=change.icon, about=action.title, language=action.language,
                address=reverse("action", args=[action.pk]), action=action.pk,
                sentences=change.sentences, by=change.by, at=change.at,
            )  # fmt: skip


def _of_plan(board: Board, event: Event, sentences: list[str], about: str, by: Mapping[UUID, str]) -> Line:
    if event.data.get("undoes"):
        sentences = [_("Taken back:"), *sentences]
    who = by.get(event.by, "") if event.by else ""
    icon = {"archived": "archive", "restored": "undo", "added": "plus", "moved": "move"}
    return Line(
        event_id=event.pk, icon=icon.get(event.kind.partition(".")[2], "edit"), about=about, language=board.language,
        address="", action=None, sentences=sentences, by=who, at=event.at,
    )  # fmt: skip


def _edited(data: Mapping[str, Any]) -> list[str]:
    said = []
    for field, (old, new) in data.get("changed", {}).items():
        if field in _FIELDS:
            said.append(_FIELDS[field]() % {"old": old or "–", "new": new or "–"})
    return said


_FIELDS: dict[str, Callable[[], str]] = {
    "name": lambda: _("The theme was called “%(old)s” and is called “%(new)s” now"),
    "short_name": lambda: _("The short name of the theme changed"),
    "aim": lambda: _("The aim of the theme was written anew"),
    "colour": lambda: _("The theme got another colour"),
    "title": lambda: _("The board was called “%(old)s” and is called “%(new)s” now"),
    "purpose": lambda: _("What the board is for was written anew"),
    "begins": lambda: _("When the plan begins was changed"),
    "ends": lambda: _("When the plan ends was changed"),
}
_OF_THEMES: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "added": lambda data: [_("Theme added")],
    "edited": _edited,
    "moved": lambda data: [_("Theme moved to another place")],
    "archived": lambda data: [_("Theme archived, with all that is in it")],
    "restored": lambda data: [_("Theme put back on the board")],
}
_OF_BOARD: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "opened": lambda data: [_("The board was opened")],
    "edited": _edited,
    "archived": lambda data: [_("The board was archived: everybody reads on, and nobody writes")],
    "restored": lambda data: [_("The board was put back into use")],
}
