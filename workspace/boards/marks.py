"""What the apps above say of an action on its card, in few words: told for all cards of a board at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from .models import Action


@dataclass(frozen=True)
class Mark:
    """A line at the foot of a card. The smallest `order` stands first; its menu offers no field that is `locked`."""

    icon: str
    text: str
    order: int = 0
    locked: frozenset[str] = frozenset()


Find = Callable[[Collection[Action]], Mapping[UUID, Iterable[Mark]]]

_finds: dict[str, Find] = {}


def register_marks(key: str, find: Find) -> None:
    """`find(actions)` gives the marks of those that have any, in as many queries for many as for one."""
    _finds[key] = find


def marks_of(actions: Collection[Action]) -> dict[UUID, list[Mark]]:
    """All marks of these actions, in order."""
    found: dict[UUID, list[Mark]] = {}
    for find in _finds.values() if actions else ():
        for pk, marks in find(actions).items():
            found.setdefault(pk, []).extend(marks)
    return {pk: sorted(marks, key=lambda mark: mark.order) for pk, marks in found.items()}
