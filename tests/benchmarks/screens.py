"""A board as its readers have it: the page fetched again and again, sixty screens that follow it, a change on one."""

import asyncio
import http.client
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import brotli
import websockets.asyncio.client
from websockets.typing import Origin

PATIENCE = 30.0  # seconds
WARM = 5  # changes that do not count
BYTES_OF_A_FRAME = 4  # its header, for messages of 126 bytes to 64 kB


@dataclass(frozen=True)
class Ask:
    """One request of a reader."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True)
class Door:
    """How the board of a server is read, followed and changed. Readers and changes are known by numbers from 0 on."""

    url: str
    page: Callable[[int], Ask]
    change: Callable[[int], Ask]
    socket: str  # the path of its sockets
    sign: Callable[[int], dict[str, str]]  # headers of a reader's socket
    hello: Callable[[int], Sequence[str]]  # what a screen says first
    followed: Callable[[str], bool]  # whether a message says that a screen follows
    changed: Callable[[str], bool]  # whether a message tells of a change
    answer: Callable[[int, str], str | None] = lambda _n, _said: None  # what a screen says to a message


@dataclass(frozen=True)
class Pages:
    """Milliseconds until the last byte of each page, bytes as they came, and uncompressed."""

    took: list[float]
    sent: int
    plain: int


@dataclass(frozen=True)
class Changes:
    """Milliseconds from the request of a change to its arrival on each screen, until its answer, and bytes of each."""

    shown: list[float]
    answered: list[float]
    bytes: int


def at(share: float, values: list[float]) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Browser:
    """A connection that stays open."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)

    def ask(self, ask: Ask) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Status, body as it came, headers."""
        self.connection.request(ask.method, ask.path, body=ask.body, headers={"Accept-Encoding": "br"} | ask.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers

    def close(self) -> None:
        self.connection.close()


def load(door: Door, times: int, *, warm: int = 20) -> Pages:
    """Fetch the page, one reader after the other."""
    browser, took, sent, plain = Browser(door.url), [], 0, 0
    try:
        for n in range(warm + times):
            began = time.perf_counter()
            status, body, headers = browser.ask(door.page(n))
            if status != 200:
                raise RuntimeError(f"{door.page(n).path}: {status} {body[:300]!r}")
            if n >= warm:
                took.append((time.perf_counter() - began) * 1000)
                sent = len(body)
                plain = len(brotli.decompress(body)) if headers["Content-Encoding"] == "br" else len(body)
    finally:
        browser.close()
    return Pages(took, sent, plain)


def watch(door: Door, screens: int, changes: int, *, warm: int = WARM) -> Changes:
    """Have so many screens follow the board, and change a card again and again."""
    return asyncio.run(_watch(door, screens, changes, warm))


async def _watch(door: Door, screens: int, changes: int, warm: int) -> Changes:
    watchers = [Watcher(door, n) for n in range(screens)]
    await asyncio.gather(*(each.follow() for each in watchers))
    browser, shown, answered, size = Browser(door.url), [], [], 0
    try:
        for n in range(warm + changes):
            waiting = [each.next_change() for each in watchers]
            began = time.perf_counter()
            status, body, _headers = await asyncio.to_thread(browser.ask, door.change(n))
            done = time.perf_counter()
            if status not in (200, 204):
                raise RuntimeError(f"{door.change(n).path}: {status} {body[:300]!r}")
            async with asyncio.timeout(PATIENCE):
                came = await asyncio.gather(*waiting)
            if n >= warm:
                answered.append((done - began) * 1000)
                shown += [(moment - began) * 1000 for moment, _size in came]
                size = max(size, *(each for _moment, each in came))
    finally:
        browser.close()
        await asyncio.gather(*(each.leave() for each in watchers))
    return Changes(shown, answered, size + BYTES_OF_A_FRAME)


class Watcher:
    """One screen."""

    def __init__(self, door: Door, number: int) -> None:
        self.door, self.number = door, number
        self.follows = asyncio.Event()
        self.waits: asyncio.Future[tuple[float, int]] | None = None

    async def follow(self) -> None:
        """Come in, and wait until the board is followed."""
        self.socket = await websockets.asyncio.client.connect(
            self.door.url.replace("http", "ws", 1) + self.door.socket,
            origin=Origin(self.door.url),
            additional_headers=self.door.sign(self.number),
            compression=None,
            max_size=None,
        )
        self.reading = asyncio.ensure_future(self._read())
        for said in self.door.hello(self.number):
            await self.socket.send(said)
        async with asyncio.timeout(PATIENCE):
            await self.follows.wait()

    def next_change(self) -> "asyncio.Future[tuple[float, int]]":
        """When the next change came, and how large it was."""
        self.waits = asyncio.get_running_loop().create_future()
        return self.waits

    async def leave(self) -> None:
        await self.socket.close()
        self.reading.cancel()

    async def _read(self) -> None:
        async for said in self.socket:
            moment, text = time.perf_counter(), said if isinstance(said, str) else said.decode()
            if (answer := self.door.answer(self.number, text)) is not None:
                await self.socket.send(answer)
            elif self.door.followed(text):
                self.follows.set()
            elif self.waits is not None and not self.waits.done() and self.door.changed(text):
                self.waits.set_result((moment, len(text.encode())))
