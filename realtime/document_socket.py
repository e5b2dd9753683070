"""The socket of a document: updates and carets, for any Yjs client (y-websocket)."""

import time
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

    quiet = Frame(awareness(write_awareness([])))
    document: OpenDocument | None = None
    editor: Editor | None = None

    async def serve(self, signed: Signed, receive: Any) -> None:
        document_id = uuid_of(self.scope["url_route"]["kwargs"]["document"])
        heard = self.hub.changes_of_access
        let_in = await threads.run(admit_to_document, signed.user, document_id) if document_id else None
        opened = await self.hub.open(document_id) if let_in and document_id else None
        if let_in is None or opened is None:
            self.connection.close(NOT_YOURS, "not yours")
            return
        asked = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
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
            return
        if epoch != opened.epoch:
            opened.turn_away(self.editor)
            return
        editor = self.editor
        self.connection.outbox.catch_up = lambda lost: opened.catch_up(editor, lost)
        after = number_of(asked.get("after", ["0"])[0])
        if after > opened.head:  # another worker wrote, and its hint has not come
            await opened.read_on()
        if self.hub.documents.get(opened.id) is not opened:
            self.connection.close(COME_AGAIN, "let go of meanwhile")
            return
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
            if not self.hub.allowance.may_send(self.connection.user.pk, len(data), time.monotonic()):
                self.connection.close(COME_AGAIN, "too many bytes at once")
                return
            opened.receive(editor, data)
            while editor.unstored_bytes > WAITING_BYTES and not self.connection.outbox.closed:
                editor.relieved.clear()  # the store is slow: read no more from this one until it has caught up
                await editor.relieved.wait()

    def gone(self) -> None:
        if self.document and self.editor:
            self.document.leave(self.editor)
