"""Sentences of other apps in the history of an action, by the beginning of the kind of their events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from realtime.models import Event

from .models import Action


@dataclass(frozen=True)
class Said:
    """What an event says in a history; `can_undo` where undo.py knows how."""

    icon: str
    sentences: list[str]
    can_undo: bool = False


Teller = Callable[[Action, Sequence[Event]], Mapping[UUID, Said]]

_tellers: dict[str, Teller] = {}


def register_teller(prefix: str, tell: Teller) -> None:
    """For events about an action whose kind begins with `prefix.`: `tell(action, events)` says all of them at once."""
    _tellers[prefix] = tell


def prefixes() -> Iterable[str]:
    """The beginnings that somebody has sentences for."""
    return _tellers.keys()


def said_of(action: Action, events: Iterable[Event]) -> dict[UUID, Said]:
    """What other apps say of these events, by the id of the event."""
    by_prefix: dict[str, list[Event]] = {}
    for event in events:
        by_prefix.setdefault(event.kind.partition(".")[0], []).append(event)
    said: dict[UUID, Said] = {}
    for prefix, found in by_prefix.items():
        if prefix in _tellers:
            said |= _tellers[prefix](action, found)
    return said
