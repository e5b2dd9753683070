"""Terms that end, and alternates who act in a seat while its holder is away."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.access import levels, visible
from permissions.errors import NotAllowed, NotYours
from permissions.models import RoleHolding
from tests.cast import World, account, nothing_written
from workspace.boards.models import Action
from workspace.groups import commands as groups
from workspace.groups import seat_commands as seats
from workspace.groups.models import Seat
from workspace.groups.standing_in import acts_for
from workspace.sharing.commands import restrict

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def end(when: int) -> None:
    """Let time pass: every holding that ends by then has ended."""
    passed = timezone.now() - timedelta(minutes=1)
    RoleHolding.objects.filter(until__lte=timezone.now() + timedelta(days=when)).update(until=passed)


@pytest.fixture
def alternate(world: World) -> World:
    """The member's seat has an alternate: `second`."""
    world.people["second"] = account("second")
    handle = groups.admit(
        actor=world.convenor, group=world.ghana, person=world.second, level="alternate", text="Second voice of women"
    )
    seats.name_alternate(actor=world.convenor, seat=world.seats["member"], handle=handle, until=day(300))
    return world


def seat_of(world: World, name: str = "member") -> Seat:
    return Seat.objects.get(pk=world.seats[name].pk)


def test_the_page_of_people_names_the_alternate_of_a_seat(alternate: World, sign_in: Any) -> None:
    for name in ("member", "second", "observer"):
        page = sign_in(alternate.people[name]).get(f"/groups/{alternate.ghana.pk}/people/").content.decode()
        assert "alternate: Second voice of women" in page


def test_an_alternate_stands_in_and_decides_only_while_the_holder_is_away(alternate: World, sign_in: Any) -> None:
    world = alternate
    assert levels(world.second, world.board.space) == {"alternate"}
    action = restrict(
        actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['member'].pk}"], reason="Names are in it"
    )
    sees = visible(world.second, Action.objects.filter(pk=action.pk))
    assert not sees.exists()
    client = sign_in(world.member)
    assert client.post(f"/seats/{seat_of(world).pk}/away/", {"until": day(7).isoformat()}).status_code == 303
    assert acts_for(seat_of(world)) == world.handle("second")
    assert levels(world.second, world.board.space) >= {"member"} and sees.exists()
    page = client.get(f"/groups/{world.ghana.pk}/people/").content.decode()
    assert "away: Second voice of women acts in this seat" in page
    assert client.post(f"/seats/{seat_of(world).pk}/back/").status_code == 303
    assert levels(world.second, world.board.space) == {"alternate"} and not sees.exists()
    assert (
        levels(world.member, world.board.space) == {"member"}
        and visible(world.member, Action.objects.filter(pk=action.pk)).exists()
    )


def test_it_ends_by_itself_on_the_day_that_was_said(alternate: World) -> None:
    seats.be_away(actor=alternate.member, seat=alternate.seats["member"], until=day(3))
    end(5)
    assert levels(alternate.second, alternate.board.space) == {"alternate"}


def test_only_the_holder_or_the_convenor_says_so(alternate: World, told: Any) -> None:
    for name in ("voice", "second", "observer"):
        with nothing_written(), told() as heard, pytest.raises(NotAllowed):
            seats.be_away(actor=alternate.people[name], seat=alternate.seats["member"], until=day(3))
        assert not heard
    for name in ("peer", "stranger"):
        with nothing_written(), told() as heard, pytest.raises(NotYours):
            seats.be_away(actor=alternate.people[name], seat=alternate.seats["member"], until=day(3))
        assert not heard
    seats.be_away(actor=alternate.convenor, seat=alternate.seats["member"], until=day(3))


def test_nobody_stands_in_where_there_is_no_alternate_or_for_longer_than_the_term(alternate: World, told: Any) -> None:
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="no alternate"):
        seats.be_away(actor=alternate.voice, seat=alternate.seats["voice"], until=day(3))
    with nothing_written(), told() as more, pytest.raises(ValidationError, match="still to come"):
        seats.be_away(actor=alternate.member, seat=alternate.seats["member"], until=day(-1))
    assert not heard and not more
    seats.be_away(actor=alternate.member, seat=alternate.seats["member"], until=day(4000))
    assert seat_of(alternate).away_until == day(300), "their own end"


def test_an_alternate_is_somebody_who_was_admitted_as_one(alternate: World, told: Any) -> None:
    for name in ("voice", "observer", "member"):
        with nothing_written(), told() as heard, pytest.raises(ValidationError, match="alternate in this group"):
            seats.name_alternate(actor=alternate.convenor, seat=alternate.seats["voice"], handle=alternate.handle(name))
        assert not heard


@pytest.mark.parametrize("how", ["alternate", "holder", "parts"])
def test_who_acted_in_a_seat_does_not_when_it_changes_hands(alternate: World, how: str) -> None:
    world, seat = alternate, alternate.seats["member"]
    seats.be_away(actor=world.member, seat=seat, until=day(30))
    if how == "alternate":
        seats.end_alternate(actor=world.convenor, seat=seat)
    elif how == "holder":
        groups.end_seat(actor=world.convenor, seat=seat)
    else:
        groups.leave_group(actor=world.second, group=world.ghana)
    held = levels(world.second, world.board.space)
    assert held == (set() if how == "parts" else {"alternate"})
    assert not RoleHolding.objects.filter(user=world.second, role=seat.role).exists()
    assert seat_of(world).away_until is None


def test_another_name_of_the_alternate_is_named_at_the_seat(alternate: World, sign_in: Any) -> None:
    groups.change_handle(actor=alternate.second, group=alternate.ghana, text="River voice 2", kind="pseudonym")
    page = sign_in(alternate.member).get(f"/groups/{alternate.ghana.pk}/people/").content.decode()
    assert "alternate: River voice 2" in page and "Second voice of women" not in page


# Terms


def test_a_term_is_given_another_end_and_ends_by_itself(world: World, sign_in: Any) -> None:
    client, seat = sign_in(world.convenor), world.seats["member"]
    assert client.post(f"/seats/{seat.pk}/term/", {"until": day(10).isoformat()}).status_code == 303
    assert "The term ends on" in sign_in(world.member).get(f"/seats/{seat.pk}/").content.decode()
    end(9)
    assert levels(world.member, world.board.space) == {"member"}
    end(12)
    assert not levels(world.member, world.board.space)
    assert sign_in(world.member).get(f"/boards/{world.board.pk}/").status_code == 404


def test_a_term_that_ended_is_shown_as_ended(world: World, sign_in: Any) -> None:
    Seat.objects.filter(pk=world.seats["member"].pk).update(until=day(-2))
    client = sign_in(world.convenor)
    assert "the term ended on" in client.get(f"/groups/{world.ghana.pk}/people/").content.decode()
    assert "Terms that end" in client.get(f"/groups/{world.ghana.pk}/invitations/").content.decode()
    assert "A term ended on" in client.get("/").content.decode()


def test_the_desk_and_the_first_page_speak_of_terms_that_end_soon(world: World, sign_in: Any) -> None:
    seats.change_term(actor=world.convenor, seat=world.seats["member"], until=day(20))
    for name in ("convenor", "member"):
        assert "A term ends on" in sign_in(world.people[name]).get("/").content.decode()
    for name in ("voice", "observer", "peer"):
        assert "A term ends on" not in sign_in(world.people[name]).get("/").content.decode()
    assert "Terms that end" in sign_in(world.convenor).get(f"/groups/{world.ghana.pk}/invitations/").content.decode()


def test_a_term_does_not_end_in_the_past(world: World, told: Any, sign_in: Any) -> None:
    with nothing_written(), told() as heard, pytest.raises(ValidationError, match="This day is over"):
        seats.change_term(actor=world.convenor, seat=world.seats["member"], until=day(-1))
    with nothing_written(), pytest.raises(ValidationError, match="Nobody holds this seat"):
        seats.change_term(actor=world.convenor, seat=world.seats["empty"], until=day(5))
    assert not heard
    answer = sign_in(world.convenor).post(f"/seats/{world.seats['member'].pk}/term/", {"until": "soon"})
    assert answer.status_code == 422 and "Write the day like" in answer.content.decode()


def test_the_queries_of_the_people_page_do_not_grow_with_alternates(
    alternate: World, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, where = sign_in(alternate.member), f"/groups/{alternate.ghana.pk}/people/"
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for name in ("voice", "inactive"):
        seats.name_alternate(actor=alternate.convenor, seat=alternate.seats[name], handle=alternate.handle("second"))
    with CaptureQueriesContext(connection) as three:
        client.get(where)
    assert len(one) == len(three)
