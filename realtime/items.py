"""The items of a Yjs update, one by one, from the bytes alone: who typed what, and where it hangs.

For updates that a `Doc` wrote itself, in the decoder: what clients send is checked by `structure`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .lib0 import MAX_DEPTH, skip_bytes, skip_value, utf16_length
from .protocol import Malformed, read_uint
from .structure import XML_ELEMENT

Place = tuple[int, int]  # client, clock
ROOT: Final[Place] = (-1, -1)

DELETED, STRING, EMBED, FORMAT, TYPE, VALUES = 1, 4, 5, 6, 7, 8
_SAYS_NOTHING: Final = frozenset({120, 121, 122, 123, 124, 125, 126, 127})  # true, false, numbers, null, undefined


@dataclass(slots=True)
class Item:
    """One client's run, deleted ones included. `tag` is an element's; `says`: it can hold words."""

    client: int
    clock: int
    length: int
    kind: int
    near: Place | None
    parent: Place | None
    tag: str = ""
    says: bool = False


def items(update: bytes) -> list[Item]:
    """The items of an update, those of which nothing is left but their length left out; raises Malformed."""
    end = len(update)
    found: list[Item] = []
    clients, at = read_uint(update, 0, end)
    for _ in range(clients):
        count, at = read_uint(update, at, end)
        client, at = read_uint(update, at, end)
        clock, at = read_uint(update, at, end)
        for _ in range(count):
            item, at = _item(update, at, end, client, clock)
            clock += item.length
            if item.kind:
                found.append(item)
    return found


def _place(data: bytes, at: int, end: int) -> tuple[Place, int]:
    client, at = read_uint(data, at, end)
    clock, at = read_uint(data, at, end)
    return (client, clock), at


def _item(data: bytes, at: int, end: int, client: int, clock: int) -> tuple[Item, int]:
    if at >= end:
        raise Malformed("struct")
    info, at = data[at], at + 1
    kind = info & 31
    near: Place | None = None
    parent: Place | None = None
    if kind in (0, 10):  # collected, skipped
        length, at = read_uint(data, at, end)
        return Item(client, clock, length, 0, None, None), at
    if info & 0x80:
        near, at = _place(data, at, end)
    if info & 0x40:
        right, at = _place(data, at, end)
        near = near or right
    if not info & 0xC0:
        named, at = read_uint(data, at, end)
        if named == 1:
            at, parent = skip_bytes(data, at, end), ROOT
        else:
            parent, at = _place(data, at, end)
        if info & 0x20:
            at = skip_bytes(data, at, end)
    item = Item(client, clock, 1, kind, near, parent)
    return item, _content(data, at, end, item)


def _content(data: bytes, at: int, end: int, item: Item) -> int:
    """Fill in length and words of an item; gives the place after it."""
    if item.kind == DELETED:
        item.length, at = read_uint(data, at, end)
        return at
    if item.kind == STRING:
        after = skip_bytes(data, at, end)
        _, at = read_uint(data, at, end)
        item.length, item.says = utf16_length(data[at:after]), True
        return after
    if item.kind in (3, EMBED):
        item.says = True
        return skip_bytes(data, at, end)
    if item.kind == FORMAT:
        item.says = True
        return skip_bytes(data, skip_bytes(data, at, end), end)
    if item.kind == TYPE:
        type_of, at = read_uint(data, at, end)
        if type_of != XML_ELEMENT:
            return at
        after = skip_bytes(data, at, end)
        _, at = read_uint(data, at, end)
        item.tag = data[at:after].decode("utf-8", "replace")
        return after
    count, at = read_uint(data, at, end)
    item.length = count
    for _ in range(count):
        if item.kind == VALUES:
            item.says = item.says or (at < end and data[at] not in _SAYS_NOTHING)
            at = skip_value(data, at, end)
        else:
            item.says, at = True, skip_bytes(data, at, end)
    return at


class Hanging:
    """Under which child of the root an item hangs."""

    def __init__(self, found: list[Item]) -> None:
        self._runs: dict[int, list[tuple[int, Item]]] = {}
        for item in found:
            self._runs.setdefault(item.client, []).append((item.clock, item))
        for runs in self._runs.values():
            runs.sort(key=lambda run: run[0])
        self._parents: dict[Place, Place | None] = {}

    def item_at(self, place: Place) -> Item | None:
        """The item that holds a place; None when nothing is left of it."""
        runs = self._runs.get(place[0], [])
        index = bisect_right(runs, place[1], key=lambda run: run[0]) - 1
        if index < 0:
            return None
        item = runs[index][1]
        return item if place[1] < item.clock + item.length else None

    def block_of(self, item: Item) -> Place | None:
        """The child of the root in which an item stands: its own place when it is one."""
        where: Item | None = item
        for _ in range(MAX_DEPTH + 1):  # odd neighbours may lead in a circle
            if where is None:
                break
            parent = self._parent_of(where)
            if parent is None or parent == ROOT:
                return (where.client, where.clock) if parent else None
            where = self.item_at(parent)
        return None

    def _parent_of(self, item: Item) -> Place | None:
        """The type under which an item stands: said by itself, or by the first of those it came after."""
        chain: list[Place] = []
        found: Place | None = None
        where: Item | None = item
        while where is not None:
            own = (where.client, where.clock)
            if own in self._parents:
                found = self._parents[own]
                break
            self._parents[own] = None  # until it is known: who comes back here stands beside itself
            chain.append(own)
            if where.parent is not None:
                found = where.parent
                break
            where = self.item_at(where.near) if where.near else None
        self._parents.update(dict.fromkeys(chain, found))
        return found


def words_of(found: list[Item], clients: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    """What clients wrote that can be read, as ranges (client, clock, length); not blocks, which hold others' words."""
    for item in found:
        if item.client in clients and (item.says or item.tag == "mention"):
            yield item.client, item.clock, item.length
