"""Versions: kept by the clock, named by people, put back as a new edit; and who wrote what, whatever is folded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.errors import NotAllowed, NotYours
from realtime import documents, folding, versions
from realtime.models import Document, DocumentUpdate, DocumentVersion, Event
from realtime.tasks import keep_versions
from tests.cast import World, nothing_written
from workspace.prose.markdown import from_markdown
from workspace.prose.text import to_text
from workspace.prose.ydoc import to_update

from .conftest import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
committed = pytest.mark.django_db(transaction=True)


def write(document: Document, markdown: str, *handles: Any) -> None:
    """What stands in the document from now on, written by the first of these."""
    body = to_update(from_markdown(markdown))
    documents.append(document.pk, body, contributors=[handle.pk for handle in handles])


def rest(document: Document) -> None:
    """Nobody wrote for a while."""
    DocumentUpdate.objects.filter(document=document).update(at=timezone.now() - versions.REST - timedelta(minutes=1))


def text(document: Document) -> str:
    return documents.rendering(document).text.strip()


def test_the_clock_keeps_what_rests_and_keeps_it_once(document: Document, world: World) -> None:
    write(document, "Meet near the sites", world.handle("member"))
    assert keep_versions() == 0, "somebody may still be writing"
    rest(document)
    assert keep_versions() == 1 and keep_versions() == 0
    kept = DocumentVersion.objects.get(document=document)
    assert (kept.number, kept.seq, kept.kind) == (1, 1, "kept")
    assert to_text(kept.content).strip() == "Meet near the sites"
    assert kept.contributors == [str(world.handle("member").pk)]


def test_what_never_rests_is_kept_after_so_many_edits(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "EDITS", 3)
    for word in ("one", "two"):
        write(document, word)
    assert keep_versions() == 0
    write(document, "three")
    assert keep_versions() == 1


def test_two_workers_at_once_keep_one_version(document: Document) -> None:
    write(document, "once")
    first, second = versions._Now(document), versions._Now(document)
    with documents.in_epoch(document.pk, 1) as held:
        one = first.keep(held)
    with documents.in_epoch(document.pk, 1) as held:
        assert second.keep(held) == one
    assert DocumentVersion.objects.filter(document=document).count() == 1


def test_versions_of_the_clock_grow_sparse_with_age_and_stay_few() -> None:
    now = timezone.now()
    minutes = [(n, now - timedelta(minutes=n)) for n in range(60 * 24 * 3)]
    years = [(10**6 + n, now - timedelta(days=n)) for n in range(3, 365 * 60)]
    gone = versions.superseded([*minutes, *years], now)
    kept = {key for key, _ in [*minutes, *years]} - gone
    assert 0 in kept, "the newest stays"
    assert len(kept) <= versions.MOST
    assert sum(1 for key in kept if key < 120) in range(23, 27)
    assert sum(1 for key in kept if 120 <= key < 60 * 24) in range(21, 25)
    assert versions.superseded([each for each in [*minutes, *years] if each[0] in kept], now) == set()


def test_a_named_version_stays_when_those_of_the_clock_go(document: Document, world: World) -> None:
    write(document, "the plan as agreed")
    named = versions.keep_version(actor=world.member, document=document, name="  Before the meeting  of 3 March ")
    assert (named.name, named.kind, named.by) == ("Before the meeting of 3 March", "named", world.handle("member").pk)
    for number in range(5):
        write(document, f"more {number}")
        versions.keep(document)
    DocumentVersion.objects.filter(document=document).update(at=timezone.now() - timedelta(days=800))
    write(document, "and more")
    versions.keep(document)
    left = list(DocumentVersion.objects.filter(document=document).order_by("number"))
    assert named in left and len(left) == 3
    assert [event.data for event in Event.objects.filter(kind="document.version_named")] == [{"version": 1}]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\u202eb"])
def test_a_version_without_a_proper_name_is_not_named(document: Document, world: World, name: str) -> None:
    write(document, "text")
    kept = versions.keep(document)
    assert kept is not None
    with nothing_written(), pytest.raises(ValidationError):
        versions.name_version(actor=world.member, version=kept, name=name)


@pytest.mark.parametrize(("who", "error"), [("observer", NotAllowed), ("peer", NotYours), ("stranger", NotYours)])
def test_who_may_not_edit_neither_names_nor_restores(
    document: Document, world: World, who: str, error: type[Exception]
) -> None:
    write(document, "text")
    kept = versions.keep(document)
    assert kept is not None
    person = world.people[who]
    acts: list[Callable[[], Any]] = [
        lambda: versions.name_version(actor=person, version=kept, name="mine"),
        lambda: versions.keep_version(actor=person, document=document, name="mine"),
        lambda: versions.restore_version(actor=person, version=kept),
    ]
    with nothing_written():
        for act in acts:
            with pytest.raises(error):
                act()


@committed
async def test_a_version_is_put_back_under_the_eyes_of_two_who_write(stage: Stage) -> None:
    one, two = await stage.ready("convenor"), await stage.ready("voice")
    one.type("Meet first with the queen mothers")
    two.type("Agree who pays the way there 🌍")
    await two.until(lambda: "queen" in two.text() and two.stored == two.sent)
    before = await sync_to_async(versions.keep)(stage.document)
    assert before is not None
    one.type("A third line")
    await one.saved()
    await two.until(lambda: "third" in two.text())
    kept_elements = [two.root.children[0], two.root.children[1]]
    saved = await sync_to_async(versions.restore_version)(actor=stage.world.member, version=before)
    for typist in (one, two):
        await typist.until(lambda typist=typist: "third" not in typist.text())  # type: ignore[misc]
    assert sorted(two.text().split("\n")) == sorted(to_text(before.content).strip().split("\n"))
    assert [str(element) for element in kept_elements] == [str(two.root.children[0]), str(two.root.children[1])]
    two.type("and I go on")
    await one.until(lambda: "go on" in one.text())
    assert (saved.kind, "third" in to_text(saved.content)) == ("restored_over", True)
    # it can be undone by putting back what stood there
    await sync_to_async(versions.restore_version)(actor=stage.world.member, version=saved)
    await two.until(lambda: "third" in two.text())
    assert "go on" not in two.text()


def test_the_same_restoring_sent_twice_has_one_effect(document: Document, world: World) -> None:
    write(document, "first")
    old = versions.keep(document)
    write(document, "second")
    assert old is not None
    key = uuid4()
    one = versions.restore_version(actor=world.member, version=old, command_id=key)
    again = versions.restore_version(actor=world.member, version=old, command_id=key)
    assert one == again and text(document) == "first"
    assert Event.objects.filter(kind="document.restored").count() == 1


def test_a_restoring_that_fails_half_way_leaves_everything(
    document: Document, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(document, "first")
    old = versions.keep(document)
    write(document, "second")
    text(document)
    assert old is not None

    def ended(*_: object) -> None:
        raise documents.Ended

    monkeypatch.setattr("realtime.documents.take_numbers", ended)  # the last thing that can go wrong
    with nothing_written(), pytest.raises(ValidationError):
        versions.restore_version(actor=world.member, version=old)
    monkeypatch.undo()
    assert sorted(text(document).split()) == ["first", "second"]


def test_who_wrote_what_is_kept_when_the_log_is_folded(document: Document, world: World) -> None:
    one, two = world.handle("member"), world.handle("voice")
    write(document, "Ours", one)
    write(document, "Theirs, and longer", two)
    text(document)
    before = documents.rendering(document).authors
    assert sorted(before) == sorted([[[str(one.pk), 4]], [[str(two.pk), 18]]])
    assert folding.fold(document.pk)
    write(document, "!", one)
    drawn = documents.rendering(document)
    blocks = dict(zip([to_text(b).strip() for b in drawn.content["content"]], drawn.authors, strict=True))
    assert blocks == {"Ours": before[before.index([[str(one.pk), 4]])], "Theirs, and longer": [[str(two.pk), 18]],
                      "!": [[str(one.pk), 1]]}  # fmt: skip


@committed
async def test_each_letter_of_a_shared_line_has_its_author(stage: Stage) -> None:
    one, two = await stage.ready("convenor"), await stage.ready("voice")
    one.type("ours ")
    await two.until(lambda: "ours" in two.text())
    line: Any = next(iter(two.root.children[0].children))
    line.insert(5, "theirs 🌍")
    two.flush()
    await two.saved()
    drawn = await sync_to_async(documents.rendering)(stage.document)
    assert drawn.authors == [[[two.status["me"]["id"], 9], [one.status["me"]["id"], 5]]]
