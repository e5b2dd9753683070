"""A socket of a test: it speaks ASGI with the application itself, and y-websocket or JSON with what is behind it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from pycrdt import Doc, XmlElement, XmlFragment, XmlText, merge_updates

from realtime import protocol
from tests.heard import Carets, Question, Rows, Status, Stored, Update, heard
from workspace.config.asgi import application

WAIT = 20.0  # seconds: a condition that has not come by then does not come


def cookie_of(client: Client) -> str:
    """The cookie header of somebody who signed in through Django's test client."""
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return f"{settings.SESSION_COOKIE_NAME}={morsel.value}" if morsel else ""


async def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds that no message tells."""
    async with asyncio.timeout(WAIT):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class Socket:
    """One WebSocket. `code` is set when the server has closed it; 403 stands for a refused handshake."""

    def __init__(self, path: str, cookie: str = "", origin: str | None = "http://localhost", query: str = "") -> None:
        headers = [(b"host", b"localhost")]
        if cookie:
            headers.append((b"cookie", cookie.encode()))
        if origin is not None:
            headers.append((b"origin", origin.encode()))
        self.scope = {
            "type": "websocket", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": headers, "scheme": "ws", "subprotocols": [], "client": ("127.0.0.1", 1), "root_path": "",
        }  # fmt: skip
        self.code: int | None = None
        self.reason = ""
        self.accepted = False
        self.received: list[Any] = []
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.ensure_future(application(self.scope, self._in.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.accept":
            self.accepted = True
        elif message["type"] == "websocket.close":
            self.code = message.get("code", 1000) if self.accepted else 403
            self.reason = message.get("reason", "")
            self._in.put_nowait({"type": "websocket.disconnect", "code": self.code})  # as servers do
        else:
            self.received.append(message.get("bytes") if message.get("bytes") is not None else message["text"])
        self._changed.set()

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds, and give it."""
        async with asyncio.timeout(WAIT):
            while not (found := holds()):
                self._changed.clear()
                if found := holds():
                    return found
                await self._changed.wait()
        return found

    def send(self, data: bytes | str) -> None:
        key = "bytes" if isinstance(data, bytes) else "text"
        self._in.put_nowait({"type": "websocket.receive", key: data})

    async def closed(self) -> int:
        """The code with which the server closes."""
        code: int = await self.until(lambda: self.code)
        return code

    async def leave(self) -> None:
        """Go, and wait until the server has seen it."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1000})
        async with asyncio.timeout(WAIT):
            await asyncio.gather(self._task, return_exceptions=True)


class LiveSocket(Socket):
    """A page that follows spaces."""

    def __init__(self, cookie: str, **known: Any) -> None:
        super().__init__("/ws/live/", cookie, **known)

    def follow(self, space: UUID, after: int = 0, **more: Any) -> None:
        self.send(json.dumps({"follow": str(space), "after": after, **more}))

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.received]

    async def seq(self, space: UUID, number: int) -> list[dict[str, Any]]:
        """The messages about events of a space, once it has been told up to a number."""

        def told() -> list[dict[str, Any]]:
            found = [m for m in self.messages() if m.get("space") == str(space) and "seq" in m]
            return found if found and found[-1]["seq"] >= number else []

        found: list[dict[str, Any]] = await self.until(told)
        return found


class Typist(Socket):
    """A tab with a document open; `numbered` as our own client, else as a stock one."""

    def __init__(
        self, document: UUID, cookie: str, *, numbered: bool = True, after: int = 0, epoch: int = 1, **known: Any
    ) -> None:
        query = f"after={after}&epoch={epoch}" if numbered else ""
        super().__init__(f"/ws/documents/{document}", cookie, query=query, **known)
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("default", type=XmlFragment)
        self.numbered, self.head, self.stored, self.sent = numbered, after, 0, 0
        self.status: dict[str, Any] = {}
        self.awareness: dict[int, Any] = {}
        self.step_1: bytes | None = None
        self._read = 0
        self._outgoing: list[bytes] = []
        self.doc.observe(lambda event: self._outgoing.append(event.update))
        self._applying = False
        self.frames: list[bytes] = []

    async def _send(self, message: dict[str, Any]) -> None:
        if message.get("bytes") is not None:
            self._take(message["bytes"])
        await super()._send(message)

    def _take(self, data: bytes) -> None:
        match heard(data):
            case Question(state):
                self.step_1 = state
            case Update(body):
                self._apply(body)
            case Carets(states):
                self.awareness |= states
            case Status(said):
                self.status = said
            case Rows(first, last, body):
                assert first <= self.head, f"a gap: {first} after {self.head}"
                self._apply(body)
                self.head = max(self.head, last)
            case Stored(count):
                self.stored = count

    def _apply(self, update: bytes) -> None:
        self.frames.append(update)
        kept, self._outgoing = self._outgoing, []
        self.doc.apply_update(update)
        self._outgoing = kept

    async def synced(self) -> None:
        """Connected, answered the server's sync step 1."""
        await self.until(lambda: self.step_1 is not None or self.code)
        if self.step_1 is not None:
            if not self.numbered:
                self.send(protocol.sync_step_1(self.doc.get_state()))
            self.send(protocol.sync_step_2(self.doc.get_update(self.step_1)))
            self.sent += 1
        self._outgoing.clear()

    async def answered(self) -> None:
        """Let in, or closed."""
        await self.until(lambda: self.status or self.code)

    def type(self, text: str, *, paragraph: bool = True) -> None:
        """Write a paragraph, and send what came of it."""
        with self.doc.transaction():
            element = XmlElement("paragraph")
            self.root.children.append(element)
            words = XmlText()
            element.children.append(words)
            words.insert(0, text)
        self.flush()

    def flush(self) -> None:
        """Send what was written since."""
        for update in self._outgoing:
            self.send(protocol.sync_update(update))
            self.sent += 1
        self._outgoing.clear()

    async def saved(self) -> None:
        """Everything sent is acknowledged."""
        await self.until(lambda: self.stored == self.sent)

    def move(self, cursor: Any = None, *, client: int | None = None, clock: int = 1, **more: Any) -> None:
        """Say where the caret is."""
        state = {"cursor": cursor, **more}
        own = client if client is not None else self.doc.client_id
        self.send(protocol.awareness(protocol.write_awareness([(own, clock, state)])))

    def text(self) -> str:
        return "\n".join("".join(part for part, _ in t.diff()) for e in self.root.children for t in e.children)


def whole_text(bodies: list[bytes]) -> str:
    """How the rows of a log read together."""
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    doc.apply_update(merge_updates(*bodies))
    return "\n".join("".join(part for part, _ in t.diff()) for e in root.children for t in e.children)
