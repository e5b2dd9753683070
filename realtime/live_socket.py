"""The socket of a page: the events of the spaces that it follows."""

import asyncio
import json
import re
from collections.abc import Hashable
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from . import threads
from .entry import Signed, admit_to_space
from .limits import (
    FOLLOW_SECONDS,
    LIVE_BURST,
    LIVE_BYTES,
    LIVE_PER_SECOND,
    SPACES_PER_SOCKET,
    Bucket,
)
from .open_space import HOW, Follower
from .outbox import Frame
from .protocol import COME_AGAIN, SILENT, Malformed
from .sockets import Socket, following_of, uuid_of

PLACE: Final = re.compile(r"[\w:.-]{0,64}", re.ASCII)  # such as "action:<id>"


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
            self._unfollow(uuid_of(said["unfollow"]))
        elif "here" in said:
            self._here(said["here"])
        else:
            self.connection.send('{"error":"unknown message"}')

    async def _follow(self, signed: Signed, said: dict[str, Any]) -> None:
        space_id, after, shown = (
            uuid_of(said["follow"]),
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
            named = said["follow"] if isinstance(said["follow"], str) else ""  # what is no id is not said again
            self.connection.send(json.dumps({"space": named[:64], "error": "not yours"}))
            return
        if space_id not in self.followers and len(self.followers) >= SPACES_PER_SOCKET:
            self.connection.send(json.dumps({"space": str(space_id), "error": "too many spaces"}))
            return
        self._unfollow(space_id)
        self.has_followed = True
        where = following_of(let_in)
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
        follower = self.followers.get(uuid_of(said.get("space")) or UUID(int=0))
        place, how = said.get("at", ""), said.get("how", "")
        if follower is None or not isinstance(place, str) or not PLACE.fullmatch(place) or how not in HOW:
            return
        space = self.hub.spaces.get(follower.following.space_id)
        if space is not None and follower in space.followers and (place, how) != (follower.here, follower.how):
            follower.here, follower.how = place, how
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
