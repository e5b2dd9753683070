"""Which documents a process holds in memory: those that somebody follows, and for a while those that nobody does."""

import time
from typing import Final
from uuid import UUID

from .committing import forget_owners
from .limits import HELD_BYTES
from .open_document import OpenDocument

UNLOAD_SECONDS: Final = 30.0  # a document that nobody follows stays so long: people reload pages


class Full(Exception):
    """The documents that are followed leave no room for one more."""


def held_bytes(documents: dict[UUID, OpenDocument]) -> int:
    """What these documents hold of text and history."""
    return sum(opened.size for opened in documents.values())


def let_go(documents: dict[UUID, OpenDocument], document_id: UUID) -> OpenDocument | None:
    """The one way out of memory for a document, and for what was remembered of it; gives what was held."""
    forget_owners(document_id)
    return documents.pop(document_id, None)


def make_room(documents: dict[UUID, OpenDocument], *, size: int = 0, now: float | None = None) -> int:
    """Let go of what nobody follows: after a while, or at once where all is too much, the longest unfollowed first.
    Gives how many that were.

    Raises Full when `size` bytes more have no room even so.
    """
    limit = (time.monotonic() if now is None else now) - UNLOAD_SECONDS
    held, before = held_bytes(documents) + size, len(documents)
    for opened in sorted(documents.values(), key=lambda opened: opened.idle_since):
        if not opened.is_idle:
            continue
        if held <= HELD_BYTES and opened.idle_since >= limit:
            break
        let_go(documents, opened.id)
        held -= opened.size
    if size and held > HELD_BYTES:
        raise Full
    return before - len(documents)
