"""A connection: who is behind it, and sends that complete at once unless the other side is slow."""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from . import metrics
from .identity import Identity
from .limits import OUTGOING_MESSAGES
from .protocol import COME_AGAIN

Send = Callable[[dict[str, Any]], Awaitable[None]]


@types.coroutine
def _rest(started: Coroutine[Any, Any, None], waiting: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine that was started by hand and now waits for something."""
    while True:
        try:
            value = yield waiting
        except BaseException as error:
            waiting = started.throw(error)
        else:
            try:
                waiting = started.send(value)
            except StopIteration:
                return


class Outbox:
    """Messages to one client, in order. A send is a call, and becomes a task only when the client is slow."""

    __slots__ = ("_queue", "_send", "_task", "closed", "code")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: deque[dict[str, Any]] = deque()
        self._task: asyncio.Task[None] | None = None
        self.closed = False
        self.code = 0

    def push(self, message: dict[str, Any]) -> None:
        """Send now, or after what is still on its way; a reader that is too slow is sent away and comes again."""
        if self.closed:
            return
        if self._task is not None:
            if len(self._queue) >= OUTGOING_MESSAGES:
                self._queue.clear()
                self.close(COME_AGAIN, "too slow")
                return
            self._queue.append(message)
            return
        sending = self._send(message)
        if not isinstance(sending, Coroutine):
            self._task = asyncio.ensure_future(self._drain(sending))
            return
        try:
            waiting = sending.send(None)
        except StopIteration:
            return
        except Exception:
            self.closed = True
            return
        self._task = asyncio.ensure_future(self._drain(_as_awaitable(sending, waiting)))

    def close(self, code: int, reason: str = "") -> None:
        """End the connection after what is queued."""
        if self.closed:
            return
        self.push({"type": "websocket.close", "code": code, "reason": reason})
        metrics.CLOSED.labels(str(code)).inc()
        self.closed, self.code = True, code

    async def _drain(self, first: Awaitable[None]) -> None:
        try:
            await first
            while self._queue:
                await self._send(self._queue.popleft())
        except Exception:
            self.closed = True
        finally:
            self._task = None


async def _as_awaitable(started: Coroutine[Any, Any, None], waiting: Any) -> None:
    await _rest(started, waiting)


@dataclass(eq=False, slots=True)
class Connection:
    """A socket that was let in. The user and the levels are those of the last check, which the hub renews."""

    outbox: Outbox
    user: Any
    session_key: str
    quiet: bytes | str  # a message that says nothing, in the language of its socket

    def beat(self) -> None:
        """Let the other side hear something."""
        if isinstance(self.quiet, bytes):
            self.send_bytes(self.quiet)
        else:
            self.send_text(self.quiet)

    def send_bytes(self, data: bytes) -> None:
        self.outbox.push({"type": "websocket.send", "bytes": data})

    def send_text(self, text: str) -> None:
        self.outbox.push({"type": "websocket.send", "text": text})

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
