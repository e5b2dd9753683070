"""Somebody is sent away while they type: how long until their sockets are closed, and what of it is stored."""

import asyncio
import time
from collections.abc import Callable
from uuid import UUID

from tests.faults.client import Tab, text_of

from ..bench import Bench
from ..cores import OTHERS, on_core
from ..figures import Plot, Result, Target, limit_target, ms
from ..subjects import OnUvicorn

NAME = "revocation"
TITLE = "Somebody is sent away"
HOW = (
    "200 sockets on two workers, 20 of each of ten people, in ten documents, all typing. One after the other, "
    "five of the people are removed from the group by a third process. The time runs from the commit of the removal to "
    "the close of each of their 100 sockets. What they typed after the commit carries words of its own, which are "
    "looked for in what the log holds."
)
PEOPLE, REMOVED, TABS = 10, 5, 10  # tabs on each worker
KEY_SECONDS, PATIENCE = 2.0, 30.0  # everybody types once in so long
ROUNDS = (("through Redis", True, 1_000.0), ("Redis is down", False, 10_000.0))


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW,
        ["hints", "sockets closed", "p50 ms", "p99 ms", "most ms", "typed after the removal", "of these stored"],
    )  # fmt: skip
    lines: dict[str, list[tuple[float, float]]] = {}
    for label, with_redis, limit in ROUNDS:
        if not bench.has_time(90, label):
            continue
        try:
            took, late, stored = _round(bench, with_redis)
        finally:
            if not bench.ground.redis.is_running:
                bench.ground.redis.start()
        took.sort()
        p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99) - 1]
        row = [label, str(len(took)), ms(p50), ms(p99), ms(took[-1]), str(late), str(stored)]
        result.rows.append(row)
        bench.say(" · ".join(row))
        result.targets += [
            limit_target(f"closed, p99 ≤ {limit / 1000:.0f} s, {label}", p99, limit),
            Target(f"nothing that was typed after the removal is stored, {label}", f"{stored} of {late}", not stored),
        ]
        lines[label] = [(n * 100 / len(took), each) for n, each in enumerate(took, 1)]
    result.plot = Plot("percent of the sockets", "ms until closed", lines, log_y=True)
    return result


def _round(bench: Bench, with_redis: bool) -> tuple[list[float], int, int]:
    with OnUvicorn(bench.ground) as subject:
        second = subject.make(subject.server.database_url, bench.ground.redis.url)
        try:
            with on_core(OTHERS):
                second.start()
            if not with_redis:
                bench.ground.redis.stop()
            return asyncio.run(_everybody(subject, [subject.url, second.url]))
        finally:
            second.close()


async def _everybody(subject: OnUvicorn, urls: list[str]) -> tuple[list[float], int, int]:
    documents = [UUID(each) for each in subject.documents(TABS)]
    tabs = {
        person: [Tab(url, documents[n], subject.people[person], numbered=True) for url in urls for n in range(TABS)]
        for person in range(PEOPLE)
    }
    everyone = [tab for each in tabs.values() for tab in each]
    await _until(lambda: all(tab.synced for tab in everyone))
    stop = asyncio.Event()
    typing = asyncio.ensure_future(_type(everyone, stop))
    took: list[float] = []
    late: list[str] = []
    for person in range(PEOPLE - REMOVED, PEOPLE):
        watching = [asyncio.ensure_future(_closed_at(tab)) for tab in tabs[person]]
        at = await asyncio.to_thread(subject.remove, person + 1)
        typed = [len(tab.marks) for tab in tabs[person]]
        took += [max(0.0, (closed - at) * 1000) for closed in await asyncio.gather(*watching)]
        for tab in tabs[person]:
            tab.type()
        late += [mark.words for tab, n in zip(tabs[person], typed, strict=True) for mark in tab.marks[n:]]
    stop.set()
    await typing
    stored = 0
    for document in documents:
        reader = Tab(urls[0], document, subject.people[0], numbered=False)
        await _until(lambda reader=reader: reader.synced)  # type: ignore[misc]
        words = set(text_of(reader.doc))
        stored += sum(each in words for each in late)
        await reader.vanish()
    for tab in everyone:
        await tab.vanish()
    return took, len(late), stored


async def _type(tabs: list[Tab], stop: asyncio.Event) -> None:
    while not stop.is_set():
        for tab in tabs:
            if not tab.codes:
                tab.type()
            await asyncio.sleep(KEY_SECONDS / len(tabs))


async def _closed_at(tab: Tab) -> float:
    await _until(lambda: bool(tab.codes))
    return time.time()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
