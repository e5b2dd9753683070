"""What must hold whatever happens: people write on two workers that are killed, hints are lost, access comes and goes.

`LAWS=300` in the environment runs so many stories instead of 30.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from pycrdt import Doc, XmlFragment

from permissions import grants
from permissions.models import Grant, Space
from realtime import committing, documents, folding, threads, writer
from realtime.holdings import Holdings
from realtime.models import Document, DocumentSnapshot, DocumentUpdate
from realtime.structure import Contents, contents
from tests.cast import World

from .bad_post import AT_WORKER, Workers
from .tabs import Tab, reads

STORIES = int(os.environ.get("LAWS", "30"))
STEPS = 40
TRIES = 20  # to come back: a line may break, or be closed, more than once
WAIT = 30.0  # seconds: what has not come by then does not come
CAST = {"convenor": True, "member": True, "voice": False, "second": True}  # who, and whether by our own client
PERSON = {"second": "member"}  # a second tab of the same person
LEVEL = {"convenor": "convenor", "member": "member", "voice": "member"}

tabs = st.sampled_from(sorted(CAST))
people = st.sampled_from(sorted(LEVEL))
numbers = st.integers(0, 10_000)


class Store:
    """The commit, which fails when a story says so: before it, after it, or for good as a row that is refused."""

    def __init__(self) -> None:
        self.next: list[str] = []
        self._commit = committing.commit

    def commit(self, batches: Any) -> None:
        trouble = self.next.pop(0) if self.next else ""
        if trouble == "away":
            raise OperationalError("the store is away")
        if trouble == "refused":
            raise ValueError("this row is refused")
        self._commit(batches)
        if trouble == "answer lost":
            raise OperationalError("the connection went before the answer came")


class Laws(RuleBasedStateMachine):
    """One story. Everything that a rule starts goes on, a few turns of the loop at a time, while others follow."""

    world: World
    cookies: dict[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.patch = pytest.MonkeyPatch()
        self.words = 0

    @initialize()
    def begin(self) -> None:
        self.patch.setattr(writer, "FLUSH_SECONDS", 0.0)
        self.patch.setattr(writer, "RETRY_SECONDS", (0.001,))
        self.store = Store()
        self.patch.setattr(committing, "commit", self.store.commit)
        self.space = Space.objects.create(kind="board", home=self.world.ghana.space)
        self.grants: dict[str, Grant] = {}
        for person, level in LEVEL.items():
            self.give(person, level)
        self.document = Document.objects.create(space=self.space, kind="action")
        self.removed_at: dict[str, int] = {}
        self.banned: list[tuple[str, int, int]] = []  # handle, numbers after which and up to which it may not be
        self.lost: list[Tab] = []
        self.run(self.open_workers())
        self.tabs = {
            name: Tab(self.document.pk, name, self.cookies[PERSON.get(name, name)], numbered=numbered)
            for name, numbered in CAST.items()
        }

    async def open_workers(self) -> None:
        self.workers = Workers(self.loop, self.patch)

    def run(self, work: Awaitable[Any], turns: int = 0) -> Any:
        async def until_then() -> Any:
            found = await work
            for _ in range(turns):
                await asyncio.sleep(0)
            return found

        return self.loop.run_until_complete(until_then())

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Go on until something holds; hints arrive and clocks strike meanwhile."""
        try:
            async with asyncio.timeout(WAIT):
                while not holds():
                    self.workers.post.deliver()
                    await self.workers.strike()
                    await asyncio.sleep(0.001)
        except TimeoutError:
            raise AssertionError(f"never: {what}") from None

    # ── people write ──

    @rule(name=tabs, worker=st.integers(0, 1))
    def connect(self, name: str, worker: int) -> None:
        tab = self.tabs[name]
        if not tab.is_open:
            self.run(self.open_line(tab, worker), turns=5)

    async def open_line(self, tab: Tab, worker: int) -> None:
        token = AT_WORKER.set(self.workers.hubs[worker])
        line = tab.connect()
        AT_WORKER.reset(token)
        await self.until(lambda: tab.is_synced or line.code is not None or bool(line.received), "an answer")

    @rule(name=tabs, at=numbers, count=st.integers(1, 30), what=st.sampled_from("piwdDbw"), sends=st.booleans())
    def write(self, name: str, at: int, count: int, what: str, sends: bool) -> None:
        tab = self.tabs[name]
        self.words += 1
        word = f"{name}-{self.words}🌍 "
        if what in "pi":
            tab.insert_paragraph(at, word)
        elif what == "w":
            tab.insert_words(at, word)
        elif what == "d":
            tab.delete_words(at, count)
        elif what == "b":
            tab.make_bold(at, count)
        else:
            tab.delete_paragraph(at)
        if sends:
            tab.send()
            self.turn(2)

    @rule(name=tabs)
    def send(self, name: str) -> None:
        self.tabs[name].send()
        self.turn(3)

    @rule(name=tabs)
    def send_all_again(self, name: str) -> None:
        self.tabs[name].send_again()
        self.turn(3)

    @rule(turns=st.integers(1, 60))
    def turn(self, turns: int) -> None:
        self.run(asyncio.sleep(0), turns)

    @rule(name=tabs)
    def wait_until_saved(self, name: str) -> None:
        tab = self.tabs[name]
        if tab.is_open and tab.is_synced:
            tab.send()
            self.run(self.until(lambda: tab.is_saved or not tab.is_open, f"{name} saved"))

    # ── what goes wrong ──

    @rule(name=tabs)
    def line_breaks(self, name: str) -> None:
        tab = self.tabs[name]
        if tab.is_open and tab.line is not None:
            self.run(tab.line.leave())
            tab.line.code = tab.line.code or 1006

    @rule(name=tabs)
    def page_is_lost(self, name: str) -> None:
        """A tab that is killed, with a browser that kept nothing; its promises hold."""
        self.line_breaks(name)
        tab = self.tabs[name]
        kept = Tab(tab.document, tab.name, tab.cookie, numbered=tab.numbered)
        self.lost.append(tab)
        self.tabs[name] = kept

    @rule(worker=st.integers(0, 1))
    def worker_is_killed(self, worker: int) -> None:
        self.run(self.kill(worker))

    async def kill(self, worker: int) -> None:
        hub = self.workers.hubs[worker]
        for tab in self.tabs.values():
            line = tab.line
            if line is not None and any(c.outbox._send == line._send for c in hub.connections):
                await line.cut()
        await self.workers.kill(worker)

    @rule(order=numbers, lose=st.integers(0, 100), double=st.integers(0, 100))
    def post_comes(self, order: int, lose: int, double: int) -> None:
        self.workers.post.deliver(order, lose=lose, double=double)
        self.turn(10)

    @rule()
    def clocks_strike(self) -> None:
        self.run(self.workers.strike(), turns=3)

    @rule(trouble=st.sampled_from(["away", "answer lost", "refused"]))
    def store_stumbles(self, trouble: str) -> None:
        self.store.next.append(trouble)

    # ── the log is looked after ──

    @rule()
    def log_is_folded(self) -> None:
        folding.fold(self.document.pk)

    # ── access comes and goes ──

    def give(self, person: str, level: str) -> None:
        if person in self.grants:
            grants.end(self.grants[person])
        user = self.world.people[person]
        self.grants[person] = grants.give(space=self.space, user=user, level=level, reason="the story says so")

    def head(self) -> int:
        return Document.objects.values_list("head", flat=True).get(pk=self.document.pk)

    @rule(person=people, level=st.sampled_from(["observer", ""]))
    def access_ends(self, person: str, level: str) -> None:
        if person in self.removed_at:
            return
        grants.end(self.grants.pop(person))
        if level:
            self.give(person, level)
        self.removed_at[person] = self.head()

    @precondition(lambda self: self.removed_at)
    @rule(pick=numbers)
    def access_returns(self, pick: int) -> None:
        person = sorted(self.removed_at)[pick % len(self.removed_at)]
        self.banned.append((str(self.world.handle(person).pk), self.removed_at.pop(person), self.head()))
        self.give(person, LEVEL[person])

    # ── the laws ──

    def teardown(self) -> None:
        try:
            if hasattr(self, "tabs"):
                self.end_well()
        finally:
            self.run(self.close())
            self.patch.undo()
            self.loop.close()

    async def close(self) -> None:
        for tab in [*getattr(self, "lost", []), *getattr(self, "tabs", {}).values()]:
            if tab.is_open and tab.line is not None:
                await tab.line.leave()
        if hasattr(self, "workers"):
            await self.workers.close()
        if left := asyncio.all_tasks() - {asyncio.current_task()}:  # else they die with the loop, and complain of it
            for task in left:
                task.cancel()
            await asyncio.wait(left)

    def end_well(self) -> None:
        """All come back with their access, and everything arrives everywhere."""
        self.store.next.clear()
        while self.removed_at:
            self.access_returns(0)
        for attempt in range(TRIES):
            for number, tab in enumerate(self.tabs.values()):
                self.run(self.arrive(tab, (number + attempt) % 2))
            if all(tab.is_saved for tab in self.tabs.values()):
                break
        else:
            raise AssertionError("not all are saved at the same time")
        cold = self.check_the_log(list(DocumentUpdate.objects.filter(document=self.document).order_by("seq")))
        last = self.head()
        self.run(self.until(lambda: all(t.head == last for t in self.tabs.values() if t.numbered), "the last number"))
        self.run(self.until(lambda: all(tab.reads() == cold for tab in self.tabs.values()), "all read the same"))

    async def arrive(self, tab: Tab, worker: int) -> None:
        for _ in range(TRIES):
            if not tab.is_open:
                await self.open_line(tab, worker)
            tab.send()
            await self.until(lambda: tab.is_saved or not tab.is_open, f"{tab.name} saved at last")
            if tab.is_saved:
                return
        raise AssertionError(f"{tab.name} is sent away again and again: {tab.line.reason if tab.line else ''}")

    def check_the_log(self, rows: list[DocumentUpdate]) -> list[Any]:
        """The laws about what is stored; gives how it reads to somebody who comes anew."""
        assert [row.seq for row in rows] == list(range(1, self.head() + 1)), "numbers without a gap"
        log = Holdings()
        for row in rows:
            held = contents(bytes(row.body))
            assert log.lacks(held), f"row {row.seq} adds nothing"
            for client, (first, _) in held.clocks.items():
                assert first <= log.clocks.get(client, 0), f"row {row.seq} leaps over what is not stored"
            log.add(held)
        for tab in [*self.tabs.values(), *self.lost]:
            for promised in tab.promised:
                assert not log.lacks(promised), f"{tab.name} was told that something is saved, and it is not"
            for seen in tab.seen:
                assert not log.lacks(seen), f"{tab.name} saw what is not stored"
            assert not tab.accused, f"{tab.name} is honest, and was told: {tab.accused}"
        for handle, after, upto in self.banned:
            wrote = [row.seq for row in rows if after < row.seq <= upto and handle in row.contributors]
            assert not wrote, f"{wrote} were stored after the access had ended"
        return self.check_the_reload(rows, log)

    def check_the_reload(self, rows: list[DocumentUpdate], log: Holdings) -> list[Any]:
        loaded = documents.load(self.document.pk)
        assert loaded is not None
        ways = [loaded.parts, [bytes(row.body) for row in rows]]
        texts = []
        for parts in ways:
            doc: Doc[Any] = Doc()
            root = doc.get("default", type=XmlFragment)
            for part in parts:
                doc.apply_update(part)
            assert not log_lacks(doc, log), "something waits for what never came"
            texts.append(reads(root))
        assert texts[0] == texts[1], "a snapshot reads as its rows"
        for snapshot in DocumentSnapshot.objects.filter(document=self.document):
            assert snapshot.seq <= self.head()
        return texts[0]


def log_lacks(doc: "Doc[Any]", log: Holdings) -> bool:
    """Whether a document lacks a clock or a deletion of the log."""
    held = Holdings()
    held.add(contents(doc.get_update()))
    everything = Contents(
        {client: (0, clock) for client, clock in log.clocks.items()},
        [(client, start, end - start) for client, ranges in log.deleted.items() for start, end in ranges],
    )
    return held.lacks(everything)


@pytest.mark.usefixtures("transactional_db")
def test_the_laws_hold_whatever_happens(world: World, cookies: dict[str, str]) -> None:
    Laws.world, Laws.cookies = world, cookies
    chosen = settings(
        max_examples=STORIES, stateful_step_count=STEPS, deadline=None, print_blob=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        run_state_machine_as_test(Laws, settings=chosen)
    finally:
        threads.close()
