"""Many people type in one document: how long until a keystroke is stored and on the other screens, and what it costs.

Real sockets, real Yjs updates, fsync on, access checks and limits as shipped. Everybody types five keys a second; five
probes look into each frame for the keystrokes of the other probes.
"""

import asyncio
import os
import statistics
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import websockets.asyncio.client as client
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.typing import Origin

from realtime import protocol
from realtime.limits import SOCKETS_PER_PERSON
from realtime.structure import TypeTree
from tests.servers import Server, open_server

KEYS_PER_SECOND = 5
SECONDS = 10
PROBES = 5
PEOPLE = ("gh-convenor", "gh-women-miners-rep", "gh-miner", "gh-lsm-company", "gh-academic", "gh-minerals-regulator")
ACTION = "SELECT description_id FROM boards_action WHERE title LIKE 'Women%committee'"


class Typist:
    """An editor that keeps its own paragraph alone, and counts what else comes."""

    def __init__(self, socket: Any, seen: dict[tuple[int, int], float] | None) -> None:
        self.socket, self.seen = socket, seen
        self.doc: Doc[Any] = Doc()
        self.updates: list[bytes] = []
        self.doc.observe(lambda event: self.updates.append(event.update))
        self.tree, self.sent, self.stored, self.frames = TypeTree(), 0, 0, 0
        self.took: list[float] = []
        self.news = asyncio.Event()

    async def read(self) -> None:
        async for data in self.socket:
            self.frames += 1
            if data[0] == protocol.STORED:
                self.stored, _ = protocol.read_uint(data, 1, len(data))
                self.news.set()
            elif data[0] == protocol.ROWS and self.seen is not None:
                now, at = time.perf_counter(), 1
                for _ in range(3):
                    _, at = protocol.read_uint(data, at, len(data))
                for author, (first, after) in self.tree.check(data[at:]).clocks.items():
                    for clock in range(first, after):
                        if (author, clock) in self.seen and author != self.doc.client_id:
                            self.took.append(now - self.seen[author, clock])

    async def all_stored(self) -> None:
        while self.stored < self.sent:
            self.news.clear()
            await self.news.wait()

    async def send(self) -> None:
        for update in self.updates:
            self.sent += 1
            await self.socket.send(protocol.sync_update(update))
        self.updates.clear()

    async def type(self, until: float, wait: float) -> None:
        words = XmlText()
        with self.doc.transaction():
            element = XmlElement("paragraph")
            self.doc.get("default", type=XmlFragment).children.append(element)
            element.children.append(words)
        await self.send()
        await asyncio.sleep(wait)
        while time.perf_counter() < until:
            words += "a"
            if self.seen is not None:
                clock = clock_of(self.updates[-1], self.doc.client_id)
                self.seen[self.doc.client_id, clock] = time.perf_counter()
            await self.send()
            await asyncio.sleep(1 / KEYS_PER_SECOND)


def clock_of(update: bytes, author: int) -> int:
    """The clock of the one letter in an update: it follows the number of the author, before the deletions."""
    structs, at = protocol.read_uint(update, 0, len(update))
    _, at = protocol.read_uint(update, at, len(update))
    found, at = protocol.read_uint(update, at, len(update))
    assert structs == 1 and found == author
    return protocol.read_uint(update, at, len(update))[0]


def cpu_seconds(pid: int) -> float:
    """What a process has used of a core so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure(server: Server, editors: int) -> dict[str, Any]:
    ((document,),) = server.rows(ACTION)
    cookies = [server.visitor(name).cookies for name in PEOPLE]
    assert editors <= len(cookies) * (SOCKETS_PER_PERSON - 1)
    address = f"{server.url.replace('http', 'ws', 1)}/ws/documents/{document}?after=0"
    seen: dict[tuple[int, int], float] = {}
    typists = []
    for number in range(editors):
        headers = {"Cookie": cookies[number % len(cookies)]}
        socket = await client.connect(
            address,
            origin=Origin(server.url),
            additional_headers=headers,
            compression=None,
            max_queue=None,
            ping_interval=None,
        )
        typists.append(Typist(socket, seen if number < PROBES else None))
    readers = [asyncio.create_task(typist.read()) for typist in typists]
    for typist in typists:
        await typist.socket.send(protocol.sync_step_2(protocol.NOTHING))
        typist.sent += 1
    assert server.process is not None
    began, used = time.perf_counter(), cpu_seconds(server.process.pid)
    await asyncio.gather(*(t.type(began + SECONDS, n / editors / KEYS_PER_SECOND) for n, t in enumerate(typists)))
    share = (cpu_seconds(server.process.pid) - used) / (time.perf_counter() - began)
    await asyncio.wait_for(asyncio.gather(*(typist.all_stored() for typist in typists)), 20)
    for reader, typist in zip(readers, typists, strict=True):
        reader.cancel()
        await typist.socket.close()
    took = sorted(each for typist in typists for each in typist.took)
    expected = sum(1 for _ in seen) * (PROBES - 1)
    return {
        "keys": sum(typist.sent for typist in typists) - 2 * editors,
        "delivered": len(took) / expected,
        "p50": statistics.median(took) * 1000,
        "p99": took[int(len(took) * 0.99)] * 1000,
        "cpu": share,
    }


@pytest.fixture(params=["daphne", "uvicorn"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("editors", [1 + PROBES, 50, 100, 200])
def test_one_document(kind: str, editors: int, capsys: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(open_server(kind=kind))
        found = asyncio.run(measure(server, editors))
    with capsys.disabled():
        print(
            f"\n{kind:8} {editors:4} editors  {found['keys']:6} keys  delivered {found['delivered']:.1%}"
            f"  p50 {found['p50']:.0f} ms  p99 {found['p99']:.0f} ms  {found['cpu']:.2f} of a core"
        )
    assert found["delivered"] == 1
