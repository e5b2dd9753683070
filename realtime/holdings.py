"""Which clocks and deletions of a document are stored: does an update add anything, or leap over what is missing?"""

from bisect import bisect_right

from .structure import Contents


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
        for client, clock, length in contents.deletions:
            if length:
                self._delete(client, clock, clock + length)

    def lacks(self, contents: Contents) -> bool:
        """Whether the update holds a clock or a deletion that is not here."""
        if any(after > self.clocks.get(client, 0) for client, (_, after) in contents.clocks.items()):
            return True
        return any(n and not self._is_deleted(client, clock, clock + n) for client, clock, n in contents.deletions)

    def lacked(self, contents: Contents) -> Contents:
        """The part of an update's clocks and deletions that is not here."""
        return Contents(
            {client: span for client, span in contents.clocks.items() if span[1] > self.clocks.get(client, 0)},
            [(client, at, n) for client, at, n in contents.deletions if n and not self._is_deleted(client, at, at + n)],
        )

    def leaps(self, contents: Contents) -> bool:
        """Whether something that the update goes on from, stands beside or deletes has not come yet."""
        reach = dict(self.clocks)
        for client, (first, after) in contents.clocks.items():
            if first > reach.get(client, 0):
                return True
            reach[client] = max(reach.get(client, 0), after)
        if any(upto > reach.get(client, 0) for client, upto in contents.needs.items()):
            return True
        return any(clock + length > reach.get(client, 0) for client, clock, length in contents.deletions)

    def _is_deleted(self, client: int, start: int, end: int) -> bool:
        ranges = self.deleted.get(client, [])
        index = bisect_right(ranges, (start, 1 << 62)) - 1
        return index >= 0 and ranges[index][0] <= start and ranges[index][1] >= end

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
