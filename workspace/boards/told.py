"""Sentences in the history of an action that others have: by the beginning of the kind of events, or by one kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from realtime.models import Event

from .models import Action


@dataclass(frozen=True)
class Said:
    """What an event says in a history; `can_undo` where undo.py knows how, `only_by` when one handle alone may."""

    icon: str
    sentences: list[str]
    can_undo: bool = False
    only_by: UUID | None = None


Teller = Callable[[Mapping[UUID, Action], Sequence[Event]], Mapping[UUID, Said]]

_tellers: dict[str, Teller] = {}


def register_teller(prefix: str, tell: Teller) -> None:
    """For events about actions whose kind is `prefix` or begins with `prefix.`.

    `tell(actions, events)` says them all, in as many queries for many actions as for one.
    """
    _tellers[prefix] = tell


def prefixes() -> Iterable[str]:
    """The beginnings that somebody has sentences for, beside those of actions."""
    return [prefix for prefix in _tellers if "." not in prefix]


def said_of(actions: Mapping[UUID, Action], events: Iterable[Event]) -> dict[UUID, Said]:
    """What others say of these events, by the id of the event."""
    by_teller: dict[Teller, list[Event]] = {}
    for event in events:
        teller = _tellers.get(event.kind) or _tellers.get(event.kind.partition(".")[0])
        if teller is not None:
            by_teller.setdefault(teller, []).append(event)
    said: dict[UUID, Said] = {}
    for tell, found in by_teller.items():
        said |= tell(actions, found)
    return said
