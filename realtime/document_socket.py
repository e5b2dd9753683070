"""The socket of a document: updates and carets, for any Yjs client (y-websocket)."""

import time
from collections.abc import Awaitable, Hashable
from typing import Any
from urllib.parse import parse_qs

from permissions.roles import allowed

from . import threads
from .decode import Undecodable
from .editors import Editor
from .entry import Signed, admit_to_document
from .limits import (
    EDITORS_PER_DOCUMENT,
    FRAME_BYTES,
    WAITING_BYTES,
)
from .open_document import OpenDocument
from .outbox import Frame
from .protocol import COME_AGAIN, NOT_YOURS, Malformed, awareness, write_awareness
from .sockets import Socket, following_of, number_of, uuid_of


class DocumentSocket(Socket):
    """A document's updates and carets, for any Yjs client."""

    __slots__ = ("after", "changes_heard", "document", "editor")
    quiet = Frame(awareness(write_awareness([])))

    def __init__(self) -> None:
        self.document: OpenDocument | None = None
        self.editor: Editor | None = None
        self.after = self.changes_heard = 0

    async def enter(self, signed: Signed, scope: Any) -> bool:
        document_id = uuid_of(scope["url_route"]["kwargs"]["document"])
        self.changes_heard = self.hub.changes_of_access
        let_in = await threads.run(admit_to_document, signed.user, document_id) if document_id else None
        opened = await self.hub.open(document_id) if let_in and document_id else None
        if let_in is None or opened is None:
            self.connection.close(NOT_YOURS, "not yours")
            return False
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        epoch = number_of(asked.get("epoch", [str(opened.epoch)])[0])
        if epoch > opened.epoch:  # it may have heard of a new beginning before this worker did
            opened = await self.hub.refreshed(opened)
        self.document = opened
        self.editor = Editor(
            connection=self.connection,
            following=following_of(let_in),
            numbered="after" in asked,
            may_edit=let_in.identity is not None and allowed(let_in.levels, "edit", opened.kind),
        )
        if len(opened.editors) >= EDITORS_PER_DOCUMENT:
            self.connection.close(COME_AGAIN, "too many people here")
            return False
        if epoch != opened.epoch:
            opened.turn_away(self.editor)
            return False
        self.connection.outbox.catch_up = self._catch_up
        self.after = number_of(asked.get("after", ["0"])[0])
        if self.after > opened.head:  # another worker wrote, and its hint has not come
            await opened.read_on()
        if self.hub.documents.get(opened.id) is not opened:
            self.connection.close(COME_AGAIN, "let go of meanwhile")
            return False
        return True

    def began(self) -> None:
        assert self.document and self.editor
        try:
            self.document.join(self.editor, self.after)
        except Undecodable as error:
            self.hub.spoiled(self.document.id, str(error))
        if self.changes_heard != self.hub.changes_of_access:
            self.hub.recheck()  # access changed between the question and the door

    def heard(self, data: bytes | str) -> Awaitable[None] | None:
        editor, opened = self.editor, self.document
        assert opened and editor
        if isinstance(data, str) or len(data) > FRAME_BYTES:
            raise Malformed("frame")
        if not self.hub.allowance.may_send(self.connection.person, len(data), time.monotonic()):
            self.connection.close(COME_AGAIN, "too many bytes at once")
            return None
        try:
            opened.receive(editor, data)
        except Undecodable as error:
            self.hub.spoiled(opened.id, str(error))
        # when the store is slow, no more is read from this one until it has caught up
        return editor.relief() if editor.unstored_bytes > WAITING_BYTES else None

    def _catch_up(self, lost: dict[Hashable, int]) -> None:
        assert self.document and self.editor
        self.document.catch_up(self.editor, lost)

    def gone(self) -> None:
        if self.document and self.editor:
            self.document.leave(self.editor)
