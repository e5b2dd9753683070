"""Details of the demonstration's actions, set by who leads them; and a plan that came before, out of use by now."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from workspace.boards import commands as boards
from workspace.boards.models import Action, Board
from workspace.boards.outlines import beginning_of
from workspace.boards.periods import Period, period_of
from workspace.boards.resting import archive_board
from workspace.groups.models import CountryGroup, Seat
from workspace.people.models import User

from .content.details import DETAILS
from .shapes import Action as ActionTold
from .shapes import Detail, Group

On = Callable[[float, Callable[[], Any]], None]
FOUND = -17.3  # the day on which somebody wrote down what was found


def detail(on: On, today: date, action: Action, by: User, seats: Mapping[str, Seat], told: Detail, day: float) -> None:
    """Have an action say more of itself on a day, and later what was found."""
    values: dict[str, Any] = {
        "supporters": [seats[name] for name in told.supporters], "labels": told.labels, "area": told.area,
        "place": told.place, "point": told.point, "resources_needed": told.needs,
    }  # fmt: skip
    if told.start:
        values["start"] = period_of(today + timedelta(days=told.starts), told.start)
    on(day, partial(boards.edit_action, actor=by, action=action, values=values))
    if told.found:
        found = {"resources_found": told.found}
        on(max(FOUND, day + 0.1), partial(boards.edit_action, actor=by, action=action, values=found))


def due_of(told: ActionTold, today: date) -> Period | None:
    """When an action is due, as exactly as is known."""
    if told.due is None:
        return None
    detail = DETAILS.get(told.title)
    return period_of(today + timedelta(days=told.due), detail.due if detail and detail.due else "day")


def plan_in_time(on: On, today: date, told: Group, board: Board, by: User) -> None:
    """From when to when a plan is meant, and in Ghana the one before it."""
    values = {
        "begins": period_of(today + timedelta(days=told.founded), "year"),
        "ends": period_of(date(today.year + 2, 1, 1), "year"),
    }
    on(told.founded + 20, partial(boards.edit_board, actor=by, board=board, values=values))
    if told.key == "gh":
        on(told.founded + 2, partial(_former_plan, board.group, by))


def _former_plan(group: CountryGroup, by: User) -> Board:
    """The plan of the first dialogue, taken over from paper and out of use."""
    begins, ends = (period_of(date(year, 1, 1), "year") for year in (2016, 2018))
    former = boards.open_board(
        actor=by, group=group, title="First roadmap, after the dialogue in Tarkwa", begins=begins, ends=ends,
        purpose="Four priorities. Overtaken when small-scale mining was stopped; the present roadmap goes on from it.",
        beginning=beginning_of("ghana", "en"),
    )  # fmt: skip
    return archive_board(actor=by, board=former)
