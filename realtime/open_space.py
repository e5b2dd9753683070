"""A space that has followers on this worker: reads its log from a cursor, and sends each what it may see."""

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from . import threads
from .connections import Connection, Following
from .events import CATCH_UP, head_of, read
from .identity import names
from .looking import Look
from .outbox import Frame
from .presence import LIFETIME_SECONDS
from .regions import Audience, draw, event_as_json, regions_of

Audiences = dict[Audience, frozenset[str] | None]  # with what their pages show; None is everything
HOW: Final = ("", "idle", "away")  # at work, without input for a while, with the page hidden


@dataclass(eq=False, slots=True)
class Follower:
    """One page that follows a space. `here` is where its person is and `how` they are there, as told by the page;
    `greeted`: it was answered."""

    connection: Connection
    following: Following
    here: str = ""
    how: str = ""
    greeted: bool = False


@dataclass(slots=True)
class Elsewhere:
    """Who is in the space on another worker."""

    people: list[dict[str, str]]
    seen: float


@dataclass(slots=True)
class Drawn:
    """A stretch of the log, made ready for followers: (topics, fragments) for each audience."""

    last: int
    events: list[dict[str, Any]]
    html: dict[Audience, list[tuple[frozenset[str], list[str]]]]
    again: frozenset[str] = frozenset()  # topics of the pages that are to be asked for again
    too_far: bool = False


def prepare(space_id: UUID, after: int, audiences: Audiences) -> Drawn:
    """Read what follows a number and draw it once for each audience, what their pages show; runs in a thread."""
    events = read(space_id, after, CATCH_UP + 1)
    if len(events) > CATCH_UP:
        return Drawn(head_of(space_id), [], {}, too_far=True)
    called = names({event.by for event in events if event.by})
    touched = regions_of(events)
    html = {audience: draw(touched, audience, shown) for audience, shown in audiences.items()}
    last = events[-1].seq if events else after
    again = frozenset(topic for region in touched if region.draw is None for topic in region.topics)
    return Drawn(last, [event_as_json(event, called) for event in events], html, again)


def _are_drawn(audiences: Audiences, audience: Audience, topics: frozenset[str] | None) -> bool:
    """Whether a page with these topics can be answered from what was drawn for these audiences."""
    if audience not in audiences:
        return False
    shown = audiences[audience]
    return shown is None or (topics is not None and topics <= shown)


def _absence(one: dict[str, str]) -> int:
    """How far away somebody is: of two tabs the one that is used counts."""
    return HOW.index(one.get("how", ""))


class OpenSpace:
    """The followers of a space on this worker. All methods run on the event loop."""

    def __init__(self, space_id: UUID) -> None:
        self.id = space_id
        self.followers: set[Follower] = set()
        self._elsewhere: dict[str, Elsewhere] = {}  # by worker
        self.look = Look(f"space {space_id}", self._deliver)

    @property
    def behind(self) -> int:
        """The number up to which the follower that is furthest behind has been told."""
        return min((follower.following.after for follower in self.followers), default=0)

    async def _deliver(self) -> None:
        """Read the log from each follower's cursor on."""
        by_cursor: dict[int, list[Follower]] = defaultdict(list)
        for follower in self.followers:
            by_cursor[follower.following.after].append(follower)
        for after, group in by_cursor.items():
            audiences = self._audiences(group)
            drawn = await threads.run(prepare, self.id, after, audiences)
            frames: dict[Any, Frame] = {}
            for follower in group:
                if follower not in self.followers or follower.following.after != after:
                    continue
                audience, topics = self._audience(follower), follower.following.topics
                if not _are_drawn(audiences, audience, topics):  # it changed meanwhile: drawn in the next round
                    self.look()
                    continue
                if drawn.last == after and follower.greeted:
                    continue
                follower.greeted = True
                key = (audience, topics)
                if key not in frames:
                    text = self._text(drawn, after, audience, topics)
                    frames[key] = Frame(text, self.id, after)
                follower.following.after = drawn.last
                follower.connection.outbox.push(frames[key])

    def _audiences(self, followers: list[Follower]) -> Audiences:
        found: Audiences = {}
        for follower in followers:
            audience, topics = self._audience(follower), follower.following.topics
            known = found.get(audience, frozenset())
            found[audience] = None if topics is None or known is None else known | topics
        return found

    def _audience(self, follower: Follower) -> Audience:
        return Audience(self.id, follower.following.language, follower.following.levels)

    def _text(
        self,
        drawn: Drawn,
        after: int,
        audience: Audience,
        topics: frozenset[str] | None,
    ) -> str:
        if drawn.too_far:
            return json.dumps({"space": str(self.id), "seq": drawn.last, "reload": True})
        html = [
            fragment
            for shown_by, fragments in drawn.html[audience]
            if topics is None or shown_by & topics
            for fragment in fragments
        ]
        said = {
            "space": str(self.id),
            "from": after,
            "seq": drawn.last,
            "events": drawn.events,
            "html": html,
        }
        if drawn.again and (topics is None or drawn.again & topics):
            said["reload"] = True
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    # ── who is here ──

    def people_here(self) -> list[dict[str, str]]:
        """Those on this worker who said where they are, one entry for a person's place."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for follower in self.followers:
            who = follower.following.identity
            if who and follower.here:
                one = {**who.as_json(), "at": follower.here, "how": follower.how}
                key = (one["id"], one["at"])
                found[key] = min(found.get(key, one), one, key=_absence)
        return list(found.values())

    def told(self, worker: str, people: list[dict[str, str]]) -> None:
        """Another worker says who is there."""
        known = self._elsewhere.get(worker)
        self._elsewhere[worker] = Elsewhere(people, time.monotonic())
        if known is None or known.people != people:
            self.send_presence()

    def forget_the_silent(self) -> None:
        """Nobody stays after a worker died."""
        limit = time.monotonic() - LIFETIME_SECONDS
        silent = [worker for worker, other in self._elsewhere.items() if other.seen < limit]
        for worker in silent:
            del self._elsewhere[worker]
        if silent:
            self.send_presence()

    def greet(self, follower: Follower) -> None:
        """Tell one follower who is here."""
        if present := self._present():
            follower.connection.send(self._presence(present))

    def send_presence(self) -> None:
        """Tell all followers who is here."""
        frame = Frame(self._presence(self._present()))
        for follower in self.followers:
            follower.connection.outbox.push(frame)

    def _present(self) -> list[dict[str, str]]:
        present = {(p["id"], p["at"]): p for p in self.people_here()}
        for other in self._elsewhere.values():
            for one in other.people:
                key = (one["id"], one["at"])
                present[key] = min(present.get(key, one), one, key=_absence)
        return list(present.values())

    def _presence(self, present: list[dict[str, str]]) -> str:
        return json.dumps({"space": str(self.id), "present": present}, ensure_ascii=False)
