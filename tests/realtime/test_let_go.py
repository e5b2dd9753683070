"""What is over is freed at once: garbage is looked for seldom, and what waited for that would pile up meanwhile."""

import asyncio
import gc
import weakref
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from daphne.ws_protocol import WebSocketFactory
from twisted.internet.testing import StringTransport
from websockets.frames import Close, Opcode
from websockets.protocol import Protocol

from realtime import committing, protocol
from realtime.daphne_wire import DaphneWire, WireProtocol
from realtime.document_socket import DocumentSocket
from realtime.editors import Editor
from realtime.hub import hub
from realtime.keeping import make_room
from realtime.live_socket import LiveSocket
from realtime.open_document import OpenDocument
from realtime.open_space import Follower, OpenSpace
from realtime.outbox import Outbox
from realtime.protocol import COME_AGAIN
from realtime.spare import GIVE_BACK_SECONDS
from tests.databases import environment, run

from .asgi import until
from .conftest import Stage
from .test_line import Ear, frame, opened

PARTS = (DocumentSocket, LiveSocket, Outbox, Editor, Follower, OpenDocument, OpenSpace)


@pytest.fixture
def nobody_looks() -> Iterator[None]:
    """No garbage is found that its own references do not free."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def held() -> Counter[type]:
    """How many there are of each part, whether somebody still reaches it or not."""
    return Counter(kind for kind in map(type, gc.get_objects()) if kind in PARTS)


async def write_and_leave(stage: Stage) -> None:
    """A page and a tab with the document open, through all that they do in their lives."""
    page, tab = stage.live("member"), await stage.ready("member")
    page.follow(stage.world.ghana.space_id)
    await page.until(lambda: page.received)
    tab.type("words")
    await tab.saved()
    for socket in (page, tab):
        await socket.leave()
        stage.open.remove(socket)


@pytest.mark.django_db(transaction=True)
async def test_when_all_have_left_nothing_is_held_of_them(stage: Stage, nobody_looks: None) -> None:
    before = held()
    for _ in range(3):
        await write_and_leave(stage)
    here = hub()
    await until(lambda: not here.connections)
    await until(lambda: held() - before == {OpenDocument: 1})  # it stays for a while, for those who reload a page
    make_room(here.documents, now=float("inf"))
    await until(lambda: not held() - before)
    assert not here.spaces and not here.allowance.sockets


@pytest.mark.parametrize(
    "last",
    [
        frame(Opcode.BINARY, b"whole"),
        frame(Opcode.BINARY, b"a piece", fin=False),
        frame(Opcode.BINARY, b"a piece", fin=False) + frame(Opcode.PING, b""),
        frame(Opcode.CLOSE, Close(1001, "").serialize()),
    ],
    ids=["whole", "in the middle", "at a ping", "closed"],
)
async def test_a_line_that_is_cut_lets_go_of_its_listener_and_its_parser(last: bytes, nobody_looks: None) -> None:
    before = parsers()
    line, _, ear = opened()
    line.data_received(last)
    line.connection_lost(None)
    gone = weakref.ref(ear)
    assert ear.ends == 1
    del ear
    assert gone() is None and parsers() == before


def parsers() -> int:
    return sum(type(one) is Protocol for one in gc.get_objects())


async def test_a_listener_that_is_busy_at_the_end_is_told_and_let_go_of_when_it_is_done(nobody_looks: None) -> None:
    line, _, ear = opened()
    done = ear.busy = asyncio.Event()
    line.data_received(frame(Opcode.BINARY, b"long work"))
    line.connection_lost(None)
    gone = weakref.ref(ear)
    assert not ear.ends
    del ear
    done.set()
    await until(lambda: gone() is None)


@pytest.mark.django_db(transaction=True)
async def test_whom_client_ids_belong_to_is_known_while_the_document_is_open(stage: Stage) -> None:
    tab = await stage.ready("member")
    tab.type("words")
    await tab.saved()
    assert stage.document.pk in committing._owners
    await tab.leave()
    make_room(hub().documents, now=float("inf"))
    assert stage.document.pk not in committing._owners
    stored = tab.doc.get_state()
    tab.type("more under the same id")
    other = await stage.ready("convenor")
    other.send(protocol.sync_update(tab.doc.get_update(stored)))
    assert await other.closed() == COME_AGAIN and other.reason == "client id in use"


@pytest.mark.django_db(transaction=True)
async def test_what_documents_held_goes_back_to_the_machine_but_not_each_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr("realtime.hub.give_back", lambda: given.append(True))
    here = hub()
    await here.let_go_of_the_unfollowed(1e9)
    assert not given, "nothing was let go of"
    for now, times in ((2e9, 1), (2e9 + GIVE_BACK_SECONDS / 2, 1), (2e9 + GIVE_BACK_SECONDS, 2)):
        await write_and_leave(stage)
        await until(lambda: not here.connections)
        await here.let_go_of_the_unfollowed(now)
        assert not here.documents and len(given) == times


async def test_what_daphne_knew_of_a_connection_that_is_cut_is_let_go_of(nobody_looks: None) -> None:
    protocol, ear = WireProtocol(), Ear()
    transport: Any = StringTransport()  # type: ignore[no-untyped-call]
    protocol.factory = WebSocketFactory(SimpleNamespace(protocol_disconnected=id, log_action=lambda *_: None))
    protocol.makeConnection(transport)
    protocol.server, protocol.client_addr, protocol.request = (
        protocol.factory.server_class,
        None,
        SimpleNamespace(path="/"),
    )
    protocol.state = WireProtocol.STATE_OPEN
    protocol.wire = DaphneWire(protocol)
    protocol.wire.pass_on(ear)
    del ear.wire
    protocol.connectionLost()
    transport.producer = None  # as Twisted does
    gone = weakref.ref(protocol), weakref.ref(ear)
    assert ear.ends == 1
    del protocol, ear
    assert [each() for each in gone] == [None, None]


GIVE_BACK = """
from realtime.spare import give_back

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 >> 20

kept = [bytes(4000) for _ in range(10_000)]
kept = kept[::50]
before = resident()
assert give_back()
print(before - resident())
"""


def test_freed_memory_is_given_back_to_the_machine() -> None:
    assert int(run("-c", GIVE_BACK, env=environment())) > 20, "of 40 MB that were freed between what stayed"
