"""Restrict, share, end, open again: who sees a thing then, and that all that hangs on it goes along."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.access import abilities, can, visible
from permissions.errors import NotAllowed, NotYours
from permissions.models import Grant, Space
from realtime.models import Document, Event
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.boards.models import Action
from workspace.discussions.models import Discussion, Post
from workspace.groups import commands as groups
from workspace.sharing.commands import end_share, rejoin, restrict, share

from .conftest import key, space_of

pytestmark = [pytest.mark.data, pytest.mark.django_db]

WHY = "Names of sites are in it"


def seen_by(world: World, thing: Any) -> set[str]:
    """Who of the cast sees a thing: asked of the list, and of the thing itself."""
    model = type(thing)
    fresh = model._default_manager.get(pk=thing.pk)
    listed = {
        name for name, person in world.people.items() if visible(person, model._default_manager.filter(pk=thing.pk))
    }
    assert listed == {name for name, person in world.people.items() if can(person, "view", fresh)}
    return listed


def abroad(world: World) -> str:
    return f"convenor:{world.tanzania.pk}"


def test_what_is_restricted_is_seen_by_those_seats_and_the_convenor_alone(shared: World) -> None:
    assert seen_by(shared, shared.talk) == {"convenor", "member", "voice", "observer", "moderator"}
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    for thing in (shared.talk, shared.post, shared.talk.summary):
        assert seen_by(shared, thing) == {"convenor", "voice"}, thing
    assert seen_by(shared, shared.about) == {"convenor", "member", "voice", "observer", "moderator"}
    fresh = Discussion.objects.get(pk=shared.talk.pk)
    assert abilities(shared.voice, fresh) >= {"comment", "edit", "decide"}
    assert "share" in abilities(shared.convenor, fresh)


def test_an_action_takes_along_its_text_its_discussions_and_their_posts(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.action, seats=[key(shared, "member")], reason=WHY)
    space = space_of(shared.action)
    for thing in (shared.action.description, shared.about, shared.about.summary, shared.about_post):
        assert space_of(thing) == space, thing
        assert seen_by(shared, thing) == {"convenor", "member"}
    assert space_of(shared.talk) == shared.board.space


def test_what_was_shared_wider_before_does_not_stay_behind(shared: World) -> None:
    share(actor=shared.convenor, thing=shared.about, holder=abroad(shared), level="reader", reason="They know it")
    assert can(shared.tanzania_convenor, "view", Discussion.objects.get(pk=shared.about.pk))
    restrict(actor=shared.convenor, thing=shared.action, seats=[key(shared, "member")], reason=WHY)
    assert seen_by(shared, shared.about) == {"convenor", "member"}
    assert not visible(shared.tanzania_convenor, Discussion.objects.all()).exists()
    assert not visible(shared.tanzania_convenor, Space.objects.filter(thing=shared.about.pk)).exists()


def test_what_fewer_people_see_stays_with_them(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.about, seats=[key(shared, "voice")], reason=WHY)
    restrict(actor=shared.convenor, thing=shared.action, seats=[key(shared, "member")], reason=WHY)
    assert seen_by(shared, shared.about) == {"convenor", "voice"}
    assert space_of(shared.about).came_from == space_of(shared.action)
    rejoin(actor=shared.convenor, thing=shared.about)
    assert seen_by(shared, shared.about) == {"convenor", "member"}


def test_events_stay_where_they_were_made_and_the_new_space_begins_with_who_and_why(shared: World) -> None:
    before = Event.objects.filter(space=shared.board.space, thing=shared.talk.pk).count()
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    space = space_of(shared.talk)
    first = Event.objects.get(space=space, seq=1)
    assert (first.kind, first.thing, first.by) == ("access.restricted", shared.talk.pk, shared.handle("convenor").pk)
    assert Grant.objects.filter(pk__in=first.data["grants"], reason=WHY, by=shared.convenor).count() == 1
    there = Event.objects.filter(space=shared.board.space, thing=shared.talk.pk).order_by("seq")
    assert there.count() == before + 1
    told = there.last()
    assert told is not None and told.kind == "access.moved" and WHY not in str(told.data)


def test_tanzanias_convenor_comments_until_a_day(shared: World) -> None:
    person, day = shared.tanzania_convenor, timezone.localdate() + timedelta(days=30)
    with pytest.raises(NotYours):
        boards.edit_action(actor=person, action=shared.action, values={"title": "Mine"})
    grant = share(
        actor=shared.convenor,
        thing=shared.action,
        holder=abroad(shared),
        level="commenter",
        until=day,
        reason="Compare",
    )
    action = Action.objects.get(pk=shared.action.pk)
    assert abilities(person, action) == {"view", "comment"}
    assert can(person, "comment", Discussion.objects.get(pk=shared.about.pk))
    assert not can(person, "view", shared.board) and not can(shared.peer, "view", action)
    assert seen_by(shared, action) == {"convenor", "member", "voice", "observer", "moderator"}
    assert action.space.extends == shared.board.space
    Grant.objects.filter(pk=grant.pk).update(until=timezone.now())
    action.space.group_rows.update(until=timezone.now())
    assert not can(person, "view", action)


def test_said_again_it_is_the_new_level_and_ended_it_is_over(shared: World) -> None:
    def level() -> set[str]:
        return set(abilities(shared.tanzania_convenor, Action.objects.get(pk=shared.action.pk)))

    for wanted, may in (("guest", {"view", "comment", "edit"}), ("reader", {"view"})):
        grant = share(actor=shared.convenor, thing=shared.action, holder=abroad(shared), level=wanted, reason="Compare")
        assert level() == may
    end_share(actor=shared.convenor, thing=shared.action, grant=grant.pk)
    assert level() == set()
    with nothing_written(), pytest.raises(NotYours):
        end_share(actor=shared.convenor, thing=shared.action, grant=grant.pk)


def test_a_seat_that_passes_on_takes_what_it_sees_with_it(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "member")], reason=WHY)
    groups.end_seat(actor=shared.convenor, seat=shared.seats["member"])
    assert seen_by(shared, shared.talk) == {"convenor"}
    groups.seat_person(actor=shared.convenor, seat=shared.seats["member"], person=shared.voice)
    assert seen_by(shared, shared.talk) == {"convenor", "voice"}


def test_other_seats_chosen_later_are_the_only_ones(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "member")], reason=WHY)
    share(actor=shared.convenor, thing=shared.talk, holder=abroad(shared), level="reader", reason="Compare")
    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    assert seen_by(shared, shared.talk) == {"convenor", "voice"}
    assert not can(shared.tanzania_convenor, "view", Discussion.objects.get(pk=shared.talk.pk))


def test_a_whole_board_is_restricted_with_what_was_shared_of_it(shared: World) -> None:
    share(actor=shared.convenor, thing=shared.action, holder=abroad(shared), level="reader", reason="Compare")
    restrict(actor=shared.convenor, thing=shared.board, seats=[key(shared, "voice")], reason=WHY)
    for thing in (shared.board, shared.theme, shared.action, shared.talk, shared.about_post):
        assert seen_by(shared, thing) == {"convenor", "voice"}, thing
        assert not visible(shared.tanzania_convenor, type(thing).objects.filter(pk=thing.pk)).exists()


def test_it_comes_back_with_all_that_hangs_on_it(shared: World) -> None:
    for thing in (shared.action, shared.talk):
        restrict(actor=shared.convenor, thing=thing, seats=[key(shared, "member")], reason=WHY)
        rejoin(actor=shared.convenor, thing=thing)
    lives = {space_of(t).pk for t in (shared.action, shared.action.description, shared.about, shared.about_post,
                                      shared.talk, shared.post)}  # fmt: skip
    assert lives == {shared.board.space_id}
    with nothing_written(), pytest.raises(ValidationError):
        rejoin(actor=shared.convenor, thing=shared.talk)


def test_who_may_not_share_changes_nothing(shared: World) -> None:
    restrict(actor=shared.convenor, thing=shared.about, seats=[key(shared, "member")], reason=WHY)
    for name, refusal in (("member", NotAllowed), ("voice", NotYours), ("moderator", NotYours), ("peer", NotYours)):
        actor = shared.people[name]
        with nothing_written():
            with pytest.raises(refusal):
                restrict(actor=actor, thing=shared.about, seats=[key(shared, "voice")], reason=WHY)
            with pytest.raises(refusal):
                share(actor=actor, thing=shared.about, holder=abroad(shared), level="reader", reason=WHY)
            with pytest.raises(refusal):
                rejoin(actor=actor, thing=shared.about)


def test_a_manager_there_who_has_no_right_where_it_came_from_cannot_send_it_back(shared: World) -> None:
    from permissions import grants

    restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY)
    grants.give(space=space_of(shared.talk), user=shared.peer, level="convenor", reason="a test")
    with nothing_written(), pytest.raises(NotAllowed):
        rejoin(actor=shared.peer, thing=shared.talk)


@pytest.mark.parametrize(
    "asked",
    [
        {"seats": []},
        {"seats": ["seat:nobody"]},
        {"seats": ["seat:" + str(uuid4())]},
        {"reason": "  "},
        {"reason": "x" * 400},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_written(shared: World, asked: dict[str, Any]) -> None:
    good: dict[str, Any] = {"seats": [key(shared, "voice")], "reason": WHY}
    with nothing_written(), pytest.raises(ValidationError):
        restrict(actor=shared.convenor, thing=shared.talk, **good | asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"level": "convenor"},
        {"level": "member"},
        {"holder": "convenor:nobody"},
        {"holder": "observers"},
        {"until": timezone.localdate() - timedelta(days=1)},
        {"reason": ""},
    ],
)
def test_nobody_is_let_in_as_more_or_as_somebody_who_cannot_be_named(shared: World, asked: dict[str, Any]) -> None:
    good: dict[str, Any] = {"holder": abroad(shared), "level": "reader", "reason": WHY}
    with nothing_written(), pytest.raises(ValidationError):
        share(actor=shared.convenor, thing=shared.talk, **good | asked)


def test_the_groups_own_ways_in_and_out_are_not_ended_here(shared: World) -> None:
    for grant in Grant.objects.filter(space=shared.board.space):
        with nothing_written(), pytest.raises(ValidationError):
            end_share(actor=shared.convenor, thing=shared.board, grant=grant.pk)
    theirs = Grant.objects.filter(space=shared.tz_board.space).first()
    with nothing_written(), pytest.raises(NotYours):
        end_share(actor=shared.convenor, thing=shared.board, grant=theirs.pk if theirs else uuid4())


def test_a_part_of_what_is_shared_is_not_shared_by_itself(shared: World) -> None:
    share(actor=shared.convenor, thing=shared.action, holder=abroad(shared), level="reader", reason="Compare")
    with nothing_written(), pytest.raises(ValidationError):
        share(actor=shared.convenor, thing=shared.about, holder=abroad(shared), level="guest", reason="Compare")


def test_the_same_command_twice_is_one(shared: World) -> None:
    once = uuid4()
    for _time in range(2):
        restrict(actor=shared.convenor, thing=shared.talk, seats=[key(shared, "voice")], reason=WHY, command_id=once)
    assert Space.objects.filter(thing=shared.talk.pk).count() == 1
    with nothing_written(), pytest.raises(ValidationError):
        restrict(actor=shared.voice, thing=shared.about, seats=[key(shared, "voice")], reason=WHY, command_id=once)


def test_nothing_that_hangs_is_forgotten(shared: World) -> None:
    """Whatever lived with an action and is about it: a new kind of thing has to say that it hangs there."""
    restrict(actor=shared.convenor, thing=shared.action, seats=[key(shared, "voice")], reason=WHY)
    left = shared.board.space
    assert not Document.objects.filter(space=left, action=shared.action).exists()
    assert not Discussion.objects.filter(space=left, about_id=shared.action.pk).exists()
    assert not Post.objects.filter(space=left, discussion__about_id=shared.action.pk).exists()
