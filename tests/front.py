"""A network in front of servers: shares connections out, sticks to one, and can be cut."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
CHUNK = 65536


class Door:
    """One address. Takes the servers in turn or, when it prefers one, that one as long as it answers."""

    def __init__(self, front: "Front", prefer: int | None) -> None:
        self.front, self.prefer = front, prefer
        self.turn = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def order(self) -> list[int]:
        ports = self.front.ports
        first = self.prefer if self.prefer is not None else self.turn % len(ports)
        self.turn += 1
        return [*ports[first:], *ports[:first]]


class Front:
    """Runs in a thread of its own. `cut()` breaks every connection and lets none in until `mend()`."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = list(ports)
        self.is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._torn: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="front", daemon=True)
        self._thread.start()
        self.url = self.door().url

    def door(self, prefer: int | None = None) -> Door:
        """Another address of the same servers; `prefer` is the index of one of them."""
        door = Door(self, prefer)
        door.port = self._call(self._listen(door)).result(10)
        return door

    def cut(self) -> None:
        """The network is gone: connections break without a word of goodbye."""
        self.is_cut = True
        self._call(self._break()).result(10)

    def tear(self) -> None:
        """Every connection passes on half of what comes next, and breaks; new ones are let in."""
        self._call(self._tear()).result(10)

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _call(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _listen(self, door: Door) -> int:
        server = await asyncio.start_server(lambda *ends: self._serve(door, *ends), "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _break(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _tear(self) -> None:
        self._torn |= self._open

    async def _serve(self, door: Door, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        behind = None if self.is_cut else await self._connect(door)
        try:
            if behind is None:
                return
            self._open.add(behind[1])
            await asyncio.gather(self._pass_on(reader, behind[1]), self._pass_on(behind[0], writer))
        finally:
            for end in (writer, behind[1] if behind else writer):
                self._open.discard(end)
                self._torn.discard(end)
                end.transport.abort()

    async def _connect(self, door: Door) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for port in door.order():
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK):
                is_torn = writer in self._torn
                writer.write(data[: len(data) // 2] if is_torn else data)
                await writer.drain()
                if is_torn:
                    writer.close()  # after what was written
                    return
            writer.write_eof()
        except OSError:
            writer.transport.abort()  # one side broke: the other must hear of it
