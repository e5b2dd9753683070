"""A document that has followers on this worker: what came, what is stored, who is sent what."""

import time
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Final
from uuid import UUID

from pycrdt import get_update

from . import protocol, threads
from .carets import Carets
from .committing import Batch, Pending
from .decode import Undecodable
from .documents import Loaded, Row, merged, rows_after
from .editors import Editor
from .holdings import Holdings
from .limits import DOCUMENT_BYTES, WAITING_BYTES
from .looking import Look
from .outbox import Frame
from .presence import State
from .protocol import COME_AGAIN, NOT_YOURS, READ_ONLY, SIGNED_OUT, Malformed
from .structure import Contents, Item, read
from .tail import Tail
from .tree import TypeTree

ASKS: Final = (protocol.SYNC, protocol.STEP_1)


class OpenDocument:
    """The document as this worker serves it. All methods run on the event loop."""

    def __init__(
        self,
        loaded: Loaded,
        wake: Callable[[], None],
        tell: Callable[[UUID, list[State]], None],
        spoiled: Callable[[UUID, str], None],
    ) -> None:
        self.id, self.space_id, self.kind, self.epoch = (
            loaded.id,
            loaded.space_id,
            loaded.kind,
            loaded.epoch,
        )
        self.editors: set[Editor] = set()
        self.carets = Carets(self.editors, partial(tell, loaded.id))
        self.pending: list[Pending] = []
        self.in_flight: list[Pending] = []
        self.idle_since = time.monotonic()
        self._wake, self._spoiled = wake, spoiled
        self._tail = Tail(loaded)
        self._tree = TypeTree()
        self._stored = Holdings()
        for part in loaded.parts:
            self._stored.add(self._tree.check(part))
        self._accepted = self._stored.copy()
        self._coming = TypeTree(self._tree)  # with the types of what is on its way
        self.look = Look(f"document {self.id}", self.read_on)

    @property
    def head(self) -> int:
        """The number up to which this worker has told its editors."""
        return self._tail.head

    @property
    def size(self) -> int:
        """Bytes of its text and history."""
        return self._tail.size

    @property
    def is_idle(self) -> bool:
        """Whether nobody follows it and nothing waits to be stored."""
        return not self.editors and not self.pending and not self.in_flight

    # ── coming and going ──

    def join(self, editor: Editor, after: int) -> None:
        """Let an editor in: what it lacks, what the server lacks, and who is here."""
        self.editors.add(editor)
        if editor.numbered:
            self.send_status(editor, resync=after > self.head)
            self._send_since(editor, after)
        if editor.may_edit:
            self.ask(editor)
        self.carets.greet(editor)

    def catch_up(self, editor: Editor, lost: dict[Hashable, int]) -> None:
        """A slow reader reads again: one difference instead of all that it missed."""
        if editor not in self.editors:
            return
        self.send_status(editor)
        self.carets.greet(editor)
        if editor.numbered:
            editor.connection.send(protocol.stored(editor.stored))
        if self.id in lost:
            self._send_since(editor, lost[self.id])

    def _send_since(self, editor: Editor, number: int) -> None:
        first, update = self._tail.since(number)
        editor.connection.outbox.push(self._frame(editor.numbered, first, update))

    def _frame(self, numbered: bool, first: int, update: bytes) -> Frame:
        data = protocol.rows(first, self.head, update) if numbered else protocol.sync_update(update)
        return Frame(data, self.id, first)

    def ask(self, editor: Editor) -> None:
        """Ask an editor, who may write from now on, for what the log lacks."""
        editor.synced = False
        editor.connection.send(protocol.sync_step_1(self._state()))

    def leave(self, editor: Editor) -> None:
        """An editor went; what it sent is still stored."""
        self.editors.discard(editor)
        self.idle_since = time.monotonic()
        self.carets.leave(editor)

    def send_status(self, editor: Editor, *, resync: bool = False) -> None:
        """What our client must know: where it stands, and whether it may edit."""
        if editor.numbered:
            me = editor.following.identity
            said = {
                "epoch": self.epoch,
                "head": self.head,
                "mayEdit": editor.may_edit,
                "me": me.as_json() if me else None,
                "resync": resync,
            }
            editor.connection.send(protocol.status(said))

    def end(self, epoch: int) -> None:
        """The text began anew: who has the old one open lays it aside, and comes again for the new one."""
        self.epoch, self.pending = epoch, []
        for editor in list(self.editors):
            self.turn_away(editor)

    def close(self, code: int, reason: str) -> None:
        """Close everybody's connection; what waits is not stored."""
        self.pending = []
        for editor in list(self.editors):
            editor.connection.close(code, reason)
            editor.relieve()

    def turn_away(self, editor: Editor) -> None:
        """Somebody who holds the text of an ended epoch. Our client is told of the new one; any other must not return:
        it would bring the old text with it."""
        if editor.numbered:
            self.send_status(editor)
            editor.connection.close(COME_AGAIN, "begun anew")
        else:
            editor.connection.close(NOT_YOURS, "begun anew")
        editor.relieve()

    # ── what comes in ──

    def receive(self, editor: Editor, data: bytes) -> None:
        """One frame; raises Malformed for the offender to be closed."""
        now = time.monotonic()
        if not editor.received.take(now):
            editor.connection.close(COME_AGAIN, "too many messages at once")
            return
        message = protocol.parse(data)
        is_question = message.kind == protocol.QUERY_AWARENESS or (message.kind, message.step) == ASKS
        if is_question and not editor.questions.take(now):
            editor.connection.close(COME_AGAIN, "too many questions at once")
            return
        if message.kind == protocol.SYNC:
            if message.step == protocol.STEP_1:
                if not editor.numbered:
                    editor.connection.send(protocol.sync_step_2(self._tail.difference(message.body)))
                return
            self._take(editor, message.body, now, is_step_2=message.step == protocol.STEP_2)
        elif message.kind == protocol.QUERY_AWARENESS:
            self.carets.greet(editor)
        else:
            self.carets.take(editor, message.body)

    def _take(self, editor: Editor, body: bytes, now: float, *, is_step_2: bool) -> None:
        editor.frames += 1
        if not editor.updates.take(now):
            editor.connection.close(COME_AGAIN, "too many changes at once")
            return
        contents, items = read(body)
        if not editor.may_edit and self._accepted.lacks(contents):
            editor.connection.close(READ_ONLY, "you may read this, and not edit it")
            return
        if self.size + len(body) > DOCUMENT_BYTES:
            raise Malformed("the document is full")
        if self._accepted.leaps(contents):
            if is_step_2:
                editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            else:
                self._let_wait(editor, body)
            return
        self._accept(editor, body, contents, items)
        if is_step_2:
            editor.synced = True
            waiting, editor.waiting = editor.waiting, []
            for held_body in waiting:
                held, items = read(held_body)
                if self._accepted.leaps(held):
                    editor.connection.close(COME_AGAIN, "a change came before what it builds on")
                    return
                self._accept(editor, held_body, held, items)

    def _let_wait(self, editor: Editor, body: bytes) -> None:
        """Typed while the first sync is under way: what it builds on comes in the sync step 2."""
        held = sum(map(len, editor.waiting))
        if editor.synced or held + len(body) > WAITING_BYTES:
            editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            return
        editor.waiting.append(body)

    def _accept(self, editor: Editor, body: bytes, contents: Contents, items: list[Item]) -> None:
        """Have it stored; also what is on its way already, for that way may end in a refusal."""
        held = self._accepted
        if not held.lacks(contents):
            if not self._stored.lacks(contents):
                self._acknowledge(editor)
                return
            held = self._stored  # what is only on its way is sent once more by a twin, to be stored if the other is not
        if held.overlaps(contents):
            known = {client: held.clocks.get(client, 0) for client in contents.clocks}
            body = get_update(body, protocol.state_vector(known))  # not a second time, and never in other words
            contents, items = read(body)
        types = self._new_types(items)
        self._coming.learn(types)
        self.pending.append(Pending(editor, body, contents, types, contents))
        self._accepted.add(contents)
        editor.unstored_bytes += len(body)
        self._wake()

    def _new_types(self, items: list[Item]) -> list[Item]:
        clocks = self._accepted.clocks
        return [item for item in items if item.end > clocks.get(item.client, 0)]

    def _acknowledge(self, editor: Any) -> None:
        editor.stored += 1
        if editor.numbered:
            editor.connection.send(protocol.stored(editor.stored))

    # ── what is stored ──

    def take(self) -> Batch | None:
        """What waits, for the writer."""
        waiting, self.pending = self.pending, []
        for item in waiting:
            item.adds = self._stored.lacked(item.contents)
            if item.adds:
                self.in_flight.append(item)
            else:  # stored meanwhile, by a twin of it
                self._done(item)
                self._acknowledge(item.author)
        if not self.in_flight:
            return None
        clocks = {
            client: self._stored.clocks.get(client, 0) for item in self.in_flight for client in item.contents.clocks
        }
        return Batch(self.id, self.space_id, self.epoch, self.in_flight, self.head, clocks)

    def settled(self, batch: Batch) -> None:
        """The writer committed: each gets what is new, and its authors the acknowledgement with it."""
        self.in_flight = []
        for index, item in enumerate(batch.pending):
            editor: Any = item.author
            self._done(item)
            if index not in batch.refused:
                editor.stored += 1
                continue
            why = batch.refused[index]
            if why == "session":
                editor.connection.close(SIGNED_OUT, "signed out")
            elif why == "access":
                editor.connection.close(READ_ONLY, "you may no longer edit this")
            elif why == "epoch":
                editor.connection.close(NOT_YOURS, "begun anew")
            else:
                editor.connection.close(COME_AGAIN, "client id in use" if why == "client" else "not stored")
        authors: set[Any] = {item.author for item in batch.pending}
        stored = {editor: Frame(protocol.stored(editor.stored)) for editor in authors if editor.numbered}
        if batch.seq == self.head + 1:
            self._absorb([Row(batch.seq, batch.body)], stored, read_already=batch.as_it_came())
        elif batch.seq > self.head or not batch.seq:
            self.look()  # another worker wrote, perhaps the same
        for editor, frame in stored.items():  # who got it with the row is no longer among them
            editor.connection.outbox.push(frame)
        if batch.refused:
            self._forget_the_refused()
        elif self._coming.runs and 0 < batch.seq <= self.head:  # else what was stored is not in the tree yet
            self._coming = TypeTree(self._tree)
            for item in self.pending:
                self._coming.learn(item.types)

    def failed(self, batch: Batch, error: Exception) -> None:
        """The row of this document cannot be stored: its writers keep their text and come again."""
        self.in_flight = []
        for item in batch.pending:
            editor: Any = item.author
            editor.connection.close(COME_AGAIN, "not stored")
            self._done(item)
        self._forget_the_refused()

    def send_away(self) -> None:
        """The store is away for long: who wrote comes again; what the writer has already, it goes on with."""
        for item in (*self.pending, *self.in_flight):
            editor: Any = item.author
            editor.connection.close(COME_AGAIN, "the store is away")
        self._forget_the_refused()

    def _done(self, item: Pending) -> None:
        """It no longer waits for the store."""
        editor: Any = item.author
        editor.unstored_bytes -= len(item.body)
        editor.relieve()

    def _forget_the_refused(self) -> None:
        """What was refused is not held: whoever sends it again is not told that it is stored."""
        waiting, self.pending = self.pending, []
        self._accepted, self._coming = self._stored.copy(), TypeTree(self._tree)
        for item in waiting:
            editor: Any = item.author
            if not editor.connection.outbox.closed and self._accepted.leaps(item.contents):
                editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            if editor.connection.outbox.closed:
                self._done(item)
            else:
                item.types = self._new_types(read(item.body)[1])  # some may have come first with what was refused
                self._accepted.add(item.contents)
                self._coming.learn(item.types)
                self.pending.append(item)

    def _absorb(self, rows: list[Row], stored: dict[Editor, Frame], read_already: Pending | None = None) -> None:
        """Take in rows that follow the head, and send them on; takes from `stored` what went out with them.

        `read_already`: the update that is the only row, byte for byte.
        """
        first = self.head
        for row in rows:
            if read_already is not None:
                contents = read_already.contents
                self._tree.take(contents, read_already.types)
            else:
                contents = self._tree.check(row.body)
            self._stored.add(contents)
            self._accepted.add(contents)
        self._tail.grow(rows)
        body = merged([row.body for row in rows])
        frames: dict[bool, Frame] = {}
        for editor in list(self.editors):
            outbox, numbered = editor.connection.outbox, editor.numbered
            frame = frames.get(numbered)
            if frame is None:
                frame = frames[numbered] = self._frame(numbered, first, body)
            if stored and (acknowledged := stored.pop(editor, None)) is not None:
                outbox.push_both(frame, acknowledged)
            else:
                outbox.push(frame)

    async def read_on(self) -> None:
        """Take in what another worker wrote."""
        fresh: list[Row] = []
        for row in await threads.run(rows_after, self.id, self.head):
            if row.seq == (fresh[-1].seq if fresh else self.head) + 1:
                fresh.append(row)
        if not fresh:
            return
        try:
            self._absorb(fresh, {})
        except (Malformed, Undecodable) as error:
            self._spoiled(self.id, f"row {self.head + 1}: {error}")

    # ── answers ──

    def _state(self) -> bytes:
        return protocol.state_vector(self._stored.clocks)  # not what is on its way: that may end in a refusal
