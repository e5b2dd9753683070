"""The library, a lesson, a draft: as a browser without scripts reads and uses them."""

import json
import re
from typing import Any

import pytest

from permissions.access import can
from realtime.models import Event
from realtime.regions import Audience, draw, regions_of
from tests.cast import World, nothing_written
from workspace.groups.models import Seat
from workspace.lessons import commands
from workspace.lessons.models import Invitation, Lesson, LessonVersion

from .conftest import say

pytestmark = pytest.mark.django_db

LIBRARY = ("convenor", "member", "voice", "observer", "moderator", "peer")
IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def main_of(response: Any) -> str:
    return re.split(r"</?main[^>]*>", response.content.decode())[1]


@pytest.fixture
def in_swahili(world: World) -> LessonVersion:
    made = commands.start_lesson(actor=world.peer, group=world.tanzania, title="Umbo la kisheria", language="sw")
    say(made, "Kundi liliandika katiba yake, likasajiliwa na kufungua akaunti ya benki.")
    return commands.publish_lesson(actor=world.peer, lesson=made)


@pytest.mark.parametrize("name", LIBRARY)
def test_all_countries_find_it_in_the_library_and_read_it(
    world: World, version: LessonVersion, sign_in: Any, name: str
) -> None:
    client = sign_in(getattr(world, name))
    assert version.title in main_of(client.get("/lessons/"))
    page = main_of(client.get(f"/lessons/{version.pk}/"))
    assert "<strong>sites</strong>" in page and ("Write a post" in page) == can(
        getattr(world, name), "comment", version
    )


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_others_find_neither(world: World, version: LessonVersion, sign_in: Any, name: str) -> None:
    client = sign_in(getattr(world, name))
    assert version.title not in main_of(client.get("/lessons/"))
    assert client.get(f"/lessons/{version.pk}/").status_code == 404


def test_the_address_narrows_the_library(
    world: World, version: LessonVersion, in_swahili: LessonVersion, sign_in: Any
) -> None:
    client = sign_in(world.member)
    assert "2 lessons" in main_of(client.get("/lessons/"))
    found = main_of(client.get(f"/lessons/?country={world.tanzania.pk}"))
    assert in_swahili.title in found and version.title not in found
    found = main_of(client.get("/lessons/?language=en"))
    assert version.title in found and in_swahili.title not in found
    assert "No lesson fits" in main_of(client.get(f"/lessons/?country={world.tanzania.pk}&language=en"))
    assert client.get("/lessons/?country=nonsense").status_code == 200


def test_title_and_body_carry_their_language(world: World, in_swahili: LessonVersion, sign_in: Any) -> None:
    page = main_of(sign_in(world.member).get(f"/lessons/{in_swahili.pk}/"))
    assert re.search(r'<h1[^>]* lang="sw">Umbo la kisheria', page)
    assert re.search(r'<article[^>]* lang="sw"', page)


def test_the_library_shows_the_last_version_and_the_lesson_leads_to_the_others(
    world: World, lesson: Lesson, version: LessonVersion, sign_in: Any
) -> None:
    second = commands.publish_lesson(actor=world.member, lesson=lesson)
    client = sign_in(world.peer)
    library = main_of(client.get("/lessons/"))
    assert str(second.pk) in library and str(version.pk) not in library
    assert f"/lessons/{second.pk}/" in main_of(client.get(f"/lessons/{version.pk}/"))


def test_a_comment_goes_back_to_the_lesson(world: World, version: LessonVersion, sign_in: Any) -> None:
    answer = sign_in(world.peer).post(f"/discussions/{version.discussion_id}/posts/", {"body": "So did we."})
    assert answer["Location"].startswith(f"/lessons/{version.pk}/#post-")
    page = main_of(sign_in(world.member).get(f"/lessons/{version.pk}/"))
    assert "So did we." in page and "JUMKUTA" in page


def test_a_draft_tells_who_reads_it_and_why(world: World, lesson: Lesson, seat_abroad: Seat, sign_in: Any) -> None:
    convenor = sign_in(world.convenor)
    answer = convenor.post(f"/lessons/drafts/{lesson.pk}/invite/", {"seat": str(seat_abroad.pk)}, **IN_PLACE)
    invitation = Invitation.objects.get()
    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"])["baraza:notice"]["undo"] == f"/lessons/invitations/{invitation.pk}/end/"
    page = main_of(convenor.get(f"/lessons/drafts/{lesson.pk}/"))
    for why in ("runs the group", "started this draft", "was invited to write with you"):
        assert why in page
    guest = main_of(sign_in(world.peer).get(f"/lessons/drafts/{lesson.pk}/"))
    assert 'data-may-edit="true"' in guest and "End the invitation" not in guest and "Publish it" not in guest
    assert convenor.post(f"/lessons/invitations/{invitation.pk}/end/").status_code == 303
    assert sign_in(world.peer).get(f"/lessons/drafts/{lesson.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["voice", "observer", "moderator", "peer", "stranger", "superuser"])
def test_for_everybody_else_the_draft_does_not_exist(
    world: World, lesson: Lesson, seat_abroad: Seat, sign_in: Any, name: str
) -> None:
    client = sign_in(getattr(world, name))
    base = f"/lessons/drafts/{lesson.pk}/"
    assert client.get(base).status_code == client.get(f"{base}handles/").status_code == 404
    assert lesson.title not in main_of(client.get("/lessons/"))
    with nothing_written():
        for address in ("rename/", "invite/", "publish/"):
            sent = {"title": "x", "language": "en", "seat": str(seat_abroad.pk)}
            assert client.post(base + address, sent).status_code == 404


def test_an_author_does_not_invite_and_a_guest_does_not_publish(
    world: World, lesson: Lesson, seat_abroad: Seat, sign_in: Any
) -> None:
    base, author, guest = f"/lessons/drafts/{lesson.pk}/", sign_in(world.member), sign_in(world.peer)
    with nothing_written():
        assert author.post(f"{base}invite/", {"seat": str(seat_abroad.pk)}).status_code == 403
    commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    with nothing_written():
        assert guest.post(f"{base}publish/").status_code == 403


def test_a_seat_that_is_not_offered_is_refused_with_a_sentence(world: World, lesson: Lesson, sign_in: Any) -> None:
    sent, convenor = {"seat": str(world.seats["voice"].pk)}, sign_in(world.convenor)
    with nothing_written():
        answer = convenor.post(f"/lessons/drafts/{lesson.pk}/invite/", sent, **IN_PLACE)
    assert answer.status_code == 422 and "Choose another" in answer.content.decode()


def test_a_lesson_is_started_on_the_groups_page_and_published_from_its_draft(world: World, sign_in: Any) -> None:
    member = sign_in(world.member)
    assert "Start a lesson" in main_of(member.get(f"/groups/{world.ghana.pk}/"))
    answer = member.post(f"/groups/{world.ghana.pk}/lessons/", {"title": "Pay their day", "language": "en"})
    lesson = Lesson.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/lessons/drafts/{lesson.pk}/")
    empty = member.post(f"{answer['Location']}publish/")
    assert empty.status_code == 422 and "The draft is empty" in empty.content.decode()
    say(lesson, "Hosts lose a day of work. Pay it.")
    published = member.post(f"{answer['Location']}publish/")
    assert published["Location"] == f"/lessons/{LessonVersion.objects.get().pk}/"


def test_a_lesson_without_a_title_is_asked_for_one(world: World, sign_in: Any) -> None:
    member = sign_in(world.member)
    with nothing_written():
        answer = member.post(f"/groups/{world.ghana.pk}/lessons/", {"title": " ", "language": "fr"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Give it a title" in page and '<option value="fr" selected' in page


def test_both_titles_are_shown_when_two_renamed(world: World, lesson: Lesson, sign_in: Any) -> None:
    commands.rename_lesson(actor=world.convenor, lesson=lesson, title="In the field", language="en")
    sent = {"title": "At the sites", "language": "en", "seen_title": "Start in the field"}
    member = sign_in(world.member)
    with nothing_written():
        answer = member.post(f"/lessons/drafts/{lesson.pk}/rename/", sent, **IN_PLACE)
    page = answer.content.decode()
    assert answer.status_code == 409 and "In the field" in page and 'value="At the sites"' in page


def test_names_to_mention_are_those_of_the_readers(world: World, lesson: Lesson, sign_in: Any) -> None:
    names = sign_in(world.convenor).get(f"/lessons/drafts/{lesson.pk}/handles/").json()
    assert {each["name"] for each in names} == {"Convenor", "Women miners’ representative"}
    only = sign_in(world.convenor).get(f"/lessons/drafts/{lesson.pk}/handles/?q=conv").json()
    assert [each["name"] for each in only] == ["Convenor"]


def test_a_new_guest_is_pushed_to_the_open_draft(world: World, lesson: Lesson, seat_abroad: Seat) -> None:
    commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    event = Event.objects.filter(space=lesson.space).latest("seq")
    sent = {}
    for level in ("convenor", "author"):
        audience = Audience(lesson.space_id, "en", frozenset({level}))
        [(topics, [_head, sent[level]])] = draw(regions_of([event]), audience)
        assert topics == {f"lesson:{lesson.pk}"} and "Miners’ association, Geita" in sent[level]
    assert "End the invitation" in sent["convenor"] and "End the invitation" not in sent["author"]
    assert "csrf" not in sent["convenor"]
