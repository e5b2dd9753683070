"""Going: leave a group, end somebody's time in it, hand a seat over."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from permissions.access import can, visible
from permissions.errors import NotAllowed, NotYours
from tests.cast import World, account, nothing_written
from workspace.boards.models import Board
from workspace.discussions import commands as discussions
from workspace.groups import commands as groups
from workspace.groups.models import Handle, Seat
from workspace.joining.accepting import accept
from workspace.joining.commands import invite, make_link
from workspace.lessons import commands as lessons

from .conftest import SITE

pytestmark = pytest.mark.django_db


def test_who_leaves_sees_nothing_more_and_leaves_their_words(world: World, told: Any) -> None:
    talk = discussions.open_discussion(actor=world.member, place=world.board, title="What stops women?")
    post = discussions.post(actor=world.member, discussion=talk, body="Market day")
    draft = lessons.start_lesson(actor=world.member, group=world.ghana, title="Start in the field")
    handle = world.handle("member")
    with told() as heard:
        groups.leave_group(actor=world.member, group=world.ghana)
    assert heard
    assert not visible(world.member, Board.objects.all()).exists() and not can(world.member, "view", draft)
    assert Seat.objects.get(pk=world.seats["member"].pk).handle is None
    post.refresh_from_db()
    handle.refresh_from_db()
    assert post.handle_id == handle.pk and handle.ended_at is not None
    with nothing_written(), pytest.raises(NotYours):
        discussions.post(actor=world.member, discussion=talk, body="Once more")


def test_the_last_convenor_stays_until_there_is_another(world: World, sign_in: Any) -> None:
    client = sign_in(world.convenor)
    with nothing_written():
        answer = client.post(f"/groups/{world.ghana.pk}/leave/")
    assert answer.status_code == 422 and "A group needs a convenor" in answer.content.decode()
    groups.admit(actor=world.convenor, group=world.ghana, person=world.observer, level="convenor")
    assert client.post(f"/groups/{world.ghana.pk}/leave/").status_code == 303
    assert not can(world.convenor, "view", world.ghana) and can(world.observer, "manage", world.ghana)


def test_an_inactive_convenor_is_no_other_convenor(world: World) -> None:
    groups.admit(actor=world.convenor, group=world.ghana, person=world.inactive, level="convenor")
    with pytest.raises(ValidationError):
        groups.leave_group(actor=world.convenor, group=world.ghana)


@pytest.mark.parametrize("name", ["member", "observer", "moderator"])
def test_only_convenors_end_somebodys_time(world: World, name: str) -> None:
    with nothing_written(), pytest.raises(NotAllowed):
        groups.end_time_of(actor=world.people[name], group=world.ghana, handle=world.handle("voice"))


def test_nobody_of_another_group_is_sent_away(world: World, sign_in: Any) -> None:
    abroad = world.handle("peer", world.tanzania)
    client = sign_in(world.convenor)
    with nothing_written():
        assert client.post(f"/groups/{world.ghana.pk}/people/{abroad.pk}/end/").status_code == 404
    with nothing_written(), pytest.raises(ValidationError):
        groups.end_time_of(actor=world.convenor, group=world.ghana, handle=abroad)


def test_the_name_of_who_left_is_nobody_elses(world: World) -> None:
    groups.end_time_of(actor=world.convenor, group=world.ghana, handle=world.handle("voice"))
    with pytest.raises(ValidationError):
        groups.admit(
            actor=world.convenor, group=world.ghana, person=world.stranger, level="observer", text="Tarkwa voice 3"
        )


def test_a_held_seat_passes_on_in_the_moment_in_which_somebody_comes_in(world: World) -> None:
    made = invite(actor=world.convenor, group=world.ghana, level="member", seat=world.seats["member"], site=SITE)
    token = make_link(actor=world.convenor, invitation=made, on_paper=True)
    before = world.handle("member")
    assert Seat.objects.get(pk=world.seats["member"].pk).handle == before and can(world.member, "view", world.ghana)
    successor = account("successor")
    after = accept(actor=successor, token=token, text="Women miners, second voice")
    seat = Seat.objects.get(pk=world.seats["member"].pk)
    assert seat.handle == after and can(successor, "comment", world.ghana)
    assert not can(world.member, "view", world.ghana)
    assert Handle.objects.get(pk=before.pk).text == before.text


def test_a_seat_that_somebody_else_took_meanwhile_does_not_pass_on(world: World) -> None:
    made = invite(actor=world.convenor, group=world.ghana, level="member", seat=world.seats["member"], site=SITE)
    token = make_link(actor=world.convenor, invitation=made, on_paper=True)
    groups.end_seat(actor=world.convenor, seat=world.seats["member"])
    groups.seat_person(actor=world.convenor, seat=world.seats["member"], person=world.stranger, text="Third")
    with nothing_written(), pytest.raises(ValidationError):
        accept(actor=world.peer, token=token, text="Late")
    assert can(world.stranger, "comment", world.ghana)
