"""The y-websocket protocol in bytes: what comes in, what goes out; and three messages of our own.

Ours, for a client that connected with `?after=N`: STATUS (JSON text), ROWS (from, to, update), STORED (count of its
frames that are committed). A stock client gets none of them.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

SYNC: Final = 0
AWARENESS: Final = 1
QUERY_AWARENESS: Final = 3
STATUS: Final = 100
ROWS: Final = 101
STORED: Final = 102

STEP_1: Final = 0
STEP_2: Final = 1
UPDATE: Final = 2

SIGNED_OUT: Final = 4401
NOT_YOURS: Final = 4404
READ_ONLY: Final = 4403
MALFORMED: Final = 4400
QUARANTINED: Final = 4423
SILENT: Final = 4408
COME_AGAIN: Final = 1013
RESTARTING: Final = 1012

NOTHING: Final = b"\0\0"  # an update that holds nothing; also an empty state vector with a byte to spare


class Malformed(ValueError):
    """The bytes are not what the protocol says; the connection that sent them is closed."""


def read_uint(data: bytes, at: int, end: int) -> tuple[int, int]:
    """A lib0 variable-length number and the place after it."""
    if at < end and data[at] < 128:  # nearly all are below 128
        return data[at], at + 1
    result = shift = 0
    while True:
        if at >= end or shift > 63:
            raise Malformed("number")
        byte = data[at]
        at += 1
        result |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return result, at


def write_uint(number: int) -> bytes:
    """A number as lib0 writes it."""
    out = bytearray()
    while number > 127:
        out.append(0x80 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def _bytes(data: bytes) -> bytes:
    return write_uint(len(data)) + data


def _take(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    length, at = read_uint(data, at, end)
    if length > end - at:
        raise Malformed("length")
    return data[at : at + length], at + length


class Message(NamedTuple):
    """What a client sent: `kind` is SYNC, AWARENESS or QUERY_AWARENESS; `step` only counts for SYNC."""

    kind: int
    step: int = 0
    body: bytes = b""


def parse(data: bytes) -> Message:
    """One frame of a client; raises Malformed."""
    end = len(data)
    kind, at = read_uint(data, 0, end)
    if kind == SYNC:
        step, at = read_uint(data, at, end)
        if step not in (STEP_1, STEP_2, UPDATE):
            raise Malformed("sync step")
        body, at = _take(data, at, end)
        message = Message(SYNC, step, body)
    elif kind == AWARENESS:
        body, at = _take(data, at, end)
        message = Message(AWARENESS, 0, body)
    elif kind == QUERY_AWARENESS:
        message = Message(QUERY_AWARENESS)
    else:
        raise Malformed("kind of message")
    if at != end:
        raise Malformed("bytes after the message")
    return message


def state_vector(clocks: Mapping[int, int]) -> bytes:
    """{client: clock} as Yjs writes it."""
    out = [write_uint(len(clocks))]
    for client, clock in clocks.items():
        out += [write_uint(client), write_uint(clock)]
    return b"".join(out)


def sync_step_1(state: bytes) -> bytes:
    return b"\0\0" + _bytes(state)


def sync_step_2(update: bytes) -> bytes:
    return b"\0\1" + _bytes(update)


def sync_update(update: bytes) -> bytes:
    return b"\0\2" + _bytes(update)


def awareness(update: bytes) -> bytes:
    return b"\1" + _bytes(update)


def status(said: dict[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return write_uint(STATUS) + _bytes(text)


def rows(first: int, last: int, update: bytes) -> bytes:
    """The update that leads from number `first` (held already) to number `last`."""
    return write_uint(ROWS) + write_uint(first) + write_uint(last) + _bytes(update)


def stored(count: int) -> bytes:
    return write_uint(STORED) + write_uint(count)


def read_awareness(body: bytes) -> list[tuple[int, int, Any]]:
    """The states of an awareness update: (client, clock, state)."""
    end = len(body)
    count, at = read_uint(body, 0, end)
    if count > 8:
        raise Malformed("a client speaks for itself alone")
    states = []
    for _ in range(count):
        client, at = read_uint(body, at, end)
        clock, at = read_uint(body, at, end)
        text, at = _take(body, at, end)
        try:
            states.append((client, clock, json.loads(text)))
        except (ValueError, RecursionError) as error:
            raise Malformed("state of awareness") from error
    if at != end:
        raise Malformed("bytes after the states")
    return states


def write_awareness(states: list[tuple[int, int, Any]]) -> bytes:
    """An awareness update of these states."""
    out = [write_uint(len(states))]
    for client, clock, state in states:
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
        out += [write_uint(client), write_uint(clock), _bytes(text)]
    return b"".join(out)
