"""Look at the log one look at a time, and once more when asked meanwhile."""

import logging
import weakref
from collections.abc import Awaitable, Callable

from . import threads

logger = logging.getLogger(__name__)


class Look:
    """Calling it starts the work, or has it done again after the one under way; a failure waits for the next call."""

    __slots__ = ("_again", "_what", "_work", "_working")

    def __init__(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        self._what, self._work = what, weakref.WeakMethod(work)  # who looks holds this, and goes when it is let go of
        self._working = self._again = False

    def __call__(self) -> None:
        self._again = True
        if not self._working and (work := self._work()) is not None:
            self._working = True
            threads.spawn(self._run(work))

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            while self._again:
                self._again = False
                await work()
        except Exception:
            logger.warning("%s: could not read the log", self._what, exc_info=True)
        finally:
            self._working = False
