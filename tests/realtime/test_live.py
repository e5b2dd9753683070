"""Pages follow spaces: every event once, in its order, to those who may see it and to nobody else."""

import json
from itertools import pairwise

import pytest
from asgiref.sync import sync_to_async

from realtime import events, protocol
from workspace.groups import commands as groups

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

head_of = sync_to_async(events.head_of)


@sync_to_async
def seat_added(stage: Stage, name: str) -> int:
    """A change in Ghana's space; gives the number it got."""
    world = stage.world
    of = world.seats["member"].stakeholder_group
    groups.add_seat(actor=world.convenor, stakeholder_group=of, name=name)
    return events.head_of(world.ghana.space_id)


async def test_a_follower_is_told_every_event_once_and_in_order(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    start = await head_of(space)
    page = stage.live("member")
    page.follow(space, start)
    for number in range(5):
        last = await seat_added(stage, f"Seat {number}")
    told = await page.seq(space, last)
    assert [event["seq"] for m in told for event in m["events"]] == list(range(start + 1, last + 1))
    assert told[0]["from"] == start
    assert all(after["from"] == before["seq"] for before, after in pairwise(told))


async def test_a_page_that_comes_back_is_told_what_it_missed(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    start = await head_of(space)
    last = await seat_added(stage, "While the phone was off")
    page = stage.live("observer")
    page.follow(space, start)
    told = await page.seq(space, last)
    assert [event["seq"] for m in told for event in m["events"]] == list(range(start + 1, last + 1))


async def test_a_page_that_missed_nothing_is_told_so(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    start = await head_of(space)
    page = stage.live("member")
    page.follow(space, start)
    (told,) = await page.seq(space, start)
    assert told == {"space": str(space), "from": start, "seq": start, "events": [], "html": []}


@pytest.mark.parametrize("name", ["peer", "stranger", "superuser"])
async def test_a_space_that_is_not_yours_answers_as_one_that_does_not_exist(stage: Stage, name: str) -> None:
    space, nowhere = stage.world.ghana.space_id, stage.world.ghana.pk
    page, member = stage.live(name), stage.live("member")
    member.follow(space, await head_of(space))
    page.follow(space)
    page.follow(nowhere)
    await page.until(lambda: len(page.received) == 2)
    first, second = page.messages()
    assert first == {"space": str(space), "error": "not yours"} and second == {
        "space": str(nowhere),
        "error": "not yours",
    }
    await member.seq(space, await seat_added(stage, "For members"))
    assert len(page.received) == 2


async def test_a_member_who_is_removed_hears_nothing_more(stage: Stage) -> None:
    world = stage.world
    space = world.ghana.space_id
    page, editor = stage.live("member"), await stage.ready("member")
    page.follow(space, await head_of(space))
    await page.until(lambda: page.accepted)
    await sync_to_async(groups.end_seat)(actor=world.convenor, seat=world.seats["member"])
    await page.until(lambda: {"space": str(space), "access": "ended"} in page.messages())
    assert await editor.closed() in (protocol.NOT_YOURS, protocol.READ_ONLY)
    before = len(page.received)
    witness = stage.live("convenor")
    witness.follow(space, await head_of(space))
    await witness.seq(space, await seat_added(stage, "After the removal"))
    assert len(page.received) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]",
        '{"follow": 1}',
        '{"kick": true}',
        '{"type": "websocket.disconnect"}',
        "[" * 4000,
        '{"follow": "' + "x" * 9000,
    ],
)
async def test_odd_messages_hurt_nobody_else(stage: Stage, text: str) -> None:
    space = stage.world.ghana.space_id
    page, other = stage.live("member"), stage.live("observer")
    other.follow(space, await head_of(space))
    page.send(text)
    await page.until(lambda: page.code or page.received)
    assert page.code == protocol.MALFORMED or "error" in json.loads(page.received[0])
    await other.seq(space, await seat_added(stage, "All the same"))


async def test_who_is_here_is_told_under_the_handle_alone(stage: Stage) -> None:
    world = stage.world
    space = world.ghana.space_id
    voice, page = stage.live("voice"), stage.live("member")
    for socket in (voice, page):
        socket.follow(space, await head_of(space))
    voice.send(json.dumps({"here": {"space": str(space), "at": "board:1"}}))
    told = await page.until(lambda: [m for m in page.messages() if m.get("present")])
    (present,) = told[-1]["present"]
    handle = await sync_to_async(world.handle)("voice")
    assert present["name"] == "Tarkwa voice 3" and present["id"] == str(handle.pk)
    assert str(world.voice.pk) not in "".join(page.received)
