"""The structural check of a Yjs update, from the bytes alone: nothing is decoded into a live document here.

A 60 KB update of nested types kills a process that decodes it, and a tree can be deepened by many small updates.
So each open document keeps a small index of its type items and their depth, and an update is walked before it is stored
or sent: every length within what is left, values and types nested at most MAX_DEPTH, only the root `default`, only XML
elements and texts. The walk also tells which clocks and deletions the update holds. About 5 µs for a keystroke.
"""

from bisect import bisect_right, insort
from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from .lib0 import MAX_DEPTH, skip_bytes, skip_value, utf16_length
from .protocol import Malformed, read_uint

MAX_STRUCTS: Final = 100_000
MAX_CLIENT: Final = 1 << 53  # Yjs draws 32 bits; past 53 a browser cannot count
ROOT: Final = b"default"
XML_ELEMENT, XML_TEXT = 3, 6
DEAD: Final = -1  # nobody can nest below what was deleted or collected

Run = tuple[int, int, int, int]  # start, end, depth of the parent, depth as a parent


@dataclass(slots=True)
class Contents:
    """What an update holds: {client: (first clock, clock after it)} and deleted ranges (client, clock, length).

    `needs`: {client: the clock before which everything must be there}, for what it stands beside or in. `skips`: the
    same for what it leaves out in its middle, which must have come before.
    """

    clocks: dict[int, tuple[int, int]] = field(default_factory=dict)
    deletions: list[tuple[int, int, int]] = field(default_factory=list)
    needs: dict[int, int] = field(default_factory=dict)
    skips: dict[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.clocks or self.deletions)


@dataclass(slots=True)
class _Item:
    """A struct that matters for the tree: a type, or what was deleted or collected in its place."""

    client: int
    start: int
    end: int
    near: tuple[int, int] | None
    parent: tuple[int, int] | str | None
    kind: str

    @property
    def beside(self) -> tuple[int, int]:
        """What it stands in or beside; for all but those at the root."""
        where = self.parent if self.parent is not None else self.near
        assert isinstance(where, tuple)
        return where


def _id(data: bytes, at: int, end: int, needs: dict[int, int]) -> tuple[tuple[int, int], int]:
    client, at = read_uint(data, at, end)
    clock, at = read_uint(data, at, end)
    if clock >= needs.get(client, 0):
        needs[client] = clock + 1
    return (client, clock), at


class TypeTree:
    """Depth of each type item of a document, and of what was deleted beside it: sorted runs for each client."""

    __slots__ = ("runs",)

    def __init__(self) -> None:
        self.runs: dict[int, list[Run]] = {}

    def check(self, data: bytes) -> Contents:
        """What the update holds, and its types learnt; raises Malformed and learns nothing."""
        contents, items = walk(data)
        self.learn(items)
        return contents

    def learn(self, items: list[_Item]) -> None:
        """Place each item after what it stands in or beside: client by client, each as far as it can go for now."""
        new: dict[int, list[Run]] = {}
        waiting: dict[int, deque[_Item]] = {}
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
                if run is not None:
                    insort(new.setdefault(own, []), run)
                elif (other := _awaited(item, waiting)) is not None:
                    heappush(asleep[other], (item.beside[1], own))
                    break
                elif item.kind == "type":
                    raise Malformed("a type under an unknown parent")
                queue.popleft()  # else deleted text whose neighbours are characters: nobody can nest there
                while asleep[own] and (not queue or asleep[own][0][0] < queue[0].start):
                    ready.append(heappop(asleep[own])[1])
        if any(waiting.values()):
            raise Malformed("structs that wait for one another")
        for client, runs in new.items():
            known = self.runs.setdefault(client, [])
            for run in runs:
                if _find(known, run[0]) is None:
                    insort(known, run)

    def _place(self, item: _Item, new: dict[int, list[Run]]) -> Run | None:
        """Where an item stands; None while its parent or neighbour is not known."""
        if item.kind == "collected":
            return (item.start, item.end, DEAD, DEAD)
        if item.parent == "root":
            depth = 0
        else:
            client, clock = item.beside
            found = _find(self.runs.get(client, []), clock) or _find(new.get(client, []), clock)
            if found is None:
                return None
            depth = found[3] if item.parent is not None else found[2]
        if item.kind == "deleted":
            return (item.start, item.end, depth, DEAD)
        own = DEAD if depth == DEAD else depth + 1
        if own > MAX_DEPTH:
            raise Malformed("depth of types")
        return (item.start, item.end, depth, own)


def _awaited(item: _Item, waiting: dict[int, deque[_Item]]) -> int | None:
    """The client whose items must be placed first, when what this one stands beside is still among them."""
    client, clock = item.beside
    queue = waiting.get(client)
    return client if queue and queue[0].start <= clock and client != item.client else None


def contents(data: bytes) -> Contents:
    """What an update holds, whatever it builds on; raises Malformed."""
    return walk(data)[0]


def _find(runs: list[Run], clock: int) -> Run | None:
    index = bisect_right(runs, (clock, 1 << 62, 0, 0)) - 1
    return runs[index] if index >= 0 and runs[index][0] <= clock < runs[index][1] else None


def walk(data: bytes) -> tuple[Contents, list[_Item]]:
    """What an update holds, and what of it matters for the tree; raises Malformed."""
    end = len(data)
    contents, items = Contents(), list[_Item]()
    needs = contents.needs
    first: int | None
    clients, at = read_uint(data, 0, end)
    if clients > end:
        raise Malformed("clients")
    total = 0
    for _ in range(clients):
        count, at = read_uint(data, at, end)
        client, at = read_uint(data, at, end)
        clock, at = read_uint(data, at, end)
        total += count
        if total > MAX_STRUCTS or count > end or client > MAX_CLIENT or clock > MAX_CLIENT:
            raise Malformed("structs")
        first, after = None, 0
        for _ in range(count):
            start = clock
            at, clock, is_skip = _struct(data, at, end, client, clock, items, needs)
            if not start < clock <= MAX_CLIENT:
                raise Malformed("clock")
            if is_skip:
                continue
            if first is None:
                first = start
            elif start > after:
                contents.skips[client] = start
            after = clock
        if first is not None:
            if client in contents.clocks:
                raise Malformed("a client twice")
            contents.clocks[client] = (first, after)
    clients, at = read_uint(data, at, end)
    for _ in range(clients):
        client, at = read_uint(data, at, end)
        count, at = read_uint(data, at, end)
        if count > end - at:
            raise Malformed("deletions")
        for _ in range(count):
            clock, at = read_uint(data, at, end)
            length, at = read_uint(data, at, end)
            contents.deletions.append((client, clock, length))
    if at != end:
        raise Malformed("bytes after the update")
    return contents, items


def _struct(
    data: bytes, at: int, end: int, client: int, clock: int, items: list[_Item], needs: dict[int, int]
) -> tuple[int, int, bool]:
    """Walk one struct: the place after it, the clock after it, and whether it is a skip."""
    if at >= end:
        raise Malformed("struct")
    info = data[at]
    at += 1
    kind = info & 31
    if kind in (0, 10):  # collected, skip
        length, at = read_uint(data, at, end)
        if kind == 0:
            items.append(_Item(client, clock, clock + length, None, None, "collected"))
        return at, clock + length, kind == 10
    near: tuple[int, int] | None = None
    parent: tuple[int, int] | str | None = None
    if info & 0x80:
        near, at = _id(data, at, end, needs)
    if info & 0x40:
        right, at = _id(data, at, end, needs)
        near = near or right
    if not info & 0xC0:
        named, at = read_uint(data, at, end)
        if named == 1:
            after = skip_bytes(data, at, end)
            length, at = read_uint(data, at, end)
            if data[at:after] != ROOT:
                raise Malformed("root")
            at, parent = after, "root"
        else:
            parent, at = _id(data, at, end, needs)
        if info & 0x20:
            at = skip_bytes(data, at, end)
    return *_content(data, at, end, info, _Item(client, clock, clock, near, parent, ""), items), False


def _content(data: bytes, at: int, end: int, info: int, item: _Item, items: list[_Item]) -> tuple[int, int]:
    """Walk an item's content: the place and the clock after it."""
    kind, clock = info & 31, item.start
    if kind == 4:  # string
        after = skip_bytes(data, at, end)
        _, at = read_uint(data, at, end)
        return after, clock + utf16_length(data[at:after])
    if kind == 1:  # deleted
        length, at = read_uint(data, at, end)
        item.end, item.kind = clock + length, "deleted"
        items.append(item)
        return at, item.end
    if kind == 2:  # JSON of old
        count, at = read_uint(data, at, end)
        if count > end - at:
            raise Malformed("json")
        for _ in range(count):
            at = skip_bytes(data, at, end)
        return at, clock + count
    if kind in (3, 5):  # bytes, embed
        return skip_bytes(data, at, end), clock + 1
    if kind == 6:  # format
        return skip_bytes(data, skip_bytes(data, at, end), end), clock + 1
    if kind == 7:  # a type
        type_of, at = read_uint(data, at, end)
        if type_of == XML_ELEMENT:
            at = skip_bytes(data, at, end)
        elif type_of != XML_TEXT:
            raise Malformed("kind of type")
        if info & 0x20:
            raise Malformed("a type as an attribute")
        item.end, item.kind = clock + 1, "type"
        items.append(item)
        return at, clock + 1
    if kind == 8:  # values
        count, at = read_uint(data, at, end)
        if count > end - at:
            raise Malformed("values")
        for _ in range(count):
            at = skip_value(data, at, end)
        return at, clock + count
    raise Malformed("content")
