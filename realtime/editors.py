"""A tab that has a document open: what it sent, what of that is stored, and how much it may send."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .connections import Connection, Following
from .limits import (
    AWARENESS_BURST,
    AWARENESS_PER_SECOND,
    FRAMES_BURST,
    FRAMES_PER_SECOND,
    QUESTIONS_BURST,
    QUESTIONS_PER_SECOND,
    UPDATES_BURST,
    UPDATES_PER_SECOND,
    WAITING_BYTES,
    Bucket,
)


@dataclass(eq=False, slots=True)
class Editor:
    """One tab that has the document open. `numbered`: our own client, which counts."""

    connection: Connection
    following: Following
    numbered: bool
    may_edit: bool
    frames: int = 0  # sync step 2 and update frames that came
    stored: int = 0  # of those, how many are committed
    unstored_bytes: int = 0
    synced: bool = False  # its sync step 2 came
    waiting: list[bytes] = field(default_factory=list)  # leaps over what step 2 will bring
    updates: Bucket = field(default_factory=lambda: Bucket(UPDATES_PER_SECOND, UPDATES_BURST))
    moves: Bucket = field(default_factory=lambda: Bucket(AWARENESS_PER_SECOND, AWARENESS_BURST))
    questions: Bucket = field(default_factory=lambda: Bucket(QUESTIONS_PER_SECOND, QUESTIONS_BURST))
    received: Bucket = field(default_factory=lambda: Bucket(FRAMES_PER_SECOND, FRAMES_BURST))
    relieved: asyncio.Event | None = None  # while it is not read, until the store has caught up

    @property
    def person(self) -> Any:
        """The id of whoever writes."""
        return self.connection.person

    def relieve(self) -> None:
        """What it sent is stored, or it goes."""
        if self.relieved is not None:
            self.relieved.set()

    async def relief(self) -> None:
        """Wait until less of it waits for the store."""
        while self.unstored_bytes > WAITING_BYTES and not self.connection.outbox.closed:
            self.relieved = asyncio.Event()
            await self.relieved.wait()
        self.relieved = None

    @property
    def session(self) -> tuple[str, Any]:
        """The session that opened its socket, and whose it is."""
        return self.connection.session_key, self.connection.person

    @property
    def handle_id(self) -> UUID:
        assert self.following.identity is not None
        return self.following.identity.id

    @property
    def admitted(self) -> tuple[UUID, int]:
        """The space under which it was let in, and the access number of that."""
        return self.following.space_id, self.following.access_number
