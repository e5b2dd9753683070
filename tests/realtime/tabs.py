"""A tab that lives through disconnections: it keeps its text, and knows what it was promised."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import protocol
from realtime.holdings import Holdings
from realtime.structure import Contents, contents
from tests.heard import Question, Rows, Stored, Update, heard

from .asgi import Socket


class Line(Socket):
    """One connection of a tab; what comes is handed to the tab at once."""

    def __init__(self, path: str, cookie: str, query: str, take: Callable[["Line", bytes], None]) -> None:
        super().__init__(path, cookie, query=query)
        self._take = take
        self.accused: list[str] = []
        self.sent = self.stored = 0
        self.is_cut = False

    async def _send(self, message: dict[str, Any]) -> None:
        if self.is_cut:
            raise OSError("nobody is there any more")
        if message.get("bytes") is not None:
            self._take(self, message["bytes"])
        await super()._send(message)
        if self.code == protocol.MALFORMED or "client id" in self.reason:
            self.accused.append(self.reason)

    def update(self, data: bytes, *, step_2: bool = False) -> None:
        self.send(protocol.sync_step_2(data) if step_2 else protocol.sync_update(data))
        self.sent += 1

    async def cut(self) -> None:
        """The worker on the other side is gone; nobody says goodbye."""
        self.is_cut = True
        self._task.cancel()
        await asyncio.wait([self._task])


class Tab:
    """One person's tab with a document open. `numbered` as our own client, else as a stock one."""

    def __init__(self, document: UUID, name: str, cookie: str, *, numbered: bool) -> None:
        self.document, self.name, self.cookie, self.numbered = document, name, cookie, numbered
        self.line: Line | None = None
        self.accused: list[str] = []  # what the server held against this honest tab
        self.begin()

    def begin(self) -> None:
        """An empty tab, as after a reload of a page that kept nothing. What was promised stays promised."""
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("default", type=XmlFragment)
        self.head = 0
        self.is_synced = False
        self.promised: list[Contents] = []  # what this tab showed as saved
        self.seen: list[Contents] = []  # what the server sent it
        self._received = Holdings()
        self._unsent: list[bytes] = []
        self._is_applying = False
        self.doc.observe(self._changed)

    def _changed(self, event: Any) -> None:
        if not self._is_applying:
            self._unsent.append(event.update)

    # ── the connection ──

    @property
    def is_open(self) -> bool:
        return self.line is not None and not self.line.is_cut and self.line.code is None

    def connect(self) -> Line:
        query = f"after={self.head}&epoch=1" if self.numbered else ""
        self.is_synced = False
        self.line = Line(f"/ws/documents/{self.document}", self.cookie, query, self._take)
        self.line.accused = self.accused
        if not self.numbered:
            self.line.send(protocol.sync_step_1(self.doc.get_state()))
        return self.line

    def _take(self, line: Line, data: bytes) -> None:
        if line is not self.line:
            return
        match heard(data):
            case Question(state):
                self._answer(line, state)
            case Update(body):
                self._apply(body)
            case Rows(first, last, body):
                assert first <= self.head, f"a gap: {first} after {self.head}"
                self._apply(body)
                self.head = max(self.head, last)
            case Stored(count):
                line.stored = count
                assert line.stored <= line.sent, "acknowledged more than was sent"
                if line.stored == line.sent and not self._unsent:
                    self.promised.append(contents(self.doc.get_update()))

    def _answer(self, line: Line, state: bytes) -> None:
        held = Contents(clocks={client: (0, clock) for client, clock in read_state(state).items()})
        self.seen.append(held)  # what the server says it has stored, though it was on another connection
        self._received.add(held)
        self._unsent.clear()
        line.update(self.doc.get_update(state), step_2=True)
        self.is_synced = True

    def _apply(self, update: bytes) -> None:
        held = contents(update)
        self.seen.append(held)
        self._received.add(held)
        self._is_applying = True
        try:
            self.doc.apply_update(update)
        finally:
            self._is_applying = False

    @property
    def is_saved(self) -> bool:
        """Whether this tab's page says *saved*."""
        if not self.is_open or not self.is_synced or self._unsent or self.line is None:
            return False
        if self.numbered:
            return self.line.stored == self.line.sent
        return not self._received.lacks(contents(self.doc.get_update()))

    # ── typing ──

    def send(self) -> None:
        """Send what was typed, when there is a line; the first sync carries what was typed before it."""
        if self.is_open and self.line is not None and self.is_synced:
            for update in self._unsent:
                self.line.update(update)
            self._unsent.clear()

    def send_again(self) -> None:
        """Everything that this tab holds, once more."""
        if self.is_open and self.line is not None and self.is_synced:
            self.line.update(self.doc.get_update())

    def insert_paragraph(self, at: int, words: str) -> None:
        with self.doc.transaction():
            element = XmlElement("paragraph")
            self.root.children.insert(at % (len(self.root.children) + 1), element)
            text = XmlText()
            element.children.append(text)
            text.insert(0, words)

    def texts(self) -> list[XmlText]:
        return [text for element in self.root.children for text in element.children]

    def insert_words(self, at: int, words: str) -> None:
        if found := self.texts():
            text = found[at % len(found)]
            start, _ = _span(text, at, 0)
            text.insert(start, words)

    def delete_words(self, at: int, count: int) -> None:
        if found := [text for text in self.texts() if len(text)]:
            text = found[at % len(found)]
            start, end = _span(text, at, count)
            del text[start:end]

    def make_bold(self, at: int, count: int) -> None:
        if found := [text for text in self.texts() if len(text)]:
            text = found[at % len(found)]
            text.format(*_span(text, at, count), {"bold": True})

    def delete_paragraph(self, at: int) -> None:
        if len(self.root.children):
            del self.root.children[at % len(self.root.children)]

    def reads(self) -> list[Any]:
        """Everything that can be seen in the document, marks included."""
        return reads(self.root)


def read_state(state: bytes) -> dict[int, int]:
    """A state vector: {client: clock}."""
    end, clocks = len(state), dict[int, int]()
    count, at = protocol.read_uint(state, 0, end)
    for _ in range(count):
        client, at = protocol.read_uint(state, at, end)
        clocks[client], at = protocol.read_uint(state, at, end)
    return clocks


def _span(text: XmlText, at: int, count: int) -> tuple[int, int]:
    """Some of a text's characters, as the offsets in bytes that pycrdt counts by: never inside a character."""
    written = "".join(part for part, _ in text.diff())
    start = at % (len(written) + 1 if not count else len(written))
    return len(written[:start].encode()), len(written[: start + count].encode())


def reads(root: Any) -> list[Any]:
    """How a fragment reads: its paragraphs, each as pieces of text with their marks."""
    return [[text.diff() for text in element.children] for element in root.children]
