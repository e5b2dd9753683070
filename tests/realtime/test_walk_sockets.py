"""The walk over the sockets: everybody of the cast at every kind of space and document, as the table of roles says."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from permissions.models import Space
from permissions.roles import allowed
from realtime import documents as store
from realtime import protocol, routing
from realtime.models import Document
from tests.cast import SIGNED_IN
from tests.permissions.addresses import LEVELS
from workspace.circles import commands as circles
from workspace.circles import inviting
from workspace.groups.models import Seat
from workspace.joining.commands import invite
from workspace.lessons import commands as lessons
from workspace.moderation.commands import report
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update
from workspace.sharing import asking

from .asgi import Socket
from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]

WALKED = {r"^ws/documents/(?P<document>[^/]{1,64})/?$", r"^ws/live/?$", ""}  # the last refuses all else
KINDS: dict[str, tuple[str, ...]] = {
    "ghana": ("action", "discussion"),
    "draft": ("lesson_draft",),
    "published": ("discussion",),
    "caucus": ("action", "discussion"),
    "invited": (),
    "request": ("discussion",),
    "desk": (),
    "reports": (),
}


OF_ADDRESSES = {"led", "upload", "shared"}  # who may do something there that the space alone does not tell


def test_every_socket_is_in_this_walk() -> None:
    assert {str(route.pattern) for route in routing.sockets.routes} == WALKED
    assert set(KINDS) == set(LEVELS) - OF_ADDRESSES


@sync_to_async
def place_of(stage: Stage, place: str) -> tuple[UUID, dict[str, UUID]]:
    """The id of a space, and of a document of each kind in it."""
    world: Any = stage.world
    if place == "ghana":
        space: Space = world.ghana.space
    elif place == "desk":
        space = invite(
            actor=world.convenor, group=world.ghana, level="observer", site="https://baraza.example.org"
        ).space
    elif place in ("caucus", "invited"):
        keeper, other = (world.member, "voice") if place == "caucus" else (world.voice, "member")
        circle = circles.open_circle(actor=keeper, group=world.ghana, kind="caucus", name="Women who sort")
        asked = inviting.invite_to_circle(actor=keeper, circle=circle, seat=world.seats[other])
        if place == "caucus":
            inviting.accept_invitation(actor=world.voice, invitation=asked)
        space = circle.space if place == "caucus" else asked.space
    elif place == "request":
        link = asking.make_link(actor=world.convenor, thing=world.action)
        space = asking.ask(actor=world.peer, link=link, words="We try the same").space
    elif place == "reports":
        space = report(actor=world.member, thing=world.action, kind="action", reason="threat").space
    else:
        lesson = lessons.start_lesson(actor=world.member, group=world.ghana, title="Start in the field")
        seat = Seat.objects.get(handle=world.handle("peer", world.tanzania))
        lessons.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat)
        store.append(lesson.draft_id, to_update(from_markdown("Two days at the sites.")), contributors=[])
        published = lessons.publish_lesson(actor=world.member, lesson=lesson) if place == "published" else None
        space = published.space if published else lesson.space
    return space.pk, {kind: Document.objects.create(space=space, kind=kind).pk for kind in KINDS[place]}


@pytest.mark.parametrize("place", KINDS)
async def test_everybody_is_answered_as_the_table_says(stage: Stage, place: str) -> None:
    space, documents = await place_of(stage, place)
    for name in SIGNED_IN:
        held = frozenset(LEVELS[place].get(name, set()))
        await follows(stage, name, space, held)
        for kind, document in documents.items():
            tab = stage.typist(name, document=document)
            await tab.answered()
            if held:
                assert tab.status["mayEdit"] is allowed(held, "edit", kind), (name, kind)
            else:
                assert tab.code == (protocol.SIGNED_OUT if name == "inactive" else protocol.NOT_YOURS), (name, kind)
                assert tab.received == []
            await tab.leave()


async def follows(stage: Stage, name: str, space: UUID, held: frozenset[str]) -> None:
    """Somebody follows a space, and is answered as their levels there say."""
    page = stage.live(name)
    page.follow(space)
    await page.until(lambda: page.code or page.received)
    if name == "inactive":
        assert page.code == protocol.SIGNED_OUT and page.received == []
    elif held:
        assert page.messages()[0]["space"] == str(space) and "events" in page.messages()[0], name
    else:
        assert page.messages() == [{"space": str(space), "error": "not yours"}], name
    await page.leave()


async def test_an_address_that_is_no_socket_is_refused_in_the_handshake(stage: Stage) -> None:
    for path in ("/ws/", "/ws/other/", "/ws/documents/", "/ws/documents/" + "x" * 70, "/"):
        socket = Socket(path, stage.cookies["convenor"])
        stage.open.append(socket)
        assert await socket.closed() == 403, path


async def test_an_id_that_is_none_is_answered_as_one_that_is_not_yours(stage: Stage) -> None:
    odd = Socket("/ws/documents/not-a-uuid", stage.cookies["convenor"])
    stage.open.append(odd)
    assert await odd.closed() == protocol.NOT_YOURS and odd.received == []
