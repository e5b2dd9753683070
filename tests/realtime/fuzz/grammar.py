"""Updates built from structs that are nearly honest: right clocks, known neighbours, content of every kind."""

import random
from collections.abc import Mapping
from typing import Final

from realtime.protocol import write_uint

CLIENTS: Final = (3, 7, 9, 11)
ROOT: Final = b"\x01\x07default"


def _string(text: bytes) -> bytes:
    return write_uint(len(text)) + text


# What may follow the head of a struct: (kind, content, how many clocks it takes).
CONTENT: Final[list[tuple[int, bytes, int]]] = [
    (4, _string(b"a"), 1),
    (4, _string("é🌍".encode()), 3),
    (7, b"\x03" + _string(b"paragraph"), 1),
    (7, b"\x03" + _string(b"table"), 1),
    (7, b"\x03" + _string(b"__proto__"), 1),
    (7, b"\x06", 1),
    (1, b"\x03", 3),
    (0, b"\x02", 2),
    (6, _string(b"bold") + _string(b"true"), 1),
    (6, _string(b"link") + _string(b'{"href":"javascript:1"}'), 1),
    (6, _string(b"constructor") + _string(b"[[[]]]"), 1),
    (5, _string(b'{"image":"x"}'), 1),
    (8, b"\x01\x77" + _string(b"h1"), 1),
    (8, b"\x02\x7e\x75\x01\x76\x01" + _string(b"a") + b"\x7d\x05", 2),
    (3, _string(b"\x00\x01"), 1),
]


def _neighbour(draw: random.Random, held: Mapping[int, int]) -> bytes:
    client = draw.choice(list(held) or [CLIENTS[0]])
    clock = draw.randrange(held.get(client, 0) + 1 if draw.random() < 0.02 else max(1, held.get(client, 0)))
    return write_uint(client) + write_uint(clock)


def built(draw: random.Random, stored: Mapping[int, int]) -> bytes:
    """An update for a document that holds these clocks."""
    held = dict(stored)
    out = b""
    clients = draw.sample(CLIENTS, draw.randint(1, 2))
    for client in clients:
        count = draw.randint(1, 5)
        first = held.get(client, 0) if draw.random() < 0.95 else draw.randrange(20)
        out += write_uint(count) + write_uint(client) + write_uint(first)
        clock = first
        for _ in range(count):
            kind, content, length = draw.choice(CONTENT)
            out += _struct(draw, kind, content, held)
            clock += length
            held[client] = max(held.get(client, 0), clock)
    return write_uint(len(clients)) + out + _deletions(draw, held)


def _struct(draw: random.Random, kind: int, content: bytes, held: Mapping[int, int]) -> bytes:
    if kind == 0:
        return b"\0" + content
    way = draw.randrange(8) if held else 0
    named = draw.random() < 0.3 and kind != 7
    info = kind | (0x20 if named else 0)
    name = _string(draw.choice([b"level", b"href", b"__proto__"])) if named else b""
    if way in (0, 1):
        return bytes([info]) + ROOT + name + content
    if way == 2:
        return bytes([info]) + b"\0" + _neighbour(draw, held) + name + content
    if way == 3:
        return bytes([kind | 0x40]) + _neighbour(draw, held) + content
    if way == 4:
        return bytes([kind | 0xC0]) + _neighbour(draw, held) + _neighbour(draw, held) + content
    return bytes([kind | 0x80]) + _neighbour(draw, held) + content


def _deletions(draw: random.Random, held: Mapping[int, int]) -> bytes:
    if draw.random() < 0.6 or not held:
        return b"\0"
    client = draw.choice(list(held))
    start = draw.randrange(held[client] + 1)
    return b"\x01" + write_uint(client) + b"\x01" + write_uint(start) + write_uint(draw.randint(1, 4))
