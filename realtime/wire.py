"""What a server offers below ASGI: a frame encoded once is written to each connection with one system call.

`uvicorn_wire` and `daphne_wire` offer it in the scope's extensions; behind any other server sends go by ASGI.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

EXTENSION: Final = "baraza.wire"
TEXT: Final = 1
BINARY: Final = 2


class Wire(Protocol):
    """A connection that takes frames as they go over the network."""

    def write(self, frame: bytes) -> bool:
        """Send now; False when the other side reads too slowly: then nothing was taken."""

    async def drained(self) -> None:
        """Wait until it takes frames again, or is gone."""


def wire_of(scope: Mapping[str, Any]) -> Wire | None:
    """The wire of a connection, where the server offers one."""
    found: Wire | None = (scope.get("extensions") or {}).get(EXTENSION)
    return found


def encoded(opcode: int, data: bytes) -> bytes:
    """One whole message as a server's WebSocket frame."""
    size = len(data)
    if size < 126:
        return bytes((0x80 | opcode, size)) + data
    if size < 1 << 16:
        return bytes((0x80 | opcode, 126)) + size.to_bytes(2, "big") + data
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big") + data
