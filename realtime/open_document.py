"""A document that has followers on this worker: what came, what is stored, who is sent what."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from pycrdt import get_update

from . import protocol, threads
from .documents import Loaded, Row, merged, rows_after
from .editors import Editor
from .holdings import Holdings
from .limits import (
    AWARENESS_BYTES,
    DOCUMENT_BYTES,
    WAITING_BYTES,
)
from .looking import Look
from .presence import Presence, State
from .protocol import COME_AGAIN, NOT_YOURS, READ_ONLY, Malformed
from .structure import Contents, TypeTree
from .writer import Batch, Pending

ROWS_KEPT: Final = 1000  # half a minute of a document at its busiest: longer absences are sent the whole


class OpenDocument:
    """The document as this worker serves it. All methods run on the event loop."""

    def __init__(
        self,
        loaded: Loaded,
        wake: Callable[[], None],
        tell: Callable[["OpenDocument", list[State]], None],
    ) -> None:
        self.id, self.space_id, self.kind, self.epoch = (
            loaded.id,
            loaded.space_id,
            loaded.kind,
            loaded.epoch,
        )
        self.head = loaded.head
        self.editors: set[Editor] = set()
        self.presence = Presence()
        self.pending: list[Pending] = []
        self.in_flight: list[Pending] = []
        self.idle_since = time.monotonic()
        self._wake, self._tell = wake, tell
        self._rows = deque(loaded.rows)  # the last of the log: who names a number is sent what follows it
        self._rows_follow = loaded.snapshot.seq
        self._parts = loaded.parts
        self._size = sum(map(len, self._parts))
        self._tree = TypeTree()
        self._stored = Holdings()
        for part in self._parts:
            self._stored.add(self._tree.check(part))
        self._accepted = self._stored.copy()
        self.look = Look(f"document {self.id}", self._catch_up)

    # ── coming and going ──

    def join(self, editor: Editor, after: int) -> None:
        """Let an editor in: what it lacks, what the server lacks, and who is here."""
        self.editors.add(editor)
        if editor.numbered:
            holds = self._rows_follow <= after <= self.head
            if after > self.head:
                self.look()  # another worker wrote, and its hint has not come
            self.send_status(editor, resync=after > self.head)
            update = merged([row.body for row in self._rows if row.seq > after]) if holds else self.whole()
            editor.connection.send_bytes(protocol.rows(after if holds else 0, self.head, update))
        if editor.may_edit:
            self.ask(editor)
        if here := self.presence.states():
            editor.connection.send_bytes(protocol.awareness(protocol.write_awareness(here)))

    def ask(self, editor: Editor) -> None:
        """Ask an editor, who may write from now on, for what the log lacks."""
        editor.synced = False
        editor.connection.send_bytes(protocol.sync_step_1(self._state()))

    def leave(self, editor: Editor) -> None:
        """An editor went; what it sent is still stored."""
        self.editors.discard(editor)
        self.idle_since = time.monotonic()
        if gone := self.presence.leave(editor):
            self._tell_of(gone)

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
            editor.connection.send_bytes(protocol.status(said))

    def end(self, epoch: int) -> None:
        """The text began anew: who has the old one open lays it aside, and comes again for the new one."""
        self.epoch, self.pending = epoch, []
        for editor in list(self.editors):
            self.turn_away(editor)

    def turn_away(self, editor: Editor) -> None:
        """Somebody who holds the text of an ended epoch. Our client is told of the new one; any other must not return:
        it would bring the old text with it."""
        if editor.numbered:
            self.send_status(editor)
            editor.connection.close(COME_AGAIN, "begun anew")
        else:
            editor.connection.close(NOT_YOURS, "begun anew")
        editor.relieved.set()

    # ── what comes in ──

    def receive(self, editor: Editor, data: bytes) -> None:
        """One frame; raises Malformed for the offender to be closed."""
        message = protocol.parse(data)
        if message.kind == protocol.SYNC:
            if message.step == protocol.STEP_1:
                if not editor.numbered:
                    editor.connection.send_bytes(protocol.sync_step_2(self._difference(message.body)))
                return
            self._take(editor, message.body, is_step_2=message.step == protocol.STEP_2)
        elif message.kind == protocol.QUERY_AWARENESS:
            editor.connection.send_bytes(protocol.awareness(protocol.write_awareness(list(self.presence.states()))))
        else:
            self._move(editor, message.body)

    def _take(self, editor: Editor, body: bytes, *, is_step_2: bool) -> None:
        editor.frames += 1
        if not editor.updates.take(time.monotonic()):
            editor.connection.close(COME_AGAIN, "too many changes at once")
            return
        contents = self._tree.check(body)
        if not editor.may_edit and self._accepted.lacks(contents):
            editor.connection.close(READ_ONLY, "you may read this, and not edit it")
            return
        if self._size + len(body) > DOCUMENT_BYTES:
            raise Malformed("the document is full")
        if self._accepted.leaps(contents):
            if is_step_2:
                editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            else:
                self._let_wait(editor, body, contents)
            return
        self._accept(editor, body, contents)
        if is_step_2:
            editor.synced = True
            waiting, editor.waiting = editor.waiting, []
            for held_body, held in waiting:
                if self._accepted.leaps(held):
                    editor.connection.close(COME_AGAIN, "a change came before what it builds on")
                    return
                self._accept(editor, held_body, held)

    def _let_wait(self, editor: Editor, body: bytes, contents: Contents) -> None:
        """Typed while the first sync is under way: what it builds on comes in the sync step 2."""
        held = sum(len(other) for other, _ in editor.waiting)
        if editor.synced or held + len(body) > WAITING_BYTES:
            editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            return
        editor.waiting.append((body, contents))

    def _accept(self, editor: Editor, body: bytes, contents: Contents) -> None:
        """Have it stored; also what is on its way already, for that way may end in a refusal."""
        if not self._stored.lacks(contents):
            self._acknowledge(editor)
            return
        self.pending.append(Pending(editor, body, contents))
        self._accepted.add(contents)
        editor.unstored_bytes += len(body)
        self._wake()

    def _acknowledge(self, editor: Any) -> None:
        editor.stored += 1
        if editor.numbered:
            editor.connection.send_bytes(protocol.stored(editor.stored))

    def _move(self, editor: Editor, body: bytes) -> None:
        if len(body) > AWARENESS_BYTES:
            raise Malformed("awareness")
        identity = editor.following.identity
        states = protocol.read_awareness(body)
        if identity is None or not editor.moves.take(time.monotonic()):
            return  # a caret that moves too often is shown less often
        new: list[State] = []
        for client, clock, state in states[:1]:
            if state is None:
                found = self.presence.remove(editor, client)
            else:
                cursor = state.get("cursor") if isinstance(state, dict) else None
                found = self.presence.set(editor, client, clock, cursor, identity)
            if found:
                new.append(found)
        if new:
            self._tell_of(new, but=editor)

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
        return Batch(self.id, self.space_id, self.epoch, self.in_flight, self.head) if self.in_flight else None

    def settled(self, batch: Batch) -> None:
        """The writer committed: fan out first, acknowledge with it."""
        self.in_flight = []
        kept = [item for index, item in enumerate(batch.pending) if index not in batch.refused]
        if batch.seq == self.head + 1:
            self._absorb([Row(batch.seq, batch.body)])
        elif batch.seq > self.head or not batch.seq:
            self.look()  # another worker wrote, perhaps the same
        for index, item in enumerate(batch.pending):
            editor: Any = item.author
            self._done(item)
            if index in batch.refused:
                why = batch.refused[index]
                if why == "access":
                    editor.connection.close(READ_ONLY, "you may no longer edit this")
                elif why == "epoch":
                    editor.connection.close(NOT_YOURS, "begun anew")
                else:
                    editor.connection.close(COME_AGAIN, "client id in use" if why == "client" else "not stored")
        for editor in {item.author for item in kept}:
            editor.stored += sum(1 for item in kept if item.author is editor)
            if editor.numbered:
                editor.connection.send_bytes(protocol.stored(editor.stored))
        if batch.refused:
            self._forget_the_refused()

    def failed(self, batch: Batch, error: Exception) -> None:
        """The row of this document cannot be stored: its writers keep their text and come again."""
        self.in_flight = []
        for item in batch.pending:
            editor: Any = item.author
            editor.connection.close(COME_AGAIN, "not stored")
            self._done(item)
        self._forget_the_refused()

    def _done(self, item: Pending) -> None:
        """It no longer waits for the store."""
        editor: Any = item.author
        editor.unstored_bytes -= len(item.body)
        editor.relieved.set()

    def _forget_the_refused(self) -> None:
        """What was refused is not held: whoever sends it again is not told that it is stored."""
        waiting, self.pending = self.pending, []
        self._accepted = self._stored.copy()
        for item in waiting:
            editor: Any = item.author
            if not editor.connection.outbox.closed and self._accepted.leaps(item.contents):
                editor.connection.close(COME_AGAIN, "a change came before what it builds on")
            if editor.connection.outbox.closed:
                self._done(item)
            else:
                self._accepted.add(item.contents)
                self.pending.append(item)

    def _absorb(self, rows: list[Row]) -> None:
        """Take in rows that follow the head, and send them on."""
        first = self.head
        for row in rows:
            contents = self._tree.check(row.body)
            self._stored.add(contents)
            self._accepted.add(contents)
            self._rows.append(row)
            self._parts.append(row.body)
            self._size += len(row.body)
            self.head = row.seq
        while len(self._rows) > ROWS_KEPT:
            self._rows_follow = self._rows.popleft().seq
        if len(self._parts) > ROWS_KEPT:
            self.whole()
        body = merged([row.body for row in rows])
        stock = {"type": "websocket.send", "bytes": protocol.sync_update(body)}
        ours = {
            "type": "websocket.send",
            "bytes": protocol.rows(first, self.head, body),
        }
        for editor in list(self.editors):
            editor.connection.outbox.push(ours if editor.numbered else stock)

    async def _catch_up(self) -> None:
        """Take in what another worker wrote."""
        fresh: list[Row] = []
        for row in await threads.run(rows_after, self.id, self.head):
            if row.seq == (fresh[-1].seq if fresh else self.head) + 1:
                fresh.append(row)
        if fresh:
            self._absorb(fresh)

    # ── answers ──

    def whole(self) -> bytes:
        """One update that holds everything up to the head."""
        if len(self._parts) > 1:
            self._parts = [merged(self._parts)]
        return self._parts[0]

    def _state(self) -> bytes:
        clocks = self._stored.clocks  # not what is on its way: that may end in a refusal, or with this worker
        out = [protocol.write_uint(len(clocks))]
        for client, clock in clocks.items():
            out += [protocol.write_uint(client), protocol.write_uint(clock)]
        return b"".join(out)

    def _difference(self, state: bytes) -> bytes:
        """What somebody with this state vector lacks."""
        end = len(state)
        count, at = protocol.read_uint(state, 0, end)
        for _ in range(min(count, end) * 2):
            _, at = protocol.read_uint(state, at, end)
        if at != end or count > end:
            raise Malformed("state vector")
        return get_update(self.whole(), state)

    # ── presence ──

    def told(self, worker: str, states: list[State]) -> None:
        """Another worker says who is there."""
        if new := self.presence.told(worker, states):
            self._send_presence(new)

    def drop_expired(self) -> None:
        """Nobody stays after a worker died."""
        if gone := self.presence.expired():
            self._send_presence(gone)

    def _tell_of(self, states: list[State], but: Editor | None = None) -> None:
        self._send_presence(states, but)
        self._tell(self, states)

    def _send_presence(self, states: list[State], but: Editor | None = None) -> None:
        frame = {
            "type": "websocket.send",
            "bytes": protocol.awareness(protocol.write_awareness(states)),
        }
        for editor in self.editors:
            if editor is not but:
                editor.connection.outbox.push(frame)
