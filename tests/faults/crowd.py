"""A crowd of tabs in one document, in an event loop of its own: the test does its fault while they type.

with crowd.typing():            # everybody types, a few marks ahead of what is acknowledged
    server.kill()
    server.start()
    crowd.until_saved(more=3)   # everybody typed three more, and all is acknowledged
crowd.laws()
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from tests.faults.client import Tab
from tests.faults.laws import check, each_once, log_of
from tests.owned import wait_until
from tests.servers import Server

T = TypeVar("T")

PATIENCE = 60.0  # seconds for what takes one on an idle machine
AHEAD = 4  # marks that a tab types before it waits for an acknowledgement
KEY_SECONDS = 0.04  # below the limit of changes a second


class Crowd:
    """`server` is asked for the log; where the tabs go to is said when they join."""

    def __init__(self, server: Server, document: UUID) -> None:
        self.server, self.document = server, document
        self.tabs: list[Tab] = []
        self.gone: list[Tab] = []  # they never come back: what was acknowledged to them is nowhere else
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="crowd", daemon=True)
        self.thread.start()

    def join(self, url: str, cookies: Sequence[str]) -> list[Tab]:
        """For each cookie a tab of ours and a stock one; gives them once they are in."""

        async def come() -> list[Tab]:
            return [Tab(url, self.document, cookie, numbered=kind) for cookie in cookies for kind in (True, False)]

        came = self.do(come())
        self.tabs += came
        self.until(lambda: all(tab.synced for tab in came))
        return came

    @contextlib.contextmanager
    def typing(self, tabs: Sequence[Tab] | None = None) -> Iterator[None]:
        """Everybody types meanwhile, and all of it is acknowledged before it ends."""
        stop = asyncio.Event()
        chosen = self.tabs if tabs is None else tabs
        done = asyncio.run_coroutine_threadsafe(self._type(chosen, stop), self.loop)
        try:
            self.until_typed(2, tabs)
            yield
        finally:
            self.loop.call_soon_threadsafe(stop.set)
            done.result(PATIENCE)
        self.until_saved(tabs)

    async def _type(self, tabs: Sequence[Tab], stop: asyncio.Event) -> None:
        while not stop.is_set():
            for tab in tabs:
                if tab not in self.gone and len(tab.marks) - len(tab.acknowledged_marks()) < AHEAD:
                    tab.type()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), KEY_SECONDS)

    def type(self, tabs: Sequence[Tab] | None = None, marks: int = 1) -> None:
        """Each of them types so many marks, whatever becomes of them."""

        async def once() -> None:
            for tab in list(self.tabs if tabs is None else tabs) * marks:
                tab.type()

        self.do(once())

    # ── waiting ──

    def until(self, holds: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        wait_until(holds, seconds=seconds, otherwise=lambda: "\n".join(map(str, self.tabs)) + "\n" + self.said())

    def until_saved(self, tabs: Sequence[Tab] | None = None, *, more: int = 0) -> None:
        """All is acknowledged, after each of them typed so many more."""
        if more:
            self.until_typed(more, tabs)
        chosen = [tab for tab in (self.tabs if tabs is None else tabs) if tab not in self.gone]
        self.until(lambda: all(tab.is_saved for tab in chosen))

    def until_typed(self, more: int, tabs: Sequence[Tab] | None = None) -> None:
        """Each of them got so many more marks acknowledged."""
        chosen = [tab for tab in (self.tabs if tabs is None else tabs) if tab not in self.gone]
        goal = [len(tab.acknowledged_marks()) + more for tab in chosen]
        self.until(lambda: all(len(tab.acknowledged_marks()) >= n for tab, n in zip(chosen, goal, strict=True)))

    # ── coming and going ──

    def leave(self, tabs: Sequence[Tab]) -> None:
        """They go for good, after what they sent has reached the server, and take the rest with them."""
        for tab in tabs:
            self.do(tab.leave())
        self.gone += tabs

    def vanish(self, tabs: Sequence[Tab]) -> None:
        """They are gone, and what they sent last with them."""
        for tab in tabs:
            self.do(tab.vanish())
        self.gone += tabs

    def freeze(self, tabs: Sequence[Tab]) -> None:
        """They read nothing more; their connections stay."""
        for tab in tabs:
            self.loop.call_soon_threadsafe(tab.freeze)

    def thaw(self, tabs: Sequence[Tab]) -> None:
        for tab in tabs:
            self.loop.call_soon_threadsafe(tab.thaw)

    def reconnect(self, tabs: Sequence[Tab], url: str = "") -> None:
        """Their connections break and they come again, to another address if one is given."""
        for tab in tabs:
            tab.url = url or tab.url
            self.do(tab.reconnect())

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done in the crowd's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    # ── what must hold ──

    def nothing_unstored_is_acknowledged(self) -> bool:
        """Asserts it, at this moment."""
        said = {tab.author: tab.acknowledged for tab in self.tabs}  # before the log is read
        stored = self.stored_clocks()
        assert all(stored.get(author, 0) >= clock for author, clock in said.items()), f"{said} of {stored}"
        return True

    def stored_clocks(self) -> dict[int, int]:
        """The clock of each author, after all rows of the log."""
        return each_once(log_of(self))

    def laws(self) -> None:
        """What must hold after every fault: see laws.py."""
        check(self)

    def said(self) -> str:
        return self.server.said()[-14000:]

    def close(self) -> None:
        for tab in self.tabs:
            self.do(tab.leave())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
