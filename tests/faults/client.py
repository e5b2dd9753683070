"""A tab over the wire: types marks, knows which are acknowledged, keeps the others and comes again with them.

A *mark* is a paragraph with words that exist once; every fourth strikes out one of the tab's own before it. A numbered
tab speaks as our own client does, and counts the frames that the server says it stored; a stock tab speaks plain
y-websocket, and takes for stored what came back to it or what the server says that it holds.
"""

import asyncio
import contextlib
import itertools
import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import websockets.asyncio.client
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from realtime import protocol
from realtime.protocol import read_uint
from realtime.structure import contents
from tests.heard import Question, Rows, Status, Stored, Update, heard

OPEN_SECONDS = 10  # a frozen server takes the connection and says nothing
CLOSE_SECONDS = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds; doubles, and is drawn anew each time
FINAL = range(4400, 4500)

numbers = itertools.count(1)


@dataclass(frozen=True)
class Mark:
    """Words that exist once, the own clock after them, and the words that were struck out with them."""

    words: str
    clock: int
    struck: str = ""


class Tab:
    """Lives in the crowd's event loop; `url` is the address that it goes to when it connects the next time."""

    def __init__(self, url: str, document: UUID, cookie: str, *, numbered: bool) -> None:
        self.url, self.document, self.cookie, self.numbered = url, document, cookie, numbered
        self.name = f"{'ours' if numbered else 'stock'} {next(numbers)}"
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("default", type=XmlFragment)
        self.author: int = self.doc.client_id
        self.clocks: dict[int, int] = {}  # of the text on the screen
        self.marks: list[Mark] = []
        self.acknowledged = 0  # own clock up to which the server said that it is stored
        self.head = 0
        self.codes: list[int] = []  # with which the server closed
        self.connected = self.synced = False
        self._frames: list[int] = []  # own clock at each frame of this connection
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self._socket: websockets.asyncio.client.ClientConnection | None = None
        self._wake = asyncio.Event()
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._changes: list[bytes] = []
        self.doc.observe(lambda event: self._changes.append(event.update))
        self._life = asyncio.ensure_future(self._live())

    # ── what a person does ──

    def type(self) -> None:
        """Write a mark at the end."""
        mark = f"{self.name} says {len(self.marks) + 1}."
        struck = self.marks[len(self.marks) // 4].words if len(self.marks) % 4 == 3 else ""
        with self.doc.transaction():
            if struck:
                del self.root.children[text_of(self.doc).index(struck)]
            paragraph = XmlElement("paragraph")
            self.root.children.append(paragraph)
            words = XmlText()
            paragraph.children.append(words)
            words.insert(0, mark)
        self.clocks = clocks_of(self.doc)
        self.marks.append(Mark(mark, self.clock, struck))
        changes, self._changes = self._changes, []
        if self.connected and (self.synced or not self.numbered):
            for change in changes:
                self._send_changes(protocol.sync_update(change))

    def freeze(self) -> None:
        """Read nothing more, as a phone that sleeps; the connection stays."""
        self._may_read.clear()

    def thaw(self) -> None:
        self._may_read.set()

    async def reconnect(self) -> None:
        """As when the network changes: this connection is over, the next one begins at once."""
        self._wake.set()
        if self._socket:
            self._socket.transport.abort()

    async def leave(self) -> None:
        """For good, as when somebody closes the tab."""
        if self._socket and self.connected:
            await self._socket.close()
        await self.vanish()

    async def vanish(self) -> None:
        """For good, as when somebody breaks the device."""
        self._life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._life

    # ── what is known ──

    @property
    def clock(self) -> int:
        return self.clocks.get(self.author, 0)

    @property
    def is_saved(self) -> bool:
        """Everything that was typed here is acknowledged."""
        return self.synced and self.acknowledged >= self.clock

    def acknowledged_marks(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.clock <= self.acknowledged]

    def __str__(self) -> str:
        state = "in" if self.synced else "connected" if self.connected else "out"
        return f"{self.name}: {state}, {self.acknowledged} of {self.clock}, head {self.head}, closed with {self.codes}"

    # ── the connection ──

    def _send_changes(self, frame: bytes) -> None:
        self._frames.append(self.clock)
        self._outgoing.put_nowait(frame)

    async def _live(self) -> None:
        pause = FIRST_PAUSE
        while True:
            self._wake.clear()
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                if await self._connect():
                    pause = FIRST_PAUSE
            if self.codes and self.codes[-1] in FINAL:
                return
            pause = min(LONGEST_PAUSE, pause * 2)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause * random.uniform(0.5, 1))

    async def _connect(self) -> bool:
        """One connection, to its end; whether it was let in."""
        address = f"{self.url.replace('http', 'ws', 1)}/ws/documents/{self.document}"
        if self.numbered:
            address += f"?after={self.head}&epoch=1"
        socket = await websockets.asyncio.client.connect(
            address, origin=Origin(self.url), additional_headers={"Cookie": self.cookie}, compression=None,
            open_timeout=OPEN_SECONDS, ping_interval=None, close_timeout=CLOSE_SECONDS,
        )  # fmt: skip
        self._socket, self._outgoing, self._frames = socket, asyncio.Queue(), []
        self.connected = True
        if not self.numbered:
            self._outgoing.put_nowait(protocol.sync_step_1(self.doc.get_state()))
        writing = asyncio.ensure_future(self._write(socket))
        was_let_in = False
        try:
            async for data in socket:
                await self._may_read.wait()
                assert isinstance(data, bytes), f"the server sent text: {data!r}"
                self._read(data)
                was_let_in = was_let_in or self.synced
        finally:
            if said := socket.protocol.close_rcvd:
                self.codes.append(said.code)
            self.connected = self.synced = False
            writing.cancel()
            socket.transport.abort()
        return was_let_in

    async def _write(self, socket: websockets.asyncio.client.ClientConnection) -> None:
        with contextlib.suppress(WebSocketException, OSError):
            while True:
                await socket.send(await self._outgoing.get())

    def _read(self, data: bytes) -> None:
        match heard(data):
            case Question(state):
                if not self.numbered:  # the server names what is stored
                    self._acknowledge(clocks_in(state).get(self.author, 0))
                self._send_changes(protocol.sync_step_2(self.doc.get_update(state)))
                self.synced = True
            case Update(body):
                self._apply(body)
            case Status(said):
                assert not said["resync"], "the log was shorter than known"
            case Rows(first, last, body):
                if first > self.head:  # a gap: come again from what is held
                    assert self._socket
                    self._socket.transport.abort()
                    return
                self._apply(body)
                self.head = max(self.head, last)
            case Stored(count):
                self._acknowledge(self._frames[count - 1])

    def _apply(self, update: bytes) -> None:
        self.doc.apply_update(update)
        self._changes.clear()
        self.clocks = clocks_of(self.doc)
        if not self.numbered:
            first, after = contents(update).clocks.get(self.author, (0, 0))
            assert first <= self.acknowledged, f"{self}: shown {first}, and not what comes before"
            self._acknowledge(after)

    def _acknowledge(self, clock: int) -> None:
        self.acknowledged = max(self.acknowledged, clock)


def clocks_of(doc: Doc[Any]) -> dict[int, int]:
    """{client: clock} of a document."""
    return clocks_in(doc.get_state())


def clocks_in(state: bytes) -> dict[int, int]:
    """{client: clock} of a state vector."""
    count, at = read_uint(state, 0, len(state))
    clocks = {}
    for _ in range(count):
        client, at = read_uint(state, at, len(state))
        clocks[client], at = read_uint(state, at, len(state))
    return clocks


def text_of(doc: Doc[Any]) -> list[str]:
    """The paragraphs of a document."""
    root = doc.get("default", type=XmlFragment)
    return ["".join(part for words in element.children for part, _ in words.diff()) for element in root.children]
