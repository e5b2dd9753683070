"""The pages of a text's history: versions by day, one of them, two compared, put back, erased."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from realtime import documents, versions
from realtime.models import Document, DocumentErasure, DocumentVersion
from tests.cast import World, nothing_written
from workspace.prose.markdown import from_markdown
from workspace.prose.ydoc import to_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(world: World) -> Document:
    """An action's text with two versions, by two people; version 1 holds the first line alone."""
    document: Document = world.action.description
    write(document, "Sheets for every site", world.handle("voice"))
    versions.keep(document)
    DocumentVersion.objects.update(at=timezone.now() - timedelta(days=2))
    write(document, "Drawn by <b>hand</b>", world.handle("member"))
    versions.keep(document)
    return document


def write(document: Document, markdown: str, handle: Any) -> None:
    documents.append(document.pk, to_update(from_markdown(markdown)), contributors=[handle.pk])


def reads(document: Document) -> list[str]:
    return sorted(documents.rendering(document).text.strip().split("\n"))


@pytest.fixture
def enter(sign_in: Callable[[Any], Client], world: World) -> Callable[[str], Client]:
    return lambda name: sign_in(world.people[name])


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_history_names_versions_and_who_wrote_which_part(
    text: Document, world: World, enter: Callable[[str], Client]
) -> None:
    html = page(enter("observer"), f"/documents/{text.pk}/history/")
    assert "Version 1" in html and "Version 2" in html
    (who,) = re.findall(r'id="who-t".*?</section>', html, re.DOTALL)
    assert re.search(r"Sheets for every site</p><p[^>]*>Tarkwa voice 3<", who)
    assert re.search(rf"hand.*?</p><p[^>]*>{world.handle('member').text}<", who)
    assert "Keep this version" not in html and "Erase and begin anew" not in html
    assert f'href="/actions/{world.action.pk}/"' in html


def test_the_text_has_a_way_to_its_history(text: Document, world: World, enter: Callable[[str], Client]) -> None:
    assert f'href="/documents/{text.pk}/history/"' in page(enter("member"), f"/actions/{world.action.pk}/")


def test_a_version_is_kept_under_a_name_and_named_again(text: Document, enter: Callable[[str], Client]) -> None:
    member = enter("member")
    answer = member.post(f"/documents/{text.pk}/versions/", {"name": "Before the meeting of 3 March"})
    assert answer.status_code == 303
    assert "Before the meeting of 3 March" in page(member, f"/documents/{text.pk}/history/")
    with nothing_written():
        refused = member.post(f"/documents/{text.pk}/versions/1/name/", {"name": " "})
    assert refused.status_code == 422
    assert member.post(f"/documents/{text.pk}/versions/1/name/", {"name": "The very first"}).status_code == 303
    assert "<h1" in (html := page(member, f"/documents/{text.pk}/versions/1/")) and "The very first" in html


def test_a_version_reads_as_it_did_and_shows_nothing_raw(text: Document, enter: Callable[[str], Client]) -> None:
    html = page(enter("observer"), f"/documents/{text.pk}/versions/2/")
    assert "Drawn by &lt;b&gt;hand&lt;/b&gt;" in html and "Put this version back" not in html
    assert "Drawn" not in page(enter("observer"), f"/documents/{text.pk}/versions/1/")
    page(enter("observer"), f"/documents/{text.pk}/versions/9/", 404)


def test_two_versions_are_compared_and_one_with_now(text: Document, enter: Callable[[str], Client]) -> None:
    reader, path = enter("observer"), f"/documents/{text.pk}/compare/"
    assert "added:" in (since := page(reader, f"{path}?from=1")) and "&lt;b&gt;hand" in since
    assert "removed:" in page(reader, f"{path}?from=2&to=1")
    for same in ("", "?from=2", "?from=x&to=99999999999999", "?from=1&to=1"):
        assert "Both read the same" in page(reader, path + same)


def test_comparing_before_anything_is_kept_says_so(world: World, enter: Callable[[str], Client]) -> None:
    pk = world.action.description_id
    assert "nothing to compare" in page(enter("member"), f"/documents/{pk}/compare/")
    assert "No version is kept yet" in page(enter("member"), f"/documents/{pk}/history/")


def test_a_version_is_put_back_after_a_question(text: Document, enter: Callable[[str], Client]) -> None:
    member, path = enter("member"), f"/documents/{text.pk}/versions/1/restore/"
    assert "removed:" in page(member, path)
    assert len(reads(text)) == 2, "asking changes nothing"
    sent = {"command_id": str(uuid4())}
    assert member.post(path, sent).status_code == member.post(path, sent).status_code == 303
    assert reads(text) == ["Sheets for every site"]
    last = DocumentVersion.objects.filter(document=text).latest("number")
    assert last.kind == "restored_over"
    history = page(member, f"/documents/{text.pk}/history/")
    assert "stood here before an older version was put back" in history
    assert member.post(f"/documents/{text.pk}/versions/{last.number}/restore/").status_code == 303
    assert len(reads(text)) == 2


def test_erasing_shows_what_remains_asks_why_and_leaves_a_line(
    text: Document, world: World, enter: Callable[[str], Client]
) -> None:
    convenor, path = enter("convenor"), f"/documents/{text.pk}/erase/"
    choice = {"keep": "without", "handle": str(world.handle("voice").pk)}
    assert "This would remain" not in page(convenor, path)
    html = convenor.get(path, choice).content.decode()
    remains = html.split("This would remain")[1]
    assert "Drawn by" in remains and "Sheets" not in remains and "Nobody can undo this" in remains
    with nothing_written():
        assert convenor.post(path, choice).status_code == 422
        assert convenor.post(path, {"keep": "without", "reason": "asked"}).status_code == 422
        assert convenor.post(path, {"keep": "version", "version": "77", "reason": "asked"}).status_code == 422
    assert convenor.post(path, choice | {"reason": "Consent was taken back"}).status_code == 303
    assert [line for line in reads(Document.objects.get(pk=text.pk)) if line] == ["Drawn by <b>hand</b>"]
    assert DocumentErasure.objects.get(document=text).reason == "Consent was taken back"
    history = page(enter("observer"), f"/documents/{text.pk}/history/")
    assert "Consent was taken back" in history and "Sheets" not in history and "Version 1" not in history
    page(enter("observer"), f"/documents/{text.pk}/versions/1/", 404)


@pytest.mark.parametrize("language", ["fr", "sw"])
def test_the_pages_speak_three_languages(text: Document, enter: Callable[[str], Client], language: str) -> None:
    convenor = enter("convenor")
    convenor.cookies["django_language"] = language
    for path in ("history/", "versions/1/", "compare/?from=1", "versions/1/restore/", "erase/"):
        html = page(convenor, f"/documents/{text.pk}/{path}")
        assert f'<html lang="{language}"' in html and "What changed" not in html and "version back" not in html
