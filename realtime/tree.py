"""The tree of types of a document, from bytes alone: how deep each stands, and nothing stands in what is no type."""

from bisect import bisect_right, insort
from collections import deque
from heapq import heappop, heappush
from typing import Final

from .lib0 import MAX_DEPTH
from .protocol import Malformed
from .structure import Contents, Item, read

DEAD: Final = -1  # nobody can nest below what was deleted or collected

Run = tuple[int, int, int, int]  # start, end, depth of the parent, depth as a parent


class TypeTree:
    """Depth of each type item of a document, and of what was deleted beside it: sorted runs for each client.

    One may stand on another: what is on its way to the store is learnt above what is stored, and may be forgotten.
    """

    __slots__ = ("_below", "_clocks", "runs")

    def __init__(self, below: "TypeTree | None" = None) -> None:
        self.runs: dict[int, list[Run]] = {}
        self._below = below
        self._clocks: dict[int, int] = {}

    def check(self, data: bytes) -> Contents:
        """What a stored update holds, and its types learnt; raises Malformed and learns nothing."""
        contents, items = read(data)
        self.take(contents, items)
        return contents

    def take(self, contents: Contents, items: list[Item]) -> None:
        """Learn what a stored update holds, which was read already."""
        self.learn([item for item in items if item.end > self._clocks.get(item.client, 0)])  # the first word stands
        for client, (_, after) in contents.clocks.items():
            self._clocks[client] = max(after, self._clocks.get(client, 0))

    def learn(self, items: list[Item]) -> None:
        """Place each item after what it stands in or beside: client by client, each as far as it can go for now."""
        if not items:
            return
        new: dict[int, list[Run]] = {}
        waiting: dict[int, deque[Item]] = {}
        for item in items:
            waiting.setdefault(item.client, deque()).append(item)
        asleep: dict[int, list[tuple[int, int]]] = {client: [] for client in waiting}  # heaps of (clock, client)
        ready = deque(waiting)
        while ready:
            own = ready.popleft()
            queue = waiting[own]
            while queue:
                item = queue[0]
                run = self._place(item, new)
                if run is not None and item.kind != "content":
                    insort(new.setdefault(own, []), run)
                elif run is None and (other := _awaited(item, waiting)) is not None:
                    heappush(asleep[other], (item.beside[1], own))
                    break
                elif run is None and (item.kind != "deleted" or item.parent is not None):
                    raise Malformed("it stands in what is no type")
                queue.popleft()  # else deleted text whose neighbours are characters: nobody can nest there
                while asleep[own] and (not queue or asleep[own][0][0] < queue[0].start):
                    ready.append(heappop(asleep[own])[1])
        if any(waiting.values()):
            raise Malformed("structs that wait for one another")
        for client, runs in new.items():
            known = self.runs.setdefault(client, [])
            for run in runs:
                if self.find(client, run[0]) is None:
                    insort(known, run)

    def find(self, client: int, clock: int) -> Run | None:
        """The run in which a clock stands."""
        below = self._below.find(client, clock) if self._below else None
        return below or _find(self.runs.get(client, []), clock)

    def _place(self, item: Item, new: dict[int, list[Run]]) -> Run | None:
        """Where an item stands; None while its parent or neighbour is not known."""
        if item.kind == "collected":
            return (item.start, item.end, DEAD, DEAD)
        if item.parent == "root":
            depth = 0
        else:
            client, clock = item.beside
            found = self.find(client, clock) or _find(new.get(client, []), clock)
            if found is None:
                return None
            depth = found[3] if item.parent is not None else found[2]
        if item.kind != "type":
            return (item.start, item.end, depth, DEAD)
        own = DEAD if depth == DEAD else depth + 1
        if own > MAX_DEPTH:
            raise Malformed("depth of types")
        return (item.start, item.end, depth, own)


def _awaited(item: Item, waiting: dict[int, deque[Item]]) -> int | None:
    """The client whose items must be placed first, when what this one stands beside is still among them."""
    client, clock = item.beside
    queue = waiting.get(client)
    return client if queue and queue[0].start <= clock and client != item.client else None


def _find(runs: list[Run], clock: int) -> Run | None:
    index = bisect_right(runs, (clock, 1 << 62, 0, 0)) - 1
    return runs[index] if index >= 0 and runs[index][0] <= clock < runs[index][1] else None
