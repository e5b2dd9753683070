"""A caucus and a working group in Ghana."""

from collections.abc import Callable

import pytest

from tests.cast import World
from workspace.circles import commands, inviting
from workspace.circles.models import Circle
from workspace.discussions import commands as discussions


def come_in(world: World, circle: Circle, name: str, *, by: str = "member") -> None:
    """Somebody of the cast who holds a seat is invited into a circle and accepts."""
    asked = inviting.invite_to_circle(actor=world.people[by], circle=circle, seat=world.seats[name])
    inviting.accept_invitation(actor=world.people[name], invitation=asked)


@pytest.fixture
def inside(world: World) -> Callable[[str], World]:
    """`inside("caucus")`: the world with `circle`, which the member keeps and voice is in, `talk` and `plan` in it,
    and `plenary`, a discussion of the whole group."""

    def make(kind: str) -> World:
        circle = commands.open_circle(actor=world.member, group=world.ghana, kind=kind, name="Zanzibar Lily")
        come_in(world, circle, "voice")
        talk = discussions.open_discussion(actor=world.voice, place=circle, title="Quinine Talk")
        plenary = discussions.open_discussion(actor=world.convenor, place=world.board, title="What stops women?")
        world.things |= {
            "circle": circle,
            "talk": talk,
            "said": discussions.post(actor=world.voice, discussion=talk, body="Marigold words."),
            "plan": commands.open_board_in(actor=world.member, circle=circle, title="Oyster plan"),
            "plenary": plenary,
        }
        return world

    return make


@pytest.fixture
def caucus(inside: Callable[[str], World]) -> World:
    return inside("caucus")


@pytest.fixture
def working_group(inside: Callable[[str], World]) -> World:
    return inside("working-group")
