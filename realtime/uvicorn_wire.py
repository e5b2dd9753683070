"""uvicorn's WebSockets with a wire: `uvicorn --ws realtime.uvicorn_wire:WireProtocol`.

uvicorn's own protocol does the handshake. Once the application passes the connection on, a `Line` takes its place, and
the request, the scope, the task and the frames of all that the handshake went through are let go of.
"""

from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from .line import Line
from .wire import EXTENSION, Listener


class PassedOn:
    """What uvicorn closes when the application returns, where the connection goes on without it."""

    def close(self) -> None:
        """The line closes it."""


class WireProtocol(WebSocketsSansIOProtocol):
    """What a client sends is read when somebody hears it: an application that does not pass it on gets none."""

    early = b""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: Any = self.scope["extensions"]
            extensions[EXTENSION] = self

    def data_received(self, data: bytes) -> None:
        if self.handshake_initiated and not self.close_sent:
            self.early += data
            self.read_paused = True
            self.transport.pause_reading()
            return
        data, self.early = self.early + data, b""
        super().data_received(data)

    def write(self, frame: bytes) -> bool:
        """Send now; False while the transport holds back as much as it may."""
        if not self.writable.is_set():
            return False
        if not (self.close_sent or self.disconnected or self.transport.is_closing()):
            self.transport.write(frame)
        return True

    async def drained(self) -> None:
        """Wait until the transport has sent most of what it held."""
        await self.writable.wait()

    def pass_on(self, listener: Listener) -> None:
        """From now on what comes goes to the listener."""
        self.stop_keepalive()
        extensions: Any = self.scope["extensions"]
        del extensions[EXTENSION]  # it and the scope hold one another
        self.conn.parser.close()
        transport, self.transport = self.transport, cast(Any, PassedOn())
        limit = self.config.ws_max_size
        line = Line(transport, listener, self.connections, limit, shut=not self.writable.is_set())
        self.connections.discard(self)
        self.connections.add(cast(Any, line))
        transport.set_protocol(line)
        line.begin(self.early)
        if self.read_paused:
            line.read_on()
