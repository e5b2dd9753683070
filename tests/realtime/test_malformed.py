"""Bad bytes end the connection that sent them; nothing is stored, nobody else notices."""

import random
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment

from realtime import protocol
from realtime.holdings import Holdings
from realtime.models import DocumentUpdate
from realtime.protocol import Malformed
from realtime.structure import Contents
from realtime.tree import TypeTree

from .conftest import Stage

count_rows = sync_to_async(lambda: DocumentUpdate.objects.count())


def nested_elements(levels: int) -> bytes:
    """An update whose XML elements stand in one another so many levels deep."""
    out = bytearray(b"\x01" + protocol.write_uint(levels) + b"\x07\x00")
    for level in range(levels):
        out += b"\x07" + (b"\x01\x07default" if level == 0 else b"\x00\x07" + protocol.write_uint(level - 1))
        out += b"\x03\x01p"
    return bytes(out + b"\x00")


def nested_value(levels: int) -> bytes:
    """An update with an attribute value of arrays in one another."""
    value = b"\x75\x01" * levels + b"\x7e"
    return b"\x01\x01\x07\x00\x08\x01\x07default\x01" + value + b"\x00"


def foreign_root(kind: type) -> bytes:
    doc: Doc[Any] = Doc()
    doc.get("elsewhere", type=XmlFragment).children.append(XmlElement("p"))
    return bytes(doc.get_update())


def nested_kind(thing: object) -> bytes:
    doc: Doc[Any] = Doc()
    doc["default"] = Array([thing])
    return bytes(doc.get_update())


def at_root(kind: int, rest: bytes) -> bytes:
    """An update of one struct of this kind."""
    return b"\x01\x01\x09\0" + bytes([kind]) + b"\x01\x07default" + rest + b"\0"


POISON = {
    "30,000 elements deep": nested_elements(30_000),
    "65 elements deep": nested_elements(65),
    "5,000 values deep": nested_value(5_000),
    "another root": foreign_root(XmlFragment),
    "an array": nested_kind(Array([1])),
    "a map": nested_kind(Map({"a": 1})),
    "a text": nested_kind(Text("t")),
    "a length of 2^63": b"\x01\x01\x07\x00\x04\x01\x07default" + b"\xff" * 8 + b"\x7f" + b"a\x00",
    "a mark that is no JSON": at_root(6, b"\x04bold\x03{{{"),
    "a mark that is not a number": at_root(6, b"\x04bold\x03NaN"),
    "a mark without UTF-8": at_root(6, b"\x01\xff\x04true"),
    "half of a character": at_root(4, b"\x03\xed\xa0\x80"),
    "an embed that is no JSON": at_root(5, b"\x02{x"),
    "JSON of old that is none": at_root(2, b"\x01\x02{x"),
    "a name without UTF-8": at_root(7, b"\x03\x01\xff"),
    "a key without UTF-8": at_root(8, b"\x01\x76\x01\x01\xff\x7e"),
    "an integer without an end": at_root(8, b"\x01\x7d" + b"\xff" * 20 + b"\x01"),
    "nothing at all": b"",
    "cut short": b"\x01\x01\x07",
}


@pytest.mark.parametrize("update", POISON.values(), ids=POISON.keys())
def test_the_walk_refuses_poison(update: bytes) -> None:
    with pytest.raises(Malformed):
        TypeTree().check(update)


def test_sixty_four_levels_are_fine_and_a_tree_cannot_be_deepened_bit_by_bit() -> None:
    tree = TypeTree()
    tree.check(nested_elements(64))
    with pytest.raises(Malformed):
        tree.check(b"\x01\x01\x08\x00\x07\x00\x07\x3f\x03\x01p\x00")


def test_ten_thousand_mutated_updates_raise_malformed_or_nothing() -> None:
    doc: Doc[Any] = Doc()
    root = doc.get("default", type=XmlFragment)
    for number in range(20):
        root.children.append(XmlElement("paragraph", {"n": str(number)}))
    honest = bytes(doc.get_update())
    draw = random.Random(20)
    for _ in range(10_000):
        data = bytearray(honest)
        for _ in range(draw.randint(1, 4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        update = bytes(data[: draw.randint(1, len(data))]) if draw.random() < 0.3 else bytes(data)
        try:
            TypeTree().check(update)
        except Malformed:
            continue


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "frame",
    [b"", b"\0", b"\0\x09\0", b"\x07", b"\x64\0", b"\0\2\xff\xff\xff\xff\x0f", protocol.sync_update(b"\x01\x01\x07"),
     protocol.sync_update(POISON["65 elements deep"]), protocol.sync_step_2(POISON["30,000 elements deep"]),
     protocol.awareness(b"\x01\x01\x01\x05{"), protocol.sync_update(b"\0\0") + b"x", "text"],
)  # fmt: skip
async def test_the_offender_alone_is_closed(stage: Stage, frame: bytes | str) -> None:
    offender, other = await stage.ready("member"), await stage.ready("convenor")
    before = await count_rows()
    offender.send(frame)
    assert await offender.closed() == protocol.MALFORMED
    assert await count_rows() == before
    other.type("I go on")
    await other.saved()


@pytest.mark.django_db(transaction=True)
async def test_a_client_id_belongs_to_the_handle_that_first_used_it(stage: Stage) -> None:
    one = await stage.ready("convenor")
    one.type("mine")
    await one.saved()
    thief = stage.typist("member")
    thief.doc = Doc(client_id=one.doc.client_id)
    thief.doc.apply_update(one.doc.get_update())
    thief.root = thief.doc.get("default", type=XmlFragment)
    thief._outgoing = []
    thief.doc.observe(lambda event: thief._outgoing.append(event.update))
    await thief.synced()
    before = await count_rows()
    thief.type("under another's id")
    assert await thief.closed() == protocol.COME_AGAIN
    assert await count_rows() == before
    assert "another" not in one.text()


def siblings(order: list[tuple[int, list[tuple[int, int] | None]]]) -> bytes:
    """Texts beside one another: for each client, what each of its texts stands beside; None: at the root."""
    out = protocol.write_uint(len(order))
    for client, places in order:
        out += protocol.write_uint(len(places)) + protocol.write_uint(client) + b"\0"
        for place in places:
            if place is None:
                out += b"\x07\x01\x07default\x06"
            else:
                out += b"\x87" + protocol.write_uint(place[0]) + protocol.write_uint(place[1]) + b"\x06"
    return out + b"\0"


def test_two_people_who_write_in_turns_are_followed_however_long_they_do() -> None:
    turns = 2_000
    nine: list[tuple[int, int] | None] = [None, *((7, turn) for turn in range(turns - 1))]
    update = siblings([(9, nine), (7, [(9, turn) for turn in range(turns)])])
    assert TypeTree().check(update).clocks == {9: (0, turns), 7: (0, turns)}


@pytest.mark.parametrize(
    "order",
    [
        [(9, [(9, clock + 1) for clock in range(2_000)])],
        [(9, [(7, clock) for clock in range(2_000)]), (7, [(9, clock + 1) for clock in range(1_999)])],
    ],
)
def test_what_stands_beside_what_comes_later_is_refused(order: Any) -> None:
    with pytest.raises(Malformed):
        TypeTree().check(siblings(order))


def test_deletions_in_any_order_are_held_alike() -> None:
    ranges = [(1, clock, 1) for clock in range(0, 200, 2)] + [(1, 11, 3), (2, 5, 0)]
    one, other, by_one = Holdings(), Holdings(), Holdings()
    one.add(Contents({}, ranges))
    other.add(Contents({}, list(reversed(ranges))))
    for deletion in ranges:
        by_one.add(Contents({}, [deletion]))
    assert one.deleted == other.deleted == by_one.deleted
