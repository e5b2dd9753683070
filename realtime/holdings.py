"""Which clocks and deletions of a document are stored: does an update add anything, or leap over what is missing?"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from .structure import Contents

FEW: Final = 16  # deletions in one update: more are sorted in together


class Holdings:
    """A state vector and a delete set, grown update by update."""

    __slots__ = ("clocks", "deleted")

    def __init__(self) -> None:
        self.clocks: dict[int, int] = {}
        self.deleted: dict[int, list[tuple[int, int]]] = {}  # client → sorted, disjoint (start, end)

    def copy(self) -> "Holdings":
        """The same holdings, to grow apart."""
        copy = Holdings()
        copy.clocks = dict(self.clocks)
        copy.deleted = {client: list(ranges) for client, ranges in self.deleted.items()}
        return copy

    def add(self, contents: Contents) -> None:
        """Take in what a stored update holds."""
        for client, (_, after) in contents.clocks.items():
            if after > self.clocks.get(client, 0):
                self.clocks[client] = after
        if len(contents.deletions) > FEW:
            self._delete_many(contents.deletions)
            return
        for client, clock, length in contents.deletions:
            if length:
                self._delete(client, clock, clock + length)

    def lacks(self, contents: Contents) -> bool:
        """Whether the update holds a clock or a deletion that is not here."""
        for client, (_, after) in contents.clocks.items():
            if after > self.clocks.get(client, 0):
                return True
        deleted = contents.deletions
        return bool(deleted) and any(n and not self._is_deleted(client, at, at + n) for client, at, n in deleted)

    def lacked(self, contents: Contents) -> Contents:
        """The part of an update's clocks and deletions that is not here."""
        return Contents(
            {client: span for client, span in contents.clocks.items() if span[1] > self.clocks.get(client, 0)},
            [(client, at, n) for client, at, n in contents.deletions if n and not self._is_deleted(client, at, at + n)],
        )

    def overlaps(self, contents: Contents) -> bool:
        """Whether some clocks of the update are here."""
        return any(first < self.clocks.get(client, 0) for client, (first, _) in contents.clocks.items())

    def leaps(self, contents: Contents) -> bool:
        """Whether something that the update goes on from, stands beside or deletes has not come yet."""
        clocks = self.clocks
        for client, upto in contents.skips.items():
            if upto > clocks.get(client, 0):
                return True
        for client, (first, _) in contents.clocks.items():
            if first > clocks.get(client, 0):
                return True
        for client, upto in contents.needs.items():
            if upto > clocks.get(client, 0) and upto > self._reach(client, contents):
                return True
        deleted = contents.deletions
        return bool(deleted) and any(clock + n > self._reach(client, contents) for client, clock, n in deleted)

    def _reach(self, client: int, contents: Contents) -> int:
        """The clock of a client up to which everything is here, once the update is."""
        brought = contents.clocks.get(client)
        return max(self.clocks.get(client, 0), brought[1] if brought else 0)

    def _is_deleted(self, client: int, start: int, end: int) -> bool:
        ranges = self.deleted.get(client, [])
        index = bisect_right(ranges, (start, 1 << 62)) - 1
        return index >= 0 and ranges[index][0] <= start and ranges[index][1] >= end

    def _delete_many(self, deletions: Iterable[tuple[int, int, int]]) -> None:
        """One sort for all: in a hostile order, one by one, they would cost the square of their number."""
        by_client: dict[int, list[tuple[int, int]]] = {}
        for client, clock, length in deletions:
            if length:
                by_client.setdefault(client, []).append((clock, clock + length))
        for client, new in by_client.items():
            joined: list[tuple[int, int]] = []
            for start, end in sorted(self.deleted.get(client, []) + new):
                if joined and joined[-1][1] >= start:
                    joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
                else:
                    joined.append((start, end))
            self.deleted[client] = joined

    def _delete(self, client: int, start: int, end: int) -> None:
        ranges = self.deleted.setdefault(client, [])
        if ranges and ranges[-1][0] <= start <= ranges[-1][1]:  # the common case: one key after the other
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
            return
        low = bisect_right(ranges, (start, 1 << 62))
        if low and ranges[low - 1][1] >= start:
            low -= 1
            start = ranges[low][0]
        high = low
        while high < len(ranges) and ranges[high][0] <= end:
            end = max(end, ranges[high][1])
            high += 1
        ranges[low:high] = [(start, end)]
