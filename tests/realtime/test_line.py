"""A connection of uvicorn's after its handshake: what it hears, how it ends, that nothing of the handshake stays."""

import asyncio
import gc
import weakref
from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import Close, Frame, Opcode

from realtime import line as lines
from realtime.daphne_wire import DaphneWire, WireProtocol
from realtime.line import Line, Pings
from realtime.outbox import Outbox
from realtime.uvicorn_wire import WireProtocol as OnUvicorn
from realtime.wire import Wire

from .asgi import until

LIMIT = 1_000


class Transport:
    """What uvicorn writes to, and reads from while it may."""

    def __init__(self) -> None:
        self.written: Any = bytearray()
        self.protocol: Any = None
        self.is_read: Any = True
        self.ended: Any = False

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.ended = True

    def is_closing(self) -> bool:
        return bool(self.ended)

    def pause_reading(self) -> None:
        self.is_read = False

    def resume_reading(self) -> None:
        self.is_read = True

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def get_extra_info(self, name: str) -> Any:
        return None


class Ear:
    """A listener that takes down what it hears; `busy` is what it waits for after each message."""

    def __init__(self) -> None:
        self.heard: list[bytes | str] = []
        self.ends: Any = 0
        self.busy: asyncio.Event | None = None

    def begin(self, wire: Wire) -> None:
        self.wire = wire

    def hear(self, data: bytes | str) -> Awaitable[None] | None:
        self.heard.append(data)
        return self._wait(self.busy) if self.busy else None

    async def _wait(self, busy: asyncio.Event) -> None:
        await busy.wait()

    def over(self) -> None:
        self.ends += 1


def opened() -> tuple[Line, Transport, Ear]:
    transport, ear = Transport(), Ear()
    line = Line(transport, ear, {None}, LIMIT)
    line.begin(b"")
    return line, transport, ear


def frame(opcode: Opcode, data: bytes, *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def goodbye_in(written: bytes) -> int:
    """The code of the close that was sent last."""
    at = written.rindex(b"\x88")
    return int.from_bytes(written[at + 2 : at + 4], "big")


MESSAGES = st.lists(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=80),
        st.lists(st.binary(max_size=90), min_size=2, max_size=4),  # comes in pieces, with a ping between them
    ),
    max_size=6,
)


@given(MESSAGES, st.lists(st.integers(0, 2_000), max_size=8))
async def test_every_message_is_heard_however_the_network_cuts_it(messages: list[Any], cuts: list[int]) -> None:
    sent, heard = b"", list[bytes | str]()
    for message in messages:
        if isinstance(message, list):
            for number, piece in enumerate(message):
                opcode = Opcode.CONT if number else Opcode.BINARY
                sent += frame(opcode, piece, fin=number == len(message) - 1) + frame(Opcode.PING, b"?")
            heard.append(b"".join(message))
        else:
            kind = Opcode.TEXT if isinstance(message, str) else Opcode.BINARY
            sent += frame(kind, message.encode() if isinstance(message, str) else message) + frame(Opcode.PONG, b"")
            heard.append(message)
    line, transport, ear = opened()
    ends = sorted({cut % (len(sent) + 1) for cut in cuts} | {len(sent)})
    for first, last in zip([0, *ends], ends, strict=False):
        line.data_received(sent[first:last])
    assert ear.heard == heard and not transport.ended
    assert transport.written.count(b"\x8a\x01?") == sum(len(m) for m in messages if isinstance(m, list))
    assert line._parser is None and line._rest is None and line._pieces is None, "an idle one holds none of it"
    line.connection_lost(None)
    assert ear.ends == 1


BAD = {
    "without a mask": (b"\x82\x01x", 1002),
    "longer than it may be": (b"\x82\xfe\x04\x00", 1009),
    "of 2^63 bytes": (b"\x82\xff\x80" + bytes(7), 1009),
    "in pieces that are too long together": (
        frame(Opcode.BINARY, bytes(600), fin=False) + frame(Opcode.CONT, bytes(600), fin=False),
        1009,
    ),
    "with bits that nobody agreed on": (b"\xc2\x80" + bytes(4), 1002),
    "of no known kind": (b"\x83\x80" + bytes(4), 1002),
    "of text that is none": (frame(Opcode.TEXT, b"\xff\xfe"), 1007),
    "of text that is none, in pieces": (
        frame(Opcode.TEXT, b"\xc3", fin=False) + frame(Opcode.CONT, b"a"),
        1007,
    ),
    "a piece of nothing": (frame(Opcode.CONT, b"x"), 1002),
    "a message within the pieces of another": (
        frame(Opcode.BINARY, b"x", fin=False) + frame(Opcode.BINARY, b"y"),
        1002,
    ),
    "a ping that is too long": (b"\x89\xfe\x00\x80" + bytes(132), 1002),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_frame_against_the_rules_ends_the_connection_with_the_code_for_it(name: str) -> None:
    sent, code = BAD[name]
    line, transport, ear = opened()
    line.data_received(frame(Opcode.BINARY, b"before") + sent + frame(Opcode.BINARY, b"after"))
    assert ear.heard == [b"before"]
    assert transport.ended and goodbye_in(transport.written) == code
    line.connection_lost(None)
    await until(lambda: ear.ends == 1)


async def test_a_client_that_says_goodbye_is_answered_and_gone() -> None:
    line, transport, ear = opened()
    line.data_received(frame(Opcode.CLOSE, Close(1001, "").serialize()) + frame(Opcode.BINARY, b"after"))
    assert transport.ended and goodbye_in(transport.written) == 1001
    line.connection_lost(None)
    assert ear.heard == [] and ear.ends == 1


async def test_the_server_closes_with_its_code_and_waits_for_the_other_side_to_agree() -> None:
    line, transport, ear = opened()
    outbox = Outbox(line.send)
    outbox.goes_by(line)
    outbox.close(1013, "come again")
    assert transport.written == b"\x88\x0c\x03\xf5come again" and not transport.ended
    await until(lambda: ear.ends)
    line.data_received(frame(Opcode.BINARY, b"on its way"))
    assert line.write(b"too late") and ear.heard == []
    line.data_received(frame(Opcode.CLOSE, Close(1013, "").serialize()))
    line.connection_lost(None)
    assert transport.ended and len(transport.written) == 14 and ear.ends == 1


async def test_a_client_that_never_agrees_to_a_close_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CLOSE_SECONDS", 0.01)
    line, transport, _ = opened()
    await line.send({"type": "websocket.close", "code": 4404})
    await until(lambda: transport.ended)


async def test_while_the_listener_is_busy_nothing_is_read_and_the_order_stays() -> None:
    line, transport, ear = opened()
    ear.busy = asyncio.Event()
    last = frame(Opcode.BINARY, b"3")
    line.data_received(frame(Opcode.BINARY, b"1") + frame(Opcode.BINARY, b"2") + last[:5])
    line.data_received(last[5:])
    assert ear.heard == [b"1"] and not transport.is_read
    ear.busy.set()
    await until(lambda: transport.is_read)
    assert ear.heard == [b"1", b"2", b"3"]


async def test_the_end_is_told_when_the_listener_is_done_with_what_came_before() -> None:
    line, _, ear = opened()
    ear.busy = asyncio.Event()
    line.data_received(frame(Opcode.BINARY, b"1"))
    line.connection_lost(None)
    await asyncio.sleep(0)
    assert not ear.ends
    ear.busy.set()
    await until(lambda: ear.ends == 1)


async def test_what_the_transport_holds_back_is_waited_for_and_an_end_wakes_who_waits() -> None:
    line, transport, _ = opened()
    line.pause_writing()
    assert not line.write(b"x") and not transport.written
    waits = asyncio.ensure_future(line.drained())
    await asyncio.sleep(0)
    assert not waits.done()
    line.connection_lost(None)
    await waits


async def test_whoever_answers_no_ping_is_gone_and_who_says_anything_stays() -> None:
    line, transport, _ = opened()
    for _ in range(3):
        line.ping()
        line.data_received(frame(Opcode.PONG, b""))
    assert transport.written == b"\x89\x00" * 3
    line.ping()
    assert not transport.ended
    line.ping()
    assert transport.ended and goodbye_in(transport.written) == 1011


async def test_each_line_is_pinged_once_in_a_round() -> None:
    pings, all_of_them = Pings(), [opened()[:2] for _ in range(50)]
    for line, _ in all_of_them:
        pings.add(line)
    for _ in range(lines.PING_SECONDS):
        pings._next()
    assert {bytes(transport.written) for _, transport in all_of_them} == {b"\x89\x00"}


HANDSHAKE = (
    b"GET /ws/live/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


async def test_nothing_of_the_handshake_is_held_once_a_connection_is_passed_on() -> None:
    ear, transport, state = Ear(), Transport(), ServerState()
    asked = asyncio.Event()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await asked.wait()
        scope["extensions"]["baraza.wire"].pass_on(ear)

    config = Config(application, lifespan="off", ws_per_message_deflate=False, ws_max_size=LIMIT)
    config.load()
    protocol: Any = OnUvicorn(config=config, server_state=state, app_state={})
    protocol.connection_made(transport)
    protocol.data_received(HANDSHAKE)
    await until(lambda: b"101" in transport.written)
    protocol.data_received(frame(Opcode.TEXT, b"early"))
    assert not transport.is_read and not ear.heard, "nothing more is read before somebody hears it"
    gone = weakref.ref(protocol.conn), weakref.ref(protocol)
    gc.disable()
    try:
        del protocol
        asked.set()
        await until(lambda: not state.tasks)
        assert ear.heard == ["early"] and transport.is_read and not transport.ended
        assert [each() for each in gone] == [None, None], "without a look for garbage"
    finally:
        gc.enable()
    assert state.connections == {transport.protocol}
    transport.protocol.shutdown()
    assert transport.ended and goodbye_in(transport.written) == 1012


async def test_on_daphne_too_the_order_stays_while_the_listener_is_busy() -> None:
    class Twisted:
        producer = None
        disconnecting = False
        said: list[str] = []

        def __getattr__(self, name: str) -> Any:
            return lambda *_: self.said.append(name)

    own = WireProtocol()
    own.transport, own.state, own.request = Twisted(), own.STATE_OPEN, SimpleNamespace(path="/socket/")
    own.application_queue = asyncio.Queue()
    own.application_queue.put_nowait({"type": "websocket.receive", "text": "early"})
    wire, ear = DaphneWire(own), Ear()
    own.wire, ear.busy = wire, asyncio.Event()
    wire.pass_on(ear)
    own.onMessage(b"later", True)
    own.wire.heard(None)
    assert ear.heard == ["early"] and not ear.ends and Twisted.said[-1] == "pauseProducing"
    ear.busy.set()
    await until(lambda: ear.ends)
    assert ear.heard == ["early", b"later"] and Twisted.said[-1] == "resumeProducing" and ear.ends == 1
