"""What one client is sent: at once, in order, and never more kept than it may lag behind."""

import asyncio
from typing import Any

from realtime.limits import OUTGOING_BYTES
from realtime.outbox import Frame, Outbox


class Tap:
    """A wire that a test opens and shuts."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.written: list[bytes] = []

    def write(self, frame: bytes) -> bool:
        if not self.open.is_set():
            return False
        self.written.append(frame)
        return True

    async def drained(self) -> None:
        await self.open.wait()

    async def send(self, message: dict[str, Any]) -> None:
        raise AssertionError("nothing is to be said but frames")


async def asgi(message: dict[str, Any]) -> None:
    raise AssertionError("a wire was offered")


async def settled(outbox: Outbox) -> None:
    async with asyncio.timeout(5):
        while outbox._task is not None:
            await asyncio.wait([outbox._task])


async def test_a_reader_that_keeps_up_is_written_to_at_once() -> None:
    tap = Tap()
    outbox = Outbox(asgi, tap)
    outbox.push(Frame(b"one"))
    outbox.push_both(Frame(b"two"), Frame("three"))
    assert tap.written == [b"\x82\x03one", b"\x82\x03two\x81\x05three"]


async def test_what_a_slow_reader_missed_a_little_of_comes_in_its_order() -> None:
    tap = Tap()
    outbox = Outbox(asgi, tap)
    tap.open.clear()
    frames = [Frame(bytes([number])) for number in range(20)]
    for frame in frames:
        outbox.push(frame)
    tap.open.set()
    await settled(outbox)
    assert tap.written == [frame.wire for frame in frames]


async def test_a_reader_that_is_too_slow_is_caught_up_from_the_first_it_missed_of_each_log() -> None:
    tap, told = Tap(), list[dict[Any, int]]()
    outbox = Outbox(asgi, tap)

    def catch_up(lost: dict[Any, int]) -> None:
        told.append(lost)
        outbox.push(Frame("where it stands"))
        outbox.push(difference)

    difference = Frame(bytes(OUTGOING_BYTES * 2))
    outbox.catch_up = catch_up
    outbox.push(Frame(b"got", "log", 6))
    tap.open.clear()
    size = OUTGOING_BYTES // 4
    for number in range(7, 40):
        outbox.push(Frame(bytes(size), "log", number))
        outbox.push(Frame(bytes(size), "other", number * 2))
    kept = sum(len(frame.wire) for frame in outbox._queue or ())
    assert kept == 0 and told == []
    tap.open.set()
    await settled(outbox)
    assert told == [{"log": 7, "other": 14}]
    assert tap.written == [Frame(b"got").wire, Frame("where it stands").wire, difference.wire]
    outbox.push(Frame(b"and on"))
    assert tap.written[-1] == Frame(b"and on").wire


async def test_one_message_that_is_larger_than_all_that_may_wait_still_goes() -> None:
    tap = Tap()
    outbox = Outbox(asgi, tap)
    tap.open.clear()
    whole = Frame(bytes(OUTGOING_BYTES * 4))
    outbox.push(whole)
    tap.open.set()
    await settled(outbox)
    assert tap.written == [whole.wire]


async def test_a_server_without_a_wire_is_spoken_to_by_asgi() -> None:
    sent, may = list[dict[str, Any]](), asyncio.Event()

    async def send(message: dict[str, Any]) -> None:
        await may.wait()
        sent.append(message)

    outbox = Outbox(send)
    outbox.push(Frame(b"one"))
    outbox.push_both(Frame("two"), Frame(b"three"))
    outbox.close(1013, "too much")
    assert sent == []
    may.set()
    await settled(outbox)
    assert [message.get("bytes") or message.get("text") or message["code"] for message in sent] == [
        b"one", "two", b"three", 1013
    ]  # fmt: skip
