"""A plan that several people work on at once: some write, some run it, some only read."""

from typing import Any

import pytest

from permissions import grants
from tests.cast import World, account
from workspace.groups import commands as groups
from workspace.sharing.commands import share

WRITING = ("convenor", "member", "voice", "scribe")
READING = ("observer", "abroad", "peer")


@pytest.fixture
def plan(world: World) -> World:
    """The board, read abroad as well; one action of it, `wide`, lives in a space of its own, which a peer reads, too.

    A `scribe` writes on behalf of others. `abroad` convenes the other group.
    """
    world.people["scribe"] = account("scribe")
    world.people["abroad"] = world.tanzania_convenor
    groups.admit(actor=world.convenor, group=world.ghana, person=world.scribe, level="scribe", text="Scribe")
    for thing in (world.board, world.actions[1]):
        share_abroad(world, thing)
    wide = world.actions[1]
    wide.refresh_from_db()
    grants.give(space=wide.space, user=world.peer, level="commenter", reason="Compare")
    world.things["wide"] = wide
    return world


def share_abroad(world: World, thing: Any) -> None:
    holder = f"convenor:{world.tanzania.pk}"
    share(actor=world.convenor, thing=thing, holder=holder, level="reader", reason="Compare")
