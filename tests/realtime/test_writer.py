"""How much goes into one commit: little while the process has air, more when it is out of breath, all of it once."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from realtime import committing, threads, writer
from realtime.committing import Batch
from realtime.writer import Writer

KEY_SECONDS = 0.01
NIL = UUID(int=0)


class Clock:
    """A clock that a test plays: time passes, and the process is busy for a share of it."""

    def __init__(self) -> None:
        self.now = self.used = 0.0
        self.sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.used

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + seconds, future))
        await future

    async def pass_by(self, seconds: float, load: float) -> None:
        self.now += seconds
        self.used += seconds * load
        due = [future for until, future in self.sleepers if until <= self.now + 1e-9]
        self.sleepers = [each for each in self.sleepers if each[1] not in due]
        for future in due:
            future.set_result(None)
        for _ in range(20):
            await asyncio.sleep(0)


class Typing:
    """Keys that come at one pace, and what the writer makes of them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.waiting: list[int] = []
        self.commits: list[list[int]] = []
        self.pressed = 0
        self.writer = Writer(self.take, lambda batch: None, lambda batch, error: None)

    def take(self) -> list[Batch]:
        taken, self.waiting = self.waiting, []
        self.commits.append(taken)
        return [Batch(NIL, NIL, 1, [], 0, {})] if taken else []

    async def go_on(self, seconds: float, load: float) -> list[int]:
        """Type at so much load; how many keys each commit of this stretch took."""
        before = len(self.commits)
        for _ in range(round(seconds / KEY_SECONDS)):
            self.waiting.append(self.pressed)
            self.pressed += 1
            self.writer.wake()
            await self.clock.pass_by(KEY_SECONDS, load)
        return [len(commit) for commit in self.commits[before:]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()

    async def write(function: Callable[..., None], *args: Any) -> None:
        function(*args)

    monkeypatch.setattr(writer, "time", made)
    monkeypatch.setattr(writer, "asyncio", SimpleNamespace(Event=asyncio.Event, sleep=made.sleep))
    monkeypatch.setattr(threads, "write", write)
    monkeypatch.setattr(committing, "commit", lambda batches: None)
    return made


async def test_a_process_out_of_breath_stores_more_at_once_and_goes_back_when_there_is_air(clock: Clock) -> None:
    typing = Typing(clock)
    work = asyncio.ensure_future(typing.writer.run())
    try:
        assert max(await typing.go_on(1, load=0.5)) <= 2
        await typing.go_on(0.5, load=0.95)  # it looks at its use four times a second
        assert min(await typing.go_on(1, load=0.95)) >= 8
        await typing.go_on(0.5, load=0.5)
        assert max(await typing.go_on(1, load=0.5)) <= 2
        await clock.pass_by(1, load=0)
        await asyncio.wait_for(typing.writer.drained(), 5)
    finally:
        work.cancel()
    assert [key for commit in typing.commits for key in commit] == list(range(typing.pressed)), "each once, in order"


async def test_a_lone_key_waits_for_no_window_however_busy_the_process_is(clock: Clock) -> None:
    typing = Typing(clock)
    work = asyncio.ensure_future(typing.writer.run())
    try:
        for _ in range(5):
            await clock.pass_by(1, load=0.99)
            assert await typing.go_on(KEY_SECONDS, load=0.99) == [1]
    finally:
        work.cancel()
