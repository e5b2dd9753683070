"""Limits on everything a client can send, each with its reason."""

from typing import Final

FRAME_BYTES: Final = 1_048_576  # Daphne's own cap; 1,500 pasted paragraphs are 220 kB
BODY_BYTES: Final = 25_165_824  # of a request: a form with files, without scripts; the proxy in front takes 25 MB
DOCUMENT_BYTES: Final = 16_777_216  # a book; a page of it would not open on a phone
HELD_BYTES: Final = 268_435_456  # of the open documents of a process: 2,500 of 100 kB; in memory twice as much
UPDATES_PER_SECOND: Final = 60  # a fast typist makes 12, an automatic paste 30
UPDATES_BURST: Final = 400  # what waited offline comes at once
PERSON_BYTES_PER_SECOND: Final = 262_144  # of all tabs on a worker: checking a megabyte takes a quarter of a second
PERSON_BYTES_BURST: Final = 4_194_304  # what was written offline, and a few large pastes
QUESTIONS_PER_SECOND: Final = 1  # for a difference, or for who is here: a client asks once for each connection
QUESTIONS_BURST: Final = 20
FRAMES_PER_SECOND: Final = 120  # of any kind: past it somebody wants to keep the server busy
FRAMES_BURST: Final = 1_000
EDITORS_PER_DOCUMENT: Final = 2_000  # on a worker: measured up to 1,200; each keystroke is a send to each
FOLLOW_SECONDS: Final = 30.0  # in which a live socket must have followed something: a page does it at once
AWARENESS_PER_SECOND: Final = 30  # a caret that follows a held key
AWARENESS_BURST: Final = 120
AWARENESS_BYTES: Final = 4_096  # two relative positions are 300 bytes
LIVE_BYTES: Final = 8_192  # a follow message is 200 bytes
LIVE_PER_SECOND: Final = 10
LIVE_BURST: Final = 60
SPACES_PER_SOCKET: Final = 20
SOCKETS_PER_PERSON: Final = 40  # per person, not per address: a whole office sits behind one
WAITING_BYTES: Final = 1_048_576  # updates of a connection that wait for its sync step 2, or for the store
UNSTORED_BYTES: Final = 67_108_864  # of a process, while the store is away: past it who wrote keeps it and comes again
AWAY_SECONDS: Final = 60.0  # an ordinary restart of a database is over by then
OUTGOING_BYTES: Final = 262_144  # past it a reader is too slow: what waits is dropped, and it gets one difference later
SILENT_SECONDS: Final = 20  # y-websocket gives up after 30 s without a message
RECHECK_SECONDS: Final = 5.0  # how long a lost hint about access or about a change can last


class Bucket:
    """So many per second, and a burst."""

    __slots__ = ("at", "burst", "level", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, 0.0

    def take(self, now: float, count: float = 1) -> bool:
        """Whether so many more are within the limit at this moment (seconds of a monotonic clock)."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < count:
            return False
        self.level -= count
        return True

    def is_full(self, now: float) -> bool:
        """Whether it stands as at first: nothing was taken for long."""
        return self.level + (now - self.at) * self.rate >= self.burst
