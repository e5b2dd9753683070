"""Open sockets and a caucus: who is outside hears nothing of it, and who is sent away hears nothing more."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from realtime import protocol
from workspace.circles import commands as circles
from workspace.circles import inviting
from workspace.discussions import commands as discussions

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]


@sync_to_async
def a_caucus(world: Any) -> tuple[Any, Any]:
    """A caucus that the member keeps and voice is in, with a discussion."""
    circle = circles.open_circle(actor=world.member, group=world.ghana, kind="caucus", name="Zanzibar")
    asked = inviting.invite_to_circle(actor=world.member, circle=circle, seat=world.seats["voice"])
    inviting.accept_invitation(actor=world.voice, invitation=asked)
    return circle, discussions.open_discussion(actor=world.member, place=circle, title="Quinine")


async def test_who_is_in_a_caucus_is_seen_there_and_nowhere_else(stage: Stage) -> None:
    world: Any = stage.world
    circle, _talk = await a_caucus(world)
    convenor, member, voice = (stage.live(name) for name in ("convenor", "member", "voice"))
    convenor.follow(world.ghana.space_id)
    convenor.follow(circle.space_id)
    member.follow(circle.space_id)
    await member.until(lambda: "present" in str(member.received))
    voice.follow(circle.space_id)
    await member.until(lambda: "Tarkwa voice 3" in str(member.received))
    await sync_to_async(discussions.post)(actor=world.member, discussion=_talk, body="Marigold")
    await sync_to_async(circles.close_circle)(actor=world.member, circle=circle)
    await voice.until(lambda: "circle.closed" in str(voice.received))
    await convenor.until(lambda: "present" in str(convenor.received))
    heard = [message for message in convenor.messages() if message.get("space") == str(circle.space_id)]
    assert heard == [{"space": str(circle.space_id), "error": "not yours"}]
    assert "Tarkwa voice 3" not in str([message.get("present") for message in convenor.messages()])


async def test_who_is_sent_away_is_shut_out_of_what_is_open(stage: Stage) -> None:
    world: Any = stage.world
    circle, talk = await a_caucus(world)
    page, tab = stage.live("voice"), stage.typist("voice", document=talk.summary_id)
    page.follow(circle.space_id)
    await tab.synced()
    await page.until(lambda: "present" in str(page.received))
    handle = await sync_to_async(world.handle)("voice")
    await sync_to_async(circles.remove_from_circle)(actor=world.member, circle=circle, handle=handle)
    assert await tab.closed() == protocol.NOT_YOURS
    await page.until(lambda: f'{{"space":"{circle.space_id}","access":"ended"}}' in page.received)
    before = len(page.received)
    await sync_to_async(discussions.post)(actor=world.member, discussion=talk, body="Marigold")
    other = stage.live("member")
    other.follow(circle.space_id)
    await other.until(lambda: "post.written" in str(other.received))
    assert "Marigold" not in str(page.received[before:])
