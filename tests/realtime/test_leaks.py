"""No byte of any socket tells somebody what they may not know: events, fragments, presence, updates, carets."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from permissions.models import Space
from realtime import documents as store
from realtime.events import head_of
from realtime.limits import SPACES_PER_SOCKET
from realtime.models import Document
from tests.canaries import Canary, found_in, plant
from tests.permissions.conftest import fill
from workspace.circles.models import Circle
from workspace.circles.positions import publish_position
from workspace.discussions import commands as discussions
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]

LISTENING = ("convenor", "member", "voice", "observer", "moderator", "peer")
PLACE = {"type": {"client": 1, "clock": 2}, "tname": None, "item": None, "assoc": 0}


@sync_to_async
def prepared(stage: Stage) -> tuple[list[Canary], list[UUID], list[UUID]]:
    """All of the world with its canaries, text in every document; the ids of all spaces and documents there are."""
    world = stage.world
    fill(world)
    canaries = plant(world)
    for document in Document.objects.select_related("space"):
        circle = Circle.objects.filter(space__in=[document.space_id, document.space.home_id]).first()
        words = f"{circle.name.removesuffix('Name')}Inside text" if circle else "What all may read."
        by = world.handle("member").pk
        store.append(document.pk, to_update(from_markdown(words)), contributors=[by])
    return (
        canaries,
        list(Space.objects.values_list("pk", flat=True)),
        list(Document.objects.values_list("pk", flat=True)),
    )


@sync_to_async
def life_goes_on(world: Any) -> dict[str, tuple[UUID, int]]:
    """Something happens in a caucus, and something where all see it: who hears of which space, up to which number."""
    talk = discussions.open_discussion(actor=world.member, place=world.caucus, title="CanaryInside, live")
    discussions.post(actor=world.voice, discussion=talk, body="CanaryInside, live")
    publish_position(actor=world.voice, circle=world.caucus, body="We ask for a bus.", to=world.discussion)
    outside, inside = world.discussion.space_id, world.caucus.space_id
    told = {name: (outside, head_of(outside)) for name in ("convenor", "observer", "moderator")}
    return told | {name: (inside, head_of(inside)) for name in ("member", "voice")}


def bytes_of(sockets: list[Any]) -> bytes:
    """All that came, with the reasons of closing."""
    parts = [part if isinstance(part, bytes) else part.encode() for each in sockets for part in each.received]
    return b"\n".join([*parts, *(each.reason.encode() for each in sockets)])


def without(sent: bytes, asked: list[UUID]) -> bytes:
    """What was answered to a question for a space names it again: who asks has said it themselves."""
    for pk in asked:
        sent = sent.replace(b'{"space": "%s", "error": "not yours"}' % str(pk).encode(), b"")
    return sent


async def everything(stage: Stage, name: str, spaces: list[UUID], documents: list[UUID]) -> list[Any]:
    """Sockets on every space and every document there is, as a page and as an editor, answered; the pages stay open."""
    pages = [stage.live(name) for _first in range(0, len(spaces), SPACES_PER_SOCKET)]
    for number, space in enumerate(spaces):
        pages[number // SPACES_PER_SOCKET].follow(space)
    tabs = [stage.typist(name, document=document) for document in documents]
    for socket in (*pages, *tabs):
        await socket.until(lambda socket=socket: socket.received or socket.code)  # type: ignore[misc]
    for tab in tabs:
        await tab.leave()
    return [*pages, *tabs]


async def test_no_socket_tells_what_its_reader_may_not_know(stage: Stage) -> None:
    world: Any = stage.world
    canaries, spaces, documents = await prepared(stage)
    typing = stage.typist("voice", document=world.discussion.summary_id)
    await typing.synced()
    typing.move({"anchor": PLACE, "head": PLACE})
    heard = {name: await everything(stage, name, spaces, documents) for name in LISTENING}
    for name, (space, head) in (await life_goes_on(world)).items():
        await heard[name][spaces.index(space) // SPACES_PER_SOCKET].seq(space, head)
    leaks = []
    for name, sockets in heard.items():
        sent = without(bytes_of(sockets), spaces)
        leaks += [f"{name}: {leak}" for leak in found_in(sent, canaries, world.people[name].pk)]
        assert (b"CanaryInside, live" in sent) == (name in ("member", "voice")), name
    assert not leaks, "\n".join(leaks)
    inside = bytes_of(heard["voice"])
    assert found_in(inside, canaries, world.convenor.pk), "there was something to find, in updates as well"
