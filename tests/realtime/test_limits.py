"""Every limit on what a client may send: its code and reason, a line in the log, the offender alone, nothing stored."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from realtime import allowance, document_socket, live_socket, open_document, protocol
from realtime.hub import hub
from realtime.limits import FRAME_BYTES, LIVE_BYTES, SOCKETS_PER_PERSON, SPACES_PER_SOCKET, Bucket
from realtime.models import DocumentUpdate
from realtime.protocol import COME_AGAIN, MALFORMED, SILENT, write_uint

from .asgi import WAIT, Socket
from .conftest import Stage
from .test_malformed import nested_elements, nested_value

pytestmark = [pytest.mark.django_db(transaction=True)]

count_rows = sync_to_async(lambda: DocumentUpdate.objects.count())
update = protocol.sync_update
Frames = Iterable[bytes | str]


def letters(client: int, clock: int, text: str, beside: tuple[int, int] | None = None) -> bytes:
    """An update of these letters: at the root, or after a letter of somebody."""
    where = b"\x04\x01\x07default" if beside is None else b"\x84" + write_uint(beside[0]) + write_uint(beside[1])
    body = b"\x01\x01" + write_uint(client) + write_uint(clock) + where
    return body + write_uint(len(text)) + text.encode() + b"\0"


BAD_FRAMES: dict[str, tuple[Frames, int]] = {
    "nothing": ([b""], MALFORMED),
    "text where bytes are due": (["hello"], MALFORMED),
    "a byte past the limit": ([update(b"\0" * FRAME_BYTES)], MALFORMED),
    "a kind of the server": ([b"\x64\x02{}"], MALFORMED),
    "a kind that is none": ([b"\x7f"], MALFORMED),
    "a step that is none": ([b"\0\x03\x02\0\0"], MALFORMED),
    "a number without an end": ([b"\xff" * 11], MALFORMED),
    "a length past the end": ([b"\0\2\x7f\0"], MALFORMED),
    "a length of 2^63": ([b"\0\2" + b"\xff" * 9 + b"\x01"], MALFORMED),
    "bytes after the message": ([update(b"\0\0") + b"!"], MALFORMED),
    "a tree too deep": ([update(nested_elements(65))], MALFORMED),
    "a value too deep": ([update(nested_value(5_000))], MALFORMED),
    "more structs than bytes": ([update(b"\x01\xff\xff\xff\x07\x01\0")], MALFORMED),
    "more clients than bytes": ([update(b"\xff\xff\xff\x07\0")], MALFORMED),
    "a struct of nothing": ([update(b"\x01\x01\x09\0\x04\x01\x07default\0\0")], MALFORMED),
    "text that is none": ([update(b"\x01\x01\x09\0\x04\x01\x07default\x02\xff\xfe\0")], MALFORMED),
    "structs that wait for one another": (
        [update(b"\x02\x01\x09\0\x87\x07\0\x06\x01\x07\0\x87\x09\0\x06\0")],
        MALFORMED,
    ),
    "letters before what they go on from": ([update(letters(9, 5, "later"))], COME_AGAIN),
    "letters beside what never came": ([update(letters(9, 0, "beside", beside=(8, 3)))], COME_AGAIN),
    "letters with a hole in them": (
        [update(b"\x01\x03\x09\0\x04\x01\x07default\x01a\x0a\x05\x84\x09\x05\x01b\0")],
        COME_AGAIN,
    ),
    "a deletion of what never came": ([update(b"\0\x01\x09\x01\0\x05")], COME_AGAIN),
    "a state vector that is none": ([protocol.sync_step_1(b"\x05\x01")], MALFORMED),
    "presence that is no JSON": ([protocol.awareness(b"\x01\x01\x01\x01{")], MALFORMED),
    "presence of a megabyte": ([protocol.awareness(b"\x01\x01\x01" + b"\0" * 4_200)], MALFORMED),
    "presence of a crowd": ([protocol.awareness(protocol.write_awareness([(n, 1, {}) for n in range(9)]))], MALFORMED),
    "presence nested deep": (
        [protocol.awareness(b"\x01\x01\x01" + write_uint(4_000) + b"[" * 4_000)],
        MALFORMED,
    ),
}


@pytest.fixture
def refusals(caplog: pytest.LogCaptureFixture) -> Callable[[], list[logging.LogRecord]]:
    """The lines that the log has about refused connections."""
    caplog.set_level(logging.WARNING, "realtime.sockets")
    return lambda: [record for record in caplog.records if record.message == "a connection was refused"]


async def test_a_bad_frame_closes_who_sent_it(stage: Stage, refusals: Any) -> None:
    """One stage for the whole table: laying out the world costs more than all of it."""
    neighbour = await stage.ready("convenor")
    neighbour.type("kwanza")
    await neighbour.saved()
    count = await count_rows()
    for number, (name, (frames, code)) in enumerate(BAD_FRAMES.items()):
        offender = await stage.ready("member", numbered="state vector" not in name)
        for frame in frames:
            offender.send(frame)
        assert await offender.closed() == code and offender.reason, name
        assert await count_rows() == count, name
        await all_gone(stage, [offender])
        assert len(refusals()) == number + 1, name
        line = refusals()[-1]
        assert line.code == code and line.reason == offender.reason, name
        assert "member" not in str(vars(line)) and "kwanza" not in str(vars(line)), name
    neighbour.type("after all of them")
    await neighbour.saved()


async def all_gone(stage: Stage, leaving: Iterable[Socket]) -> None:
    """They go; what the hub counted of them is as before."""
    for socket in leaving:
        stage.open.remove(socket)
        await socket.leave()
    people = {connection.person for connection in hub().connections}
    assert set(hub().allowance.sockets) == people and sum(hub().allowance.sockets.values()) == len(hub().connections)


def tight(rate: float, burst: float) -> Callable[..., Bucket]:
    return lambda *_: Bucket(rate, burst)


TOO_MUCH = [
    ("too many messages at once", protocol.awareness(protocol.write_awareness([(1, 1, {})])), "received"),
    ("too many questions at once", bytes([protocol.QUERY_AWARENESS]), "questions"),
    ("too many questions at once", protocol.sync_step_1(b"\0"), "questions"),
    ("too many changes at once", update(b"\0\0"), "updates"),
]


async def test_who_sends_too_much_is_sent_away_to_come_again(stage: Stage, refusals: Any) -> None:
    neighbour = await stage.ready("convenor")
    for reason, frame, bucket in TOO_MUCH:
        offender = await stage.ready("member")
        await offender.saved()
        (editor,) = [e for e in hub().documents[stage.document.pk].editors if e.person == stage.world.member.pk]
        setattr(editor, bucket, Bucket(0, 3))
        for _ in range(4):
            offender.send(frame)
        assert await offender.closed() == COME_AGAIN and offender.reason == reason
        await all_gone(stage, [offender])
        assert refusals()[-1].reason == reason
    neighbour.type("I go on")
    await neighbour.saved()


async def test_bytes_are_counted_by_person_over_all_their_tabs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "PERSON_BYTES_PER_SECOND", 0)
    monkeypatch.setattr(allowance, "PERSON_BYTES_BURST", 2_000)
    neighbour = await stage.ready("convenor")
    for _ in range(2):
        tab = await stage.ready("member")
        tab.type("x" * 600)
        await tab.saved()
    last = await stage.ready("member")
    last.type("y" * 1_000)
    assert await last.closed() == COME_AGAIN and last.reason == "too many bytes at once"
    neighbour.type("I go on")
    await neighbour.saved()
    assert "y" not in neighbour.text()


async def test_a_document_that_is_full_takes_no_more(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_document, "DOCUMENT_BYTES", 2_000)
    tab = await stage.ready("member")
    tab.type("x" * 1_500)
    await tab.saved()
    count = await count_rows()
    tab.type("y" * 1_500)
    assert await tab.closed() == MALFORMED and "full" in tab.reason
    assert await count_rows() == count


async def test_a_person_has_so_many_sockets_also_when_all_come_at_once(stage: Stage) -> None:
    tabs = [stage.live("member") for _ in range(SOCKETS_PER_PERSON + 5)]
    async with asyncio.timeout(WAIT):
        for _, refused in zip(range(5), asyncio.as_completed([tab._task for tab in tabs]), strict=False):
            await refused
        for tab in tabs:
            await tab.until(partial(getattr, tab, "accepted"))
    assert sum(tab.code is not None for tab in tabs) == 5
    assert {tab.code for tab in tabs} == {None, COME_AGAIN}
    assert hub().allowance.sockets[stage.world.member.pk] == SOCKETS_PER_PERSON
    await all_gone(stage, tabs)
    assert stage.world.member.pk not in hub().allowance.sockets
    again = await stage.ready("member")
    again.type("back again")
    await again.saved()


async def test_a_document_has_so_many_editors(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_socket, "EDITORS_PER_DOCUMENT", 2)
    one, two = await stage.ready("convenor"), await stage.ready("member")
    late = stage.typist("voice")
    assert await late.closed() == COME_AGAIN and late.reason == "too many people here"
    await all_gone(stage, [two, late])
    await (await stage.ready("voice")).saved()
    one.type("I go on")
    await one.saved()


BAD_WORDS: dict[str, str | bytes] = {
    "bytes": b"{}",
    "no JSON": "{",
    "a list": "[]",
    "too long": json.dumps({"x": "y" * LIVE_BYTES}),
    "nested deep": "[" * 8_000,
    "a number too long": '{"follow": ' + "9" * 5_000 + "}",
    "after NaN": '{"follow": "x", "after": NaN}',
    "after infinity": '{"follow": "x", "after": Infinity}',
    "after below zero": '{"follow": "x", "after": -1}',
    "after true": '{"follow": "x", "after": true}',
    "show that is no list": '{"follow": "x", "show": {"a": 1}}',
    "show of numbers": '{"follow": "x", "show": [1]}',
    "show of too much": json.dumps({"follow": "x", "show": ["a"] * 21}),
    "here that is no place": '{"here": 5}',
}


async def test_a_bad_message_closes_the_live_socket_that_sent_it(stage: Stage, refusals: Any) -> None:
    neighbour = stage.live("convenor")
    for number, (name, said) in enumerate(BAD_WORDS.items()):
        offender = stage.live("member")
        offender.send(said)
        assert await offender.closed() == MALFORMED, name
        await all_gone(stage, [offender])
        assert len(refusals()) == number + 1, name
    neighbour.follow(stage.world.ghana.space_id)
    await neighbour.until(neighbour.messages)


ODD_WORDS = [
    {"type": "document.kick"},
    {"type": "websocket.disconnect"},
    {"type": "_private"},
    {"type": "hint", "access": []},
    {"follow": {"type": "gone"}},
    {"follow": "not a uuid"},
    {"follow": None},
    {"unfollow": ["x"]},
    {"here": {"space": 1, "at": "x"}},
    {"__proto__": {"polluted": True}},
]


async def test_words_that_are_none_of_ours_call_nothing(stage: Stage) -> None:
    """No `type` chooses a method of the server, and the socket goes on."""
    page = stage.live("member")
    for said in ODD_WORDS:
        page.send(json.dumps(said))
    page.follow(stage.world.ghana.space_id, language=["fr"])
    found = await page.until(lambda: [m for m in page.messages() if m.get("space") == str(stage.world.ghana.space_id)])
    assert "events" in found[0] and page.code is None
    assert all(
        "error" in message for message in page.messages()[:-1] if "events" not in message and "present" not in message
    )


async def test_a_place_that_is_none_is_told_to_nobody(stage: Stage) -> None:
    space = stage.world.ghana.space_id
    other, page = stage.live("convenor"), stage.live("member")
    for socket in (other, page):
        socket.follow(space)
        await socket.until(socket.messages)
    for place in ("\ud800", "<script>", "x" * 65, "Ama Mensah", "a\nb", "board:1"):
        page.send(json.dumps({"here": {"space": str(space), "at": place}}))
    told = await other.until(lambda: [p for m in other.messages() for p in m.get("present", []) if p["at"]])
    assert {person["at"] for person in told} == {"board:1"}


async def test_spaces_on_one_socket_are_counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SPACES_PER_SOCKET == 20
    monkeypatch.setattr(live_socket, "SPACES_PER_SOCKET", 1)
    page = stage.live("convenor")
    page.follow(stage.world.ghana.space_id)
    page.follow(stage.world.board.space_id)
    await page.until(lambda: any(m.get("error") == "too many spaces" for m in page.messages()))
    assert set(hub().spaces) == {stage.world.ghana.space_id}
    await all_gone(stage, [page])
    assert not hub().spaces


async def test_a_live_socket_that_follows_nothing_is_closed_whatever_it_says(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, refusals: Any
) -> None:
    page = stage.live("convenor")
    page.follow(stage.world.ghana.space_id)
    await page.until(page.messages)
    monkeypatch.setattr(live_socket, "FOLLOW_SECONDS", 0.05)
    silent, chatty = stage.live("member"), stage.live("member")
    chatty.send('{"hello": 1}')
    assert await silent.closed() == await chatty.closed() == SILENT
    await all_gone(stage, [silent, chatty])
    assert page.code is None and len(refusals()) == 2


async def test_a_live_socket_that_talks_too_much_is_sent_away(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_socket, "Bucket", tight(0, 2))
    page = stage.live("member")
    for _ in range(3):
        page.send('{"hello": 1}')
    assert await page.closed() == COME_AGAIN


async def test_a_query_or_a_cookie_that_is_none_opens_nothing(stage: Stage) -> None:
    odd = "after=x", "after=-1", "after=1e9", f"after={'9' * 16}", "after=%F0%9F%98%80", "after=1&epoch=NaN", "after=٣"
    for query in odd:
        socket = Socket(f"/ws/documents/{stage.document.pk}", stage.cookies["member"], query=query)
        stage.open.append(socket)
        assert await socket.closed() == MALFORMED and socket.received == [], query
    for value in ("", "\x00", "a" * 60_000, "\xff\xfe", "x\\000y", '"', ";=;;"):
        socket = Socket("/ws/live/", f"{settings.SESSION_COOKIE_NAME}={value}")
        stage.open.append(socket)
        assert await socket.closed() == protocol.SIGNED_OUT and socket.received == [], value


def test_a_bucket_counts_and_fills_again() -> None:
    bucket = Bucket(2, 4)
    assert [bucket.take(0.0) for _ in range(5)] == [True] * 4 + [False]
    assert not bucket.take(0.4) and bucket.take(0.5)
    assert not bucket.is_full(1.0) and bucket.is_full(3.0)
