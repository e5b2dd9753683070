"""A document that cannot be read safely: shown as it last could be read, opened by nobody, brought back by command."""

from io import StringIO
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.management import CommandError, call_command
from django.utils import timezone

from realtime import decode, documents, examination, folding, hints, protocol, quarantine
from realtime.models import Document, DocumentRendering, DocumentSnapshot, Event, LeftOutUpdate
from realtime.protocol import NOTHING, QUARANTINED
from realtime.tasks import fold_long_logs, refresh_renderings
from tests.cast import World

from .conftest import Stage
from .test_malformed import nested_elements, nested_value
from .test_rendering import paragraph

POISON = nested_value(5_000)
TOO_DEEP = nested_elements(30_000)
KILLER = nested_value(100_000)


def plant(document: Document, body: bytes) -> int:
    """Put a row into the database past every check, as a fault of the machine or an older version would."""
    document.refresh_from_db()
    seq = document.head + 1
    document.updates.create(seq=seq, body=body, flush=f"00000000-0000-0000-0000-{seq:012}", contributors=[])
    Document.objects.filter(pk=document.pk).update(head=seq)
    return seq


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("quarantine", *map(str, arguments), stdout=out)
    return out.getvalue()


def kinds(document: Document) -> list[str]:
    return list(Event.objects.filter(thing=document.pk).order_by("seq").values_list("kind", flat=True))


@pytest.fixture
def document(world: World) -> Document:
    made: Document = Document.objects.create(space=world.ghana.space, kind="action")
    documents.append(made.pk, paragraph("It reads well"), contributors=[])
    documents.rendering(made)
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.data
@pytest.mark.parametrize(
    "body", [POISON, b"\x01\x01\x07", TOO_DEEP], ids=["values too deep", "cut short", "a tree too deep"]
)
async def test_a_row_that_the_check_refuses_closes_that_document_alone(stage: Stage, body: bytes) -> None:
    bystander = await stage.ready("convenor")
    other = await sync_to_async(Document.objects.create)(space=stage.world.ghana.space, kind="action")
    await sync_to_async(plant)(other, body)
    for _ in range(2):
        tab = stage.typist("member", document=other.pk)
        assert await tab.closed() == QUARANTINED and tab.reason == "quarantined" and tab.received == []
    await sync_to_async(other.refresh_from_db)()
    assert other.is_quarantined and other.quarantined_for.startswith("row 1: ")
    assert await sync_to_async(kinds)(other) == ["document.quarantined"]
    bystander.type("I go on")
    await bystander.saved()


@pytest.mark.django_db(transaction=True)
async def test_a_row_that_spoils_an_open_document_sends_all_away_and_is_tried_once(stage: Stage) -> None:
    one, two = await stage.ready("convenor"), await stage.ready("member")
    one.type("before")
    await one.saved()
    await sync_to_async(plant)(stage.document, POISON)
    one.type("after")  # its row has the next number but one: this worker looks, and finds what is in between
    assert {await one.closed(), await two.closed()} == {QUARANTINED}
    again = stage.typist("voice")
    assert await again.closed() == QUARANTINED


@pytest.mark.django_db(transaction=True)
async def test_outsiders_learn_nothing_of_it(stage: Stage) -> None:
    await sync_to_async(quarantine.put)(document_id=stage.document.pk, reason="test")
    stranger, nowhere = stage.typist("stranger"), stage.typist("stranger", document=stage.world.ghana.pk)
    assert await stranger.closed() == await nowhere.closed() != QUARANTINED
    assert stranger.reason == nowhere.reason


@pytest.mark.django_db(transaction=True)
async def test_what_is_set_apart_by_another_process_is_closed_here_and_takes_no_more(stage: Stage) -> None:
    tab = await stage.ready("convenor")
    tab.type("before")
    await tab.saved()
    count = await sync_to_async(stage.document.updates.count)()
    await sync_to_async(quarantine.put)(document_id=stage.document.pk, reason="test")
    assert await tab.closed() == QUARANTINED
    tab.send(protocol.sync_update(await sync_to_async(paragraph)("too late")))
    again = stage.typist("convenor")
    assert await again.closed() == QUARANTINED
    assert await sync_to_async(stage.document.updates.count)() == count


@pytest.mark.django_db(transaction=True)
async def test_the_commit_refuses_it_before_any_hint_comes(stage: Stage) -> None:
    tab = await stage.ready("convenor")
    tab.type("before")
    await tab.saved()
    count = await sync_to_async(stage.document.updates.count)()
    await sync_to_async(Document.objects.filter(pk=stage.document.pk).update)(quarantined_at=timezone.now())
    tab.type("too late")
    await tab.closed()
    assert await sync_to_async(stage.document.updates.count)() == count


@pytest.mark.django_db
@pytest.mark.data
def test_a_document_that_kills_its_decoder_is_tried_no_more_and_the_background_worker_goes_on(
    document: Document, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(document, KILLER)
    sound: Document = Document.objects.create(space=world.ghana.space, kind="action")
    documents.append(sound.pk, paragraph("the next one"), contributors=[])
    assert refresh_renderings() >= 2
    document.refresh_from_db()
    assert document.is_quarantined and "decoder died" in document.quarantined_for
    assert DocumentRendering.objects.get(document=sound).text.strip() == "the next one"
    assert "It reads well" in documents.rendering(document).html

    asked: list[Any] = []
    monkeypatch.setattr(decode, "render", asked.append)
    monkeypatch.setattr(folding, "FOLD_AFTER", 1)
    documents.rendering(document)
    refresh_renderings()
    fold_long_logs()
    assert asked == [] and not DocumentSnapshot.objects.filter(document=document).exists()


@pytest.mark.django_db
def test_a_machine_without_time_says_nothing_about_a_document(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.append(document.pk, paragraph("and more"), contributors=[])
    monkeypatch.setattr(decode, "SECONDS", 0.0)
    assert "and more" not in documents.rendering(document).html
    assert not folding.fold(document.pk)
    document.refresh_from_db()
    assert not document.is_quarantined
    monkeypatch.undo()
    assert "and more" in documents.rendering(document).html


@pytest.mark.django_db
@pytest.mark.data
def test_the_way_back_leaves_the_bad_row_out_and_keeps_it_aside(document: Document, world: World) -> None:
    bad = plant(document, POISON)
    documents_before = document.updates.count()
    quarantine.put(document_id=document.pk, reason="test")
    assert str(document.pk) in run("list")
    told = run("inspect", document.pk)
    assert f"row {bad}" in told and "reads well" not in told
    with pytest.raises(CommandError, match="come back"):
        run("release", document.pk, "--by", "superuser")
    run("drop-row", document.pk, bad, "--by", "superuser")
    assert bytes(LeftOutUpdate.objects.get(document=document).body) == POISON
    assert bytes(document.updates.get(seq=bad).body) == NOTHING and document.updates.count() == documents_before
    assert "nothing is wrong" in run("inspect", document.pk)
    run("release", document.pk, "--by", "superuser")
    documents.append(document.pk, paragraph("It goes on"), contributors=[])
    assert "It goes on" in documents.rendering(document).text
    assert kinds(document) == ["document.quarantined", "document.row_left_out", "document.released"]
    assert "reads" not in "".join(map(str, Event.objects.filter(thing=document.pk).values_list("data", flat=True)))


@pytest.mark.django_db(transaction=True)
async def test_what_was_left_out_is_brought_back_by_nobody(stage: Stage) -> None:
    ours, stock = await stage.ready("convenor"), await stage.ready("member", numbered=False)
    ours.type("stays")
    await ours.saved()
    stock.type("goes")
    await ours.until(lambda: "goes" in ours.text())
    await stock.leave()
    heard: list[dict[str, Any]] = []
    hints.listen_here(heard.append)
    try:
        last = await sync_to_async(set_apart_and_leave_out_the_last)(stage.document, stage.world.people["superuser"])
    finally:
        hints.stop_listening_here(heard.append)
    assert {"type": "hint", "epochs": {str(stage.document.pk): 2}} in heard
    await ours.closed()
    back = stage.typist("member", numbered=False)
    back.doc.apply_update(stock.doc.get_update())
    back._outgoing.clear()
    await back.synced()
    assert await back.closed() == protocol.NOT_YOURS
    away = stage.typist("convenor", after=ours.head, epoch=1)
    assert await away.closed() == protocol.COME_AGAIN and away.status["epoch"] == 2
    anew = await stage.ready("voice", epoch=2)
    anew.type("goes on")
    await anew.saved()
    assert anew.text() == "It reads well\nstays\ngoes on"
    row = await stage.document.updates.aget(seq=last)
    assert bytes(row.body) == NOTHING


def set_apart_and_leave_out_the_last(document: Document, by: Any) -> int:
    document.refresh_from_db()
    quarantine.put(document_id=document.pk, reason="test")
    quarantine.leave_out(document_id=document.pk, seq=document.head, by=by)
    quarantine.release(document_id=document.pk, by=by)
    return document.head


@pytest.mark.django_db
def test_a_spoilt_snapshot_is_dropped_and_its_rows_are_read_again(document: Document) -> None:
    assert folding.fold(document.pk)
    snapshot = DocumentSnapshot.objects.get(document=document)
    spoilt = bytearray(snapshot.body)
    spoilt[4] ^= 0xFF
    DocumentSnapshot.objects.filter(pk=snapshot.pk).update(body=bytes(spoilt))
    faults = examination.faults_of(document.pk)
    assert faults and faults[0].where == f"snapshot {snapshot.seq}"
    quarantine.put(document_id=document.pk, reason=str(faults[0]))
    run("drop-snapshot", document.pk, snapshot.seq, "--by", "superuser")
    run("release", document.pk, "--by", "superuser")
    assert "It reads well" in documents.rendering(document).html


@pytest.mark.django_db
def test_a_gap_of_an_older_version_is_told_by_its_row(document: Document) -> None:
    gap = plant(document, b"\x01\x01\x09\x05\x84\x09\x04\x01x\x00")  # letter 5 of a client whose letters never came
    assert not folding.fold(document.pk)
    document.refresh_from_db()
    assert document.is_quarantined
    assert [fault.where for fault in examination.faults_of(document.pk)] == [f"row {gap}"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["convenor", "nobody-of-that-name"])
def test_only_an_administrator_brings_one_back(document: Document, name: str) -> None:
    quarantine.put(document_id=document.pk, reason="test")
    for arguments in (("release", document.pk), ("drop-row", document.pk, 1)):
        with pytest.raises(CommandError, match="administrator"):
            run(*arguments, "--by", name)
    document.refresh_from_db()
    assert document.is_quarantined and not LeftOutUpdate.objects.exists()


@pytest.mark.django_db
def test_the_command_refuses_what_is_not_there(document: Document) -> None:
    with pytest.raises(CommandError, match="not in quarantine"):
        run("release", document.pk, "--by", "superuser")
    quarantine.put(document_id=document.pk, reason="test")
    with pytest.raises(CommandError, match="no number 99"):
        run("drop-row", document.pk, 99, "--by", "superuser")
    with pytest.raises(CommandError, match="no document"):
        run("inspect", "00000000-0000-0000-0000-000000000000")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "closed for writing"), ("fr", "fermé"), ("sw", "yamefungwa")])
def test_its_page_shows_it_as_it_last_could_be_read_and_says_so(
    world: World, sign_in: Any, language: str, words: str
) -> None:
    text = world.action.description
    documents.append(text.pk, paragraph("Still to be read"), contributors=[])
    documents.rendering(text)
    quarantine.put(document_id=text.pk, reason="test")
    page = sign_in(world.member)
    page.cookies["django_language"] = language
    shown = page.get(f"/actions/{world.action.pk}/", headers={"accept-language": language}).content.decode()
    assert "Still to be read" in shown and words in shown
    assert "data-island" not in shown.split('class="editor"')[1].split(">")[0]
