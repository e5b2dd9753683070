"""The log of a space: append in the caller's transaction, read after a cursor."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from permissions.models import Space

from .models import Event, LogHead

CATCH_UP = 500  # events in one answer; a reader that lacks more loads the page again


@dataclass
class NewEvent:
    space_id: UUID
    kind: str
    thing: UUID | None
    by: UUID | None
    data: dict[str, Any] = field(default_factory=dict)


def append(events: Sequence[NewEvent]) -> dict[UUID, int]:
    """Number and store these events, spaces in the order of their ids; gives the new head of each space."""
    by_space: dict[UUID, list[NewEvent]] = defaultdict(list)
    for event in events:
        by_space[event.space_id].append(event)
    heads: dict[UUID, int] = {}
    now = timezone.now()
    for space_id in sorted(by_space):
        new = by_space[space_id]
        head = _take_numbers(space_id, len(new))
        heads[space_id] = head
        first = head - len(new) + 1
        Event.objects.bulk_create(
            Event(
                id=uuid.uuid4(), space_id=space_id, seq=first + i, kind=e.kind, thing=e.thing, by=e.by,
                data=e.data, at=now,
            )
            for i, e in enumerate(new)
        )  # fmt: skip
    return heads


def _take_numbers(space_id: UUID, count: int) -> int:
    """The new head of a space's log; its row stays locked until the transaction ends."""
    table = LogHead._meta.db_table
    pk = space_id if connection.vendor == "postgresql" else space_id.hex
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (space_id, head) VALUES (%s, %s) "
            f"ON CONFLICT (space_id) DO UPDATE SET head = {table}.head + %s RETURNING head",
            [pk, count, count],
        )
        return int(cursor.fetchone()[0])


def head_of(space_id: UUID) -> int:
    """The last number given in a space; 0 when nothing happened yet."""
    return LogHead.objects.filter(space_id=space_id).values_list("head", flat=True).first() or 0


def head_in(space: Space) -> int:
    """The same, of a space that was fetched with its `log_head`."""
    return space.log_head.head if hasattr(space, "log_head") else 0


def heads_of(space_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The last number given in each of these spaces."""
    return dict(LogHead.objects.filter(space_id__in=space_ids).values_list("space_id", "head"))


def read(space_id: UUID, after: int, limit: int = CATCH_UP) -> list[Event]:
    """What happened in a space after a number, oldest first."""
    return list(Event.objects.filter(space_id=space_id, seq__gt=after).order_by("seq")[:limit])
