"""Both servers as shipped: frames that are written straight to the connection, slow readers, closes with a reason."""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection
from websockets.exceptions import ConnectionClosed

from realtime import protocol
from realtime.daphne_wire import DaphneWire, WireProtocol, goes_straight
from realtime.limits import OUTGOING_BYTES, UPDATES_BURST
from tests.servers import Server, open_server

from .wired import WAIT, Tab

MASKED_UPDATE = b"\x82\x85\0\0\0\0" + protocol.sync_update(protocol.NOTHING)  # a whole frame of a client


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def either(request: pytest.FixtureRequest) -> Iterator[Server]:
    with open_server(kind=request.param) as server:
        yield server


def test_a_slow_reader_gets_one_difference_and_is_not_sent_away(either: Server) -> None:
    slow, *writers = Tab(either, narrow=True), Tab(either), Tab(either, who="gh-academic"), Tab(either, who="gh-miner")
    with contextlib.ExitStack() as stack:
        for tab in (slow, *writers):
            stack.enter_context(closing(tab.socket))
            tab.all_stored()
        quick = writers[0]
        seen, size = slow.rows, OUTGOING_BYTES // 2
        count = 50  # the kernel holds up to some megabytes for a connection
        for number in range(count):
            writer = writers[number % len(writers)]  # in turn: nobody may send so much alone
            writer.write(f"{number} " + "x" * size)
            for other in writers:
                while other.head < writer.head:
                    other.take()
        while slow.head < quick.head:
            slow.take()
        assert slow.doc.get_state() == quick.doc.get_state()
        assert len(slow.root.children) == len(quick.root.children)
        assert slow.rows - seen < count
        quick.write("and on")
        while slow.head < quick.head:
            slow.take()
        assert "and on" in str(slow.root)


def until_closed(tab: Tab) -> None:
    while True:
        tab.socket.recv(timeout=WAIT)


def test_overload_is_closed_with_a_code_to_come_again_and_a_reason(either: Server) -> None:
    tab = Tab(either)

    with closing(tab.socket):
        tab.all_stored()
        tab.raw.sendall(MASKED_UPDATE * UPDATES_BURST * 4)
        with pytest.raises(ConnectionClosed) as ended:
            until_closed(tab)
    assert ended.value.rcvd is not None
    assert (ended.value.rcvd.code, ended.value.rcvd.reason) == (protocol.COME_AGAIN, "too many changes at once")


def test_a_message_in_pieces_without_an_end_is_closed_and_the_others_go_on(either: Server) -> None:
    tab, neighbour = Tab(either), Tab(either, who="gh-academic")
    piece = b"\xfe" + (60_000).to_bytes(2, "big") + bytes(4) + bytes(60_000)  # masked with noughts
    with closing(tab.socket), closing(neighbour.socket):
        tab.all_stored()
        with contextlib.suppress(OSError):  # it may be closed before all of them are sent
            tab.raw.sendall(b"\x02" + piece)
            for _ in range(40):
                tab.raw.sendall(b"\x00" + piece)
        with pytest.raises(ConnectionClosed) as ended:
            until_closed(tab)
        assert ended.value.rcvd is None or ended.value.rcvd.code == 1009
        neighbour.write("I go on")


class Reactor:
    """Takes note of what Twisted asks for, and does none of it."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        transport = Connection(ours, Protocol(), Reactor())  # type: ignore[arg-type]
        transport.connected = 1
        yield transport, theirs


def opened(transport: Connection) -> tuple[WireProtocol, DaphneWire]:
    own = WireProtocol()
    own.transport, own.state = transport, WireProtocol.STATE_OPEN
    return own, DaphneWire(own)


def test_twisted_still_holds_back_what_it_has_not_sent_where_the_wire_looks(
    pair: tuple[Connection, socket.socket],
) -> None:
    transport, theirs = pair
    assert goes_straight(transport)
    _, wire = opened(transport)
    assert wire.write(b"straight") and theirs.recv(99) == b"straight"
    transport.write(b"by Twisted, ")  # type: ignore[no-untyped-call]
    assert transport._tempDataBuffer or transport.dataBuffer
    assert wire.write(b"and after it")
    transport.doWrite()  # type: ignore[no-untyped-call]
    assert theirs.recv(99) == b"by Twisted, and after it"


def test_what_the_kernel_does_not_take_goes_through_twisted_in_order_and_in_bounds(
    pair: tuple[Connection, socket.socket],
) -> None:
    transport, theirs = pair
    _, wire = opened(transport)
    frames = 0
    while wire.write(bytes([frames % 256]) * 50_000):
        frames += 1
        assert frames < 1000
    got = b""
    while transport._tempDataBuffer or transport.dataBuffer:
        got += theirs.recv(1 << 20)
        transport.doWrite()  # type: ignore[no-untyped-call]
    theirs.setblocking(False)
    while len(got) < frames * 50_000:
        got += theirs.recv(1 << 20)
    assert got == b"".join(bytes([number % 256]) * 50_000 for number in range(frames))
    assert wire.write(b"again")


def test_a_connection_that_is_not_as_expected_is_left_to_twisted(pair: tuple[Connection, socket.socket]) -> None:
    transport, _ = pair
    del transport._tempDataBuffer
    assert not goes_straight(transport)
    assert not goes_straight(object())


def test_a_client_that_sends_faster_than_it_is_heard_is_no_longer_read() -> None:
    class Transport:
        producer = None
        disconnecting = False
        said: list[str] = []

        def __getattr__(self, name: str) -> Any:
            return lambda *_: self.said.append(name)

    own = WireProtocol()
    own.transport = Transport()
    wire = DaphneWire(own)
    wire.came(1)
    wire.came(31)
    assert Transport.said == ["registerProducer"]
    wire.came(32)
    wire.came(33)
    wire.taken()
    wire.taken()
    assert Transport.said == ["registerProducer", "pauseProducing", "resumeProducing"]
