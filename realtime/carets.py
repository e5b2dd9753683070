"""Who is in an open document, told to its editors: many movements in one frame, fewer of them the more people look."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Final

from . import protocol
from .editors import Editor
from .limits import AWARENESS_BYTES
from .outbox import Frame
from .presence import Presence, State
from .protocol import Malformed

TICK_SECONDS: Final = 0.05  # a caret that follows twenty times a second looks alive
TICK_FOR_EACH: Final = 0.001  # the price of a tick is a send to each editor: among 200, four a second
STATES_IN_A_TICK: Final = 32  # 6 kB; the others wait for the next tick, and a caret that moved twice is sent once


class Carets:
    """The presence of one document on this worker. All methods run on the event loop."""

    def __init__(self, editors: set[Editor], tell: Callable[[list[State]], None]) -> None:
        self.presence = Presence()
        self._editors, self._tell = editors, tell
        self._moved: dict[int, None] = {}  # in the order in which they moved first
        self._timer: asyncio.TimerHandle | None = None

    def greet(self, editor: Editor) -> None:
        """Tell one editor who is here."""
        if here := self.presence.states():
            editor.connection.send(protocol.awareness(protocol.write_awareness(here)))

    def take(self, editor: Editor, body: bytes) -> None:
        """An editor says where its caret is; raises Malformed."""
        if len(body) > AWARENESS_BYTES:
            raise Malformed("awareness")
        identity = editor.following.identity
        states = protocol.read_awareness(body)
        if identity is None or not editor.moves.take(time.monotonic()):
            return  # a caret that moves too often is shown less often
        for client, clock, state in states[:1]:
            if state is None:
                if gone := self.presence.remove(editor, client):
                    self._send([gone], also_tell=True)
                continue
            cursor = state.get("cursor") if isinstance(state, dict) else None
            if self.presence.set(editor, client, clock, cursor, identity):
                self._moved[client] = None
                self._soon()

    def leave(self, editor: Editor) -> None:
        """An editor went, and all that it stood for."""
        if gone := self.presence.leave(editor):
            self._send(gone, also_tell=True)

    def told(self, worker: str, states: Iterable[State]) -> None:
        """Another worker says who is there."""
        if new := self.presence.told(worker, states):
            self._send(new)

    def refresh(self) -> None:
        """On a slow clock: nobody stays after a worker died, and other workers hear who is here."""
        if gone := self.presence.expired():
            self._send(gone)
        if own := self.presence.states(own=True):
            self._tell(own)

    def _soon(self) -> None:
        if self._timer is None:
            wait = TICK_SECONDS + TICK_FOR_EACH * len(self._editors)
            self._timer = asyncio.get_running_loop().call_later(wait, self._tick)

    def _tick(self) -> None:
        self._timer = None
        now = [client for client, _ in zip(self._moved, range(STATES_IN_A_TICK), strict=False)]
        for client in now:
            del self._moved[client]
        if states := [state for client in now if (state := self.presence.state(client))]:
            self._send(states, also_tell=True)
        if self._moved:
            self._soon()

    def _send(self, states: list[State], *, also_tell: bool = False) -> None:
        frame = Frame(protocol.awareness(protocol.write_awareness(states)))
        own = self.presence.owner(states[0][0]) if len(states) == 1 else None  # who moved alone knows it
        for editor in self._editors:
            if editor is not own:
                editor.connection.outbox.push(frame)
        if also_tell:
            self._tell(states)
