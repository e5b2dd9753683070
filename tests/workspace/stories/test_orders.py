"""The same commands in two orders come to the same, where no two of them are about the same thing.

What is about the same thing, and may depend on the order, is said by each command here: a field of an action, the place
before one card, the last place of a lane.

`LAWS=300` in the environment tries so many instead of 30.
"""

import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import World
from workspace.boards import commands as boards
from workspace.boards import leading
from workspace.boards.fields import values_of
from workspace.boards.models import Action, Theme
from workspace.boards.ranks import in_order
from workspace.steps import commands as steps
from workspace.steps.models import Step
from workspace.waits.commands import add_wait
from workspace.waits.models import Wait

from .chance import Chance
from .conftest import WRITING

pytestmark = [pytest.mark.data, pytest.mark.django_db]

TRIES = int(os.environ.get("LAWS", "30"))
SAME = "LAWS" not in os.environ  # the same tries each time; others where many are asked for
MANY = 12
numbers = st.integers(0, 1 << 32)


@dataclass(frozen=True)
class Independent:
    """A command, and all that it is about."""

    about: frozenset[Hashable]
    command: Callable[..., Any]
    said: dict[str, Any]


def edit(world: World, chance: Chance) -> Independent:
    action, number = chance.of(world.cards), chance.of(range(20))
    field, value = chance.of((
        ("title", f"Title {number}"), ("due", date(2027, 1, 1 + number)), ("place", f"Pit {number}"),
        ("labels", f"label {number}"), ("resources_needed", f"{number} cars"), ("supporters", [world.seats["voice"]]),
    ))  # fmt: skip
    about = {(action.pk, field)} | ({("labels", number)} if field == "labels" else set())
    seen = {field: values_of(action)[field]}
    return Independent(frozenset(about), boards.edit_action, {"action": action, "values": {field: value}, "seen": seen})


def stand(world: World, chance: Chance) -> Independent:
    action, status = chance.of(world.cards), chance.of(("on-track", "delayed", "needs-resources"))
    values = {"status": status, "status_note": "Said so"}
    return Independent(frozenset({(action.pk, "status")}), boards.edit_action, {"action": action, "values": values})


def move(world: World, chance: Chance) -> Independent:
    """Before a card that nobody moves or archives: cards of one rank are one place."""
    action, theme = chance.of(world.cards), chance.of(world.lanes)
    before = chance.of([*in_order(theme.actions.filter(archived_at=None)), None])
    place = (theme.pk, before.rank if before else "last")
    about = {(action.pk, "place"), place} | ({(before.pk, "place"), (before.pk, "archived")} if before else set())
    said = {"action": action, "theme": theme, "before": before}
    return Independent(frozenset(about), boards.move_action, said)


def add(world: World, chance: Chance) -> Independent:
    theme = chance.of(world.lanes)
    said = {"theme": theme, "title": f"New {chance.of(range(1000))}"}
    return Independent(frozenset({(theme.pk, "last")}), boards.add_action, said)


def archive(world: World, chance: Chance) -> Independent:
    action = chance.of(world.cards)
    does = boards.restore_action if action.archived_at else boards.archive_action
    return Independent(frozenset({(action.pk, "archived")}), does, {"action": action})


def lead(world: World, chance: Chance) -> Independent:
    action, seat = chance.of(world.cards), world.seats[chance.of(("member", "voice", "empty"))]
    return Independent(frozenset({(action.pk, "lead")}), leading.offer_lead, {"action": action, "seat": seat})


def tick(world: World, chance: Chance) -> Independent:
    step = chance.of(world.steps)
    said = {"step": step, "done": chance.of((True, False))}
    return Independent(frozenset({(step.pk, "done")}), steps.tick_step, said)


def add_step(world: World, chance: Chance) -> Independent:
    action = chance.of(world.cards)
    said = {"action": action, "text": f"Step {chance.of(range(1000))}"}
    return Independent(frozenset({(action.pk, "last step")}), steps.add_step, said)


def wait(world: World, chance: Chance) -> Independent:
    """For a card that stands behind it in the list: so none of them closes a circle with another."""
    first, second = sorted((chance.of(range(len(world.cards))), chance.of(range(len(world.cards)))))
    action, on = world.cards[first], world.cards[second]
    about = frozenset({(action.pk, on.pk), (on.pk, "archived")})
    return Independent(about, add_wait, {"action": action, "on": on})


def rename_lane(world: World, chance: Chance) -> Independent:
    theme, field = chance.of(world.lanes), chance.of(("name", "aim"))
    said = {"theme": theme, "values": {field: f"Lane {chance.of(range(20))}"}}
    return Independent(frozenset({(theme.pk, field)}), boards.edit_theme, said)


MEANT = (edit, edit, stand, move, move, move, add, archive, lead, tick, add_step, wait, rename_lane)


def come_to(world: World, commands: list[tuple[str, Independent]]) -> Any:
    """How all stands after these commands, and which were refused; taken back at once."""
    refused = set()
    with transaction.atomic():
        for who, each in commands:
            try:
                with transaction.atomic():
                    each.command(actor=world.people[who], **each.said)
            except ValidationError:
                refused.add(each.about)
        found = state(world)
        transaction.set_rollback(True)
    return found, refused


def state(world: World) -> Any:
    """Lanes and cards in order, those that are archived as well, and all that they say; new ones by their words."""
    lanes = []
    for theme in in_order(Theme.objects.filter(board=world.board)):
        cards = in_order(theme.actions.all())
        lanes.append((theme.name, theme.aim, [(*fields(each), each.archived_at is None) for each in cards]))
    return lanes


def fields(action: Action) -> tuple[Any, ...]:
    listed = [(step.text, step.done_at is not None) for step in in_order(Step.objects.filter(action=action))]
    awaited = set(Wait.objects.filter(action=action).values_list("on__added_at", flat=True))
    return values_of(action), action.lead_id, action.offered_to_id, listed, awaited


def full(world: World) -> World:
    """Two lanes with cards, some of one rank (two people took one back at once), one archived; two steps."""
    world.things["lanes"] = [world.theme, world.second_theme]
    for theme in world.lanes:
        for title in ("One", "Two", "Three"):
            boards.add_action(actor=world.member, theme=theme, title=f"{title} of {theme.short_name}")
    cards = list(Action.objects.filter(board=world.board).order_by("added_at"))
    Action.objects.filter(pk__in=[cards[3].pk, cards[4].pk]).update(rank=cards[4].rank)
    boards.archive_action(actor=world.member, action=cards[5])
    world.things["steps"] = [
        steps.add_step(actor=world.member, action=world.action, text=text) for text in ("Draw", "Show")
    ]
    world.things["cards"] = list(Action.objects.filter(board=world.board).order_by("added_at"))
    return world


def test_what_is_not_about_the_same_thing_may_come_in_any_order(world: World) -> None:
    full(world)

    @settings(max_examples=TRIES, deadline=None, derandomize=SAME, suppress_health_check=list(HealthCheck))
    @given(st.lists(numbers, min_size=4, max_size=3 * MANY), numbers)
    def the_law(meant: list[int], order: int) -> None:
        commands: list[tuple[str, Independent]] = []
        taken: set[Hashable] = set()
        for number in meant:
            chance = Chance(number)
            each = chance.of(MEANT)(world, chance)
            if taken & each.about:
                continue
            taken |= each.about
            commands.append((chance.of(WRITING[:3]), each))
        another = Chance(order).shuffled(commands)
        assert come_to(world, commands[:MANY]) == come_to(world, [each for each in another if each in commands[:MANY]])

    the_law()
