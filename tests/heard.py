"""What the server says on a document's socket, read as any client of the tests reads it."""

import json
from dataclasses import dataclass
from typing import Any

from realtime import protocol
from realtime.protocol import read_uint


@dataclass(frozen=True)
class Question:
    """The server's sync step 1: what it holds."""

    state: bytes


@dataclass(frozen=True)
class Update:
    """A sync step 2 or an update, for stock clients."""

    body: bytes


@dataclass(frozen=True)
class Rows:
    """The update that leads from one number of the log to another, for our own client."""

    first: int
    last: int
    body: bytes


@dataclass(frozen=True)
class Stored:
    """So many frames of this connection are committed."""

    count: int


@dataclass(frozen=True)
class Status:
    said: dict[str, Any]


@dataclass(frozen=True)
class Carets:
    """State by client; None for who went."""

    states: dict[int, Any]


Heard = Question | Update | Rows | Stored | Status | Carets


def heard(data: bytes) -> Heard:
    """One message of the server."""
    end = len(data)
    kind, at = read_uint(data, 0, end)
    if kind == protocol.STATUS:
        return Status(json.loads(data[read_uint(data, at, end)[1] :]))
    if kind == protocol.ROWS:
        first, at = read_uint(data, at, end)
        last, at = read_uint(data, at, end)
        return Rows(first, last, data[read_uint(data, at, end)[1] :])
    if kind == protocol.STORED:
        return Stored(read_uint(data, at, end)[0])
    message = protocol.parse(data)
    if message.kind == protocol.AWARENESS:
        return Carets({client: state for client, _, state in protocol.read_awareness(message.body)})
    return Question(message.body) if message.step == protocol.STEP_1 else Update(message.body)
