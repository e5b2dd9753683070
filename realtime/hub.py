"""One hub in each process: what has followers here, and how change reaches them.

It reads the log from its cursors. Hints say when to look; a slow clock finds what a lost hint hid.
"""

import asyncio
import contextlib
import logging
import secrets
import time
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.conf import settings

from . import documents, examination, hints, metrics, protocol, quarantine, threads
from .allowance import Allowance
from .committing import Batch
from .connections import Connection
from .decode import Undecodable
from .entry import check_again
from .events import heads_of
from .goodbye import say_goodbye
from .keeping import let_go, make_room
from .limits import AWAY_SECONDS, RECHECK_SECONDS, SILENT_SECONDS, UNSTORED_BYTES
from .open_document import OpenDocument
from .open_space import Follower, OpenSpace
from .presence import State
from .protocol import Malformed
from .quarantine import Quarantined
from .recheck import apply_to_document, apply_to_sessions, apply_to_space
from .spare import GIVE_BACK_SECONDS, give_back
from .writer import Writer

logger = logging.getLogger(__name__)

ALONE_SECONDS: Final = 1.0  # without Redis another process (the background worker) can be heard only by looking
GOODBYE_SECONDS: Final = 6.0  # what is not stored by then stays on the devices that wrote it
ANSWER_SECONDS: Final = 2.0

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, "Hub"] = WeakKeyDictionary()


def _open_hubs() -> list["Hub"]:
    return list(_hubs.values())


metrics.watch(_open_hubs)


def hub() -> "Hub":
    """The hub of the running event loop, started at first use."""
    loop = asyncio.get_running_loop()
    found = _hubs.get(loop)
    if found is None:
        found = _hubs[loop] = Hub(loop)
        say_goodbye(_open_hubs)
    return found


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.name = secrets.token_hex(8)
        self.documents: dict[UUID, OpenDocument] = {}
        self.spaces: dict[UUID, OpenSpace] = {}
        self.connections: set[Connection] = set()
        self.allowance = Allowance()
        self.loop = loop
        self.closing = False
        self._all_gone: asyncio.Event | None = None
        self._opening: dict[UUID, asyncio.Future[OpenDocument | None]] = {}
        self._dirty: set[UUID] = set()
        self._announce: dict[UUID, int] = {}
        self._recheck_soon = False
        self._let_go_since, self._gave_back_at = 0, 0.0  # documents since what they held was given back
        self.changes_of_access = 0  # heard so far: who came in while one was heard is asked again
        self._alone = not settings.REDIS_URL
        self.writer = Writer(self._take, self._settled, self._failed)
        hints.listen_here(self._hear_from_thread)
        self._tasks = [
            loop.create_task(work)
            for work in (
                self.writer.run(),
                self._listen(),
                self._look_about(),
                self._beat(),
                self._bound_what_waits(),
                self._recheck_now_and_then(),
            )
        ]

    async def close(self) -> None:
        """Store and acknowledge what came, tell clients to come again, stop. What comes meanwhile is not taken."""
        self.closing = True
        hints.stop_listening_here(self._hear_from_thread)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.writer.drained(), GOODBYE_SECONDS)
        for connection in list(self.connections):
            connection.close(protocol.RESTARTING, "restarting")
        if self.connections:  # until they answer: some servers cut off what is still on its way
            self._all_gone = asyncio.Event()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._all_gone.wait(), ANSWER_SECONDS)
        await threads.finished(1.0)
        if not self._alone:  # else the cancelled listener waits for an answer of Redis
            await get_channel_layer().flush()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=3)
        _hubs.pop(self.loop, None)

    # ── coming and going ──

    def came(self, connection: Connection) -> None:
        """A socket was let in."""
        self.connections.add(connection)
        self.allowance.opened(connection.person)

    def went(self, connection: Connection) -> None:
        """A socket is over."""
        self.connections.discard(connection)
        self.allowance.closed(connection.person)
        if not self.connections and self._all_gone:
            self._all_gone.set()

    async def open(self, document_id: UUID) -> OpenDocument | None:
        """The document, loaded once however many come at the same moment; raises Quarantined, Full."""
        found = self.documents.get(document_id)
        if found is not None:
            return found
        opening = self._opening.get(document_id)
        if opening is None:
            opening = self._opening[document_id] = asyncio.ensure_future(self._load(document_id))
            opening.add_done_callback(lambda _: self._opening.pop(document_id, None))
        return await asyncio.shield(opening)

    async def _load(self, document_id: UUID) -> OpenDocument | None:
        loaded = await threads.run(documents.load, document_id)
        if loaded is None:
            return None
        if loaded.is_quarantined:
            raise Quarantined
        try:
            opened = OpenDocument(loaded, lambda: self._wake(document_id), self._tell_presence, self.spoiled)
        except Malformed as error:
            fault = (await threads.run(examination.structural_faults, loaded))[0]
            await threads.run(quarantine.put, document_id=document_id, reason=str(fault))
            raise Quarantined from error
        self._let_go_since += make_room(self.documents, size=opened.size)
        self.documents[document_id] = opened
        opened.look()  # what was committed while it was loaded
        self._send({"who": str(document_id)})
        return opened

    def spoiled(self, document_id: UUID, reason: str) -> None:
        """What is stored of a document cannot be read safely: nobody has it open any longer."""
        self._let_go(document_id)
        threads.spawn(threads.run(quarantine.put, document_id=document_id, reason=reason))

    def _let_go(self, document_id: UUID) -> None:
        if (opened := let_go(self.documents, document_id)) is not None:
            opened.close(protocol.QUARANTINED, "quarantined")

    def begin_anew(self, document_id: UUID, epoch: int) -> None:
        """Let go of a document that is open here with an older epoch than this; the next who comes has it loaded."""
        opened = self.documents.get(document_id)
        if opened is not None and opened.epoch < epoch:
            let_go(self.documents, document_id)
            opened.end(epoch)

    async def refreshed(self, opened: OpenDocument) -> OpenDocument:
        """The document in its present epoch, as the database says it."""
        found = (await threads.run(documents.heads_of, [opened.id])).get(opened.id)
        if found is not None:
            self.begin_anew(opened.id, found.epoch)
        return await self.open(opened.id) or opened

    def space(self, space_id: UUID) -> OpenSpace:
        """The space, opened when it is first followed."""
        return self.spaces.setdefault(space_id, OpenSpace(space_id))

    def leave_space(self, follower: Follower) -> None:
        """A page no longer follows a space."""
        space = self.spaces.get(follower.following.space_id)
        if space is None:
            return
        space.followers.discard(follower)
        if follower.here:
            self.tell_space_presence(space)
        if not space.followers:
            del self.spaces[space.id]

    # ── the writer ──

    def _wake(self, document_id: UUID) -> None:
        self._dirty.add(document_id)
        self.writer.wake()

    def _take(self) -> list[Batch]:
        ids, self._dirty = self._dirty, set()
        taken = (self.documents[pk].take() for pk in ids if pk in self.documents)
        return [batch for batch in taken if batch is not None]

    def _settled(self, batch: Batch) -> None:
        now = time.monotonic()
        for item in batch.pending:
            metrics.STORED.observe(now - item.waited_since)
        opened = self.documents.get(batch.document_id)
        if opened is not None and opened.epoch == batch.epoch:
            try:
                opened.settled(batch)
            except (Malformed, Undecodable) as error:
                self.spoiled(opened.id, f"row {batch.seq}: {error}")
            if opened.pending:
                self._wake(opened.id)
        if batch.seq and not self._alone:
            if not self._announce:
                self.loop.call_soon(self._announce_now)
            self._announce[batch.document_id] = batch.seq

    def _failed(self, batch: Batch, error: Exception) -> None:
        opened = self.documents.get(batch.document_id)
        if isinstance(error, Malformed):  # what came has passed the check: it is what was stored before
            self.spoiled(batch.document_id, f"a row after {batch.head}: {error}")
        elif opened is not None and opened.epoch == batch.epoch:
            opened.failed(batch, error)
            if opened.pending:
                self._wake(opened.id)

    def _announce_now(self) -> None:
        heads, self._announce = self._announce, {}
        self._send({"documents": {str(pk): head for pk, head in heads.items()}})

    async def _bound_what_waits(self) -> None:
        """While the store is away nothing waits here without end, in time or in bytes."""
        while True:
            await asyncio.sleep(1.0)
            self.bound_what_waits(time.monotonic())

    def bound_what_waits(self, now: float) -> None:
        """Send those away whose changes wait too long, or all who wrote when too much waits in all."""
        waiting = [(opened, [*opened.in_flight, *opened.pending]) for opened in self.documents.values()]
        too_much = sum(len(item.body) for _, items in waiting for item in items) > UNSTORED_BYTES
        for opened, items in waiting:
            if items and (too_much or now - items[0].waited_since > AWAY_SECONDS):
                opened.send_away()

    # ── hints ──

    def _hear_from_thread(self, hint: dict[str, Any]) -> None:
        try:
            self.loop.call_soon_threadsafe(self._hear, hint)
        except RuntimeError:  # the loop of an ended test
            hints.stop_listening_here(self._hear_from_thread)

    async def _listen(self) -> None:
        """Hear the other processes, for ever; while Redis is away the slow clock does the work."""
        if self._alone:
            return
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel("hub")
                await layer.group_add(hints.GROUP, channel)
                self._look_everywhere()
                while True:
                    self._hear(await layer.receive(channel))
            except asyncio.CancelledError:
                raise
            except Exception as error:
                logger.warning("hints are away: %s", type(error).__name__)
                await asyncio.sleep(1.0)

    def _hear(self, hint: dict[str, Any]) -> None:
        if hint.get("worker") == self.name:
            return
        for pk, head in hint.get("spaces", {}).items():
            space = self.spaces.get(UUID(pk))
            if space is not None and head > space.behind:
                space.look()
        for pk, head in hint.get("documents", {}).items():
            opened = self.documents.get(UUID(pk))
            if opened is not None and head > opened.head:
                opened.look()
        for pk, epoch in hint.get("epochs", {}).items():
            self.begin_anew(UUID(pk), epoch)
        if "quarantined" in hint:  # it may come late, when the document was released already
            threads.spawn(self._see_to(UUID(hint["quarantined"])))
        if "access" in hint or "person" in hint:
            self.changes_of_access += 1
            self.recheck()
        if "who" in hint:
            opened = self.documents.get(UUID(hint["who"]))
            if opened is not None and (own := opened.carets.presence.states(own=True)):
                self._tell_presence(opened.id, own)
        if "presence" in hint:
            self._hear_presence(hint)

    def _send(self, hint: dict[str, Any]) -> None:
        if not self._alone:
            threads.spawn(hints.send({"type": "hint", "worker": self.name, **hint}))

    # ── presence ──

    def _tell_presence(self, document_id: UUID, states: list[State]) -> None:
        self._send(
            {
                "presence": "document",
                "of": str(document_id),
                "states": [list(state) for state in states],
            }
        )

    def tell_space_presence(self, space: OpenSpace) -> None:
        """Somebody came, moved or went: tell all pages, here and on other workers."""
        space.send_presence()
        self._tell_others_of(space)

    def _tell_others_of(self, space: OpenSpace) -> None:
        self._send({"presence": "space", "of": str(space.id), "people": space.people_here()})

    def _hear_presence(self, hint: dict[str, Any]) -> None:
        of, worker = UUID(hint["of"]), hint["worker"]
        if hint["presence"] == "document":
            if of in self.documents:
                self.documents[of].carets.told(worker, [(c, n, s) for c, n, s in hint["states"]])
        elif of in self.spaces:
            self.spaces[of].told(worker, hint["people"])

    # ── clocks ──

    async def _beat(self) -> None:
        """Every connection gets some message in time: y-websocket gives up after 30 s without one."""
        while True:
            await asyncio.sleep(SILENT_SECONDS - 2)
            self.beat()

    def beat(self) -> None:
        """Say something to everybody, and to other workers who is here."""
        for connection in list(self.connections):
            connection.beat()
        self._refresh_presence()

    def _refresh_presence(self) -> None:
        for opened in self.documents.values():
            opened.carets.refresh()
        for space in self.spaces.values():
            space.forget_the_silent()
            self._tell_others_of(space)

    async def _look_about(self) -> None:
        """The slow clock: compare cursors with heads, and let go of what nobody follows."""
        while True:
            await asyncio.sleep(ALONE_SECONDS if self._alone else RECHECK_SECONDS)
            try:
                await self._compare_heads()
            except Exception as error:
                logger.warning("the log could not be compared: %s", type(error).__name__)
            self.allowance.forget_the_idle(time.monotonic())
            await self.let_go_of_the_unfollowed(time.monotonic())

    async def let_go_of_the_unfollowed(self, now: float) -> None:
        """What they held goes back to the machine, though not each time: it makes other threads wait."""
        self._let_go_since += make_room(self.documents, now=now)
        if self._let_go_since and now - self._gave_back_at >= GIVE_BACK_SECONDS:
            self._let_go_since, self._gave_back_at = 0, now
            await threads.run(give_back)

    async def _compare_heads(self) -> None:
        lag = 0
        if self.spaces:
            for pk, head in (await threads.run(heads_of, list(self.spaces))).items():
                space = self.spaces.get(pk)
                if space is not None and head > space.behind:
                    metrics.HINTS_LOST.inc()
                    lag = max(lag, head - space.behind)
                    space.look()
        followed = [pk for pk, opened in self.documents.items() if opened.editors]
        lag = max(lag, await self._compare_documents(followed))
        metrics.LOG_LAG.set(lag)

    async def _see_to(self, document_id: UUID) -> None:
        try:
            await self._compare_documents([document_id])
        except Exception as error:  # the slow clock asks again
            logger.warning("a document could not be looked at: %s", type(error).__name__)

    async def _compare_documents(self, ids: list[UUID]) -> int:
        """See to what became of these documents; the most numbers that one of them is behind."""
        lag = 0
        for pk, found in (await threads.run(documents.heads_of, ids)).items() if ids else ():
            if found.is_quarantined:
                self._let_go(pk)
            self.begin_anew(pk, found.epoch)
            opened = self.documents.get(pk)
            if opened is not None and found.head > opened.head and not opened.in_flight:
                metrics.HINTS_LOST.inc()
                lag = max(lag, found.head - opened.head)
                opened.look()
        return lag

    def _look_everywhere(self) -> None:
        for space in self.spaces.values():
            space.look()
        for opened in self.documents.values():
            opened.look()

    # ── access ──

    async def _recheck_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            self.recheck()

    def recheck(self) -> None:
        """Look at every open socket again, soon."""
        if not self._recheck_soon:
            self._recheck_soon = True
            threads.spawn(self._recheck_all())

    async def _recheck_all(self) -> None:
        """Ask again for every open socket: sign-out, removal and demotion reach it here."""
        self._recheck_soon = False
        sessions = {(connection.session_key, connection.person) for connection in self.connections}
        followed = {opened.id for opened in self.documents.values() if opened.editors}
        if not sessions:
            return
        try:
            checked = await threads.run(check_again, sessions, set(self.spaces), followed)
        except Exception as error:
            logger.warning("access could not be checked: %s", type(error).__name__)
            return
        apply_to_sessions(checked, sessions, self.connections)
        for opened in list(self.documents.values()):
            apply_to_document(checked, opened)
        for space in list(self.spaces.values()):
            for left in apply_to_space(checked, space):
                self.leave_space(left)
