"""The things that can be shared, told by the apps above: they know boards, actions and drafts, this one does not."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from permissions.access import access, visible
from permissions.errors import NotYours
from permissions.models import Space


@dataclass(frozen=True)
class Kind:
    """A kind of things, by its row in the table of roles. `takes(thing)` says in words what moves along with it;
    `topics(thing)` which open pages show it; `is_nested`: it lives with others in a space until it moves out."""

    name: str
    things: Callable[[], Any]  # a query set
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    page: Callable[[HttpRequest, UUID], HttpResponse]  # its view
    takes: Callable[[Any], Iterable[str]]
    topics: Callable[[Any], Iterable[str]]
    is_nested: bool = True
    can_be_shared: Callable[[Any], bool] = lambda thing: True
    place: str = ""  # of its page, in the navigation


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Let things of this kind be shared."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """A kind by the name that stands in an address."""
    if name not in _kinds:
        raise NotYours
    return _kinds[name]


def kind_of(thing: Any) -> Kind:
    """The kind of a thing."""
    return kind_named(thing.permission_kind)


def thing_of(user: Any, name: str, pk: UUID, verb: str = "view") -> Any:
    """A thing that can be shared, fetched through permission."""
    kind = kind_named(name)
    thing = access(user, kind.things(), verb, pk=pk)
    if not kind.can_be_shared(thing):
        raise NotYours
    return thing


def things_in(user: Any, spaces: Collection[Space]) -> dict[UUID, Any]:
    """What lives in each of these spaces as its main thing, as far as this reader may see it: a query for each kind."""
    moved = {space.pk: space.thing for space in spaces if space.thing}
    own = [space.pk for space in spaces if not space.thing]
    by_id: dict[UUID, Any] = {}
    found: dict[UUID, Any] = {}
    for kind in _kinds.values():
        things = visible(user, kind.things()).select_related("space")
        if kind.is_nested:
            by_id |= {thing.pk: thing for thing in things.filter(pk__in=moved.values())}
        else:
            found |= {thing.space_id: thing for thing in things.filter(space__in=own)}
    return found | {space: by_id[thing] for space, thing in moved.items() if thing in by_id}


def things_by_id(user: Any, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Those of these things that can be shared and that this reader may see."""
    if not ids:
        return {}
    return {thing.pk: thing for kind in _kinds.values() for thing in visible(user, kind.things()).filter(pk__in=ids)}


def is_moved_out(thing: Any) -> bool:
    """Whether a thing lives in a space of its own that it moved out to."""
    return bool(thing.space.thing == thing.pk)
