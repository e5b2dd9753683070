"""A board of which something was agreed."""

from datetime import date
from decimal import Decimal

import pytest

from tests.cast import World
from tests.leads import led
from workspace.agreements import agreeing
from workspace.agreements.sources import Source
from workspace.boards import commands as boards
from workspace.indicators import commands as indicators

TARKWA = Source("Dialogue in Tarkwa", date(2016, 1, 22), "Minutes, page 4")
LATER = Source("Meeting in Prestea", date(2026, 3, 3))


@pytest.fixture
def promised(world: World) -> World:
    """An action with a lead, a due date and an indicator with a target; nothing is agreed yet."""
    led(world, world.action, "member")
    boards.edit_action(actor=world.convenor, action=world.action, values={"due": date(2027, 3, 31)})
    world.things["indicator"] = indicators.add_indicator(
        actor=world.member, action=world.action, name="Sites with a sheet", unit="sites", target=Decimal(20)
    )
    world.action.refresh_from_db()
    return world


@pytest.fixture
def agreed(promised: World) -> World:
    """The same, agreed in a meeting."""
    promised.things["agreement"] = agreeing.agree(actor=promised.convenor, thing=promised.action, source=TARKWA)
    return promised
