"""The socket of a page: the events of the spaces that it follows."""

import asyncio
import json
import re
from collections.abc import Awaitable, Hashable
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

    __slots__ = ("followers", "messages", "silence")
    quiet = Frame('{"beat":true}')

    def __init__(self) -> None:
        self.followers: dict[UUID, Follower] = {}
        self.messages = Bucket(LIVE_PER_SECOND, LIVE_BURST)
        self.silence: asyncio.TimerHandle | None = None  # until it has followed something

    async def enter(self, signed: Signed, scope: Any) -> bool:
        self.connection.outbox.catch_up = self._catch_up
        return True

    def began(self) -> None:
        self.silence = asyncio.get_running_loop().call_later(FOLLOW_SECONDS, self._too_silent)

    def _too_silent(self) -> None:
        self.connection.close(SILENT, "followed nothing")

    def _broke_silence(self) -> None:
        if self.silence is not None:
            self.silence.cancel()
            self.silence = None

    def heard(self, data: bytes | str) -> Awaitable[None] | None:
        if not self.messages.take(asyncio.get_running_loop().time()):
            self.connection.close(COME_AGAIN, "too many messages")
            return None
        if isinstance(data, bytes) or len(data) > LIVE_BYTES:
            raise Malformed("message")
        try:
            said = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Malformed("JSON") from error
        if not isinstance(said, dict):
            raise Malformed("message")
        if "follow" in said:
            return self._asks_to_follow(said)
        if "unfollow" in said:
            self._unfollow(uuid_of(said["unfollow"]))
        elif "here" in said:
            self._here(said["here"])
        else:
            self.connection.send('{"error":"unknown message"}')
        return None

    def _asks_to_follow(self, said: dict[str, Any]) -> Awaitable[None] | None:
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
        if space_id is None:
            self._not_yours(said["follow"] if isinstance(said["follow"], str) else "")  # no id is not said again
            return None
        language = said.get("language")
        is_known = isinstance(language, str) and language in dict(settings.LANGUAGES)
        topics = frozenset(shown) if shown is not None else None
        return self._follow(space_id, after, topics, str(language) if is_known else settings.LANGUAGE_CODE)

    def _not_yours(self, named: str) -> None:
        self.connection.send(json.dumps({"space": named[:64], "error": "not yours"}))

    async def _follow(self, space_id: UUID, after: int, topics: frozenset[str] | None, language: str) -> None:
        heard = self.hub.changes_of_access
        let_in = await threads.run(admit_to_space, self.connection.person, space_id)
        if let_in is None:
            self._not_yours(str(space_id))
            return
        if space_id not in self.followers and len(self.followers) >= SPACES_PER_SOCKET:
            self.connection.send(json.dumps({"space": str(space_id), "error": "too many spaces"}))
            return
        self._unfollow(space_id)
        self._broke_silence()
        where = following_of(let_in)
        where.after, where.topics, where.language = after, topics, language
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
        self._broke_silence()
        for follower in self.followers.values():
            self.hub.leave_space(follower)
