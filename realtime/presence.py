"""Who is in a document, rebuilt by the server: a client gives its cursor alone, the session its name and colour."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from .identity import Identity
from .protocol import Malformed

LIFETIME_SECONDS: Final = 45.0  # of somebody on another worker that fell silent
MAX_NUMBER: Final = 1 << 53
_REMEMBERED: Final = 1000  # clients that left: a returning one must count on from there


@dataclass(slots=True)
class Here:
    """One tab: its Yjs client id is the key."""

    clock: int
    state: dict[str, Any] | None
    owner: object  # the connection, or the name of the other worker
    seen: float


State = tuple[int, int, dict[str, Any] | None]


class Presence:
    """The awareness states of a document on this worker, with what other workers told."""

    def __init__(self) -> None:
        self._here: dict[int, Here] = {}
        self._left: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._here)

    def set(self, owner: object, client: int, clock: int, cursor: Any, identity: Identity) -> State | None:
        """A connection's cursor moved; None when the client id is somebody else's."""
        if not 0 <= client < MAX_NUMBER:
            raise Malformed("client")
        known = self._here.get(client)
        if known is not None and known.owner is not owner:
            return None
        last = known.clock if known else self._left.get(client, 0)
        state: dict[str, Any] = {
            "user": {
                "id": str(identity.id),
                "name": identity.name,
                "color": identity.colour,
            }
        }
        place = _cursor(cursor)
        if place:
            state["cursor"] = place
        clock = max(last + 1, clock if clock < 1 << 31 else 0)
        self._here[client] = Here(clock, state, owner, time.monotonic())
        return client, clock, state

    def leave(self, owner: object) -> list[State]:
        """All that a connection, or another worker, stood for is gone."""
        return [self._remove(client) for client, here in list(self._here.items()) if here.owner is owner]

    def remove(self, owner: object, client: int) -> State | None:
        """A client says that it is gone, of itself."""
        here = self._here.get(client)
        return self._remove(client) if here and here.owner is owner else None

    def told(self, worker: str, states: Iterable[State]) -> list[State]:
        """What another worker says about its own; gives what is new here."""
        new: list[State] = []
        now = time.monotonic()
        for client, clock, state in states:
            known = self._here.get(client)
            if known is not None and known.owner != worker:
                continue
            if known is not None and clock <= known.clock:
                known.seen = now
                continue
            if state is None:
                if known is not None:
                    self._here.pop(client)
                    new.append((client, clock, None))
                continue
            self._here[client] = Here(clock, state, worker, now)
            new.append((client, clock, state))
        return new

    def expired(self) -> list[State]:
        """Those of other workers that fell silent."""
        limit = time.monotonic() - LIFETIME_SECONDS
        return [
            self._remove(client)
            for client, here in list(self._here.items())
            if isinstance(here.owner, str) and here.seen < limit
        ]

    def state(self, client: int) -> State | None:
        """That of one client, if it is here."""
        here = self._here.get(client)
        return (client, here.clock, here.state) if here else None

    def owner(self, client: int) -> object:
        """The connection, or the name of the other worker, that speaks for a client."""
        here = self._here.get(client)
        return here.owner if here else None

    def states(self, *, own: bool = False) -> list[State]:
        """Everybody here; with `own`, those of this worker alone."""
        return [
            (client, here.clock, here.state)
            for client, here in self._here.items()
            if not own or not isinstance(here.owner, str)
        ]

    def _remove(self, client: int) -> State:
        here = self._here.pop(client)
        self._left[client] = here.clock + 1
        if len(self._left) > _REMEMBERED:
            self._left.pop(next(iter(self._left)))
        return client, here.clock + 1, None


def _cursor(value: Any) -> dict[str, Any] | None:
    """The place of a caret, rebuilt from what is known of its shape; anything else is no cursor."""
    if not isinstance(value, dict):
        return None
    anchor, head = _place(value.get("anchor")), _place(value.get("head"))
    return {"anchor": anchor, "head": head} if anchor and head else None


def _place(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    place: dict[str, Any] = {"type": None, "tname": None, "item": None, "assoc": 0}
    for key in ("type", "item"):
        found = value.get(key)
        if isinstance(found, dict):
            client, clock = found.get("client"), found.get("clock")
            if not (
                isinstance(client, int)
                and isinstance(clock, int)
                and 0 <= client < MAX_NUMBER
                and 0 <= clock < MAX_NUMBER
            ):
                return None
            place[key] = {"client": client, "clock": clock}
    if value.get("tname") == "default":
        place["tname"] = "default"
    if value.get("assoc") in (-1, 0, 1):
        place["assoc"] = value["assoc"]
    return place
