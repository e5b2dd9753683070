"""Several people write one document: seen means stored, and everything arrives everywhere."""

import pytest
from asgiref.sync import sync_to_async

from realtime import documents, protocol
from realtime.models import DocumentUpdate

from .asgi import whole_text
from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

rows = sync_to_async(lambda pk: list(DocumentUpdate.objects.filter(document_id=pk).order_by("seq")))


async def test_two_people_see_what_the_other_types_and_it_is_stored(stage: Stage) -> None:
    one, two = await stage.ready("convenor"), await stage.ready("member")
    one.type("Meet first with the queen mothers")
    two.type("Agree who pays the way there 🌍")
    await one.saved()
    await two.saved()
    await one.until(lambda: "🌍" in one.text() and "queen" in one.text())
    await two.until(lambda: two.text() == one.text())
    stored = await rows(stage.document.pk)
    assert [row.seq for row in stored] == list(range(1, len(stored) + 1))
    assert whole_text([bytes(row.body) for row in stored]) == one.text()
    assert set().union(*(row.contributors for row in stored)) == {
        one.status["me"]["id"],
        two.status["me"]["id"],
    }


async def test_a_client_that_names_the_number_it_holds_is_sent_only_what_follows(stage: Stage) -> None:
    one = await stage.ready("convenor")
    one.type("first")
    await one.saved()
    await one.until(lambda: one.head == 1)
    two = await stage.ready("member", after=1)
    await two.until(lambda: two.head == 1)
    assert two.frames == [protocol.NOTHING]


async def test_a_stock_client_converges_and_hears_no_message_of_ours(stage: Stage) -> None:
    ours = await stage.ready("convenor")
    ours.type("written before")
    await ours.saved()
    stock = await stage.ready("member", numbered=False)
    await stock.until(lambda: stock.text() == "written before")
    stock.type("and by any Yjs client")
    await ours.until(lambda: "any Yjs client" in ours.text())
    await stock.until(lambda: stock.text() == ours.text())
    assert all(frame[0] < protocol.STATUS for frame in stock.received)


async def test_what_is_sent_again_is_acknowledged_and_not_stored_again(stage: Stage) -> None:
    one = await stage.ready("convenor")
    one.type("once")
    await one.saved()
    before = await rows(stage.document.pk)
    one.send(protocol.sync_update(one.doc.get_update()))
    one.sent += 1
    await one.saved()
    assert len(await rows(stage.document.pk)) == len(before)


async def test_a_change_typed_before_the_first_sync_waits_for_what_it_builds_on(stage: Stage) -> None:
    one = await stage.ready("convenor")
    one.type("offline")
    one.type("edits")
    await one.saved()
    late = stage.typist("member")
    late.doc.apply_update(one.doc.get_update())
    late._outgoing.clear()
    late.type("typed on a train")
    late._outgoing.clear()
    await late.until(lambda: late.step_1 is not None)
    update = late.doc.get_update(late.step_1)
    late.type("typed at once")  # leaps: the train's words have not been sent yet
    late.send(protocol.sync_step_2(update))
    late.sent += 1
    await late.saved()
    await one.until(lambda: "train" in one.text() and "at once" in one.text())


async def test_an_observer_reads_and_cannot_write(stage: Stage) -> None:
    writer, reader = await stage.ready("convenor"), stage.typist("observer")
    writer.type("for all to read")
    await reader.until(lambda: "for all" in reader.text())
    assert reader.status["mayEdit"] is False and reader.step_1 is None
    before = await rows(stage.document.pk)
    reader.type("not mine to write")
    assert await reader.closed() == protocol.READ_ONLY
    assert await rows(stage.document.pk) == before
    assert "not mine" not in writer.text()


@pytest.mark.parametrize("name", ["peer", "stranger", "superuser"])
async def test_outsiders_get_the_same_answer_as_for_what_does_not_exist(stage: Stage, name: str) -> None:
    nowhere = stage.typist(name, document=stage.world.ghana.pk)
    closed = stage.typist(name)
    assert await closed.closed() == await nowhere.closed() == protocol.NOT_YOURS
    assert closed.received == nowhere.received == []
    assert closed.reason == nowhere.reason


@pytest.mark.parametrize("name", ["anonymous", "inactive"])
async def test_without_a_session_nothing_is_sent(stage: Stage, name: str) -> None:
    socket = stage.typist(name)
    assert await socket.closed() == protocol.SIGNED_OUT
    assert socket.received == []


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "file://",
        "http://evil.example",
        "http://localhost.evil.example",
        "http://evil-localhost",
        "https://localhost",
        "http://localhost:81",
        "http://localhost:80",
        "http://localhost.",
        "http://localhost/",
        "http://LOCALHOST",
        "http://localhost@evil.example",
        "http://evil.example#http://localhost",
        "http://127.0.0.1",
        "http://lоcalhost",
        "http://localhost, http://evil.example",
        "ws://localhost",
    ],
)
async def test_a_page_of_another_site_is_refused_in_the_handshake(stage: Stage, origin: str | None) -> None:
    socket = stage.typist("convenor", origin=origin)
    assert await socket.closed() == 403
    assert not socket.accepted


async def test_first_content_made_by_the_server_is_read_by_all(stage: Stage) -> None:
    source = await stage.ready("convenor")
    source.type("by the server")
    update = source.doc.get_update()
    other = await sync_to_async(type(stage.document).objects.create)(space=stage.world.ghana.space, kind="action")
    await sync_to_async(documents.append)(other.pk, update, contributors=[])
    reader = await stage.ready("member", document=other.pk)
    await reader.until(lambda: reader.text() == "by the server")
