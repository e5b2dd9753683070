"""Messages to one client, in order, each sent at once unless the client is slow; a slow one never grows a buffer."""

import asyncio
import contextlib
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Hashable
from typing import Any

from . import metrics
from .limits import OUTGOING_BYTES
from .wire import BINARY, TEXT, Wire, encoded

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Frame:
    """A message made ready once for all who get it. `log` and `follows`: it leads on from that number of that log."""

    __slots__ = ("data", "follows", "log", "wire")

    def __init__(self, data: bytes | str, log: Hashable = None, follows: int = 0) -> None:
        self.data, self.log, self.follows = data, log, follows
        self.wire = encoded(TEXT, data.encode()) if isinstance(data, str) else encoded(BINARY, data)

    @property
    def message(self) -> dict[str, Any]:
        """As ASGI has it."""
        return {"type": "websocket.send", "text" if isinstance(self.data, str) else "bytes": self.data}


def _catch_up_with_nothing(lost: dict[Hashable, int]) -> None:
    """Of one that follows no log."""


class Outbox:
    """What one client is sent. A send is a call, and becomes a task only when the client is slow.

    Past OUTGOING_BYTES what waits is dropped and nothing more is kept. Once the client reads again, `catch_up(lost)` is
    called with the number of each log up to which it got everything, and whoever set it sends the difference.
    """

    __slots__ = ("_bytes", "_lost", "_queue", "_send", "_task", "_wire", "catch_up", "closed", "code", "reason")

    def __init__(self, send: Send, wire: Wire | None = None) -> None:
        self._send: Send | None = send
        self._wire = wire
        self._queue: deque[Frame] | None = None  # an empty one is 600 bytes
        self._bytes = 0
        self._lost: dict[Hashable, int] | None = None
        self._task: asyncio.Task[None] | None = None
        self.catch_up: Callable[[dict[Hashable, int]], None] = _catch_up_with_nothing
        self.closed = False
        self.code, self.reason = 0, ""

    def goes_by(self, wire: Wire) -> None:
        """The connection was passed on; all goes by this wire from now on."""
        self._wire, self._send = wire, None

    def push(self, frame: Frame) -> None:
        """Send now, or after what is still on its way."""
        if self.closed:
            return
        if self._task is not None:
            self._keep(frame)
        elif self._wire is not None:
            if not self._wire.write(frame.wire):
                self._keep(frame)
                self._task = asyncio.ensure_future(self._drain())
        else:
            self._start(frame.message)

    def push_both(self, first: Frame, second: Frame) -> None:
        """Send two messages, at the price of one where the server allows it."""
        at_once = self._wire is not None and self._task is None and not self.closed
        if at_once and self._wire is not None and self._wire.write(first.wire + second.wire):
            return
        self.push(first)
        self.push(second)

    def close(self, code: int, reason: str = "") -> None:
        """End the connection after what is queued."""
        if self.closed:
            return
        metrics.CLOSED.labels(str(code)).inc()
        self.closed, self.code, self.reason = True, code, reason
        goodbye = {"type": "websocket.close", "code": code, "reason": reason}
        if self._task is None:
            self._start(goodbye)
        else:
            self._task = asyncio.ensure_future(self._after(self._task, goodbye))

    def over(self) -> None:
        """The connection is gone: whoever set `catch_up` is let go of."""
        self.catch_up = _catch_up_with_nothing

    def _keep(self, frame: Frame) -> None:
        size = len(frame.wire)
        if self._lost is None and self._bytes > OUTGOING_BYTES:
            self._lost = {}
            for waiting in self._queue or ():
                self._lost.setdefault(waiting.log, waiting.follows)
            self._queue = None
        if self._lost is not None:
            self._lost.setdefault(frame.log, frame.follows)
            return
        if self._queue is None:
            self._queue = deque()
        self._queue.append(frame)
        self._bytes += size

    def _start(self, message: dict[str, Any]) -> None:
        """By hand until it waits for something: a task for each send costs more than the send."""
        sending = self._asgi(message)
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

    def _asgi(self, message: dict[str, Any]) -> Awaitable[None]:
        if self._send is not None:
            return self._send(message)
        assert self._wire is not None
        return self._wire.send(message)

    async def _drain(self, first: Awaitable[None] | None = None) -> None:
        try:
            if first is not None:
                await first
            while self._queue or self._lost is not None:
                if self._wire is not None:
                    await self._wire.drained()
                if self._queue:
                    frame = self._queue[0]
                    if self._wire is None:
                        await self._asgi(frame.message)
                    elif not self._wire.write(frame.wire):
                        continue
                    if self._queue and self._queue[0] is frame:  # else it was dropped meanwhile
                        self._queue.popleft()
                        self._bytes -= len(frame.wire)
                    if not self._queue:
                        self._queue = None
                elif self._lost is not None:
                    self._return()
        except Exception:
            self.closed = True
        finally:
            if self._task is asyncio.current_task():
                self._task = None

    def _return(self) -> None:
        """The client reads again."""
        lost, self._lost, self._bytes = self._lost or {}, None, 0
        if not self.closed:
            metrics.RESYNCS.inc()
            self.catch_up(lost)

    async def _after(self, task: asyncio.Task[None], goodbye: dict[str, Any]) -> None:
        await asyncio.wait([task])
        with contextlib.suppress(Exception):
            await self._asgi(goodbye)
        self._task = None


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


async def _as_awaitable(started: Coroutine[Any, Any, None], waiting: Any) -> None:
    await _rest(started, waiting)
