"""Spaces of things that moved out of the space they were made in: alone, or extending it by one level."""

from typing import Any

from django.db import transaction

from . import grants, record
from .models import Grant, Space, lasting


def move_out(space: Space, thing: Any, *, alone: bool, by: Any = None) -> Space:
    """A space for one thing of this space: `alone`, with nobody in it yet; else whoever is let in here is in there."""
    with transaction.atomic():
        grants.changed([space.pk])
        made = Space.objects.create(
            kind=thing.permission_kind,
            home_id=space.home_id,
            extends=None if alone else space,
            came_from=space,
            thing=thing.pk,
            is_at_rest=space.is_at_rest,
        )
        record.write(made, "moved_out", came_from=space.pk, alone=alone, by=by.pk if by else None)
    return made


def stand_alone(space: Space, *, by: Any = None) -> None:
    """Who is let into the space that this one extends is no longer let in here for that."""
    with transaction.atomic():
        grants.changed([space.pk])
        Space.objects.filter(pk=space.pk).update(extends=None)
        space.extends = None
        record.write(space, "stands_alone", by=by.pk if by else None)


def open_grants(space: Space) -> list[Grant]:
    """The grants that count now in a space, its own alone, the oldest first."""
    found = Grant.objects.filter(lasting(), space=space, ended_at__isnull=True).select_related("role", "user")
    return list(found.order_by("since", "pk"))
