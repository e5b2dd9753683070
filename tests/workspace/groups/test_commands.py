"""Founding a group, taking and leaving its seats, and appearing under another name."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.access import can, levels, visible
from permissions.errors import NotAllowed, NotYours
from permissions.models import RoleHolding, Space
from realtime.models import Event
from tests.cast import CAST, World, account, nothing_written
from workspace.groups import commands as groups
from workspace.groups.models import CountryGroup, Handle

pytestmark = [pytest.mark.data, pytest.mark.django_db]

LEVELS = {
    "convenor": "convenor",
    "member": "member",
    "voice": "member",
    "observer": "observer",
    "moderator": "moderator",
}


@pytest.mark.parametrize("name", CAST)
def test_each_of_the_cast_stands_where_the_cast_says(world: World, name: str) -> None:
    expected = {LEVELS[name]} if name in LEVELS else set()
    assert levels(world.people[name], world.ghana.space) == expected


def test_only_who_runs_the_machine_founds_a_group(world: World) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        groups.found_group(actor=world.convenor, name="Mine", short_name="Mine", country="Ghana")


def test_a_superuser_sees_no_group(world: World) -> None:
    assert not visible(world.superuser, CountryGroup.objects.all()).exists()


def test_a_member_may_not_seat_anybody(world: World) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        groups.seat_person(actor=world.member, seat=world.seats["empty"], person=world.stranger)


def test_a_convenor_abroad_does_not_find_the_seat(world: World) -> None:
    with nothing_written(), pytest.raises(NotYours):
        groups.seat_person(actor=world.tanzania_convenor, seat=world.seats["empty"], person=world.stranger)


def test_who_is_seated_enters_at_once_and_leaves_with_the_term(world: World) -> None:
    seat = groups.seat_person(
        actor=world.convenor, seat=world.seats["empty"], person=world.stranger, until=timezone.localdate()
    )
    assert can(world.stranger, "edit", world.ghana) is False
    assert levels(world.stranger, world.ghana.space) == {"member"}
    ends = RoleHolding.objects.get(user=world.stranger, role=world.ghana.members).until
    assert ends is not None and timezone.now() < ends <= timezone.now() + timedelta(days=1)
    groups.end_seat(actor=world.convenor, seat=seat)
    assert levels(world.stranger, world.ghana.space) == frozenset()
    assert not RoleHolding.objects.filter(user=world.stranger).exists()


def test_who_loses_one_of_two_seats_keeps_access(world: World) -> None:
    groups.seat_person(actor=world.convenor, seat=world.seats["empty"], person=world.member)
    groups.end_seat(actor=world.convenor, seat=world.seats["member"])
    assert levels(world.member, world.ghana.space) == {"member"}


def test_a_held_seat_is_not_given_twice(world: World) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        groups.seat_person(actor=world.convenor, seat=world.seats["member"], person=world.stranger)


def test_who_speaks_in_a_group_is_in_the_role_of_all_members_and_an_observer_is_not(world: World) -> None:
    holders = set(RoleHolding.objects.filter(role__name="all-members").values_list("user__username", flat=True))
    assert holders == {
        "convenor", "member", "voice", "inactive", "peer", "moderator", "tz-convenor", "iied-convenor"
    }  # fmt: skip


def test_a_change_of_handle_leaves_old_words_with_the_old_one(world: World) -> None:
    old = world.handle("member")
    new = groups.change_handle(actor=world.member, group=world.ghana, text="Prestea voice 1", kind="pseudonym")
    old.refresh_from_db()
    assert new.pk != old.pk and old.text == "Women miners’ representative" and old.ended_at is not None
    assert world.ghana.seats.get(pk=world.seats["member"].pk).handle == new


def test_the_event_of_a_change_of_handle_tells_neither_name(world: World) -> None:
    old = world.handle("member")
    groups.change_handle(actor=world.member, group=world.ghana, text="Prestea voice 1", kind="pseudonym")
    event = Event.objects.filter(space=world.ghana.space).latest("seq")
    assert event.kind == "group.people_changed"
    assert str(old.pk) not in str(event.data) and event.data == {} and event.by != old.pk


@pytest.mark.parametrize("text", ["Tarkwa voice 3", "TARKWA  VOICE 3", "Ｔarkwa voice 3", "", "a\u200bb", "x" * 81])
def test_a_name_that_misleads_is_refused(world: World, text: str) -> None:
    with nothing_written(), pytest.raises(ValidationError):
        groups.change_handle(actor=world.member, group=world.ghana, text=text, kind="pseudonym")


def test_nobody_takes_a_name_that_somebody_gave_up(world: World) -> None:
    groups.change_handle(actor=world.voice, group=world.ghana, text="Tarkwa voice 4", kind="pseudonym")
    with pytest.raises(ValidationError):
        groups.change_handle(actor=world.member, group=world.ghana, text="Tarkwa voice 3", kind="pseudonym")
    again = groups.change_handle(actor=world.voice, group=world.ghana, text="Tarkwa voice 3", kind="pseudonym")
    assert Handle.objects.filter(text="Tarkwa voice 3").count() == 2 and again.ended_at is None


def test_somebody_without_a_handle_here_changes_none(world: World) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        groups.change_handle(actor=world.moderator, group=world.ghana, text="Ghost", kind="role")


def test_a_group_s_log_has_no_gap(world: World) -> None:
    for space in Space.objects.all():
        seqs = list(Event.objects.filter(space=space).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))


def test_a_fresh_account_is_nobody(world: World) -> None:
    assert not visible(account("newcomer"), Space.objects.all()).exists()


@pytest.mark.parametrize("text", ["Geita Voice 1", "ＧＥＩＴＡ voice 1", "Peer", "p.mwangi", "Pendo Mwangi"])
def test_a_pseudonym_is_none_that_leads_to_who_takes_it(world: World, text: str) -> None:
    world.peer.name, world.peer.email = "Pendo Mwangi", "p.mwangi@example.org"
    world.peer.save()
    groups.change_handle(actor=world.peer, group=world.tanzania, text="Geita voice 1", kind="pseudonym")
    with nothing_written(), pytest.raises(ValidationError):
        groups.admit(
            actor=world.convenor, group=world.ghana, person=world.peer, level="observer", text=text, kind="pseudonym"
        )
    other = groups.admit(
        actor=world.convenor, group=world.ghana, person=world.peer, level="observer", text="Coast", kind="pseudonym"
    )
    assert other.text == "Coast"
