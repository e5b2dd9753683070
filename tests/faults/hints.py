"""A network between the workers and Redis, which may lose, repeat and turn round what workers tell one another."""

import asyncio
import random

from tests.front import Front

MESSAGE = b"3\r\n$7\r\nmessage\r\n"  # after the kind of list: as Redis passes on what was published


class Hints(Front):
    """Passes everything on; while `is_mischievous`, a third of the messages is lost, a third comes twice, and a third
    after the one that follows it."""

    def __init__(self, port: int) -> None:
        self.is_mischievous = self.is_deaf = False
        self.lost = self.doubled = self.late = 0
        self._random = random.Random(4)
        super().__init__([port])

    @property
    def redis_url(self) -> str:
        return f"{self.url.replace('http', 'redis', 1)}/0"

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = b""
        try:
            while value := await _value(reader):
                if value[1:].startswith(MESSAGE):
                    value, held = self._play(value, held)
                writer.write(value)
                await writer.drain()
            writer.write_eof()
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()

    def _play(self, message: bytes, held: bytes) -> tuple[bytes, bytes]:
        """What goes out now, and what is held back until the next one."""
        if self.is_deaf:
            self.lost += 1
            return b"", b""
        if not self.is_mischievous:
            return message + held, b""
        match self._random.randrange(3):
            case 0:
                self.lost += 1
                return held, b""
            case 1:
                self.doubled += 1
                return message + message + held, b""
            case _:
                self.late += 1
                return held, message


async def _value(reader: asyncio.StreamReader) -> bytes:
    """One value of Redis's protocol as it stands; empty at the end."""
    value = await reader.readline()
    kind, count = value[:1], value[1:-2]
    if kind == b"$" and int(count) >= 0:
        value += await reader.readexactly(int(count) + 2)
    elif kind in (b"*", b">", b"%"):
        for _ in range(int(count) * (2 if kind == b"%" else 1)):
            value += await _value(reader)
    return value
