"""The structural check of a Yjs update, from the bytes alone: nothing is decoded into a live document here.

A 60 KB update of nested types kills a process that decodes it, and a tree can be deepened by many small updates.
So each open document keeps a small index of its type items and their depth, and an update is walked before it is stored
or sent: every length within what is left, values and types nested at most MAX_DEPTH, only the root `default`, only XML
elements and texts. The walk also tells which clocks and deletions the update holds. About 5 µs for a keystroke.
"""

from dataclasses import dataclass, field
from typing import Final

from pycrdt import merge_updates

from .lib0 import skip_bytes, skip_value, utf16_length
from .protocol import Malformed, read_uint

MAX_STRUCTS: Final = 100_000
MAX_CLIENT: Final = 1 << 53  # Yjs draws 32 bits; past 53 a browser cannot count
ROOT: Final = b"default"
DELETED, TYPE = 1, 7  # kinds of content
XML_ELEMENT, XML_TEXT = 3, 6  # kinds of types


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
class Item:
    """A struct that matters for the tree: a type, what was deleted in its place, content that names its parent."""

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


def _id(data: bytes, at: int, end: int, needs: dict[int, int], own: tuple[int, int]) -> tuple[tuple[int, int], int]:
    client, at = read_uint(data, at, end)
    clock, at = read_uint(data, at, end)
    if client == own[0] and clock >= own[1]:
        raise Malformed("it stands beside itself")
    if clock >= needs.get(client, 0):
        needs[client] = clock + 1
    return (client, clock), at


def _must_merge(data: bytes) -> None:
    """What is in bounds must also be readable: one stored row that is not would close its document to everybody."""
    try:
        merge_updates(data)
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # pycrdt's, which is no Exception
            raise Malformed("it cannot be read") from error
        raise


def read(data: bytes) -> tuple[Contents, list[Item]]:
    """What an update holds, and what of it matters for the tree of types; raises Malformed."""
    found = _walk(data)
    _must_merge(data)
    return found


def contents(data: bytes) -> Contents:
    """What an update holds; raises Malformed."""
    return _walk(data)[0]


def _walk(data: bytes) -> tuple[Contents, list[Item]]:
    end = len(data)
    contents, items = Contents(), list[Item]()
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
    data: bytes, at: int, end: int, client: int, clock: int, items: list[Item], needs: dict[int, int]
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
            items.append(Item(client, clock, clock + length, None, None, "collected"))
        return at, clock + length, kind == 10
    near: tuple[int, int] | None = None
    parent: tuple[int, int] | str | None = None
    if info & 0x80:
        near, at = _id(data, at, end, needs, (client, clock))
    if info & 0x40:
        right, at = _id(data, at, end, needs, (client, clock))
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
            parent, at = _id(data, at, end, needs, (client, clock))
        if info & 0x20:
            at = skip_bytes(data, at, end)
    at, after = _content(data, at, end, info, clock)
    if kind in (DELETED, TYPE):
        items.append(Item(client, clock, after, near, parent, "deleted" if kind == DELETED else "type"))
    elif isinstance(parent, tuple):
        items.append(Item(client, clock, after, None, parent, "content"))
    return at, after, False


def _content(data: bytes, at: int, end: int, info: int, clock: int) -> tuple[int, int]:
    """Walk an item's content: the place and the clock after it."""
    kind = info & 31
    if kind == 4:  # string
        after = skip_bytes(data, at, end)
        _, at = read_uint(data, at, end)
        return after, clock + utf16_length(data[at:after])
    if kind == DELETED:
        length, at = read_uint(data, at, end)
        return at, clock + length
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
    if kind == TYPE:
        type_of, at = read_uint(data, at, end)
        if type_of == XML_ELEMENT:
            at = skip_bytes(data, at, end)
        elif type_of != XML_TEXT:
            raise Malformed("kind of type")
        if info & 0x20:
            raise Malformed("a type as an attribute")
        return at, clock + 1
    if kind == 8:  # values
        count, at = read_uint(data, at, end)
        if count > end - at:
            raise Malformed("values")
        for _ in range(count):
            at = skip_value(data, at, end)
        return at, clock + count
    raise Malformed("content")
