"""A long log becomes a snapshot that holds all of it, or stays a log."""

from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import documents, folding
from realtime.models import Document, DocumentSnapshot
from realtime.tasks import fold_long_logs
from tests.cast import World

from .asgi import whole_text

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def document(world: World) -> Document:
    made: Document = Document.objects.create(space=world.ghana.space, kind="action")
    return made


def write(document: Document, words: str) -> None:
    """Type these words letter by letter, and take every third back."""
    doc: Doc[Any] = Doc()
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    element = XmlElement("paragraph")
    doc.get("default", type=XmlFragment).children.append(element)
    text = XmlText()
    element.children.append(text)
    for number, letter in enumerate(words):
        text += letter
        if number % 3 == 2:
            del text[len(text) - 1]
    for update in updates:
        documents.append(document.pk, update, contributors=[])


def test_a_snapshot_reads_as_the_log_and_is_what_the_next_reader_loads(document: Document) -> None:
    write(document, "Keep simple cost and income records at twenty sites" * 5)
    before = documents.load(document.pk)
    assert before is not None and fold_long_logs() == 1 and fold_long_logs() == 0
    after = documents.load(document.pk)
    assert after is not None and after.rows == () and after.head == before.head
    assert whole_text(after.parts) == whole_text(before.parts)
    assert len(after.snapshot.body) < sum(map(len, before.parts)) / 2
    assert document.updates.count() == before.head, "the rows stay: they say who wrote what"


def test_what_is_written_after_a_snapshot_follows_it(document: Document) -> None:
    write(document, "before")
    assert folding.fold(document.pk)
    write(document, "after")
    loaded = documents.load(document.pk)
    assert loaded is not None and loaded.rows[0].seq == loaded.snapshot.seq + 1
    assert sorted(whole_text(loaded.parts).split()) == ["afer", "beor"]


def test_a_log_with_a_gap_is_not_folded(document: Document) -> None:
    doc: Doc[Any] = Doc()
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    text = XmlText()
    element = XmlElement("paragraph")
    doc.get("default", type=XmlFragment).children.append(element)
    element.children.append(text)
    for letter in "abc":
        text += letter
    for update in (*updates[:2], updates[3]):
        documents.append(document.pk, update, contributors=[])
    assert folding.fold(document.pk) is False
    assert not DocumentSnapshot.objects.filter(document=document).exists()


def test_the_former_snapshot_stays_until_the_next_was_used(document: Document) -> None:
    for words in ("one", "two", "three"):
        write(document, words)
        assert folding.fold(document.pk)
    assert DocumentSnapshot.objects.filter(document=document).count() == 2
