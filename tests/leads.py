"""Who is asked to lead in the tests, and says yes."""

from typing import Any

from tests.cast import World
from workspace.boards import leading
from workspace.boards.models import Action


def ask(world: World, action: Action, name: str = "voice", by: str = "convenor") -> Action:
    """Ask the seat of one of the cast ("empty" is held by nobody)."""
    return leading.offer_lead(actor=world.people[by], action=action, seat=world.seats[name])


def led(world: World, action: Action, name: str = "voice") -> Any:
    """Have the seat of one of the cast lead, who said so."""
    return leading.offer_lead(actor=world.people[name], action=action, seat=world.seats[name])
