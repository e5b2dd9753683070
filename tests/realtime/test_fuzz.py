"""What the fuzzer found once, and some thousand inputs more, each time: nothing escapes, nothing spoils a document."""

import random

import pytest

from realtime import decode, protocol
from realtime.protocol import Malformed, sync_update
from realtime.structure import read

from .fuzz.grammar import built
from .fuzz.places import Door, live, places
from .fuzz.seeds import mutated, seeds
from .test_malformed import at_root

INPUTS = 4_000


async def test_what_the_fuzzer_found_is_found_no_more() -> None:
    door, pools = Door(), seeds()
    take = places(door)
    for where, inputs in pools.items():
        for one in inputs:
            take[where](one)
    assert door.taken, "the honest ones among them are taken"
    decode.render(door.taken)
    decode.fold(door.taken)


async def test_nothing_escapes_from_mutated_and_built_inputs() -> None:
    draw, door, pools = random.Random(31), Door(), seeds()
    take = places(door)
    for number in range(INPUTS):
        where = "frame" if number % 10 else draw.choice(list(pools))
        data = mutated(draw, pools[where])
        if where == "frame" and number % 3 == 0:
            data = sync_update(built(draw, door.document._accepted.clocks))
        take[where](data)
        if number % 100 == 99:
            if number % 1_000 == 999:
                decode.render(door.taken)
                decode.fold(door.taken)
            door.begin()
    assert door.passed > INPUTS / 100


A_TYPE = b"\x07\x01\x07default\x03\x01p"
A_MARK = at_root(6, b"\x04bold\x04true")
IN_THE_FIRST = b"\x01\x01\x07\0\x04\0\x09\0\x01a\0"  # a letter of client 7, in what client 9 wrote first


async def test_what_was_refused_teaches_the_tree_nothing() -> None:
    """Else a refused update says what stands at a clock, and the next one nests in what is really a mark."""
    door = Door()
    door.take(protocol.sync_step_2(protocol.NOTHING))
    door.take(
        sync_update(b"\x02\x01\x09\0" + A_TYPE + b"\x01\x08\x09\x84\x08\x08\x01x\0")
    )  # leaps over much of client 8
    assert door.passed == 0
    door.take(sync_update(A_MARK))
    assert door.passed == 1
    door.take(sync_update(IN_THE_FIRST))
    assert door.passed == 1


async def test_a_letter_in_a_type_is_taken() -> None:
    door = Door()
    door.take(sync_update(b"\x01\x01\x09\0" + A_TYPE + b"\0"))
    door.take(sync_update(IN_THE_FIRST))
    assert door.passed == 2


async def test_what_is_sent_again_in_other_words_stands_as_it_was() -> None:
    door = Door()
    door.take(sync_update(A_MARK))
    door.take(sync_update(b"\x01\x02\x09\0" + A_TYPE + b"\x04\0\x09\0\x01a\0"))  # now a type, and a letter in it
    assert door.passed == 1


def test_what_stands_beside_itself_is_refused() -> None:
    with pytest.raises(Malformed, match="itself"):
        read(b"\x01\x01\x09\0\x84\x09\0\x01a\0")


async def test_a_list_of_any_depth_where_an_id_is_due_is_answered() -> None:
    """Neither what reads the JSON nor what writes the answer runs out of stack."""
    for depth in range(1, 1_100):
        live(b'{"follow":' + b"[" * depth + b"]" * depth + b"}")
