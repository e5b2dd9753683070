"""Daphne with a wire, and with bounds in both directions: `python -m realtime.daphne_wire` takes Daphne's arguments.

Twisted wakes its reactor for each write. While it holds nothing back for a connection, a frame goes straight to the
socket instead, which halves the price of a busy document. Daphne itself bounds neither what a client sends faster than
the application reads, nor what a client is sent faster than it reads, and it cannot close with 1012 or 1013.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from daphne import http_protocol
from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.interfaces import IPushProducer
from twisted.internet.protocol import connectionDone
from twisted.internet.tcp import Connection
from zope.interface import implementer  # type: ignore[import-untyped]

from . import threads
from .daphne_bodies import BoundedRequest
from .daphne_lean import LeanProtocol
from .wire import EXTENSION, NOBODY, Listener

logger = logging.getLogger(__name__)

QUEUED_MESSAGES: Final = 32  # a second of a fast typist; past it the client's socket is no longer read


@implementer(IPushProducer)
class DaphneWire:
    """One connection. To Twisted it is the producer, which is told when too much is held back."""

    __slots__ = (
        "_busy",
        "_drained",
        "_listener",
        "_protocol",
        "_reading",
        "_shut",
        "_straight",
        "_transport",
        "_waiting",
    )

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol
        self._transport: Any = protocol.transport
        self._straight = goes_straight(self._transport)
        self._reading = True
        self._shut = False  # Twisted holds back as much as it may
        self._drained: asyncio.Future[None] | None = None
        self._listener: Listener | None = None
        self._busy = False  # the listener is not done with the last message
        self._waiting: deque[bytes | str | None] | None = None  # for the listener; None says that it is over
        if self._transport.producer is not None:
            self._transport.unregisterProducer()  # the HTTP channel that the connection began as
        self._transport.registerProducer(self, True)

    # ── to the client ──

    def write(self, frame: bytes) -> bool:
        """Send now; False while Twisted holds back as much as it may."""
        if self._shut:
            return False
        if self._protocol.state != WebSocketProtocol.STATE_OPEN:
            return True
        transport = self._transport
        if self._straight and not transport.dataBuffer and not transport._tempDataBuffer:
            try:
                sent = transport.socket.send(frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                return True  # gone: Twisted finds out when it reads
            if sent < len(frame):
                transport.write(frame[sent:])
        else:
            transport.write(frame)
        return True

    async def drained(self) -> None:
        """Wait until Twisted has sent all that it held."""
        if self._shut:
            self._drained = self._drained or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    async def send(self, message: dict[str, Any]) -> None:
        """What is no frame: the goodbye."""
        if self._protocol.state == WebSocketProtocol.STATE_OPEN:
            self._protocol.handle_reply(message)

    def pauseProducing(self) -> None:
        self._shut = True

    def _open(self) -> None:
        self._shut = False
        if self._drained is not None:
            self._drained.set_result(None)
            self._drained = None

    def resumeProducing(self) -> None:
        self._open()
        if self._transport.disconnecting:
            self._transport.unregisterProducer()  # Twisted ends no connection that is still produced for

    def stopProducing(self) -> None:
        self._open()

    # ── from the client ──

    @property
    def is_passed_on(self) -> bool:
        """Whether a listener hears it, and no application."""
        return self._listener is not None

    def pass_on(self, listener: Listener) -> None:
        """From now on what comes goes to the listener."""
        self._listener = listener
        queue = self._protocol.let_go_of_the_application()
        try:
            listener.begin(self)
        except BaseException:
            self._protocol.sendCloseFrame(code=1011)
            raise
        while queue is not None and not queue.empty():
            message = queue.get_nowait()
            data = message.get("bytes")
            is_over = message["type"] != "websocket.receive"
            self.heard(None if is_over else message["text"] if data is None else data)
        if not self._busy:
            self.taken()

    def heard(self, data: bytes | str | None) -> None:
        """A message for the listener; None: it is over."""
        if self._busy:
            self._waiting = self._waiting or deque()
            self._waiting.append(data)
            return
        assert self._listener
        if data is None:
            listener, self._listener = self._listener, NOBODY
            listener.over()
        elif (waits := self._listener.hear(data)) is not None:
            self._busy = True
            self._pause()
            threads.spawn(self._until(waits))

    async def _until(self, waits: Awaitable[None]) -> None:
        """Go on when the listener is done."""
        try:
            await waits
        except Exception:
            logger.exception("a message could not be served")
            self._protocol.sendCloseFrame(code=1011)
        finally:
            self._busy = False
        while self._waiting and not self._busy:
            self.heard(self._waiting.popleft())
        if not self._busy:
            self._waiting = None
            self.taken()

    def came(self, waiting: int) -> None:
        """A message came, and so many wait for the application."""
        if waiting >= QUEUED_MESSAGES:
            self._pause()

    def _pause(self) -> None:
        if self._reading:
            self._reading = False
            self._transport.pauseProducing()

    def taken(self) -> None:
        """The application has taken all that waited."""
        if not self._reading:
            self._reading = True
            self._transport.resumeProducing()


def goes_straight(transport: Any) -> bool:
    """Whether this is a plain TCP connection of Twisted, with its two buffers where they were when this was written."""
    return (
        isinstance(transport, Connection)
        and not transport.TLS
        and isinstance(getattr(transport, "dataBuffer", None), bytes)
        and isinstance(getattr(transport, "_tempDataBuffer", None), list)
    )


class WireProtocol(LeanProtocol):
    """Daphne's, which pauses a client that sends too fast, and closes with every code."""

    wire: DaphneWire | None = None

    def let_go_of_the_application(self) -> "asyncio.Queue[dict[str, Any]] | None":
        """What waits for it. Daphne then tells it of nothing more, and all that the handshake needed is dropped."""
        queue = self.__dict__.pop("application_queue", None)
        self.let_go_of_the_handshake()
        return cast("asyncio.Queue[dict[str, Any]] | None", queue)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N803
        if self.wire is not None and self.wire.is_passed_on:
            self.last_ping = time.time()
            self.current_frame_masker = None
            self.wire.heard(payload if isBinary else payload.decode("utf8"))
            return
        super().onMessage(payload, isBinary)
        if self.wire is not None and not self.muted:
            self.wire.came(self.application_queue.qsize())

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:  # noqa: N803
        super().onClose(wasClean, code, reason)
        wire, self.wire = self.wire, None
        if wire is not None and wire.is_passed_on:
            wire.heard(None)

    def connectionLost(self, reason: Any = connectionDone) -> None:
        super().connectionLost(reason)
        self.is_open = self.is_closed = None  # autobahn's: what they came to is this, and nobody waits for it

    def handle_reply(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close" and self.state == self.STATE_OPEN:
            # autobahn's sendClose refuses the codes from 1001 to 2999, which a server may well send
            self.sendCloseFrame(code=message.get("code", 1000), reasonUtf8=message.get("reason", "").encode()[:123])
        else:
            super().handle_reply(message)


Receive = Callable[[], Awaitable[dict[str, Any]]]


class WireServer(Server):
    """Daphne's server, whose sockets find their wire in the scope."""

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> asyncio.Queue[dict[str, Any]] | None:
        if isinstance(protocol, WireProtocol):
            protocol.wire = DaphneWire(protocol)
            scope.setdefault("extensions", {})[EXTENSION] = protocol.wire
        return cast("asyncio.Queue[dict[str, Any]] | None", super().create_application(protocol, scope))

    def kill_all_applications(self) -> Any:
        done: asyncio.Future[None] = asyncio.get_event_loop().create_future()
        done.set_result(None)
        for details in self.connections.values():
            details.setdefault("application_instance", done)  # Daphne asks each, and forgets those that have returned
        return super().kill_all_applications()

    def __init__(self, application: Any, **settings: Any) -> None:
        async def bounded(scope: dict[str, Any], receive: Receive, send: Any) -> None:
            wire: DaphneWire | None = scope.get("extensions", {}).get(EXTENSION)
            if wire is None:
                await application(scope, receive, send)
                return
            queue = cast("asyncio.Queue[dict[str, Any]]", receive.__self__)  # type: ignore[attr-defined]

            async def receive_and_resume() -> dict[str, Any]:
                if queue.empty():
                    wire.taken()
                return await receive()

            await application(scope, receive_and_resume, send)

        super().__init__(bounded, **settings)


class WireCommand(CommandLineInterface):
    server_class = WireServer


WebSocketFactory.protocol = WireProtocol
http_protocol.WebRequest = BoundedRequest

if __name__ == "__main__":
    WireCommand.entrypoint()
