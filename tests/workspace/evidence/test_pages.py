"""Evidence on the page of an action: added and read without scripts, shown as pictures, pushed to who looks on."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from permissions.access import levels
from realtime.events import head_of, read
from realtime.regions import Audience, draw, regions_of
from tests import sent_files as sent
from tests.cast import World, nothing_written
from tests.disk import Disk
from workspace.evidence import commands as evidence
from workspace.evidence.models import Evidence
from workspace.files.models import File

pytestmark = pytest.mark.django_db

IN_PLACE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def member(world: World, sign_in: Any, disk: Disk) -> Any:
    return sign_in(world.member)


def page_of(client: Any, world: World) -> str:
    return str(client.get(f"/actions/{world.action.pk}/").content.decode())


def section_of(html: str, world: World) -> str:
    found = re.search(rf'<section id="evidence-{world.action.pk}".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def send(client: Any, world: World, *files: tuple[str, bytes], **words: str) -> Any:
    sent_files = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(f"/actions/{world.action.pk}/evidence/files/", {"files": sent_files, **words})


def test_photos_and_a_report_are_added_without_scripts(world: World, member: Any) -> None:
    assert "Nothing shows yet how far this is" in section_of(page_of(member, world), world)
    answer = send(member, world, ("bus.jpg", sent.jpeg()), ("hill.png", sent.png()), ("r.pdf", sent.pdf()))
    assert answer.status_code == 303 and answer.headers["Location"].endswith(f"#evidence-{world.action.pk}")
    section = section_of(page_of(member, world), world)
    assert section.count("/thumbnail/") == 2 and 'alt="Picture, not described yet"' in section
    assert "r.pdf" in section and "PDF, " in section and "hill.webp" in section
    assert world.handle("member").text in section
    assert not any(sent.traces_in(data) for data in _all_bytes())


def _all_bytes() -> list[bytes]:
    from workspace.files.storage import read as read_file

    return [read_file(file.pk) for file in File.objects.all()]


def test_the_page_of_a_picture_shows_it_in_full_with_its_words(world: World, member: Any, sign_in: Any) -> None:
    send(member, world, ("bus.jpg", sent.jpeg()), caption="The bus & the board", seen_in_it="A red bus")
    piece = Evidence.objects.get()
    html = member.get(f"/evidence/{piece.pk}/").content.decode()
    assert 'alt="A red bus"' in html and "The bus &amp; the board" in html and f"/files/{piece.file_id}/" in html
    assert "camera data were removed" in html and 'width="640" height="480"' in html
    reader = sign_in(world.observer).get(f"/evidence/{piece.pk}/").content.decode()
    assert "A red bus" in reader and "Change the words" not in reader and "Take this evidence back" not in reader
    typed = {"caption": "The bus", "seen_in_it": "A red bus", "seen_caption": "The bus & the board"}
    assert member.post(f"/evidence/{piece.pk}/edit/", typed).status_code == 303
    answer = member.post(f"/evidence/{piece.pk}/withdraw/", **IN_PLACE)
    assert answer.status_code == 204 and "/undo/" in answer.headers["HX-Trigger"]
    assert "This was taken back" in member.get(f"/evidence/{piece.pk}/").content.decode()
    assert sign_in(world.observer).get(f"/evidence/{piece.pk}/").status_code == 404
    assert "Evidence that was taken back" in section_of(page_of(member, world), world)
    assert member.post(f"/evidence/{piece.pk}/restore/").status_code == 303
    assert Evidence.objects.get().caption == "The bus"


def test_links_and_notes_are_added_without_scripts(world: World, member: Any) -> None:
    where = f"/actions/{world.action.pk}/evidence/"
    assert member.post(f"{where}links/", {"address": "iied.org/x", "caption": "The paper"}).status_code == 303
    assert member.post(f"{where}notes/", {"text": "Seen by two of us.\n\nOn market day."}).status_code == 303
    section = section_of(page_of(member, world), world)
    assert 'href="https://iied.org/x" target="_blank" rel="noopener noreferrer nofollow"' in section
    assert "leads to iied.org" in section and "<p>On market day.</p>" in section


@pytest.mark.parametrize("in_place", [True, False])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(world: World, member: Any, in_place: bool) -> None:
    typed = {"address": "javascript:alert(1)//<b>", "caption": "Mine & ours"}
    with nothing_written():
        answer = member.post(f"/actions/{world.action.pk}/evidence/links/", typed, **(IN_PLACE if in_place else {}))
    html = answer.content.decode()
    assert answer.status_code == 422 and "Only addresses of web pages" in html
    assert 'value="javascript:alert(1)//&lt;b&gt;"' in html and 'value="Mine &amp; ours"' in html


def test_of_several_files_those_that_can_be_kept_are_and_each_other_one_is_named(
    world: World, member: Any, disk: Disk
) -> None:
    files = [("good.jpg", sent.jpeg()), ("<b>.svg", b"<svg onload=alert(1)>"), ("empty.pdf", b"")]
    answer = send(member, world, *files, caption="From the visit")
    html = answer.content.decode()
    assert answer.status_code == 422 and "&lt;b&gt;.svg: Web pages" in html and "empty" in html
    assert "<svg onload" not in html and 'value="From the visit"' in html
    assert [str(each) for each in File.objects.all()] == ["good.jpg"] and len(disk.files()) == 2
    with nothing_written():
        assert "Choose a file first" in send(member, world).content.decode()


def test_the_same_form_sent_twice_has_one_effect(world: World, member: Any, disk: Disk) -> None:
    page = str(uuid4())
    for _each in range(2):
        assert send(member, world, ("bus.jpg", sent.jpeg()), page_id=page).status_code == 303
    assert File.objects.count() == 1 and len(disk.files()) == 2
    assert send(member, world, ("hill.png", sent.png()), page_id=page).status_code == 303
    assert File.objects.count() == 2, "another file from the same page is another one"


def test_words_and_names_are_never_markup(world: World, member: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    send(member, world, (f"{nasty}.jpg", sent.jpeg()), caption=nasty, seen_in_it=nasty)
    send(member, world, (f"{nasty}.pdf", sent.pdf()))
    evidence.add_note(actor=world.member, action=world.action, text=nasty)
    evidence.add_link(actor=world.member, action=world.action, address="https://e.org/'><script>", caption=nasty)
    pages = [page_of(member, world), *(
        member.get(f"/evidence/{piece.pk}/").content.decode() for piece in Evidence.objects.all()
    )]  # fmt: skip
    assert not [page for page in pages if "<script>alert" in page or "'><script>" in page]


def pushed(world: World, name: str, after: int, topic: str) -> list[str]:
    space = world.board.space
    audience = Audience(space.pk, "en", levels(world.people[name], space))
    drawn = draw(regions_of(read(space.pk, after)), audience)
    return [html for topics, fragments in drawn for html in fragments if topic in topics]


@pytest.mark.parametrize("name", ["member", "observer"])
def test_who_looks_on_is_sent_the_part_that_the_page_has(world: World, sign_in: Any, disk: Disk, name: str) -> None:
    after = head_of(world.board.space_id)
    send(sign_in(world.voice), world, ("bus.jpg", sent.jpeg()), caption="The bus")
    html = pushed(world, name, after, f"action:{world.action.pk}")
    section = next(each for each in html if '<section id="evidence-' in each)
    words = re.compile(r"<input type=\"hidden\"[^>]*>|\s+|data-v=\"\d+\"")
    page = section_of(page_of(sign_in(world.people[name]), world), world)
    assert words.sub("", section_of(section, world)) == words.sub("", page)
    assert "Tarkwa voice 3" in section, "under the pseudonym"
    assert ("<form" in section) == (name == "member") and "csrf" not in section
    assert any("A picture was added as evidence: “The bus”" in each for each in html), "its history, too"
    piece = Evidence.objects.get()
    after = head_of(world.board.space_id)
    evidence.withdraw_evidence(actor=world.voice, evidence=piece)
    (alone,) = pushed(world, name, after, f"evidence:{piece.pk}")
    assert "This was taken back" in alone and "The bus" not in alone and "/files/" not in alone


def test_the_page_asks_as_often_with_much_evidence_as_with_little(
    world: World, member: Any, django_assert_max_num_queries: Any
) -> None:
    def add() -> None:
        send(member, world, ("bus.jpg", sent.jpeg()), ("notes.txt", b"words"))
        evidence.add_note(actor=world.voice, action=world.action, text="Seen")

    add()
    page_of(member, world)
    with django_assert_max_num_queries(200) as asked:
        page_of(member, world)
    few = len(asked)
    for _each in range(3):
        add()
    page_of(member, world)  # which says what was done, once
    with django_assert_max_num_queries(few):
        page_of(member, world)


def test_the_first_page_tells_of_new_evidence(world: World, sign_in: Any) -> None:
    for _each in range(2):
        evidence.add_note(actor=world.voice, action=world.action, text="Seen")
    assert f"2 new pieces of evidence for “{world.action.title}”" in sign_in(world.member).get("/").content.decode()
