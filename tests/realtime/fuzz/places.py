"""The places where a client's bytes come in. Each takes an input, and lets nothing escape but Malformed."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from realtime.committing import _beyond_what_is_stored
from realtime.connections import Connection, Following
from realtime.documents import Loaded, Row
from realtime.editors import Editor
from realtime.entry import _header, is_own_origin
from realtime.identity import Identity
from realtime.limits import Bucket
from realtime.live_socket import LiveSocket
from realtime.open_document import OpenDocument
from realtime.outbox import Frame, Outbox
from realtime.protocol import NOTHING, Malformed
from realtime.sockets import number_of, uuid_of

NIL = UUID(int=0)


async def _nowhere(message: dict[str, Any]) -> None:
    return None


class Door:
    """An open document with one editor, as a hub has it. What passes the check is taken as if it had been stored."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.passed = 0
        self.begin()

    def begin(self) -> None:
        loaded = Loaded(NIL, NIL, "action", 1, 0, Row(0, NOTHING), (), False)
        self.document = OpenDocument(loaded, lambda: None, lambda *_: None, self._spoiled)
        self.taken.clear()
        self.come()

    def _spoiled(self, document: UUID, reason: str) -> None:
        raise AssertionError(f"what the check let in could not be taken in: {reason}")

    def come(self) -> None:
        """Connect, after having been closed."""
        where = Following(NIL, frozenset({"member"}), 1, Identity(NIL, "Somebody", "#000000"))
        connection = Connection(Outbox(_nowhere), 1, "", Frame(b""))
        self.editor = Editor(connection, where, numbered=False, may_edit=True)
        for bucket in ("updates", "moves", "questions", "received"):
            setattr(self.editor, bucket, Bucket(1e9, 1e9))
        self.document.join(self.editor, 0)

    def take(self, data: bytes) -> None:
        """One frame, through the whole way of it."""
        try:
            with contextlib.suppress(Malformed):
                self.document.receive(self.editor, data)
            batch = self.document.take()
            if batch is not None:
                batch.seq, batch.body = self.document.head + 1, _beyond_what_is_stored(batch, batch.kept())
                self.document.settled(batch)
                self.taken.append(batch.body)
                self.passed += 1
        finally:
            if self.editor.connection.outbox.closed:
                self.document.leave(self.editor)
                self.come()


class _Hub:
    closing = False
    spaces: dict[UUID, Any] = {}
    changes_of_access = 0


def live(data: bytes) -> None:
    """A message of the live socket, up to where the database would be asked."""
    socket = LiveSocket()
    socket.hub = _Hub()  # type: ignore[assignment]
    socket.connection = Connection(Outbox(_nowhere), 1, "", Frame(b""))
    with contextlib.suppress(Malformed):
        asks = socket.heard(data.decode("utf-8", "surrogatepass"))
        if isinstance(asks, Coroutine):
            asks.close()


def query(data: bytes) -> None:
    asked = parse_qs(data.decode("latin-1"))
    for name in ("after", "epoch"):
        with contextlib.suppress(Malformed):
            number_of(asked.get(name, ["0"])[0])


def header(data: bytes) -> None:
    for name in (b"origin", b"host"):
        headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
        headers = [(key, data if key == name else value) for key, value in headers] + [(b"cookie", data)]
        scope = {"headers": headers, "scheme": "ws"}
        is_own_origin(scope)
        _header(scope, b"cookie")


def path(data: bytes) -> None:
    uuid_of(data.decode("utf-8", "replace"))


def text(data: bytes) -> bool:
    """Whether the server would hand these bytes on as a text message."""
    with contextlib.suppress(UnicodeDecodeError):
        data.decode("utf-8", "surrogatepass")
        return True
    return False


def places(door: Door) -> dict[str, Callable[[bytes], None]]:
    """Every place by its name; call inside an event loop."""
    asyncio.get_running_loop()
    return {
        "frame": door.take,
        "live": lambda data: live(data) if text(data) else None,
        "query": query,
        "header": header,
        "path": path,
    }
