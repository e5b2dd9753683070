"""Bytes as lib0 writes them inside a Yjs update: how long each thing is, without making anything of it."""

from typing import Final

from .protocol import Malformed, read_uint

MAX_DEPTH: Final = 64  # of values in values, and of types in types


def skip_bytes(data: bytes, at: int, end: int) -> int:
    """The place after bytes, or a text, that are led by their length."""
    length, at = read_uint(data, at, end)
    if length > end - at:
        raise Malformed("length")
    return at + length


def skip_value(data: bytes, at: int, end: int, depth: int = 0) -> int:
    """The place after a lib0 `any` value."""
    if depth > MAX_DEPTH:
        raise Malformed("depth of a value")
    if at >= end:
        raise Malformed("value")
    kind = data[at]
    at += 1
    if kind in (127, 126, 121, 120):  # undefined, null, true, false
        return at
    if kind == 125:  # integer
        while True:
            if at >= end:
                raise Malformed("integer")
            byte = data[at]
            at += 1
            if byte < 128:
                return at
    if kind in (124, 123, 122):  # float 32, float 64, bigint
        at += 4 if kind == 124 else 8
        if at > end:
            raise Malformed("number")
        return at
    if kind in (119, 116):  # string, bytes
        return skip_bytes(data, at, end)
    if kind in (117, 118):  # array, object
        count, at = read_uint(data, at, end)
        if count > end - at:
            raise Malformed("count")
        for _ in range(count):
            at = skip_value(data, skip_bytes(data, at, end) if kind == 118 else at, end, depth + 1)
        return at
    raise Malformed("kind of value")


def utf16_length(text: bytes) -> int:
    """Length as the browser counts it; a lone surrogate is kept, as lib0 keeps it."""
    if text.isascii():
        return len(text)
    try:
        return len(text.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")) // 2
    except UnicodeDecodeError as error:
        raise Malformed("text") from error
