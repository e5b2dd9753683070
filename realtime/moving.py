"""A thing moves to another space, and takes along what hangs on it: texts, discussions, posts."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from permissions.models import Space

Find = Callable[[Any], Iterable[QuerySet[Any]]]

_hangs: dict[type[Model], dict[str, Find]] = {}


def hangs_on(model: type[Model], find: Find) -> None:
    """What hangs on a thing of this model, one step down: `find(thing)` gives the rows, which have a `space`.

    Several apps may each have something that hangs on one kind of thing.
    """
    _hangs.setdefault(model, {})[f"{find.__module__}.{find.__qualname__}"] = find


def _below(thing: Model) -> Iterable[QuerySet[Any]]:
    return (rows for find in _hangs.get(type(thing), {}).values() for rows in find(thing))


def hanging(thing: Model) -> list[QuerySet[Any]]:
    """All that hangs on a thing, however far down, wherever it lives."""
    found = []
    for rows in _below(thing):
        found.append(rows)
        if rows.model in _hangs:
            found += [below for each in rows for below in hanging(each)]
    return found


def move(thing: Model, to: Space, *, out_of: Collection[UUID]) -> None:
    """Have a thing live in another space, with all that hangs on it and lives in one of these.

    The caller has locked these spaces (`grants.changed`), and may do it: this only carries.
    """
    _carry(type(thing)._default_manager.filter(pk=thing.pk), to, out_of)
    thing.refresh_from_db(fields=["space"])


def _carry(rows: QuerySet[Any], to: Space, out_of: Collection[UUID]) -> None:
    """First the rows, then what hangs on them: who adds something to a thing holds it, and has ended by then."""
    found = rows.order_by("pk")
    if connection.vendor == "postgresql":
        found = found.select_for_update(of=("self",))
    things = list(found)
    moving = [each.pk for each in things if each.space_id in out_of]
    rows.model._default_manager.filter(pk__in=moving).update(space=to)
    for each in things:
        for below in _below(each):
            _carry(below, to, out_of)
