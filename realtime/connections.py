"""A connection: who is behind it, and what it may do where."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .identity import Identity
from .outbox import Frame, Outbox


@dataclass(eq=False, slots=True)
class Connection:
    """A socket that was let in, for a person and a session of theirs; the hub asks again whether both hold."""

    outbox: Outbox
    person: Any  # the id
    session_key: str
    quiet: Frame  # a message that says nothing, in the language of its socket

    def beat(self) -> None:
        """Let the other side hear something."""
        self.outbox.push(self.quiet)

    def send(self, data: bytes | str) -> None:
        """Send bytes or text to this one alone."""
        self.outbox.push(Frame(data))

    def close(self, code: int, reason: str = "") -> None:
        self.outbox.close(code, reason)


@dataclass(eq=False, slots=True)
class Following:
    """What a connection may do in a space, and under which handle: as last checked."""

    space_id: UUID
    levels: frozenset[str]
    access_number: int
    identity: Identity | None
    kind: str = ""
    topics: frozenset[str] | None = None
    language: str = "en"
    after: int = 0
