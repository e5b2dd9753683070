"""Daphne with a wire, and with bounds in both directions: `python -m realtime.daphne_wire` takes Daphne's arguments.

Twisted wakes its reactor for each write. While it holds nothing back for a connection, a frame goes straight to the
socket instead, which halves the price of a busy document. Daphne itself bounds neither what a client sends faster than
the application reads, nor what a client is sent faster than it reads, and it cannot close with 1012 or 1013.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.interfaces import IPushProducer
from twisted.internet.tcp import Connection
from zope.interface import implementer  # type: ignore[import-untyped]

from .wire import EXTENSION

QUEUED_MESSAGES: Final = 32  # a second of a fast typist; past it the client's socket is no longer read


@implementer(IPushProducer)
class DaphneWire:
    """One connection. To Twisted it is the producer, which is told when too much is held back."""

    __slots__ = ("_protocol", "_reading", "_straight", "_transport", "_writable")

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol
        self._transport: Any = protocol.transport
        self._straight = goes_straight(self._transport)
        self._reading = True
        self._writable = asyncio.Event()
        self._writable.set()
        if self._transport.producer is not None:
            self._transport.unregisterProducer()  # the HTTP channel that the connection began as
        self._transport.registerProducer(self, True)

    # ── to the client ──

    def write(self, frame: bytes) -> bool:
        """Send now; False while Twisted holds back as much as it may."""
        if not self._writable.is_set():
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
        await self._writable.wait()

    def pauseProducing(self) -> None:
        self._writable.clear()

    def resumeProducing(self) -> None:
        self._writable.set()
        if self._transport.disconnecting:
            self._transport.unregisterProducer()  # Twisted ends no connection that is still produced for

    def stopProducing(self) -> None:
        self._writable.set()

    # ── from the client ──

    def came(self, waiting: int) -> None:
        """A message came, and so many wait for the application."""
        if waiting >= QUEUED_MESSAGES and self._reading:
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


class WireProtocol(WebSocketProtocol):
    """Daphne's, which pauses a client that sends too fast, and closes with every code."""

    wire: DaphneWire | None = None

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N803
        super().onMessage(payload, isBinary)
        if self.wire is not None and not self.muted:
            self.wire.came(self.application_queue.qsize())

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

if __name__ == "__main__":
    WireCommand.entrypoint()
