"""Evidence: what each command writes, refuses, records and takes back; what it proves; what moves with its action."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.errors import NotAllowed, NotYours
from realtime.models import Event
from tests import sent_files as sent
from tests.cast import World, nothing_written
from tests.disk import Disk
from tests.made_files import ready_once
from workspace.boards import commands as boards
from workspace.boards.history import history_of
from workspace.boards.undo import undo_change
from workspace.evidence import commands as evidence
from workspace.evidence.models import Evidence
from workspace.evidence.sections import has_evidence
from workspace.files.models import File
from workspace.sharing.commands import restrict
from workspace.sharing.kinds import kind_of

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def add_file(world: World, who: Any, data: bytes = b"", name: str = "photo.jpg", **words: Any) -> Evidence:
    with ready_once(data or sent.jpeg(), name) as new:
        return evidence.add_file(actor=who, action=world.action, ready=new, **words)


@pytest.fixture
def shown(world: World, disk: Disk) -> World:
    """The world with a note and a photo on its action."""
    world.things["note"] = evidence.add_note(actor=world.member, action=world.action, text="Seen at the site")
    world.things["photo"] = add_file(world, world.member, caption="The board", seen_in_it="Six women")
    return world


CHANGES: dict[str, Any] = {
    "add_file": lambda w, who: add_file(w, who, b"words", "notes.txt"),
    "add_link": lambda w, who: evidence.add_link(actor=who, action=w.action, address="https://example.org/a"),
    "add_note": lambda w, who: evidence.add_note(actor=who, action=w.action, text="Seen"),
    "edit": lambda w, who: evidence.edit_evidence(actor=who, evidence=w.photo, values={"caption": "The notice board"}),
    "withdraw": lambda w, who: evidence.withdraw_evidence(actor=who, evidence=w.photo),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_writes_on_the_action_adds_evidence_and_others_are_refused(
    shown: World, told: Any, disk: Disk, change: str
) -> None:
    before = disk.files("kept")
    for name, refusal in {
        "observer": NotAllowed, "moderator": NotAllowed, "peer": NotYours, "stranger": NotYours,
        "inactive": NotYours, "superuser": NotYours, "anonymous": NotYours,
    }.items():  # fmt: skip
        with told() as heard, nothing_written(), pytest.raises(refusal):
            CHANGES[change](shown, shown.people[name])
        assert heard == [] and disk.files("kept") == before, name
    with told() as heard:
        CHANGES[change](shown, shown.voice)
    event = Event.objects.filter(space=shown.board.space).latest("seq")
    assert event.kind.startswith("evidence.") and event.thing == shown.action.pk
    assert event.by == shown.handle("voice").pk
    assert {"type": "hint", "spaces": {str(shown.board.space_id): event.seq}} in heard


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_back_and_that_is_a_change_of_its_own(shown: World, change: str) -> None:
    def state() -> Any:
        rows = Evidence.objects.order_by("pk").values_list("pk", "caption", "withdrawn_at", "file__withdrawn_at")
        return [(*row[:2], row[2] is None, row[3] is None) for row in rows if row[2] is None]

    before = state()
    CHANGES[change](shown, shown.member)
    event = Event.objects.filter(space=shown.board.space).latest("seq")
    assert state() != before
    undo_change(actor=shown.member, event=event)
    assert state() == before
    newest = history_of(shown.action).changes[0]
    assert newest.sentences[0] == "Taken back:"
    with nothing_written(), pytest.raises(ValidationError, match="changed again"):
        undo_change(actor=shown.member, event=event)


def test_the_history_says_what_happened_in_words(shown: World) -> None:
    evidence.edit_evidence(actor=shown.voice, evidence=shown.photo, values={"seen_in_it": ""})
    evidence.add_link(actor=shown.member, action=shown.action, address="example.org/report", caption="The report")
    evidence.withdraw_evidence(actor=shown.voice, evidence=shown.note)
    said = [change.sentences for change in history_of(shown.action).changes]
    assert said[:4] == [
        ["Evidence taken back: “Seen at the site”"],
        ["A link was added as evidence: “The report”"],
        ["Evidence changed: “The board”", "What is seen in it changed from “Six women” to “nothing”"],
        ["A picture was added as evidence: “The board”. Its place and camera data were removed."],
    ]


def test_with_evidence_an_action_is_done_without_a_sentence(world: World) -> None:
    def finish() -> None:
        boards.edit_action(actor=world.member, action=world.action, values={"status": "done"})

    with nothing_written(), pytest.raises(ValidationError):
        finish()
    note = evidence.add_note(actor=world.member, action=world.action, text="Minutes of 3 May")
    assert has_evidence(world.action)
    evidence.withdraw_evidence(actor=world.member, evidence=note)
    with nothing_written(), pytest.raises(ValidationError):
        finish()
    evidence.restore_evidence(actor=world.member, evidence=note)
    finish()
    world.action.refresh_from_db()
    assert world.action.status == "done"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://example.org/a", "file:///etc/passwd",
        "https://", "https://user:pass@example.org/", "https://example.org\\@evil.example/", "http://a b.org",
        "https://example.org/\u202egpj", "https://exam\u200bple.org/", "java\tscript:alert(1)", "vbscript:x",
        "https://[::1", "https://example.org:99999/", "mailto:a@example.org", "", "https://localhost",
        "x" * 1100 + ".org",
    ],
)  # fmt: skip
def test_a_link_is_the_address_of_a_page_and_nothing_else(world: World, address: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        evidence.add_link(actor=world.member, action=world.action, address=address)


def test_a_link_says_where_it_leads_in_letters_that_cannot_pass_for_others(world: World) -> None:
    from workspace.evidence.values import host_of

    link = evidence.add_link(actor=world.member, action=world.action, address="https://exаmple.org/")
    assert host_of(link.address) == "xn--exmple-4nf.org"
    plain = evidence.add_link(actor=world.member, action=world.action, address="iied.org/a?b=c")
    assert (plain.address, host_of(plain.address)) == ("https://iied.org/a?b=c", "iied.org")


def test_what_moves_with_an_action_is_said_and_moves(shown: World) -> None:
    words = list(kind_of(shown.action).takes(shown.action))
    assert "2 pieces of evidence, with their files" in words
    restrict(actor=shown.convenor, thing=shown.action, seats=[f"seat:{shown.seats['voice'].pk}"], reason="Names")
    shown.action.refresh_from_db()
    spaces = {*Evidence.objects.values_list("space", flat=True), *File.objects.values_list("space", flat=True)}
    assert spaces == {shown.action.space_id} != {shown.board.space_id}
    with nothing_written(), pytest.raises(NotYours):
        evidence.edit_evidence(actor=shown.member, evidence=shown.note, values={"text": "Mine"})


def test_two_who_write_about_one_picture_both_see_what_the_other_wrote(shown: World) -> None:
    evidence.edit_evidence(actor=shown.voice, evidence=shown.photo, values={"caption": "Theirs"})
    values = {"caption": "Mine", "seen_in_it": "Seven women"}
    seen = {"caption": "The board", "seen_in_it": "Six women"}
    with nothing_written(), pytest.raises(ValidationError, match="Meanwhile somebody wrote “Theirs”"):
        evidence.edit_evidence(actor=shown.member, evidence=shown.photo, values=values, seen=seen)
    evidence.edit_evidence(actor=shown.member, evidence=shown.photo, values=values, seen=seen | {"caption": "Theirs"})
    shown.photo.refresh_from_db()
    assert (shown.photo.caption, shown.photo.seen_in_it) == ("Mine", "Seven women")
    same = {"caption": "Mine", "seen_in_it": "Eight women"}  # another field than the one that changed meanwhile
    evidence.edit_evidence(actor=shown.member, evidence=shown.photo, values=same, seen={"caption": "The board"})


def test_an_action_has_only_so_much_evidence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST", 2)
    for _each in range(2):
        evidence.add_note(actor=world.member, action=world.action, text="Seen")
    with nothing_written(), pytest.raises(ValidationError, match="at most 2"):
        evidence.add_note(actor=world.member, action=world.action, text="Seen")
