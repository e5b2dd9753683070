"""A connection of Daphne's that is open holds what goes on, and goes on with what it let go of."""

from typing import Any

import pytest
from autobahn.twisted.websocket import WebSocketServerProtocol
from daphne.ws_protocol import WebSocketFactory
from twisted.internet import testing
from twisted.internet.error import ConnectionDone
from twisted.python import failure

from realtime.daphne_lean import AFRESH, HANDSHAKE, MADE_WHEN_ASKED
from realtime.daphne_wire import WireServer
from realtime.wire import EXTENSION, Wire
from tests.realtime.asgi import until

REQUEST = (
    b"GET /ws/live/?after=7 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Cookie: sessionid=secret\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
KEPT = 40  # names; autobahn's own has over a hundred
PING, PONG = 0x89, 0x8A


StringTransport: Any = testing.StringTransport
Failure: Any = failure.Failure


class Hearer:
    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.is_over = False

    def begin(self, wire: Wire) -> None:
        self.wire = wire

    def hear(self, data: bytes | str) -> None:
        self.heard.append(data)

    def over(self) -> None:
        self.is_over = True


class Told:
    """What Daphne's log is told of a connection."""

    def __init__(self) -> None:
        self.actions: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, protocol: Any, action: str, details: dict[str, Any]) -> None:
        self.actions.append((action, details))


async def opened(hearer: Hearer, told: Told) -> tuple[Any, Any]:
    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][EXTENSION].pass_on(hearer)

    server = WireServer(application, endpoints=["tcp:0"], action_logger=told)
    server.connections = {}
    factory = WebSocketFactory(server)
    factory.setProtocolOptions(autoPingTimeout=30, maxMessagePayloadSize=1000, openHandshakeTimeout=0)
    own: Any = factory.buildProtocol(None)
    own._raw_query_string = b"after=7"
    transport = StringTransport()
    own.makeConnection(transport)
    own.dataReceived(REQUEST)
    await until(lambda: hasattr(hearer, "wire"))
    assert transport.value().startswith(b"HTTP/1.1 101")
    transport.clear()
    return own, transport


def of_client(first: int, body: bytes) -> bytes:
    """A frame, masked with zeros."""
    return bytes((first, 0x80 | len(body), 0, 0, 0, 0)) + body


async def test_an_open_connection_holds_nothing_of_its_handshake() -> None:
    own, _ = await opened(Hearer(), Told())
    held = vars(own)
    assert not (HANDSHAKE | MADE_WHEN_ASKED) & set(held)
    assert len(held) <= KEPT, sorted(held)
    assert "secret" not in repr(held)


def test_what_it_lets_go_of_is_what_autobahn_has() -> None:
    """Of a newer autobahn it may be something else: then look again at what an idle connection holds."""
    fresh: Any = WebSocketServerProtocol()
    fresh.factory = WebSocketFactory(None)
    fresh.factory.setProtocolOptions(openHandshakeTimeout=0)  # else its timer runs
    fresh.makeConnection(StringTransport())
    assert set(vars(fresh)) >= MADE_WHEN_ASKED
    later = {"current_frame", "current_frame_masker", "inside_message"}  # come with the handshake and the first frame
    assert {name: vars(fresh)[name] for name in AFRESH if name not in later} == {
        name: value for name, value in AFRESH.items() if name not in later
    }


@pytest.mark.parametrize("times", [1, 2])
async def test_it_hears_messages_of_every_kind_and_answers_pings(times: int) -> None:
    hearer = Hearer()
    own, transport = await opened(hearer, Told())
    for _ in range(times):
        own.dataReceived(of_client(0x82, b"whole") + of_client(0x81, "wörter".encode()))
        own.dataReceived(of_client(0x02, b"in ") + of_client(PING, b"there?") + of_client(0x80, b"pieces"))
        assert hearer.heard[-3:] == [b"whole", "wörter", b"in pieces"]
        assert transport.value() == bytes((PONG, 6)) + b"there?"
        transport.clear()
    assert len(hearer.heard) == 3 * times


async def test_text_that_is_none_and_messages_too_large_still_close_it() -> None:
    for frame, code in ((of_client(0x81, b"\xff"), 1007), (b"\x82\xfe\x10\x00\0\0\0\0" + b"x" * 4096, 1009)):
        hearer = Hearer()
        own, transport = await opened(hearer, Told())
        own.dataReceived(frame)
        own.connectionLost(Failure(ConnectionDone()))
        assert transport.disconnecting or transport.value()[2:4] == code.to_bytes(2, "big")
        assert not hearer.heard and hearer.is_over


async def test_it_is_asked_whether_it_is_there_and_its_answer_is_taken() -> None:
    own, transport = await opened(Hearer(), Told())
    own.last_ping -= 60
    own.check_timeouts()
    ping = transport.value()
    assert ping[0] == PING and own.autoPingTimeoutCall
    own.dataReceived(of_client(PONG, ping[2:]))
    assert own.autoPingTimeoutCall is None


async def test_the_end_is_told_as_ever() -> None:
    hearer, told = Hearer(), Told()
    own, transport = await opened(hearer, told)
    own.dataReceived(of_client(0x88, (1000).to_bytes(2, "big")))
    assert transport.value()[2:4] == (1000).to_bytes(2, "big")
    own.connectionLost(Failure(ConnectionDone()))
    assert hearer.is_over
    assert told.actions[-1][1]["path"] == "/ws/live/"
