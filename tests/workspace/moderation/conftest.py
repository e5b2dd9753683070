"""A discussion on the board of the cast, a post by the voice that somebody reports, a safeguarding officer."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import World, account
from workspace.discussions import commands as discussions
from workspace.groups import commands as groups
from workspace.moderation import commands as moderation
from workspace.moderation.models import Report

SECRET = "The house beside the well"


@pytest.fixture
def said(world: World) -> World:
    """`talk` with `first`, by the member, and `post`, by voice."""
    talk = discussions.open_discussion(actor=world.member, place=world.board, title="What stops women?")
    world.things |= {
        "talk": talk,
        "first": discussions.post(actor=world.member, discussion=talk, body="Market day."),
        "post": discussions.post(actor=world.voice, discussion=talk, body=SECRET),
    }
    staff: Any = world.secretariat.convenors.user_set.get()
    world.people["officer"] = account("officer")
    groups.admit(
        actor=staff, group=world.secretariat, person=world.officer, level="safeguarding", text="Safeguarding officer"
    )
    return world


@pytest.fixture
def reported(said: World) -> Callable[..., Report]:
    """`reported()` has the observer report the post; or somebody else, something else."""

    def report(by: str = "observer", kind: str = "post", thing: Any = None, reason: str = "names") -> Report:
        return moderation.report(actor=said.people[by], thing=thing or said.post, kind=kind, reason=reason)

    return report
