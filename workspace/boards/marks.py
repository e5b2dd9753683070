"""What the apps above say of an action on its card, in few words: one statement tells it of all cards of a board.

Each app gives rows of one shape, facts; they are asked for together, and each makes its marks of its own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from workspace.groups.models import Seat

from .models import Action, Board


@dataclass(frozen=True)
class Mark:
    """A line at the foot of a card. The smallest `order` stands first; its menu offers no field that is `locked`."""

    icon: str
    text: str
    order: int = 0
    locked: frozenset[str] = frozenset()


class Fact(NamedTuple):
    """One row about an action; its app knows what each column holds."""

    kind: str
    action: UUID
    number: int
    done: int
    name: str
    words: str
    more: str
    on: Any  # a day
    at: Any  # a moment


Facts = Mapping[str, Mapping[UUID, list[Fact]]]  # by kind and action
Ask = Callable[[Q], Iterable[QuerySet[Any, Any]]]
Tell = Callable[[Facts, Collection[Seat] | None], Mapping[UUID, Iterable[Mark]]]

_EMPTY: dict[str, Combinable] = {
    "number": Value(0, IntegerField()),
    "done": Value(0, IntegerField()),
    "name": Value("", CharField()),
    "words": Value("", CharField()),
    "more": Value("", CharField()),
    "on": Cast(Value(None), DateField()),
    "at": Cast(Value(None), DateTimeField()),
}
_apps: dict[str, tuple[Ask, Tell]] = {}


def register_marks(key: str, ask: Ask, tell: Tell) -> None:
    """`ask(within)` gives the facts of the actions that the Q lets through, each queryset made by `facts`;
    `tell(facts, seats)` the marks of those that have any, `seats` being all of the group, if they are known."""
    _apps[key] = ask, tell


def facts(kind: str, rows: QuerySet[Any], **columns: Combinable | str) -> QuerySet[Any, Any]:
    """Rows of a model that has an `action`, or the id of one as a column `action_id`, as facts of a kind."""
    said = _EMPTY | {name: F(column) if isinstance(column, str) else column for name, column in columns.items()}
    named = {f"fact_{name}": column for name, column in said.items()}
    found = rows.order_by().annotate(fact_kind=Value(kind, CharField()), **named)
    listed: QuerySet[Any, Any] = found.values_list("fact_kind", "action_id", *named)
    return listed


def facts_on(board: Board, *others: QuerySet[Any, Any]) -> Facts:
    """Those of all actions of a board, with other rows of the same shape: one query."""
    return _facts(Q(action__board=board.pk), *others)


def marks_from(found: Facts, seats: Collection[Seat] | None = None) -> dict[UUID, list[Mark]]:
    """The marks of each action, in order."""
    marks: dict[UUID, list[Mark]] = {}
    for _ask, tell in _apps.values():
        for pk, told in tell(found, seats).items():
            marks.setdefault(pk, []).extend(told)
    return {pk: sorted(told, key=lambda mark: mark.order) for pk, told in marks.items()}


def marks_of(actions: Collection[Action]) -> dict[UUID, list[Mark]]:
    """All marks of these actions, in order: few of them, as a fragment shows."""
    return marks_from(_facts(Q(action__in=[action.pk for action in actions]))) if actions else {}


def _facts(within: Q, *more: QuerySet[Any, Any]) -> Facts:
    found: dict[str, dict[UUID, list[Fact]]] = {}
    first, *others = [*(rows for ask, _tell in _apps.values() for rows in ask(within)), *more]
    for row in map(Fact._make, first.union(*others, all=True) if others else first):
        found.setdefault(row.kind, {}).setdefault(row.action, []).append(row)
    return found
