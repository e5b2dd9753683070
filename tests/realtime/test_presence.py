"""Carets carry the name that the session gives, whatever a client says."""

from typing import Any

import pytest

from realtime import protocol
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
