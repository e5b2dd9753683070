"""What waits in many documents goes in one transaction; what is wrong with one of them holds up no other."""

from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from permissions.grants import changed
from realtime import committing, protocol
from realtime.models import Document, DocumentUpdate

from .conftest import Stage
from .test_moved import deaf

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def new_documents(stage: Stage, count: int) -> list[UUID]:
    space = stage.world.ghana.space
    return [Document.objects.create(space=space, kind="action").pk for _ in range(count)]


numbers = sync_to_async(
    lambda pk: list(DocumentUpdate.objects.filter(document_id=pk).order_by("seq").values_list("seq", flat=True))
)


@pytest.mark.data
async def test_many_documents_cost_as_many_statements_as_few(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, int] = {}
    inner = committing.commit

    def counted(batches: Any) -> None:
        with CaptureQueriesContext(connection) as queries:
            inner(batches)
        asked[len(batches)] = max(asked.get(len(batches), 0), len(queries))

    monkeypatch.setattr(committing, "commit", counted)
    made = await new_documents(stage, 12)
    typists = [await stage.ready("convenor", document=pk) for pk in made]
    for typist in typists:
        await typist.saved()
    typists[0].type("alone")
    await typists[0].saved()
    for typist in typists:
        typist.type("together")
    for typist in typists:
        await typist.saved()
    assert max(asked) > 1
    assert max(asked.values()) <= asked[1] + 1  # savepoints apart
    for pk in made[1:]:
        assert await numbers(pk) == [1]


@pytest.mark.data
async def test_many_who_are_asked_for_again_cost_as_many_statements_as_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After every change of access in a space, whoever writes in it is asked for in the commit."""
    asked: dict[int, int] = {}
    inner = committing.commit

    def counted(batches: Any) -> None:
        with CaptureQueriesContext(connection) as queries:
            inner(batches)
        people = len({item.author.person for batch in batches for item in batch.pending})
        asked[people] = max(asked.get(people, 0), len(queries))

    deaf(monkeypatch)
    typists = [await stage.ready(name) for name in ("convenor", "member", "voice")]
    for typist in typists:
        typist.type("before")
        await typist.saved()
    await sync_to_async(changed)({stage.world.ghana.space_id})
    monkeypatch.setattr(committing, "commit", counted)
    typists[0].type("alone")
    await typists[0].saved()
    for _turn in range(3):
        for typist in typists:
            typist.type("together")
        for typist in typists:
            await typist.saved()
    assert max(asked) > 1 and max(asked.values()) == asked[1], asked


async def test_a_document_that_the_database_does_not_take_holds_up_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL alone, and so no part of the data layer: SQLite fails for all documents alike."""
    bad, good = await new_documents(stage, 2)
    one, two = await stage.ready("convenor", document=bad), await stage.ready("member", document=good)
    await one.saved()
    await two.saved()
    inner = committing.commit

    def poisoned(batches: Any) -> None:
        if any(batch.document_id == bad for batch in batches):
            raise OperationalError("canceling statement due to lock timeout")
        inner(batches)

    monkeypatch.setattr(committing, "commit", poisoned)
    one.type("not taken")
    two.type("taken")
    await two.saved()
    assert await one.closed() == protocol.COME_AGAIN
    assert await numbers(bad) == [] and await numbers(good) == [1]
    two.type("and on")
    await two.saved()
    monkeypatch.setattr(committing, "commit", inner)
    again = stage.typist("convenor", document=bad)
    again.doc = one.doc
    await again.synced()
    await again.saved()
    assert await numbers(bad) == [1]


@pytest.mark.data
async def test_a_document_that_was_deleted_meanwhile_holds_up_no_other(stage: Stage) -> None:
    gone, stays = await new_documents(stage, 2)
    one, two = await stage.ready("convenor", document=gone), await stage.ready("member", document=stays)
    await one.saved()
    await two.saved()
    await sync_to_async(Document.objects.filter(pk=gone).delete)()
    one.type("into nothing")
    two.type("stored")
    await two.saved()
    assert await one.closed() == protocol.COME_AGAIN
    assert await numbers(stays) == [1]
