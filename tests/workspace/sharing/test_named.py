"""A thing is shared with one person of the group, by the name under which the group knows them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from permissions.access import levels, visible
from permissions.models import Grant
from tests.cast import World, account, nothing_written
from workspace.boards.models import Action
from workspace.groups import commands as groups
from workspace.sharing.commands import end_share, restrict, share

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def restricted(world: World) -> World:
    """The action is seen by the pseudonymous seat alone; a second observer is there who must not see it."""
    world.people["second"] = account("second")
    groups.admit(
        actor=world.convenor, group=world.ghana, person=world.second, level="observer", text="Observer, embassy"
    )
    world.things["action"] = restrict(
        actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names are in it"
    )
    return world


def let_in(world: World, name: str = "observer", **more: Any) -> Grant:
    key = f"handle:{world.handle(name).pk}"
    known: dict[str, Any] = {"level": "commenter", "reason": "Knows the district", **more}
    return share(actor=world.convenor, thing=world.action, holder=key, **known)


def sees(world: World, name: str) -> bool:
    return visible(world.people[name], Action.objects.filter(pk=world.action.pk)).exists()


def test_one_observer_is_let_in_and_the_other_is_not(restricted: World, sign_in: Any) -> None:
    page = sign_in(restricted.convenor).get(f"/sharing/{restricted.action.pk}/action/").content.decode()
    assert "Observer, donor" in page and "Observer, embassy" in page
    let_in(restricted)
    assert sees(restricted, "observer") and not sees(restricted, "second")
    read = sign_in(restricted.observer).get(f"/sharing/{restricted.action.pk}/action/").content.decode()
    assert "Observer, donor" in read and "Knows the district" in read


def test_it_is_ended_again(restricted: World, sign_in: Any) -> None:
    grant = let_in(restricted)
    page = sign_in(restricted.convenor).get(f"/sharing/{restricted.action.pk}/action/").content.decode()
    assert str(grant.pk) in page
    end_share(actor=restricted.convenor, thing=restricted.action, grant=grant.pk)
    assert not sees(restricted, "observer")


def test_said_again_it_is_the_new_level_from_now_on(restricted: World) -> None:
    let_in(restricted)
    let_in(restricted, level="reader")
    assert levels(restricted.observer, restricted.action.space) == {"reader"}


@pytest.mark.parametrize("how", ["leaves", "dismissed", "ended"])
def test_who_leaves_the_group_is_let_in_no_more(restricted: World, how: str) -> None:
    let_in(restricted)
    if how == "leaves":
        groups.leave_group(actor=restricted.observer, group=restricted.ghana)
    elif how == "dismissed":
        groups.dismiss(actor=restricted.convenor, group=restricted.ghana, person=restricted.observer, level="observer")
    else:
        groups.end_time_of(actor=restricted.convenor, group=restricted.ghana, handle=restricted.handle("observer"))
    assert not sees(restricted, "observer")


def test_it_ends_on_its_day(restricted: World) -> None:
    day = timezone.localdate() + timedelta(days=5)
    assert let_in(restricted, until=day).until is not None


def test_nobody_of_another_group_and_nobody_who_holds_a_seat_is_named_so(restricted: World, told: Any) -> None:
    keys = [
        f"handle:{restricted.handle('member').pk}",
        f"handle:{restricted.handle('peer', restricted.tanzania).pk}",
        "handle:nobody",
    ]
    for key in keys:
        with nothing_written(), told() as heard, pytest.raises(ValidationError, match="Choose from the list"):
            share(actor=restricted.convenor, thing=restricted.action, holder=key, level="reader", reason="Because")
        assert not heard
