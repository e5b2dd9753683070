"""The two sockets: documents (y-websocket) and live events. Each lets in through Origin, session and permission."""

import asyncio
import json
import logging
import re
from collections.abc import Hashable
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID

from channels.consumer import AsyncConsumer
from django.conf import settings

from permissions.roles import allowed

from . import threads
from .connections import Connection, Following
from .decode import Undecodable
from .editors import Editor
from .entry import (
    Admission,
    Signed,
    admit_to_document,
    admit_to_space,
    is_own_origin,
    signed_in,
)
from .hub import Hub, hub
from .limits import (
    EDITORS_PER_DOCUMENT,
    FOLLOW_SECONDS,
    FRAME_BYTES,
    LIVE_BURST,
    LIVE_BYTES,
    LIVE_PER_SECOND,
    SOCKETS_PER_PERSON,
    SPACES_PER_SOCKET,
    WAITING_BYTES,
    Bucket,
)
from .open_document import OpenDocument
from .open_space import Follower
from .outbox import Frame, Outbox, Send
from .protocol import (
    COME_AGAIN,
    MALFORMED,
    NOT_YOURS,
    QUARANTINED,
    RESTARTING,
    SIGNED_OUT,
    SILENT,
    Malformed,
    awareness,
    write_awareness,
)
from .quarantine import Quarantined
from .wire import wire_of

logger = logging.getLogger(__name__)

PLACE: Final = re.compile(r"[\w:.-]{0,64}", re.ASCII)  # such as "action:<id>"
REFUSED: Final = (MALFORMED, COME_AGAIN, SILENT)


class Socket(AsyncConsumer):
    """What both sockets share: who may connect, how many, and an end that leaves nothing behind."""

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
        if self.hub.sockets[person] >= SOCKETS_PER_PERSON:
            outbox.close(COME_AGAIN, "too many open pages")
            return
        self.hub.sockets[person] += 1
        self.connection = Connection(outbox, signed.user, signed.session_key, self.quiet)
        self.hub.came(self.connection)
        try:
            await self.serve(signed, receive)
        except Malformed as error:
            self.connection.close(MALFORMED, f"malformed: {error}")
        except Quarantined:
            self.connection.close(QUARANTINED, "quarantined")
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
            self.hub.sockets[person] -= 1
            if not self.hub.sockets[person]:
                del self.hub.sockets[person]
            self.gone()

    hub: Hub
    connection: Connection
    quiet: Frame

    async def serve(self, signed: Signed, receive: Any) -> None:
        """Receive until the other side goes."""
        raise NotImplementedError

    def gone(self) -> None:
        """Leave nothing behind."""


class DocumentSocket(Socket):
    """A document's updates and carets, for any Yjs client."""

    quiet = Frame(awareness(write_awareness([])))
    document: OpenDocument | None = None
    editor: Editor | None = None

    async def serve(self, signed: Signed, receive: Any) -> None:
        document_id = _uuid(self.scope["url_route"]["kwargs"]["document"])
        heard = self.hub.changes_of_access
        let_in = await threads.run(admit_to_document, signed.user, document_id) if document_id else None
        opened = await self.hub.open(document_id) if let_in and document_id else None
        if let_in is None or opened is None:
            self.connection.close(NOT_YOURS, "not yours")
            return
        asked = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        epoch = _number(asked.get("epoch", [str(opened.epoch)])[0])
        if epoch > opened.epoch:  # it may have heard of a new beginning before this worker did
            opened = await self.hub.refreshed(opened)
        self.document = opened
        self.editor = Editor(
            connection=self.connection,
            following=_following(let_in),
            numbered="after" in asked,
            may_edit=let_in.identity is not None and allowed(let_in.levels, "edit", opened.kind),
        )
        if len(opened.editors) >= EDITORS_PER_DOCUMENT:
            self.connection.close(COME_AGAIN, "too many people here")
            return
        if epoch != opened.epoch:
            opened.turn_away(self.editor)
            return
        editor = self.editor
        self.connection.outbox.catch_up = lambda lost: opened.catch_up(editor, lost)
        after = _number(asked.get("after", ["0"])[0])
        if after > opened.head:  # another worker wrote, and its hint has not come
            await opened.read_on()
        try:
            opened.join(editor, after)
            await self._listen(opened, editor, heard, receive)
        except Undecodable as error:
            self.hub.spoiled(opened.id, str(error))

    async def _listen(self, opened: OpenDocument, editor: Editor, heard: int, receive: Any) -> None:
        if heard != self.hub.changes_of_access:
            self.hub.recheck()  # access changed between the question and the door
        while (message := await receive())["type"] == "websocket.receive":
            if self.hub.closing:
                continue  # it is told to come again, and sends this once more
            if self.connection.outbox.closed:
                return
            data = message.get("bytes")
            if data is None or len(data) > FRAME_BYTES:
                raise Malformed("frame")
            if not self.hub.may_send(self.connection.user.pk, len(data)):
                self.connection.close(COME_AGAIN, "too many bytes at once")
                return
            opened.receive(editor, data)
            while editor.unstored_bytes > WAITING_BYTES and not self.connection.outbox.closed:
                editor.relieved.clear()  # the store is slow: read no more from this one until it has caught up
                await editor.relieved.wait()

    def gone(self) -> None:
        if self.document and self.editor:
            self.document.leave(self.editor)


class LiveSocket(Socket):
    """The events of the spaces that a page follows."""

    quiet = Frame('{"beat":true}')

    def __init__(self) -> None:
        self.followers: dict[UUID, Follower] = {}
        self.has_followed = False
        self.messages = Bucket(LIVE_PER_SECOND, LIVE_BURST)

    async def serve(self, signed: Signed, receive: Any) -> None:
        self.connection.outbox.catch_up = self._catch_up
        waits = asyncio.get_running_loop().call_later(FOLLOW_SECONDS, self._too_silent)
        try:
            await self._listen(signed, receive)
        finally:
            waits.cancel()

    def _too_silent(self) -> None:
        if not self.has_followed:
            self.connection.close(SILENT, "followed nothing")

    async def _listen(self, signed: Signed, receive: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            if self.connection.outbox.closed:
                return
            if not self.messages.take(asyncio.get_running_loop().time()):
                self.connection.close(COME_AGAIN, "too many messages")
                return
            await self._read(signed, message.get("text"))

    async def _read(self, signed: Signed, text: str | None) -> None:
        if text is None or len(text) > LIVE_BYTES:
            raise Malformed("message")
        try:
            said = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Malformed("JSON") from error
        if not isinstance(said, dict):
            raise Malformed("message")
        if "follow" in said:
            await self._follow(signed, said)
        elif "unfollow" in said:
            self._unfollow(_uuid(said["unfollow"]))
        elif "here" in said:
            self._here(said["here"])
        else:
            self.connection.send('{"error":"unknown message"}')

    async def _follow(self, signed: Signed, said: dict[str, Any]) -> None:
        space_id, after, shown = (
            _uuid(said["follow"]),
            said.get("after", 0),
            said.get("show"),
        )
        if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after < 1 << 53:
            raise Malformed("after")
        if shown is not None and not (
            isinstance(shown, list) and len(shown) <= 20 and all(isinstance(s, str) for s in shown)
        ):
            raise Malformed("show")
        heard = self.hub.changes_of_access
        let_in = await threads.run(admit_to_space, signed.user, space_id) if space_id else None
        if let_in is None or space_id is None:
            self.connection.send(json.dumps({"space": str(said["follow"])[:64], "error": "not yours"}))
            return
        if space_id not in self.followers and len(self.followers) >= SPACES_PER_SOCKET:
            self.connection.send(json.dumps({"space": str(space_id), "error": "too many spaces"}))
            return
        self._unfollow(space_id)
        self.has_followed = True
        where = _following(let_in)
        where.after, where.topics = (
            after,
            frozenset(shown) if shown is not None else None,
        )
        language = said.get("language")
        is_known = isinstance(language, str) and language in dict(settings.LANGUAGES)
        where.language = str(language) if is_known else settings.LANGUAGE_CODE
        follower = self.followers[space_id] = Follower(self.connection, where)
        space = self.hub.space(space_id)
        space.followers.add(follower)
        space.look()
        if heard != self.hub.changes_of_access:
            self.hub.recheck()
        space.greet(follower)

    def _unfollow(self, space_id: UUID | None) -> None:
        follower = self.followers.pop(space_id, None) if space_id else None
        if follower:
            self.hub.leave_space(follower)

    def _here(self, said: Any) -> None:
        if not isinstance(said, dict):
            raise Malformed("here")
        follower = self.followers.get(_uuid(said.get("space")) or UUID(int=0))
        place = said.get("at", "")
        if follower is None or not isinstance(place, str) or not PLACE.fullmatch(place):
            return
        space = self.hub.spaces.get(follower.following.space_id)
        if space is not None and follower in space.followers and place != follower.here:
            follower.here = place
            self.hub.tell_space_presence(space)

    def _catch_up(self, lost: dict[Hashable, int]) -> None:
        """A slow reader reads again: the log is read for it from where it was."""
        for space_id, follower in self.followers.items():
            space = self.hub.space(space_id)
            space.greet(follower)
            if space_id in lost:
                follower.following.after = lost[space_id]
                space.look()

    def gone(self) -> None:
        for follower in self.followers.values():
            self.hub.leave_space(follower)


def _following(let_in: Admission) -> Following:
    return Following(
        let_in.space_id,
        let_in.levels,
        let_in.access_number,
        let_in.identity,
        let_in.kind,
    )


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def _number(value: str) -> int:
    if not value.isdecimal() or not value.isascii() or len(value) > 15:
        raise Malformed("after")
    return int(value)
