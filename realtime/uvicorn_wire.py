"""uvicorn's WebSockets with a wire: `uvicorn --ws realtime.uvicorn_wire:WireProtocol`."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from .wire import EXTENSION


class WireProtocol(WebSocketsSansIOProtocol):
    """Reading stops while the application has a message to take, so what waits here is what one read brought."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: Any = self.scope["extensions"]
            extensions[EXTENSION] = self

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
