"""A document moves to another space while people have it open: who sees it no more is out, and stores nothing more."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from permissions.models import Space
from realtime import document_socket, events, protocol
from realtime.entry import Admission, admit_to_document
from realtime.hub import Hub
from realtime.models import Document, DocumentUpdate
from workspace.boards import commands as boards
from workspace.discussions import commands as discussions
from workspace.sharing.commands import rejoin, restrict, share

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

head_of = sync_to_async(events.head_of)


def _restrict(stage: Stage, thing: Any = None) -> UUID:
    """Only the pseudonymous seat sees the action from now on; gives the space where it lives now."""
    world = stage.world
    thing = thing or world.action
    seats = [f"seat:{world.seats['voice'].pk}"]
    found: UUID = restrict(actor=world.convenor, thing=thing, seats=seats, reason="Names of sites are in it").space_id
    return found


restricted = sync_to_async(_restrict)


@sync_to_async
def rows(document: UUID) -> int:
    return DocumentUpdate.objects.filter(document_id=document).count()


def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hint and no clock tells an open socket that access changed."""
    monkeypatch.setattr(Hub, "recheck", lambda self: None)


async def test_who_sees_it_no_more_is_out_and_the_others_write_on(stage: Stage) -> None:
    text = stage.world.action.description_id
    out, voice, convenor = [await stage.ready(name, document=text) for name in ("member", "voice", "convenor")]
    reader = stage.typist("observer", document=text)
    await reader.answered()
    voice.type("before")
    await reader.until(lambda: "before" in reader.text())
    await restricted(stage)
    assert await out.closed() == await reader.closed() == protocol.NOT_YOURS
    voice.type("among us")
    await voice.saved()
    await convenor.until(lambda: "among us" in convenor.text())
    assert voice.code is convenor.code is None
    assert "among us" not in out.text() + reader.text()
    back = stage.typist("member", document=text)
    nowhere = stage.typist("member", document=stage.world.ghana.pk)
    assert await back.closed() == await nowhere.closed() == protocol.NOT_YOURS
    assert back.received == nowhere.received == [] and back.reason == nowhere.reason


async def test_a_frame_that_comes_after_the_move_is_not_stored(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    deaf(monkeypatch)
    text = stage.world.action.description_id
    out, voice = [await stage.ready(name, document=text) for name in ("member", "voice")]
    await restricted(stage)
    out.type("too late")
    assert await out.closed() == protocol.READ_ONLY
    assert await rows(text) == 0
    voice.type("still here")
    await voice.saved()
    assert await rows(text) == 1 and "too late" not in voice.text()


async def test_an_equal_number_of_the_former_space_lets_nobody_write(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let in just before the move, and opened just after it, where both spaces have the same access number."""
    deaf(monkeypatch)
    text = stage.world.action.description_id

    def admit_and_move(user: Any, document_id: UUID) -> Admission | None:
        let_in = admit_to_document(user, document_id)
        if let_in is not None and user.pk == stage.world.member.pk:
            Space.objects.filter(pk=_restrict(stage)).update(access_number=let_in.access_number)
        return let_in

    monkeypatch.setattr(document_socket, "admit_to_document", admit_and_move)
    out = await stage.ready("member", document=text)
    out.type("too late")
    assert await out.closed() == protocol.READ_ONLY
    assert await rows(text) == 0


async def test_who_is_let_in_wider_opens_it_and_a_comment_is_no_right_to_write(stage: Stage) -> None:
    world, text = stage.world, stage.world.action.description_id
    member = await stage.ready("member", document=text)
    closed = stage.typist("peer", document=text)
    assert await closed.closed() == protocol.NOT_YOURS

    @sync_to_async
    def shared() -> None:
        from workspace.groups import commands as groups

        groups.admit(actor=world.tanzania_convenor, group=world.tanzania, person=world.peer, level="convenor")
        holder = f"convenor:{world.tanzania.pk}"
        share(actor=world.convenor, thing=world.action, holder=holder, level="commenter", reason="Compare")

    await shared()
    guest = stage.typist("peer", document=text)
    await guest.answered()
    assert guest.status["mayEdit"] is False
    member.type("for both")
    await member.saved()
    await guest.until(lambda: "for both" in guest.text())
    assert member.code is None
    guest.type("not mine")
    assert await guest.closed() == protocol.READ_ONLY


async def test_a_page_is_told_to_load_again_and_nothing_of_what_left(stage: Stage) -> None:
    world = stage.world
    board, space = world.board, world.board.space_id
    show = [f"board:{board.pk}", f"action:{world.action.pk}"]
    await sync_to_async(boards.edit_action)(actor=world.member, action=world.action, values={"title": "Canary title"})
    here, elsewhere = stage.live("member"), stage.live("member")
    here.follow(space, 0, show=show)
    elsewhere.follow(space, 0, show=["board:another"])
    last = await head_of(space)
    assert any("Canary title" in text for m in await here.seq(space, last) for text in m["html"])
    new = await restricted(stage)
    last = await head_of(space)
    assert (await here.seq(space, last))[-1]["reload"] is True
    assert "reload" not in (await elsewhere.seq(space, last))[-1]
    late, voice = stage.live("member"), stage.live("voice")
    late.follow(space, 0, show=show)
    await late.seq(space, last)
    late.follow(new, 0)
    await late.until(lambda: {"space": str(new), "error": "not yours"} in late.messages())
    assert "Canary title" not in "".join(map(str, late.received))
    voice.follow(new, 0, show=show)
    assert (await voice.seq(new, 1))[-1]["events"][0]["kind"] == "access.restricted"


async def test_what_is_said_among_few_reaches_no_page_of_the_board(stage: Stage) -> None:
    world = stage.world
    space = world.board.space_id
    talk = await sync_to_async(discussions.open_discussion)(actor=world.member, place=world.board, title="Who pays?")
    page = stage.live("member")
    page.follow(space, 0, show=[f"discussion:{talk.pk}", f"board:{world.board.pk}"])
    new = await restricted(stage, talk)
    among = stage.live("voice")
    among.follow(new, 0, show=[f"discussion:{talk.pk}"])
    await sync_to_async(discussions.post)(actor=world.voice, discussion=talk, body="Canary words")
    await among.until(lambda: "Canary words" in "".join(map(str, among.received)))
    await sync_to_async(boards.edit_action)(actor=world.member, action=world.action, values={"title": "Another"})
    await page.seq(space, await head_of(space))
    assert "Canary words" not in "".join(map(str, page.received))
    await sync_to_async(rejoin)(actor=world.convenor, thing=talk)
    there = await sync_to_async(lambda: list(Document.objects.filter(space=space).values_list("pk", flat=True)))()
    assert talk.summary_id in there
