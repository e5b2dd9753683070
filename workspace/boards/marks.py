"""What the apps above say of an action on its card, in few words: one statement tells it of all cards of a board.

Each app gives rows of one shape, facts; they are asked for together, and each makes its marks of its own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, QuerySet, UUIDField, Value
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
Converted = Callable[[Any], Iterable[Any]]
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
_SOME = Board(pk=UUID(int=2**128 - 1), space_id=UUID(int=2**128 - 2))  # stands in a wording for the board that is read


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


def facts_on(board: Board, *others: Callable[[Board], QuerySet[Any, Any]]) -> Facts:
    """Those of all actions of a board, and other rows of that shape: one query, put into SQL once for all boards."""
    asked, marked, converted = _worded(connection.vendor, *others)
    meant = dict(zip(_ids_of(_SOME), _ids_of(board), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(asked, [meant.get(each, each) for each in marked])
        return _by_kind(converted(cursor.fetchall()))


@lru_cache
def _worded(_vendor: str, *others: Callable[[Board], QuerySet[Any, Any]]) -> tuple[str, tuple[Any, ...], Converted]:
    more = [rows(_SOME) for rows in others]
    compiler = _all(Q(action__board=_SOME.pk), *more).query.get_compiler(DEFAULT_DB_ALIAS)
    asked, marked = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return asked, marked, lambda rows: compiler.apply_converters(rows, converters)


def _ids_of(board: Board) -> list[Any]:
    """As they stand among the parameters of a statement."""
    return [UUIDField().get_db_prep_value(each, connection) for each in (board.pk, board.space_id)]


def marks_from(found: Facts, seats: Collection[Seat] | None = None) -> dict[UUID, list[Mark]]:
    """The marks of each action, in order."""
    marks: dict[UUID, list[Mark]] = {}
    for _ask, tell in _apps.values():
        for pk, told in tell(found, seats).items():
            marks.setdefault(pk, []).extend(told)
    return {pk: sorted(told, key=lambda mark: mark.order) for pk, told in marks.items()}


def marks_of(actions: Collection[Action]) -> dict[UUID, list[Mark]]:
    """All marks of these actions, in order: few of them, as a fragment shows."""
    return marks_from(_by_kind(_all(Q(action__in=[action.pk for action in actions])))) if actions else {}


def _all(within: Q, *more: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    first, *others = [*(rows for ask, _tell in _apps.values() for rows in ask(within)), *more]
    return first.union(*others, all=True) if others else first


def _by_kind(rows: Iterable[Any]) -> Facts:
    found: dict[str, dict[UUID, list[Fact]]] = {}
    for row in map(Fact._make, rows):
        found.setdefault(row.kind, {}).setdefault(row.action, []).append(row)
    return found
