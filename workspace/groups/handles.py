"""Under which handle a person acts in a space, and what handles are called."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q

from permissions.errors import NotAllowed
from permissions.models import Space
from realtime.identity import Identity

from .models import CountryGroup, Handle

CARET_COLOURS = ("#bc4d2c", "#397f4a", "#247998", "#aa5093", "#6168c3", "#95670c")  # white text reads on each


_of_room: dict[str, Callable[[UUID], CountryGroup | None]] = {}


def register_room(kind: str, find: Callable[[UUID], CountryGroup | None]) -> None:
    """For a room inside a group whose space stands outside of the group's family: `find(space id)` gives its group."""
    _of_room[kind] = find


def group_of(space: Space) -> CountryGroup | None:
    """The country group that a space belongs to: by its family, or as a room inside it."""
    return CountryGroup.objects.filter(Q(space=space) | Q(space=space.home_id)).first() or _around(space)


def _around(space: Space) -> CountryGroup | None:
    """The group around a room, or around the room where this space is at home."""
    room = space if space.kind in _of_room or space.home is None else space.home
    find = _of_room.get(room.kind)
    return find(room.pk) if find else None


def handle_in(person: Any, space: Space | UUID) -> Handle | None:
    """The handle in the space's own group; a peer, or a moderator, acts under that of their own group."""
    open_handles = list(
        Handle.objects.filter(person=person, ended_at__isnull=True).select_related("group").order_by("created_at", "id")
    )
    if len(open_handles) < 2:
        return open_handles[0] if open_handles else None
    known = space if isinstance(space, Space) else Space.objects.select_related("home").filter(pk=space).first()
    if known is None:
        return open_handles[0]
    family = {known.pk, known.home_id}
    own = next((handle for handle in open_handles if handle.group.space_id in family), None)
    if own is None and (group := _around(known)) is not None:
        own = next((handle for handle in open_handles if handle.group_id == group.pk), None)
    return own or open_handles[0]


def speaking(person: Any, space: Space | UUID, verb: str) -> Handle:
    """The handle under which a person does something in a space, or NotAllowed: without one nobody could tell who."""
    handle = handle_in(person, space)
    if handle is None:
        raise NotAllowed(verb)
    return handle


def as_identity(handle: Handle) -> Identity:
    """What others may know of a handle."""
    return Identity(id=handle.pk, name=handle.text, colour=CARET_COLOURS[handle.colour % len(CARET_COLOURS)])


def identity_in(person: Any, space_id: UUID) -> Identity | None:
    handle = handle_in(person, space_id)
    return as_identity(handle) if handle else None


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Handle.objects.filter(pk__in=ids).values_list("pk", "text"))
