"""A connection of uvicorn's after its handshake: what an idle one holds is this object and its transport.

Whole messages, nearly all that browsers send, are read here. For anything else (pieces, pings, a close, what is
against the rules) a parser of websockets is made, given whole frames, and let go of when it has nothing pending.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, Final
from weakref import WeakKeyDictionary

from websockets.frames import Frame, Opcode
from websockets.protocol import SERVER, Protocol

from . import threads
from .wire import BINARY, NOBODY, TEXT, Listener, encoded

try:
    from websockets.speedups import apply_mask
except ImportError:  # no C on this machine
    from websockets.utils import apply_mask

logger = logging.getLogger(__name__)

WHOLE: Final = {0x80 | TEXT: TEXT, 0x80 | BINARY: BINARY}
PONG: Final = 0x8A
MASKED: Final = 0x80
PING: Final = encoded(Opcode.PING, b"")
PING_SECONDS: Final = 20  # and as long for the answer: past it nobody is there
CLOSE_SECONDS: Final = 10.0  # for the other side to agree to a close


class Line(asyncio.Protocol):
    """What comes goes to the listener by calls. `among` are the open connections that the server knows of."""

    __slots__ = (
        "_among", "_busy", "_closing", "_drained", "_limit", "_listener", "_over", "_parser", "_pieces", "_rest",
        "_shut", "_silent", "_transport",
    )  # fmt: skip

    def __init__(self, transport: Any, listener: Listener, among: set[Any], limit: int, *, shut: bool = False) -> None:
        self._transport, self._listener, self._among, self._limit = transport, listener, among, limit
        self._shut = shut  # the transport holds back as much as it may
        self._busy = False  # the listener is not done with the last message
        self._closing = self._over = self._silent = False
        self._drained: asyncio.Future[None] | None = None
        self._rest: bytearray | None = None  # the beginning of a frame, or what waits for the listener
        self._parser: Protocol | None = None
        self._pieces: list[bytes] | None = None

    def begin(self, early: bytes) -> None:
        """Serve it; `early` came before there was somebody to hear it."""
        _pings().add(self)
        try:
            self._listener.begin(self)
        except BaseException:
            self._fail(1011)
            raise
        if self._transport.is_closing():
            self.connection_lost(None)
        elif early:
            self.data_received(early)

    # ── to the client ──

    def write(self, frame: bytes) -> bool:
        """Send now; False while the transport holds back as much as it may."""
        if self._shut:
            return False
        if not (self._closing or self._transport.is_closing()):
            self._transport.write(frame)
        return True

    async def drained(self) -> None:
        """Wait until the transport has sent most of what it held, or is gone."""
        if self._shut:
            self._drained = self._drained or asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    async def send(self, message: dict[str, Any]) -> None:
        """The goodbye, as ASGI has it."""
        if message["type"] == "websocket.close":
            self._close(message.get("code", 1000), message.get("reason", ""))

    def _close(self, code: int, reason: str) -> None:
        if self._closing or self._transport.is_closing():
            return
        self._closing = True
        self._transport.write(encoded(Opcode.CLOSE, code.to_bytes(2, "big") + reason.encode()[:123]))
        loop = asyncio.get_running_loop()
        loop.call_later(CLOSE_SECONDS, self._transport.close)
        loop.call_soon(self._end)

    def _fail(self, code: int) -> None:
        """Close without waiting for the other side."""
        self._close(code, "")
        self._transport.close()

    def shutdown(self) -> None:
        """The server ends."""
        self._fail(1012)

    def ping(self) -> None:
        """Ask whether somebody is still there."""
        if self._busy or self._transport.is_closing():
            return
        if self._silent:
            self._fail(1011)
            return
        self._silent = True
        if not self._closing:
            self._transport.write(PING)

    # ── from the transport ──

    def pause_writing(self) -> None:
        self._shut = True

    def resume_writing(self) -> None:
        self._shut = False
        if self._drained is not None:
            self._drained.set_result(None)
            self._drained = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._among.discard(self)
        _pings().discard(self)
        self.resume_writing()
        self._rest = self._pieces = None
        self._let_go_of_the_parser()
        self._end()

    def _end(self) -> None:
        """Tell the listener that nothing more comes, when it is done with what came."""
        if not self._over:
            self._over = True
            if not self._busy:
                self._let_go_of_the_listener()

    def _let_go_of_the_listener(self) -> None:
        listener, self._listener = self._listener, NOBODY
        listener.over()

    def data_received(self, data: bytes) -> None:
        self._silent = False
        if self._rest is not None:
            self._rest += data
        elif self._busy:
            self._rest = bytearray(data)
        if not self._busy:
            self._read(data if self._rest is None else self._rest)

    def _read(self, data: bytes | bytearray) -> None:
        at = 0
        while not (self._busy or self._transport.is_closing()):
            size = self._frame(data, at)
            if not size:
                break
            at += size
        if at >= len(data) or self._transport.is_closing():
            self._rest = None
        elif data is self._rest:
            del self._rest[:at]
        else:
            self._rest = bytearray(memoryview(data)[at:])

    def _frame(self, data: bytes | bytearray, at: int) -> int:
        """Take the frame that begins here; its size, or 0 when not all of it is there."""
        there = len(data) - at
        if there < 2:
            return 0
        first, second = data[at], data[at + 1]
        length, head = second & 0x7F, 6
        if length >= 126:
            head = 8 if length == 126 else 14
            if there < head - 4:
                return 0
            length = int.from_bytes(data[at + 2 : at + head - 4], "big")
        if not second & MASKED or length > self._limit:
            self._by_the_book(bytes(data[at:]))  # which refuses it
            return there
        if there < head + length:
            return 0
        body, end = at + head, at + head + length
        if first in WHOLE and self._parser is None:
            self._hear(WHOLE[first], apply_mask(data[body:end], data[body - 4 : body]))
        elif first != PONG or self._parser is not None:
            self._by_the_book(bytes(data[at:end]))
        return end - at

    def _by_the_book(self, frame: bytes) -> None:
        parser = self._parser
        if parser is None:
            parser = self._parser = Protocol(SERVER, max_size=self._limit, logger=logger)
        parser.receive_data(frame)
        for event in parser.events_received():
            if isinstance(event, Frame) and event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._piece(event)
        answer = b"".join(parser.data_to_send())
        if answer and not self._closing:
            self._transport.write(answer)
        if parser.parser_exc is not None or parser.close_rcvd is not None:
            self._closing = True
            self._transport.close()
            self._end()
        elif parser.current_size is None:
            self._let_go_of_the_parser()

    def _let_go_of_the_parser(self) -> None:
        parser, self._parser = self._parser, None
        if parser is not None:
            parser.parser.close()  # it and its generator hold one another

    def _piece(self, event: Frame) -> None:
        if self._pieces is None:
            self._pieces = [bytes((event.opcode,))]
        self._pieces.append(bytes(event.data))
        if event.fin:
            (kind, *pieces), self._pieces = self._pieces, None
            self._hear(kind[0], b"".join(pieces))

    def _hear(self, kind: int, body: bytes) -> None:
        if self._closing:
            return
        try:
            waits = self._listener.hear(body.decode() if kind == TEXT else body)
        except UnicodeDecodeError:
            self._fail(1007)
            return
        if waits is not None:
            self._busy = True
            self._transport.pause_reading()
            threads.spawn(self._until(waits))

    async def _until(self, waits: Awaitable[None]) -> None:
        """Read on when the listener is done."""
        try:
            await waits
        except Exception:
            logger.exception("a message could not be served")
            self._fail(1011)
        finally:
            self._busy = False
            if self._over:
                self._let_go_of_the_listener()
        if self._rest:
            self._read(self._rest)
        self.read_on()

    def read_on(self) -> None:
        """Take from the transport again, unless the listener is still busy."""
        if not (self._busy or self._transport.is_closing()):
            self._transport.resume_reading()


class Pings:
    """Every line of an event loop is pinged once in PING_SECONDS, each second a part of them."""

    def __init__(self) -> None:
        self._parts: list[set[Line]] = [set() for _ in range(PING_SECONDS)]
        self._at = 0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, line: Line) -> None:
        """Ping it from now on."""
        self._part_of(line).add(line)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(1, self._next)

    def discard(self, line: Line) -> None:
        """It is gone."""
        self._part_of(line).discard(line)

    def _part_of(self, line: Line) -> set[Line]:
        return self._parts[(id(line) >> 6) % PING_SECONDS]

    def _next(self) -> None:
        self._at = (self._at + 1) % PING_SECONDS
        for line in list(self._parts[self._at]):
            line.ping()
        self._timer = asyncio.get_running_loop().call_later(1, self._next) if any(self._parts) else None


_of_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, Pings] = WeakKeyDictionary()


def _pings() -> Pings:
    loop = asyncio.get_running_loop()
    found = _of_loops.get(loop)
    if found is None:
        found = _of_loops[loop] = Pings()
    return found
