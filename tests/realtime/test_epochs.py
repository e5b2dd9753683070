"""Erasure: the text begins anew, no byte of the old one is left, and nobody brings it back."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.db import connection

from permissions.errors import NotAllowed, NotYours
from realtime import documents, epochs, folding, hints, protocol, versions
from realtime.hub import hub
from realtime.models import NOBODY, Document, DocumentClient, DocumentErasure, DocumentUpdate, Event
from tests.cast import World, nothing_written
from workspace.prose.markdown import from_markdown
from workspace.prose.text import to_text
from workspace.prose.ydoc import to_update

from .asgi import Typist
from .conftest import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
committed = pytest.mark.django_db(transaction=True)

SECRET = "Kwabenaʼs brother owes the bank"
WHY = "Consent was taken back on 3 March"

rows = sync_to_async(lambda pk: list(DocumentUpdate.objects.filter(document_id=pk).order_by("seq")))


def everything_stored() -> bytes:
    """All rows of all tables, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(found)


def write(document: Document, markdown: str, handle: Any) -> None:
    documents.append(document.pk, to_update(from_markdown(markdown)), contributors=[handle.pk])


def fill(document: Document, world: World) -> None:
    """Words to be erased in every place that holds any: rows, a snapshot, a rendering, versions with names."""
    member, voice = world.handle("member"), world.handle("voice")
    write(document, f"## Ours\n\n{SECRET}, said @[one](mention:{member.pk}) and [all](https://example.org/owes)", voice)
    write(document, "What the others wrote stays", member)
    folding.fold(document.pk)
    versions.keep_version(actor=world.member, document=document, name="With Kwabenaʼs name")
    write(document, "And a line after it", member)
    versions.keep(document)


def erase(document: Document, world: World, text: Any = epochs.EMPTY, **more: Any) -> DocumentErasure:
    return epochs.begin_anew(actor=world.convenor, document=document, text=text, reason=WHY, **more)


@pytest.mark.parametrize("how", ["empty", "without"])
def test_no_byte_of_the_erased_words_is_left_in_any_table(document: Document, world: World, how: str) -> None:
    fill(document, world)
    stored = everything_stored()
    assert b"brother owes" in stored and b"Kwabena" in stored and WHY.encode() not in stored
    clean = epochs.EMPTY if how == "empty" else epochs.text_without(document, world.handle("voice").pk)
    erase(document, world, clean)
    stored = everything_stored()
    for word in ("Kwabena", "brother", "owes"):
        assert word.encode() not in stored, word
    assert WHY.encode() in stored, "the scan finds what is there"
    drawn = documents.rendering(Document.objects.get(pk=document.pk))
    assert ("others wrote stays" in drawn.text) is (how == "without") and drawn.failed_at is None


def test_what_remains_is_who_when_and_why(document: Document, world: World) -> None:
    fill(document, world)
    erased = erase(document, world)
    assert (erased.epoch, erased.by, erased.reason) == (2, world.handle("convenor").pk, WHY)
    after = Document.objects.get(pk=document.pk)
    assert after.epoch == 2 and not after.versions.exists() and not after.updates.exists()
    assert set(DocumentClient.objects.filter(document=document).values_list("handle", flat=True)) == {NOBODY}
    assert Event.objects.get(kind="document.begun_anew").data == {"epoch": 2}
    write(after, "the first words after", world.handle("member"))
    kept = versions.keep(after)
    assert kept is not None and kept.number > 2, "the number of an erased version is not given again"


def test_an_earlier_version_can_be_where_it_begins_anew(document: Document, world: World) -> None:
    write(document, "before he came", world.handle("member"))
    old = versions.keep(document)
    fill(document, world)
    assert old is not None
    erase(document, world, old.content)
    assert to_text(documents.rendering(document).content).strip() == "before he came"


@pytest.mark.parametrize(
    ("who", "error"), [("member", NotAllowed), ("observer", NotAllowed), ("moderator", NotAllowed), ("peer", NotYours)]
)
def test_only_who_manages_may_erase(document: Document, world: World, who: str, error: type[Exception]) -> None:
    fill(document, world)
    with nothing_written(), pytest.raises(error):
        epochs.begin_anew(actor=world.people[who], document=document, text=epochs.EMPTY, reason=WHY)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_erasing_needs_a_reason(document: Document, world: World, reason: str) -> None:
    fill(document, world)
    with nothing_written(), pytest.raises(ValidationError):
        epochs.begin_anew(actor=world.convenor, document=document, text=epochs.EMPTY, reason=reason)


def test_an_erasure_that_fails_half_way_erases_nothing(
    document: Document, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(document, world)
    monkeypatch.setattr(DocumentErasure.objects, "create", lambda **_: 1 / 0)
    with nothing_written(), pytest.raises(ZeroDivisionError):
        erase(document, world)


def test_the_same_erasure_sent_twice_is_one(document: Document, world: World) -> None:
    key = uuid4()
    assert erase(document, world, command_id=key) == erase(document, world, command_id=key)
    assert Document.objects.get(pk=document.pk).epoch == 2


@pytest.mark.parametrize("task", ["rendering", "fold", "keep"])
def test_background_work_on_the_old_text_leaves_nothing_behind(
    document: Document, world: World, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker erases while this one draws, folds or keeps."""
    write(document, SECRET, world.handle("voice"))
    real, done = documents.load, list[int]()

    def load(pk: Any) -> Any:
        loaded = real(pk)
        if not done:
            done.append(1)
            erase(document, world)
        return loaded

    monkeypatch.setattr("realtime.documents.load", load)
    {"rendering": documents.rendering, "fold": lambda d: folding.fold(d.pk), "keep": versions.keep}[task](document)
    assert done and b"brother" not in everything_stored()


@committed
async def test_open_editors_are_told_and_come_again_to_the_new_text(stage: Stage) -> None:
    ours, stock = await stage.ready("voice"), await stage.ready("member", numbered=False)
    ours.type(SECRET)
    await stock.until(lambda: "brother" in stock.text())
    await sync_to_async(erase)(stage.document, stage.world, from_markdown("Begun anew"))
    assert await ours.closed() == protocol.COME_AGAIN and ours.status["epoch"] == 2
    assert await stock.closed() == protocol.NOT_YOURS, "y-websocket would come again, with the old text"
    again = await stage.ready("voice", epoch=2)
    await again.until(lambda: again.text() == "Begun anew")
    again.type("and on we go")
    await again.saved()
    assert again.status["epoch"] == 2


@committed
async def test_a_client_of_the_old_epoch_is_told_and_nothing_of_its_text_is_taken(stage: Stage) -> None:
    away = await stage.ready("voice")
    away.type(SECRET)
    await away.saved()
    await away.leave()
    await sync_to_async(erase)(stage.document, stage.world)
    back = stage.typist("voice", after=away.head, epoch=1)
    back.doc.apply_update(away.doc.get_update())
    back.type("typed on the way")
    assert await back.closed() == protocol.COME_AGAIN
    assert back.status["epoch"] == 2 and back.frames == [] and back.step_1 is None
    assert "typed on the way" in back.text(), "it keeps its text, to lay it aside"
    assert await rows(stage.document.pk) == []


@committed
@pytest.mark.parametrize("who", ["voice", "member"])
async def test_a_stock_client_that_was_away_cannot_bring_the_old_text_back(stage: Stage, who: str) -> None:
    away = await stage.ready("voice", numbered=False)
    away.type(SECRET)
    await stage.ready("convenor")
    await away.until(lambda: away.frames)
    await away.leave()
    await sync_to_async(erase)(stage.document, stage.world)
    back = stage.typist(who, numbered=False)
    back.doc.apply_update(away.doc.get_update())
    back._outgoing.clear()
    await back.synced()
    assert await back.closed() == protocol.NOT_YOURS
    assert await rows(stage.document.pk) == [] and b"brother" not in await sync_to_async(everything_stored)()


@committed
async def test_what_is_on_its_way_when_the_epoch_ends_is_refused_in_the_commit(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker erased, and its hint did not come: this one still has the old text open."""
    one = await stage.ready("voice")
    one.type("stored before")
    await one.saved()
    monkeypatch.setattr(hints, "document_began_anew", lambda *_: None)
    monkeypatch.setattr(hub(), "begin_anew", lambda *_: None)
    await sync_to_async(erase)(stage.document, stage.world)
    one.type(SECRET)
    assert await one.closed() == protocol.COME_AGAIN
    assert await rows(stage.document.pk) == [] and one.stored < one.sent


@committed
async def test_a_worker_that_missed_the_hint_notices_by_its_clock(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await stage.ready("voice")
    monkeypatch.setattr(hints, "document_began_anew", lambda *_: None)
    await sync_to_async(erase)(stage.document, stage.world)
    await hub()._compare_heads()
    assert await one.closed() == protocol.COME_AGAIN and one.status["epoch"] == 2


@committed
async def test_who_heard_of_it_first_is_let_in_to_the_new_text(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    old = await stage.ready("convenor")
    monkeypatch.setattr(hints, "document_began_anew", lambda *_: None)
    await sync_to_async(erase)(stage.document, stage.world, from_markdown("Begun anew"))
    new = stage.typist("voice", epoch=2)
    await new.until(lambda: new.text() == "Begun anew")
    assert await old.closed() == protocol.COME_AGAIN


@committed
async def test_an_epoch_that_never_was_disturbs_nobody(stage: Stage) -> None:
    one = await stage.ready("convenor")
    liar: Typist = stage.typist("voice", epoch=9)
    assert await liar.closed() == protocol.COME_AGAIN and liar.status["epoch"] == 1
    one.type("undisturbed")
    await one.saved()
