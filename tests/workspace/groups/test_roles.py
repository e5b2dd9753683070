"""Roles that came later than what a group had opened; and who is listed without a seat."""

from typing import Any

import pytest

from permissions import grants
from permissions.access import can
from permissions.models import Grant
from tests.cast import World, account, nothing_written
from workspace.groups import commands as groups
from workspace.groups.spaces import let_later_roles_in
from workspace.sharing.commands import restrict

pytestmark = pytest.mark.django_db


def test_who_holds_a_role_that_came_later_is_let_into_what_was_there(world: World) -> None:
    deputy = account("deputy")
    groups.admit(actor=world.convenor, group=world.ghana, person=deputy, level="alternate", text="Deputy")
    for grant in Grant.objects.filter(role__in=[world.ghana.alternates, world.ghana.scribes]):
        grants.end(grant)
    assert not can(deputy, "view", world.board)
    assert let_later_roles_in() == 4  # two roles, in the group and in its board
    assert can(deputy, "view", world.board) and can(deputy, "comment", world.action)
    with nothing_written():
        assert let_later_roles_in() == 0


def test_what_is_restricted_stays_so(world: World) -> None:
    deputy = account("deputy")
    groups.admit(actor=world.convenor, group=world.ghana, person=deputy, level="alternate", text="Deputy")
    restrict(actor=world.convenor, thing=world.action, seats=[f"seat:{world.seats['voice'].pk}"], reason="Names")
    with nothing_written():
        assert let_later_roles_in() == 0
    world.action.refresh_from_db()
    assert not can(deputy, "view", world.action)


@pytest.mark.parametrize("level", ["alternate", "scribe", "observer"])
def test_each_role_is_listed_by_its_name(world: World, sign_in: Any, level: str) -> None:
    groups.admit(actor=world.convenor, group=world.ghana, person=account("more"), level=level, text="One more")
    page = sign_in(world.member).get(f"/groups/{world.ghana.pk}/people/").content.decode()
    assert level in page.split("One more")[1][:60]


def test_the_secretariat_lists_its_safeguarding_officer(world: World, sign_in: Any) -> None:
    staff: Any = world.secretariat.handles.get(text="IIED").person
    groups.admit(actor=staff, group=world.secretariat, person=account("officer"), level="safeguarding", text="Officer")
    page = sign_in(world.moderator).get(f"/groups/{world.secretariat.pk}/people/").content.decode()
    assert "safeguarding officer" in page.split("Officer")[1][:80] and "moderator" in page
    here = sign_in(world.moderator).get(f"/groups/{world.ghana.pk}/people/").content.decode()
    assert "Officer" not in here.split("<main")[1].split("</main>")[0]
