"""Under which handle a person acts in a space, and what handles are called."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from permissions.models import Space
from realtime.identity import Identity

from .models import CountryGroup, Handle

CARET_COLOURS = ("#bc4d2c", "#397f4a", "#247998", "#aa5093", "#6168c3", "#95670c")  # white text reads on each


def group_of(space: Space) -> CountryGroup | None:
    """The country group whose family a space belongs to."""
    return CountryGroup.objects.filter(Q(space=space) | Q(space=space.home_id)).first()


def handle_in(person: Any, space: Space | UUID) -> Handle | None:
    """The handle in the space's own group; a peer, or a moderator, acts under that of their own group."""
    open_handles = list(
        Handle.objects.filter(person=person, ended_at__isnull=True).select_related("group").order_by("created_at", "id")
    )
    if len(open_handles) < 2:
        return open_handles[0] if open_handles else None
    known = space if isinstance(space, Space) else Space.objects.filter(pk=space).only("id", "home_id").first()
    family = {known.pk, known.home_id} if known else set()
    return next((handle for handle in open_handles if handle.group.space_id in family), open_handles[0])


def as_identity(handle: Handle) -> Identity:
    """What others may know of a handle."""
    return Identity(id=handle.pk, name=handle.text, colour=CARET_COLOURS[handle.colour % len(CARET_COLOURS)])


def identity_in(person: Any, space_id: UUID) -> Identity | None:
    handle = handle_in(person, space_id)
    return as_identity(handle) if handle else None


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Handle.objects.filter(pk__in=ids).values_list("pk", "text"))
