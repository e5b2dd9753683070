"""An invitation of Ghana's convenor to the empty seat, and the token of its link."""

from typing import Any

import pytest

from tests.cast import World
from workspace.joining.commands import invite, make_link
from workspace.joining.models import Invitation

SITE = "https://baraza.example.org"


@pytest.fixture
def invitation(world: World) -> Invitation:
    return invite(
        actor=world.convenor, group=world.ghana, level="member", seat=world.seats["empty"], whom="Ama", site=SITE
    )


@pytest.fixture
def token(world: World, invitation: Any) -> str:
    return make_link(actor=world.convenor, invitation=invitation, on_paper=True)
