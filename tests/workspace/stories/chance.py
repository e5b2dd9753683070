"""What a story is told with: a number from which all choices follow, and what is on the board to choose from."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.cast import World
from workspace.boards.models import Action, Theme
from workspace.boards.ranks import in_order
from workspace.groups.models import Seat

T = TypeVar("T")
WORDS = ("sheets", "the bank", "Prestea", "twenty pits", "women first", "a visit")


@dataclass(frozen=True)
class Deed:
    """A command and what it is given, the actor aside."""

    command: Callable[..., Any]
    said: dict[str, Any]


class Chance:
    """Choices that follow from one number of a story."""

    def __init__(self, number: int) -> None:
        self._random = random.Random(number)

    def of(self, things: Sequence[T]) -> T:
        return self._random.choice(things)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return self._random.sample(things, len(things))

    def words(self) -> str:
        return f"{self.of(WORDS)} {self.of(range(90))}"


class NothingThere(Exception):
    """There is nothing yet that it could be done to."""


def one(chance: Chance, rows: Any) -> Any:
    found = list(rows)
    if not found:
        raise NothingThere
    return chance.of(found)


def action_of(world: World, chance: Chance) -> Action:
    action: Action = one(chance, Action.objects.filter(board=world.board).order_by("added_at", "title"))
    return action


def theme_of(world: World, chance: Chance) -> Theme:
    theme: Theme = one(chance, in_order(Theme.objects.filter(board=world.board)))
    return theme


def seat_of(world: World, chance: Chance) -> Seat:
    seat: Seat = one(chance, Seat.objects.filter(group=world.ghana).order_by("name"))
    return seat
