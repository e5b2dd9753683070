"""What each person may use of this worker, whatever they open and close: so many sockets, so many bytes."""

from collections import Counter
from typing import Any

from .limits import PERSON_BYTES_BURST, PERSON_BYTES_PER_SECOND, SOCKETS_PER_PERSON, Bucket


class Allowance:
    """Per person, not per address: a whole office sits behind one."""

    def __init__(self) -> None:
        self.sockets: Counter[Any] = Counter()
        self._bytes: dict[Any, Bucket] = {}

    def may_open(self, person: Any) -> bool:
        """Whether one socket more is within the limit."""
        return self.sockets[person] < SOCKETS_PER_PERSON

    def opened(self, person: Any) -> None:
        """A socket of this person was let in."""
        self.sockets[person] += 1

    def closed(self, person: Any) -> None:
        """A socket of this person is over."""
        self.sockets[person] -= 1
        if not self.sockets[person]:
            del self.sockets[person]

    def may_send(self, person: Any, size: int, now: float) -> bool:
        """Whether so many bytes more are within the limit at this moment."""
        bucket = self._bytes.get(person)
        if bucket is None:
            bucket = self._bytes[person] = Bucket(PERSON_BYTES_PER_SECOND, PERSON_BYTES_BURST)
        return bucket.take(now, size)

    def forget_the_idle(self, now: float) -> None:
        """Who sent nothing for a while starts with all of it anyhow."""
        for person in [person for person, bucket in self._bytes.items() if bucket.is_full(now)]:
            del self._bytes[person]
