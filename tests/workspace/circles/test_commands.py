"""What people do with circles: open, invite, accept, leave, keep, close."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.access import can, levels
from permissions.errors import NotAllowed, NotYours
from permissions.models import RoleHolding
from tests.cast import World, nothing_written
from workspace.boards import commands as boards
from workspace.circles import commands, inviting
from workspace.circles.models import Circle, Invitation
from workspace.circles.queries import happenings, invitations_for, people_of, seats_to_invite
from workspace.discussions import commands as discussions
from workspace.groups import commands as groups

from .conftest import come_in

pytestmark = [pytest.mark.data, pytest.mark.django_db]


@pytest.mark.parametrize("kind", ["caucus", "working-group"])
def test_who_has_a_say_in_the_group_opens_a_circle_and_keeps_it(world: World, kind: str) -> None:
    for name in ("convenor", "member", "voice"):
        circle = commands.open_circle(actor=world.people[name], group=world.ghana, kind=kind, name="Licence desk")
        assert levels(world.people[name], circle.space) == {"keeper"}
    for name, refusal in [
        ("observer", NotAllowed),
        ("moderator", NotAllowed),
        ("peer", NotYours),
        ("stranger", NotYours),
    ]:
        with nothing_written(), pytest.raises(refusal):
            commands.open_circle(actor=world.people[name], group=world.ghana, kind=kind, name="Licence desk")


@pytest.mark.parametrize(("kind", "name"), [("caucus", " "), ("secret", "x"), ("caucus", "x" * 81)])
def test_a_circle_needs_a_name_and_a_kind(world: World, kind: str, name: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        commands.open_circle(actor=world.member, group=world.ghana, kind=kind, name=name)


def test_who_is_invited_reads_it_alone_and_comes_in(caucus: World) -> None:
    other = commands.open_circle(actor=caucus.member, group=caucus.ghana, kind="caucus", name="Zanzibar Two")
    asked = inviting.invite_to_circle(actor=caucus.member, circle=other, seat=caucus.seats["voice"])
    assert [each.pk for each in invitations_for(caucus.voice)] == [asked.pk]
    assert not levels(caucus.voice, other.space), "an invitation is not yet a key"
    for name in ("convenor", "member", "moderator"):
        assert not invitations_for(caucus.people[name]).exists()
        with nothing_written(), pytest.raises(NotYours):
            inviting.accept_invitation(actor=caucus.people[name], invitation=asked)
    inviting.accept_invitation(actor=caucus.voice, invitation=asked)
    assert levels(caucus.voice, other.space) == {"circle"} and not invitations_for(caucus.voice).exists()
    with pytest.raises(NotYours):
        inviting.accept_invitation(actor=caucus.voice, invitation=asked)


def test_who_declines_stays_out_and_may_be_asked_again(caucus: World) -> None:
    other = commands.open_circle(actor=caucus.member, group=caucus.ghana, kind="caucus", name="Zanzibar Two")
    for _time in range(2):
        asked = inviting.invite_to_circle(actor=caucus.member, circle=other, seat=caucus.seats["voice"])
        inviting.decline_invitation(actor=caucus.voice, invitation=asked)
        assert not levels(caucus.voice, other.space)


def test_an_invitation_that_was_taken_back_opens_nothing(caucus: World) -> None:
    other = commands.open_circle(actor=caucus.member, group=caucus.ghana, kind="caucus", name="Zanzibar Two")
    asked = inviting.invite_to_circle(actor=caucus.member, circle=other, seat=caucus.seats["voice"])
    with nothing_written(), pytest.raises(NotYours):
        inviting.take_back_invitation(actor=caucus.voice, circle=other, invitation=asked)
    inviting.take_back_invitation(actor=caucus.member, circle=other, invitation=asked)
    with nothing_written(), pytest.raises(NotYours):
        inviting.accept_invitation(actor=caucus.voice, invitation=asked)


@pytest.mark.parametrize("seat", ["empty", "voice"])
def test_only_somebody_who_can_come_is_invited(caucus: World, seat: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        inviting.invite_to_circle(actor=caucus.member, circle=caucus.circle, seat=caucus.seats[seat])
    assert caucus.seats[seat] not in seats_to_invite(caucus.circle)


def test_who_is_in_a_circle_writes_there_and_its_keeper_sets_it_up(caucus: World) -> None:
    discussions.post(actor=caucus.member, discussion=caucus.talk, body="Yes.")
    theme = boards.add_theme(actor=caucus.voice, board=caucus.plan, name="First")
    assert theme.space_id == caucus.plan.space_id != caucus.circle.space_id
    for attempt in (
        lambda: commands.describe_circle(actor=caucus.voice, circle=caucus.circle, name="Mine", purpose=""),
        lambda: commands.close_circle(actor=caucus.voice, circle=caucus.circle),
        lambda: commands.remove_from_circle(actor=caucus.voice, circle=caucus.circle, handle=caucus.handle("member")),
        lambda: commands.hand_over_keeping(actor=caucus.voice, circle=caucus.circle, handle=caucus.handle("voice")),
        lambda: commands.take_keeping(actor=caucus.voice, circle=caucus.circle),
        lambda: commands.open_board_in(actor=caucus.voice, circle=caucus.circle, title="Mine"),
        lambda: inviting.invite_to_circle(actor=caucus.voice, circle=caucus.circle, seat=caucus.seats["empty"]),
    ):
        with nothing_written(), pytest.raises(NotAllowed):
            attempt()


def test_keeping_is_handed_over(caucus: World) -> None:
    commands.hand_over_keeping(actor=caucus.member, circle=caucus.circle, handle=caucus.handle("voice"))
    assert levels(caucus.voice, caucus.circle.space) == {"keeper"} == levels(caucus.voice, caucus.plan.space)
    assert levels(caucus.member, caucus.circle.space) == {"circle"}
    assert [each.is_keeper for each in people_of(caucus.circle)] == [True, False]


def test_only_somebody_of_the_circle_keeps_it(caucus: World) -> None:
    for name in ("convenor", "observer"):
        with nothing_written(), pytest.raises(ValidationError):
            commands.hand_over_keeping(actor=caucus.member, circle=caucus.circle, handle=caucus.handle(name))


def test_when_the_keeper_goes_another_may_keep_it(caucus: World) -> None:
    commands.leave_circle(actor=caucus.member, circle=caucus.circle)
    assert not can(caucus.member, "view", caucus.circle)
    commands.take_keeping(actor=caucus.voice, circle=caucus.circle)
    assert levels(caucus.voice, caucus.circle.space) == {"keeper"}
    commands.leave_circle(actor=caucus.voice, circle=caucus.circle)
    assert Circle.objects.get(pk=caucus.circle.pk).closed_at is not None, "the last one out closes it"
    assert not RoleHolding.objects.filter(role__in=[caucus.circle.keepers, caucus.circle.people]).exists()


def test_a_closed_circle_is_read_and_not_written_until_it_is_opened_again(caucus: World) -> None:
    commands.close_circle(actor=caucus.member, circle=caucus.circle)
    for name in ("member", "voice"):
        person = caucus.people[name]
        assert can(person, "view", caucus.talk) and can(person, "view", caucus.plan)
        with nothing_written(), pytest.raises(NotAllowed):
            discussions.post(actor=person, discussion=caucus.talk, body="One more.")
        with nothing_written(), pytest.raises(NotAllowed):
            boards.add_theme(actor=person, board=caucus.plan, name="One more")
    with nothing_written(), pytest.raises(NotAllowed):
        commands.reopen_circle(actor=caucus.voice, circle=caucus.circle)
    commands.reopen_circle(actor=caucus.member, circle=caucus.circle)
    discussions.post(actor=caucus.voice, discussion=caucus.talk, body="One more.")
    assert levels(caucus.voice, caucus.plan.space) == {"circle"} and levels(caucus.member, caucus.circle.space) == {
        "keeper"
    }


def test_an_invitation_into_a_closed_circle_waits(world: World) -> None:
    circle = commands.open_circle(actor=world.member, group=world.ghana, kind="caucus", name="Zanzibar")
    asked = inviting.invite_to_circle(actor=world.member, circle=circle, seat=world.seats["voice"])
    commands.close_circle(actor=world.member, circle=circle)
    with nothing_written(), pytest.raises(ValidationError):
        inviting.accept_invitation(actor=world.voice, invitation=asked)
    commands.reopen_circle(actor=world.member, circle=circle)
    inviting.accept_invitation(actor=world.voice, invitation=asked)
    assert Invitation.objects.get(pk=asked.pk).answer == "accepted"


def test_what_happened_is_told_inside(caucus: World) -> None:
    commands.remove_from_circle(actor=caucus.member, circle=caucus.circle, handle=caucus.handle("voice"))
    told = [line.text for line in happenings(caucus.circle)]
    assert told[0] == "Tarkwa voice 3 was sent away" and told[-1] == "Women miners’ representative opened the circle"


def test_the_people_of_a_circle_appear_as_in_the_group(caucus: World) -> None:
    assert caucus.said.handle == caucus.handle("voice")
    assert {each.speaker.name for each in people_of(caucus.circle)} == {
        "Women miners’ representative",
        "Tarkwa voice 3",
    }


def test_somebody_of_two_groups_acts_in_a_circle_under_the_name_of_its_group(world: World) -> None:
    abroad: Any = world.tanzania
    seat = groups.add_seat(
        actor=world.tanzania_convenor, stakeholder_group=abroad.stakeholder_groups.get(), name="Second seat"
    )
    groups.seat_person(actor=world.tanzania_convenor, seat=seat, person=world.member, text="Sauti ya mbali")
    circle = commands.open_circle(actor=world.member, group=abroad, kind="caucus", name="Mbali")
    talk = discussions.open_discussion(actor=world.member, place=circle, title="Mbali sana")
    assert str(talk.handle) == "Sauti ya mbali"
    at_home = commands.open_circle(actor=world.member, group=world.ghana, kind="caucus", name="Zanzibar")
    come_in(world, at_home, "voice")
    assert str(discussions.open_discussion(actor=world.member, place=at_home, title="x").handle) != "Sauti ya mbali"
