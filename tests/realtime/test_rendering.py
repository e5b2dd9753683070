"""How a document reads as a page: drawn by a child process with limits, kept as it last could be read."""

from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from realtime import decode, documents
from realtime.models import Document, DocumentRendering
from realtime.tasks import refresh_renderings
from tests.cast import World

from .test_malformed import nested_elements, nested_value

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def paragraph(text: str) -> bytes:
    doc: Doc[Any] = Doc()
    element = XmlElement("paragraph")
    doc.get("default", type=XmlFragment).children.append(element)
    words = XmlText()
    element.children.append(words)
    words.insert(0, text)
    return bytes(doc.get_update())


@pytest.fixture
def document(world: World) -> Document:
    made: Document = Document.objects.create(space=world.ghana.space, kind="action")
    return made


def test_a_page_reads_what_was_written_last(document: Document) -> None:
    documents.append(document.pk, paragraph("Meet first <b>near</b> the sites 🌍"), contributors=[])
    kept = documents.rendering(document)
    assert kept.html == "<p>Meet first &lt;b&gt;near&lt;/b&gt; the sites 🌍</p>"
    assert kept.text.strip() == "Meet first <b>near</b> the sites 🌍" and kept.seq == 1
    documents.append(document.pk, paragraph("And tell the result"), contributors=[])
    assert "And tell the result" in documents.rendering(document).html


def test_the_background_worker_draws_what_is_stale_and_nothing_else(document: Document) -> None:
    documents.append(document.pk, paragraph("stale"), contributors=[])
    before = refresh_renderings()
    assert before >= 1 and refresh_renderings() == 0
    assert DocumentRendering.objects.get(document=document).text.strip() == "stale"


def test_a_document_that_kills_its_decoder_reads_as_it_last_could(document: Document) -> None:
    documents.append(document.pk, paragraph("readable"), contributors=[])
    documents.rendering(document)
    # past the check at the door, as a row that was stored before the check knew of it
    document.updates.create(seq=2, body=nested_value(100_000), flush=document.pk, contributors=[])
    Document.objects.filter(pk=document.pk).update(head=2)
    kept = documents.rendering(document)
    assert "readable" in kept.html and kept.failed_at == 2
    assert refresh_renderings() == 0
    assert decode.render([paragraph("the next one is well")])["text"].strip() == "the next one is well"


def test_poison_does_not_come_in_through_the_server_either(document: Document) -> None:
    with pytest.raises(ValueError, match="depth"):
        documents.append(document.pk, nested_elements(65), contributors=[])
    assert not document.updates.exists()
