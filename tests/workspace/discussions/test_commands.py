"""Opening, posting, correcting, taking back: what each command writes, refuses and records."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.errors import NotAllowed, NotYours
from realtime.changes import Conflict
from realtime.models import CommandReceipt, Event
from tests.cast import World, nothing_written
from workspace.discussions import commands
from workspace.discussions.models import Discussion, Post, Visit
from workspace.groups.commands import change_handle

pytestmark = [pytest.mark.data, pytest.mark.django_db]

SPEAK = ("convenor", "member", "voice", "moderator")
OUTSIDE = ("peer", "stranger", "inactive", "superuser", "anonymous")


def last_event(world: World) -> Event:
    return Event.objects.filter(space=world.board.space).latest("seq")


def test_a_discussion_lives_where_its_board_lives_and_so_does_its_summary(world: World, discussion: Discussion) -> None:
    assert discussion.space_id == world.board.space_id
    assert discussion.summary is not None and discussion.summary.space_id == discussion.space_id
    assert discussion.about_id == world.action.pk and discussion.handle == world.handle("member")
    assert last_event(world).kind == "discussion.opened"


def test_a_discussion_is_not_about_a_thing_of_another_space(world: World) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        commands.open_discussion(actor=world.member, place=world.board, title="Leseni", about=world.tz_action)


@pytest.mark.parametrize("name", SPEAK)
def test_those_who_may_speak_post_under_their_handle(world: World, discussion: Discussion, name: str) -> None:
    post = commands.post(actor=getattr(world, name), discussion=discussion, body="  I agree.\r\nFully.  ")
    assert (post.number, post.body) == (1, "I agree.\nFully.")
    assert post.handle.person == getattr(world, name)
    event = last_event(world)
    assert (event.kind, event.thing, event.by) == ("post.written", post.pk, post.handle_id)


@pytest.mark.parametrize("name", [*OUTSIDE, "observer"])
def test_nobody_else_posts(world: World, discussion: Discussion, told: Any, name: str) -> None:
    refusal = NotAllowed if name == "observer" else NotYours
    with told() as heard, nothing_written(), pytest.raises(refusal):
        commands.post(actor=getattr(world, name), discussion=discussion, body="I agree.")
    assert heard == []


def test_a_post_sent_twice_is_there_once(world: World, discussion: Discussion) -> None:
    once = uuid4()
    first = commands.post(actor=world.member, discussion=discussion, body="Once", command_id=once)
    again = commands.post(actor=world.member, discussion=discussion, body="Once", command_id=once)
    assert first == again and Post.objects.count() == 1 and CommandReceipt.objects.filter(pk=once).exists()


@pytest.mark.parametrize("body", ["", "  \n ", "x" * (commands.LONGEST_POST + 1)])
def test_a_post_says_something_and_not_too_much(world: World, discussion: Discussion, body: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        commands.post(actor=world.member, discussion=discussion, body=body)


def test_a_correction_keeps_the_former_wording(world: World, written: Post) -> None:
    former, first_at = written.body, written.written_at
    post = commands.edit_post(actor=world.member, post=written, body="It costs two days.", seen=1, language="en")
    assert (post.body, post.version) == ("It costs two days.", 2) and post.edited_at is not None
    kept = post.versions.get()
    assert (kept.version, kept.body, kept.at) == (1, former, first_at)
    assert last_event(world).kind == "post.edited" and former not in str(last_event(world).data)


def test_sending_the_same_words_corrects_nothing(world: World, written: Post) -> None:
    with nothing_written():
        commands.edit_post(actor=world.member, post=written, body=written.body, seen=1)


def test_a_correction_over_another_one_is_a_conflict_that_tells_both(world: World, written: Post, told: Any) -> None:
    commands.edit_post(actor=world.member, post=written, body="From the phone", seen=1)
    with told() as heard, nothing_written(), pytest.raises(Conflict) as conflict:
        commands.edit_post(actor=world.member, post=written, body="From the laptop", seen=1)
    assert conflict.value.fields == {"body": {"theirs": "From the phone", "yours": "From the laptop"}}
    assert heard == []


@pytest.mark.parametrize("name", ["convenor", "voice", "moderator", "observer", *OUTSIDE])
def test_nobody_touches_the_words_of_another(world: World, written: Post, told: Any, name: str) -> None:
    actor, refusal = getattr(world, name), NotYours if name in OUTSIDE else NotAllowed
    tries: tuple[Callable[[], Any], ...] = (
        lambda: commands.edit_post(actor=actor, post=written, body="Mine now", seen=1),
        lambda: commands.delete_post(actor=actor, post=written),
        lambda: commands.restore_post(actor=actor, post=written),
    )
    for attempt in tries:
        with told() as heard, nothing_written(), pytest.raises(refusal):
            attempt()
        assert heard == []


def test_a_new_name_has_no_hand_on_the_words_of_the_old_one(world: World, written: Post) -> None:
    change_handle(actor=world.member, group=world.ghana, text="Prestea voice 1", kind="pseudonym")
    with nothing_written(), pytest.raises(NotAllowed):
        commands.edit_post(actor=world.member, post=written, body="As somebody else", seen=1)
    assert Post.objects.get().handle.text == "Women miners’ representative"


def test_a_post_is_taken_back_and_put_back(world: World, written: Post) -> None:
    taken = commands.delete_post(actor=world.member, post=written)
    assert taken.deleted_at is not None and last_event(world).kind == "post.deleted"
    with nothing_written(), pytest.raises(ValidationError):
        commands.edit_post(actor=world.member, post=written, body="Still", seen=1)
    with nothing_written():
        commands.delete_post(actor=world.member, post=written)
    assert commands.restore_post(actor=world.member, post=written).deleted_at is None
    assert last_event(world).kind == "post.restored"


def test_a_visit_remembers_what_was_new_until_the_next_one(
    world: World, discussion: Discussion, written: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = commands.note_visit(actor=world.voice, discussion=discussion)
    assert (visit.seen, visit.seen_before, visit.before) == (1, 1, None)
    commands.post(actor=world.member, discussion=discussion, body="And the way back.")
    later = timezone.now() + commands.ONE_VISIT + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    visit = commands.note_visit(actor=world.voice, discussion=discussion)
    assert (visit.seen, visit.seen_before) == (2, 1) and visit.before is not None
    visit = commands.note_visit(actor=world.voice, discussion=discussion)
    assert (visit.seen, visit.seen_before) == (2, 1), "reloading the page does not make it old"


def test_a_visit_is_nobody_elses_business(world: World, discussion: Discussion, told: Any) -> None:
    with told() as heard:
        commands.note_visit(actor=world.observer, discussion=discussion)
    assert heard == [] and Visit.objects.get().person == world.observer
    with nothing_written(), pytest.raises(NotYours):
        commands.note_visit(actor=world.peer, discussion=discussion)
