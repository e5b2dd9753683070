"""Closing an account ends what is open."""

import pytest

from permissions.errors import NotAllowed
from tests.cast import World, nothing_written
from workspace.people.commands import deactivate, reactivate

pytestmark = [pytest.mark.data, pytest.mark.django_db]


def test_a_closed_account_is_told_to_its_sockets(world: World, told) -> None:  # type: ignore[no-untyped-def]
    with told() as heard:
        deactivate(actor=world.superuser, person=world.member)
    assert {"type": "hint", "person": str(world.member.pk)} in heard
    assert any(str(world.ghana.space_id) in hint.get("access", ()) for hint in heard)


def test_a_closed_account_is_out_of_its_session(world: World, sign_in) -> None:  # type: ignore[no-untyped-def]
    client = sign_in(world.member)
    assert client.get("/health/").wsgi_request.user.is_authenticated
    deactivate(actor=world.superuser, person=world.member)
    assert not client.get("/health/").wsgi_request.user.is_authenticated


def test_only_its_owner_or_the_machine_closes_an_account(world: World, told) -> None:  # type: ignore[no-untyped-def]
    with told() as heard, nothing_written(), pytest.raises(NotAllowed):
        deactivate(actor=world.convenor, person=world.member)
    assert heard == []


def test_a_closed_account_opens_again(world: World) -> None:
    assert reactivate(actor=world.superuser, person=world.inactive).is_active
    with pytest.raises(NotAllowed):
        reactivate(actor=world.member, person=world.inactive)


def test_who_signs_out_is_told_to_the_sockets(world: World, told, sign_in) -> None:  # type: ignore[no-untyped-def]
    client = sign_in(world.member)
    with told() as heard:
        client.logout()
    assert {"type": "hint", "person": str(world.member.pk)} in heard
