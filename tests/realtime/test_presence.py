"""Carets carry the name that the session gives, whatever a client says."""

import json
from functools import partial
from typing import Any

import pytest

from realtime import open_space, presence, protocol
from realtime.hub import hub

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

PLACE = {"type": {"client": 1, "clock": 2}, "tname": None, "item": None, "assoc": 0}


async def test_a_caret_is_shown_under_the_handle(stage: Stage) -> None:
    voice, other = await stage.ready("voice"), await stage.ready("member")
    voice.move({"anchor": PLACE, "head": PLACE}, user={"name": "Chief", "color": "#000000"}, secret="x" * 50)
    state: Any = await other.until(lambda: other.awareness.get(voice.doc.client_id))
    assert state["user"] == {
        "id": voice.status["me"]["id"],
        "name": "Tarkwa voice 3",
        "color": voice.status["me"]["colour"],
    }
    assert state["cursor"] == {"anchor": PLACE, "head": PLACE}
    assert set(state) == {"user", "cursor"}


async def test_nobody_speaks_for_another(stage: Stage) -> None:
    one, two, other = [await stage.ready(name) for name in ("convenor", "member", "voice")]
    one.move({"anchor": PLACE, "head": PLACE})
    await other.until(lambda: one.doc.client_id in other.awareness)
    two.send(protocol.awareness(protocol.write_awareness([(one.doc.client_id, 1 << 50, None)])))
    two.move(None, client=one.doc.client_id, clock=1 << 50)
    two.move({"anchor": PLACE, "head": PLACE})
    await other.until(lambda: two.doc.client_id in other.awareness)
    assert other.awareness[one.doc.client_id]["user"]["name"] == one.status["me"]["name"]


async def test_who_leaves_is_gone_for_the_others(stage: Stage) -> None:
    one, other = await stage.ready("convenor"), await stage.ready("member")
    one.move({"anchor": PLACE, "head": PLACE})
    await other.until(lambda: other.awareness.get(one.doc.client_id))
    await one.leave()
    await other.until(lambda: other.awareness[one.doc.client_id] is None)


@pytest.mark.parametrize(
    "states",
    [
        [(1, 1, {"cursor": {"anchor": {"type": {"client": "x", "clock": 0}}, "head": 1}})],
        [(1, 1, {"__proto__": {"polluted": True}, "cursor": "x"})],
        [(1, 1, [])],
        [(1, 1, "text")],
    ],
)
async def test_odd_states_become_a_name_without_a_place(stage: Stage, states: list[tuple[int, int, Any]]) -> None:
    one, other = await stage.ready("convenor"), await stage.ready("member")
    one.send(protocol.awareness(protocol.write_awareness(states)))
    state: Any = await other.until(lambda: other.awareness.get(1))
    assert set(state) == {"user"}


async def test_fifty_thousand_ghosts_are_refused(stage: Stage) -> None:
    one, other = await stage.ready("convenor"), await stage.ready("member")
    one.send(protocol.awareness(protocol.write_awareness([(n, 1, {}) for n in range(300)])))
    assert await one.closed() == protocol.MALFORMED
    assert len(other.awareness) <= 1


async def test_a_beat_speaks_the_language_of_each_socket_from_the_first_moment(stage: Stage) -> None:
    page = stage.live("member")
    await page.until(lambda: page.accepted and hub().connections)
    tab = stage.typist("member")
    await tab.until(lambda: tab.accepted and len(hub().connections) == 2)
    hub().beat()  # the tab is accepted, and its document not loaded yet
    assert tab.received and isinstance(tab.received[0], bytes)
    await page.until(lambda: {"beat": True} in page.messages())
    await tab.synced()
    assert all(isinstance(message, bytes) for message in tab.received)


async def test_two_tabs_are_one_person_who_stays_until_both_are_closed(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    one, two, page = stage.live("voice"), stage.live("voice"), stage.live("member")
    here = json.dumps({"here": {"space": str(space), "at": "board:1"}})
    for socket in (page, one, two):
        socket.follow(space)
        await socket.until(socket.messages)
    one.send(here)
    await page.until(lambda: _told(page) and len(_told(page)[-1]) == 1)
    two.send(here)
    await page.until(lambda: len(_told(page)) == 2)
    assert len(_told(page)[-1]) == 1
    await one.leave()
    await page.until(lambda: len(_told(page)) == 3)
    assert len(_told(page)[-1]) == 1, "still here, by the other tab"
    await two.leave()
    await page.until(lambda: _told(page)[-1] == [])


async def test_idle_and_away_are_told_and_the_tab_that_is_used_counts(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    one, two, page = stage.live("voice"), stage.live("voice"), stage.live("member")

    def say(socket: Any, how: Any, **more: Any) -> None:
        socket.send(json.dumps({"here": {"space": str(space), "at": "board:1", "how": how, **more}}))

    for socket in (page, one, two):
        socket.follow(space)
        await socket.until(socket.messages)
    for how in ("idle", "away", ""):
        say(one, how, id="x", name="Chief", colour="red")
        await page.until(partial(_shows, page, how))
    assert {person["name"] for people in _told(page) for person in people} == {"Tarkwa voice 3"}
    for odd in ("asleep", None, 5, ["idle"], {"a": 1}):
        say(two, odd)
    say(two, "away")
    say(one, "idle")
    await page.until(lambda: [p["how"] for p in _told(page)[-1]] == ["idle"])
    assert all(len(people) == 1 for people in _told(page) if people)
    assert {person["how"] for people in _told(page) for person in people} == {"", "idle", "away"}
    await one.leave()
    await page.until(lambda: [p["how"] for p in _told(page)[-1]] == ["away"])


async def test_of_two_workers_the_one_where_somebody_works_counts(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    page = stage.live("member")
    page.follow(space)
    await page.until(page.messages)
    ama = {"id": str(space), "name": "Ama", "colour": "#bc4d2c", "at": "board:1"}
    for worker, how in (("w2", "away"), ("w3", ""), ("w4", "idle")):
        hub()._hear({"worker": worker, "presence": "space", "of": str(space), "people": [{**ama, "how": how}]})
    await page.until(lambda: len(_told(page)) == 3)
    assert [[person["how"] for person in people] for people in _told(page)] == [["away"], [""], [""]]


def _shows(page: Any, how: str) -> bool:
    return bool(_told(page)) and [person["how"] for person in _told(page)[-1]] == [how]


def _told(page: Any) -> list[Any]:
    return [message["present"] for message in page.messages() if "present" in message]


async def test_who_was_on_a_worker_that_died_is_gone_after_their_lifetime(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = stage.world.ghana.space_id
    tab, page = await stage.ready("member"), stage.live("member")
    page.follow(space)
    await page.until(page.messages)
    ama = {"id": str(space), "name": "Ama", "colour": "#bc4d2c"}
    hub()._hear(
        {"worker": "w2", "presence": "document", "of": str(stage.document.pk), "states": [[7, 1, {"user": {}}]]}
    )
    hub()._hear({"worker": "w2", "presence": "space", "of": str(space), "people": [{**ama, "at": "board:1"}]})
    await tab.until(lambda: 7 in tab.awareness)
    await page.until(lambda: _told(page) and _told(page)[-1])
    hub().beat()
    assert tab.awareness[7] is not None
    monkeypatch.setattr(presence, "LIFETIME_SECONDS", -1.0)
    monkeypatch.setattr(open_space, "LIFETIME_SECONDS", -1.0)
    hub().beat()
    await tab.until(lambda: tab.awareness[7] is None)
    await page.until(lambda: _told(page)[-1] == [])
