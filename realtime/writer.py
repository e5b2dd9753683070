"""Group commit: what came in during the last commit, of all documents, goes into the next. Commit first, send after."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from . import committing, metrics, threads
from .committing import Batch

logger = logging.getLogger(__name__)

FLUSH_SECONDS: Final = 0.02  # 50 editors at 5 keys/s share one commit; below it CPU doubles
BUSY: Final = 0.8  # of a core: past it the window is BUSY_WINDOWS wide, which costs time, and saves rows and sends
BUSY_WINDOWS: Final = 4
LOOK_SECONDS: Final = 0.25  # between two looks at how busy the process is
TRIES: Final = 3  # of one document, while the store answers
OUT_OF_ROOM: Final = ("53", "58")  # classes of SQLSTATE: no resources, an error of the system
RETRY_SECONDS: Final = (0.1, 0.3, 1.0, 2.0, 5.0)  # while the store is away


Settled = Callable[[Batch], None]
Failed = Callable[[Batch, Exception], None]


class Writer:
    """The one writer of a process. `take()` gives what waits; `settled` and `failed` are told on the event loop."""

    def __init__(self, take: Callable[[], list[Batch]], settled: Settled, failed: Failed) -> None:
        self._take, self._settled, self._failed = take, settled, failed
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_away = False
        self._looked_at, self._used, self._is_busy = time.monotonic(), time.process_time(), False

    def wake(self) -> None:
        """Something waits."""
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    async def run(self) -> None:
        """Commit, for ever."""
        last = 0.0
        while True:
            await self._wake.wait()
            gap = self._window() - (time.monotonic() - last)
            if gap > 0:
                await asyncio.sleep(gap)
            self._wake.clear()
            last = time.monotonic()
            await self._flush(self._take())
            if not self._wake.is_set():
                self._idle.set()

    def _window(self) -> float:
        """Seconds from one flush to the next: a process that is out of breath stores and sends more at once."""
        now = time.monotonic()
        if (passed := now - self._looked_at) >= LOOK_SECONDS:
            used = time.process_time()
            self._is_busy = (used - self._used) / passed > BUSY
            self._looked_at, self._used = now, used
        return FLUSH_SECONDS * (BUSY_WINDOWS if self._is_busy else 1)

    async def _flush(self, batches: list[Batch]) -> None:
        """Store these; after a failure document by document, so that one bad row holds up nobody else."""
        if not batches:
            return
        failures = 0
        while True:
            try:
                with metrics.FLUSH.time():
                    await threads.write(committing.commit, batches)
                break
            except Exception as error:
                if isinstance(error, OperationalError | InterfaceError):
                    failures += 1
                    if not await self._answers(error):
                        await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1])
                        continue
                if len(batches) > 1:
                    await self._flush_apart(batches)
                elif isinstance(error, OperationalError | InterfaceError) and failures < TRIES:
                    await asyncio.sleep(RETRY_SECONDS[0])
                    continue
                else:
                    logger.exception("document %s: a row was refused", batches[0].document_id)
                    self._failed(batches[0], error)
                return
        self._away(False)
        metrics.FLUSH_DOCUMENTS.observe(len(batches))
        metrics.FLUSH_UPDATES.observe(sum(len(batch.pending) for batch in batches))
        for batch in batches:
            if batch.refusal is not None:
                self._failed(batch, batch.refusal)
            else:
                self._settled(batch)

    async def _flush_apart(self, batches: list[Batch]) -> None:
        for batch in batches:
            await self._flush([batch])

    async def _answers(self, error: Exception) -> bool:
        """Whether the store is there all the same: then what failed is at fault, and not the store."""
        try:
            await threads.write(_ask, error)
        except Exception:
            self._away(True, error)
            return False
        self._away(False)
        return True

    def _away(self, away: bool, error: Exception | None = None) -> None:
        if away == self._is_away:
            return
        self._is_away = away
        metrics.STORE_AWAY.set(away)
        if away:
            logger.error(
                "the store is away (%s); nothing is dropped, trying again",
                type(error).__name__,
            )
        else:
            logger.warning("the store is back")


def _ask(error: Exception) -> None:
    """Raises when the store is away, or had no room: SQLite fails for all alike, PostgreSQL says which it was."""
    if connection.vendor == "sqlite" or str(getattr(error.__cause__, "sqlstate", "")).startswith(OUT_OF_ROOM):
        raise error
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
