"""What both sockets share: who may connect, how many, and an end that leaves nothing behind."""

import logging
from collections.abc import Awaitable
from typing import Any, ClassVar, Final
from uuid import UUID

from . import threads
from .connections import Connection, Following
from .entry import (
    Admission,
    Signed,
    is_own_origin,
    signed_in,
)
from .hub import Hub, hub
from .keeping import Full
from .outbox import Frame, Outbox, Send
from .protocol import (
    COME_AGAIN,
    MALFORMED,
    QUARANTINED,
    RESTARTING,
    SIGNED_OUT,
    SILENT,
    Malformed,
)
from .quarantine import Quarantined
from .wire import Wire, wire_of

logger = logging.getLogger(__name__)

REFUSED: Final = (MALFORMED, COME_AGAIN, SILENT)


class Socket:
    """Lets in through Origin and session; what it serves asks for permission.

    Where the server offers a wire, the connection is passed on to this object once it was let in: nothing of the
    handshake is held then, and no task waits for a client that says nothing.
    """

    __slots__ = ("connection", "hub", "path")
    quiet: ClassVar[Frame]
    hub: Hub
    connection: Connection
    path: str  # for the log

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        self.hub, self.path = hub(), scope["path"][:80]
        if (await receive())["type"] != "websocket.connect":
            return
        if not is_own_origin(scope):
            await send({"type": "websocket.close"})  # before accept: 403, and no byte of ours
            return
        signed = await threads.run(signed_in, scope)
        await send({"type": "websocket.accept"})
        wire = wire_of(scope)
        outbox = Outbox(send, wire)
        if signed is None:
            outbox.close(SIGNED_OUT, "signed out")
            return
        if self.hub.closing:
            outbox.close(RESTARTING, "restarting")
            return
        person = signed.user.pk
        if not self.hub.allowance.may_open(person):
            outbox.close(COME_AGAIN, "too many open pages")
            return
        self.connection = Connection(outbox, person, signed.session_key, self.quiet)
        self.hub.came(self.connection)
        is_in = False
        try:
            is_in = await self.enter(signed, scope)
        except (Malformed, Quarantined, Full) as error:
            self.refuse(error)
        finally:
            if not is_in:
                self.over()
        if is_in and wire is not None:
            wire.pass_on(self)
        elif is_in:
            await self._listen(receive)

    async def _listen(self, receive: Any) -> None:
        """Hear what comes by ASGI."""
        try:
            self.begin()
            while (message := await receive())["type"] == "websocket.receive":
                if self.connection.outbox.closed:
                    return
                data = message.get("bytes")
                if (waits := self.hear(message.get("text", "") if data is None else data)) is not None:
                    await waits
        finally:
            self.over()

    async def enter(self, signed: Signed, scope: Any) -> bool:
        """Ask for permission, and make ready; whether it may go on. Raises Malformed, Quarantined, Full."""
        raise NotImplementedError

    def begin(self, wire: Wire | None = None) -> None:
        """Serve it: by this wire from now on, if there is one."""
        if wire is not None:
            self.connection.outbox.goes_by(wire)
        self.began()

    def began(self) -> None:
        """Send what is due first."""

    def hear(self, data: bytes | str) -> Awaitable[None] | None:
        """A message; what is given is awaited before the next."""
        if self.hub.closing or self.connection.outbox.closed:
            return None  # it is told to come again, and sends this once more
        try:
            return self.heard(data)
        except Malformed as error:
            self.refuse(error)
        return None

    def heard(self, data: bytes | str) -> Awaitable[None] | None:
        """A message of one that is open; raises Malformed."""
        raise NotImplementedError

    def refuse(self, error: Malformed | Quarantined | Full) -> None:
        """Close with what it did, or what is in the way."""
        if isinstance(error, Malformed):
            self.connection.close(MALFORMED, f"malformed: {error}")
        elif isinstance(error, Quarantined):
            self.connection.close(QUARANTINED, "quarantined")
        else:
            self.connection.close(COME_AGAIN, "too much is open")

    def over(self) -> None:
        """The connection is gone."""
        outbox = self.connection.outbox
        outbox.over()
        if outbox.code in REFUSED:
            about = {
                "code": outbox.code,
                "reason": outbox.reason,
                "person": str(self.connection.person),
                "path": self.path,
            }
            logger.warning("a connection was refused", extra=about)
        self.hub.went(self.connection)
        self.gone()

    def gone(self) -> None:
        """Leave nothing behind."""


def following_of(let_in: Admission) -> Following:
    """What somebody who was let in follows, as it is now."""
    return Following(
        let_in.space_id,
        let_in.levels,
        let_in.access_number,
        let_in.identity,
        let_in.kind,
    )


def uuid_of(value: Any) -> UUID | None:
    """The id that a client named, or None when it is none."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def number_of(value: str) -> int:
    """The number that a client named; raises Malformed."""
    if not value.isdecimal() or not value.isascii() or len(value) > 15:
        raise Malformed("after")
    return int(value)
