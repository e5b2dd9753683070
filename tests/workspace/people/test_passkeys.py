"""Passkeys of others: neither seen nor changed, whatever number is asked for."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(world: World) -> Authenticator:
    """A passkey of the member's. What it holds is no matter here."""
    made: Authenticator = Authenticator.objects.create(
        user=world.member, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone of the member", "credential": {}}
    )
    return made


@pytest.mark.parametrize("address", ["/account/passkeys/{}/", "/account/passkeys/{}/remove/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_s_passkey_is_not_there(world: World, key: Any, sign_in: Any, address: str, method: str) -> None:
    theirs, nobodys = (
        getattr(sign_in(world.stranger), method)(address.format(pk), {"name": "mine"}) for pk in (key.pk, key.pk + 99)
    )
    assert theirs.status_code == nobodys.status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Phone of the member"


def test_a_made_up_answer_of_a_passkey_lets_nobody_in(world: World, client: Any) -> None:
    for made_up in ("", "{}", "null", "[]", '{"id": "x", "response": {}}', "{" * 1000):
        answer = client.post("/sign-in/passkey/", {"credential": made_up})
        assert answer.status_code in (200, 302) and client.get("/").status_code == 302, made_up
