"""What a server offers below ASGI: a frame encoded once is written to each connection with one system call, and a
connection that was let in goes on without its ASGI application, whose task, frames and scope an idle one would hold.

`uvicorn_wire` and `daphne_wire` offer it in the scope's extensions; behind any other server sends go by ASGI.
"""

from collections.abc import Awaitable, Mapping
from typing import Any, Final, Protocol

EXTENSION: Final = "baraza.wire"
TEXT: Final = 1
BINARY: Final = 2


class Wire(Protocol):
    """A connection that takes frames as they go over the network, and gives what comes."""

    def write(self, frame: bytes) -> bool:
        """Send now; False when the other side reads too slowly: then nothing was taken."""

    async def drained(self) -> None:
        """Wait until it takes frames again, or is gone."""

    async def send(self, message: Any) -> None:
        """A message of ASGI's, such as the goodbye."""


class Offer(Wire, Protocol):
    """The wire of a connection whose application has not passed it on yet."""

    def pass_on(self, listener: "Listener") -> None:
        """Have the listener begin, and hear what came already and all that comes; the application may return."""


class Listener(Protocol):
    """Who hears a connection that was passed on."""

    def begin(self, wire: Wire) -> None:
        """It is yours, and goes by this wire from now on."""

    def hear(self, data: bytes | str) -> Awaitable[None] | None:
        """A message; the next one comes when what is given has been awaited."""

    def over(self) -> None:
        """Nothing more comes."""


class Nobody:
    """Who hears a connection that is over: its wire holds on to nothing of it."""

    def begin(self, wire: Wire) -> None:
        pass

    def hear(self, data: bytes | str) -> None:
        pass

    def over(self) -> None:
        pass


NOBODY: Final = Nobody()


def wire_of(scope: Mapping[str, Any]) -> Offer | None:
    """The wire of a connection, where the server offers one."""
    found: Offer | None = (scope.get("extensions") or {}).get(EXTENSION)
    return found


def encoded(opcode: int, data: bytes) -> bytes:
    """One whole message as a server's WebSocket frame."""
    size = len(data)
    if size < 126:
        return bytes((0x80 | opcode, size)) + data
    if size < 1 << 16:
        return bytes((0x80 | opcode, 126)) + size.to_bytes(2, "big") + data
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big") + data
