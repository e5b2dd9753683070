"""A discussion on the board of the cast, with a post by the member."""

import pytest

from tests.cast import World
from workspace.discussions import commands
from workspace.discussions.models import Discussion, Post


@pytest.fixture
def discussion(world: World) -> Discussion:
    return commands.open_discussion(
        actor=world.member, place=world.board, title="Who pays the way?", about=world.action
    )


@pytest.fixture
def written(world: World, discussion: Discussion) -> Post:
    return commands.post(actor=world.member, discussion=discussion, body="It costs a *day’s* earnings.")
