"""What is open while its session ends: by a new password, a sign-out here or everywhere, a closed account.

The socket closes, and what is sent in between is neither stored nor shown, also where no hint says so.
"""

from collections.abc import Awaitable, Callable
from threading import Event
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import timezone
from pycrdt import XmlText

from realtime import committing, protocol
from realtime.hub import hub
from workspace.people import commands as people

from .asgi import WAIT, cookie_of, until
from .conftest import Stage
from .test_moved import deaf, rows

pytestmark = [pytest.mark.django_db(transaction=True)]

FORMER, ANOTHER = "a former word of six", "another word of seven"


@sync_to_async
def come_in(stage: Stage) -> Client:
    """A session of the member, by the sign-in form."""
    member = stage.world.member
    if not member.has_usable_password():
        member.set_password(FORMER)
        member.save()
    client = Client()
    assert client.post("/sign-in/", {"username": "member", "password": FORMER}).status_code == 302
    return client


@sync_to_async
def another_password(stage: Stage, client: Client) -> None:
    """Changed elsewhere: in a session of its own."""
    here = Client()
    here.post("/sign-in/", {"username": "member", "password": FORMER})
    answer = here.post("/account/password/", {"oldpassword": FORMER, "password1": ANOTHER, "password2": ANOTHER})
    assert answer.status_code == 302


@sync_to_async
def signed_out(stage: Stage, client: Client) -> None:
    assert client.post("/sign-out/").status_code == 302


@sync_to_async
def signed_out_everywhere(stage: Stage, client: Client) -> None:
    people.sign_out_everywhere(actor=stage.world.member)


@sync_to_async
def closed(stage: Stage, client: Client) -> None:
    people.deactivate(actor=stage.world.member, person=stage.world.member)


ENDS = [another_password, signed_out, signed_out_everywhere, closed]
End = Callable[[Stage, Client], Awaitable[None]]


@pytest.mark.parametrize("end", ENDS)
async def test_what_a_session_had_open_closes_when_it_ends(stage: Stage, end: End) -> None:
    client = await come_in(stage)
    cookie = cookie_of(client)
    tab, page = await stage.ready("member", cookie=cookie), stage.live("member", cookie=cookie)
    page.follow(stage.world.ghana.space_id)
    await page.until(lambda: page.received)
    other = await stage.ready("voice")
    await end(stage, client)
    assert await tab.closed() == await page.closed() == protocol.SIGNED_OUT
    other.type("still here")
    await other.saved()
    back = stage.typist("member", cookie=cookie)
    assert await back.closed() == protocol.SIGNED_OUT and back.received == []


@pytest.mark.parametrize("end", ENDS)
async def test_what_is_sent_after_the_end_is_not_stored_though_no_hint_came(
    stage: Stage, end: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf(monkeypatch)
    client = await come_in(stage)
    tab, other = await stage.ready("member", cookie=cookie_of(client)), await stage.ready("voice")
    await end(stage, client)
    tab.type("too late")
    assert await tab.closed() == protocol.SIGNED_OUT
    other.type("still here")
    await other.saved()
    assert await rows(stage.document.pk) == 1 and "too late" not in other.text()


async def test_a_session_that_runs_out_is_found_by_the_clock(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from realtime import hub

    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    client: Any = await come_in(stage)
    page = stage.live("member", cookie=cookie_of(client))
    page.follow(stage.world.ghana.space_id)
    await page.until(lambda: page.received)

    @sync_to_async
    def run_out() -> None:
        from django.contrib.sessions.models import Session

        Session.objects.filter(session_key=client.session.session_key).update(expire_date=timezone.now())

    await run_out()
    assert await page.closed() == protocol.SIGNED_OUT


@pytest.mark.parametrize("together", [True, False])
async def test_what_a_twin_of_a_refused_update_brought_can_be_written_into(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    """Two tabs send one new paragraph; the session of the first has ended. It is stored as the second's."""
    deaf(monkeypatch)
    client = await come_in(stage)
    ended = await stage.ready("member", cookie=cookie_of(client))
    twin = await stage.ready("member", cookie=cookie_of(await come_in(stage)))
    other = await stage.ready("voice")
    for tab in (ended, twin, other):
        await tab.saved()
    await signed_out(stage, client)
    opened, commit, may_go_on = hub().documents[stage.document.pk], committing.commit, Event()

    def held_up(batches: list[Any]) -> None:
        assert may_go_on.wait(WAIT)
        commit(batches)

    monkeypatch.setattr(committing, "commit", held_up)
    if together:
        other.type("what holds up the next")
        await until(lambda: opened.in_flight)
    ended.type("ours")
    await until(lambda: len(opened.pending) == 1 if together else opened.in_flight)
    twin.doc.apply_update(ended.doc.get_update(twin.doc.get_state()))
    twin.flush()
    await until(lambda: len(opened.pending) == 1 + together)
    may_go_on.set()
    assert await ended.closed() == protocol.SIGNED_OUT
    await twin.saved()
    line = next(each for each in twin.root.children if "ours" in str(each))
    line.children.append(XmlText("and more"))
    twin.flush()
    await twin.saved()
    await other.until(lambda: "and more" in other.text())
