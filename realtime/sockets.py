"""What both sockets share: who may connect, how many, and an end that leaves nothing behind."""

import logging
from typing import Any, Final
from uuid import UUID

from channels.consumer import AsyncConsumer

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
from .wire import wire_of

logger = logging.getLogger(__name__)

REFUSED: Final = (MALFORMED, COME_AGAIN, SILENT)


class Socket(AsyncConsumer):
    """Lets in through Origin and session; what it serves asks for permission."""

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        self.scope, self.hub = scope, hub()
        if (await receive())["type"] != "websocket.connect":
            return
        if not is_own_origin(scope):
            await send({"type": "websocket.close"})  # before accept: 403, and no byte of ours
            return
        signed = await threads.run(signed_in, scope)
        await send({"type": "websocket.accept"})
        outbox = Outbox(send, wire_of(scope))
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
        self.connection = Connection(outbox, signed.user, signed.session_key, self.quiet)
        self.hub.came(self.connection)
        try:
            await self.serve(signed, receive)
        except Malformed as error:
            self.connection.close(MALFORMED, f"malformed: {error}")
        except Quarantined:
            self.connection.close(QUARANTINED, "quarantined")
        except Full:
            self.connection.close(COME_AGAIN, "too much is open")
        finally:
            if outbox.code in REFUSED:
                about = {
                    "code": outbox.code,
                    "reason": outbox.reason,
                    "person": str(person),
                    "path": scope["path"][:80],
                }
                logger.warning("a connection was refused", extra=about)
            self.hub.went(self.connection)
            self.gone()

    hub: Hub
    connection: Connection
    quiet: Frame

    async def serve(self, signed: Signed, receive: Any) -> None:
        """Receive until the other side goes."""
        raise NotImplementedError

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
