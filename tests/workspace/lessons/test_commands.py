"""Starting, inviting, publishing: what each command writes, refuses and records."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.access import can, visible
from permissions.errors import NotAllowed, NotYours
from realtime import documents
from realtime.changes import Conflict
from realtime.decode import Undecodable
from realtime.models import Event
from tests.cast import SIGNED_IN, World, nothing_written
from workspace.discussions.commands import post
from workspace.groups.models import Seat
from workspace.lessons import commands
from workspace.lessons.models import Lesson, LessonVersion

from .conftest import say

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def readers(thing: Any, world: World) -> set[str]:
    return {name for name in SIGNED_IN if visible(world.people[name], type(thing).objects.filter(pk=thing.pk)).exists()}


def test_a_draft_is_seen_by_its_author_and_the_convenor_alone(world: World, lesson: Lesson) -> None:
    assert readers(lesson, world) == {"member", "convenor"}
    assert can(world.member, "edit", lesson.draft) and can(world.convenor, "edit", lesson.draft)
    assert not can(world.voice, "edit", lesson.draft)


@pytest.mark.parametrize("name", ["observer", "moderator", "peer", "stranger"])
def test_only_members_start_a_lesson(world: World, told: Any, name: str) -> None:
    refusal = NotAllowed if name in ("observer", "moderator") else NotYours
    with told() as heard, nothing_written(), pytest.raises(refusal):
        commands.start_lesson(actor=getattr(world, name), group=world.ghana, title="Mine")
    assert heard == []


def test_a_guest_of_another_country_writes_until_the_invitation_ends(
    world: World, lesson: Lesson, seat_abroad: Seat
) -> None:
    invitation = commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    assert can(world.peer, "edit", lesson.draft) and readers(lesson, world) == {"member", "convenor", "peer"}
    assert not can(world.peer, "decide", lesson), "a guest does not publish"
    commands.end_invitation(actor=world.convenor, invitation=invitation)
    assert readers(lesson, world) == {"member", "convenor"} and not can(world.peer, "edit", lesson.draft)
    with nothing_written():
        commands.end_invitation(actor=world.convenor, invitation=invitation)


def test_a_guest_may_be_invited_again(world: World, lesson: Lesson, seat_abroad: Seat) -> None:
    first = commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    with nothing_written(), pytest.raises(ValidationError):
        commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    commands.end_invitation(actor=world.convenor, invitation=first)
    commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=seat_abroad)
    assert can(world.peer, "edit", lesson.draft)


@pytest.mark.parametrize("name", ["member", "voice", "peer", "observer", "moderator"])
def test_only_the_convenor_invites(world: World, lesson: Lesson, seat_abroad: Seat, told: Any, name: str) -> None:
    with told() as heard, nothing_written(), pytest.raises(NotAllowed if name == "member" else NotYours):
        commands.invite_to_draft(actor=getattr(world, name), lesson=lesson, seat=seat_abroad)
    assert heard == []


@pytest.mark.parametrize("seat", ["voice", "empty"])
def test_an_invitation_goes_to_a_held_seat_abroad(world: World, lesson: Lesson, seat: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        commands.invite_to_draft(actor=world.convenor, lesson=lesson, seat=world.seats[seat])


def test_a_published_version_is_read_by_all_countries(world: World, version: LessonVersion) -> None:
    assert readers(version, world) == {"convenor", "member", "voice", "observer", "moderator", "peer"}
    assert version.space_id not in (version.lesson.space_id, world.ghana.space_id)
    assert readers(version.lesson, world) == {"member", "convenor"}, "the draft stays where it was"
    assert not any(can(world.people[name], "edit", version) for name in SIGNED_IN)


def test_a_published_version_never_changes(world: World, lesson: Lesson, version: LessonVersion) -> None:
    kept = (version.title, version.html, version.text, version.content)
    say(lesson, "A line that came later.")
    commands.rename_lesson(actor=world.convenor, lesson=lesson, title="Start at the sites", language="en")
    second = commands.publish_lesson(actor=world.member, lesson=lesson)
    version.refresh_from_db()
    assert (version.title, version.html, version.text, version.content) == kept
    assert second.number == 2 and "came later" in second.text and second.title == "Start at the sites"
    assert second.space_id != version.space_id


def test_publishing_tells_the_readers_and_those_who_wrote(world: World, lesson: Lesson, version: LessonVersion) -> None:
    [published, opened] = Event.objects.filter(space=version.space).order_by("seq")
    assert (published.kind, published.thing, opened.kind) == ("lesson.published", version.pk, "discussion.opened")
    assert Event.objects.filter(space=lesson.space).latest("seq").kind == "draft.published"


@pytest.mark.parametrize("name", ["convenor", "member", "voice", "peer", "moderator"])
def test_readers_of_all_countries_comment(world: World, version: LessonVersion, name: str) -> None:
    assert version.discussion is not None
    said = post(actor=getattr(world, name), discussion=version.discussion, body="We did the same.")
    home = world.ghana if name in ("convenor", "member", "voice") else None
    assert said.handle.person == getattr(world, name) and (home is None or said.handle.group == home)


@pytest.mark.parametrize("name", ["stranger", "inactive", "superuser", "anonymous"])
def test_others_do_not_find_it(world: World, version: LessonVersion, name: str) -> None:
    assert version.discussion is not None
    with nothing_written(), pytest.raises(NotYours):
        post(actor=getattr(world, name), discussion=version.discussion, body="Hello")


def test_an_empty_draft_is_not_published(world: World) -> None:
    empty = commands.start_lesson(actor=world.member, group=world.ghana, title="Nothing yet")
    documents.rendering(empty.draft)
    with nothing_written(), pytest.raises(ValidationError):
        commands.publish_lesson(actor=world.member, lesson=empty)


def test_a_draft_that_cannot_be_decoded_is_not_published(
    world: World, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_update: bytes) -> Any:
        raise Undecodable("too deep")

    monkeypatch.setattr("realtime.decode.render", fail)
    with pytest.raises(ValidationError):
        commands.publish_lesson(actor=world.member, lesson=lesson)
    assert not LessonVersion.objects.exists()


def test_two_who_rename_at_once_are_told(world: World, lesson: Lesson) -> None:
    commands.rename_lesson(actor=world.convenor, lesson=lesson, title="In the field", language="en")
    with nothing_written(), pytest.raises(Conflict) as conflict:
        commands.rename_lesson(
            actor=world.member, lesson=lesson, title="At the sites", language="en", seen_title="Start in the field"
        )
    assert conflict.value.fields["title"] == {"theirs": "In the field", "yours": "At the sites"}
