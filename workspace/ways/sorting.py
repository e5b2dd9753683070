"""The order of a table, as its address says: `due`, or `-due` the other way round."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from workspace.boards.models import Action
from workspace.groups.sections import Text

STATUSES = Action.Status.values

ORDERS: dict[str, Callable[[Action], Any]] = {
    "title": lambda action: action.title.casefold(),
    "status": lambda action: STATUSES.index(action.status),
    "lead": lambda action: (action.lead is None, action.lead.name.casefold() if action.lead else ""),
    "due": lambda action: (action.due is None, action.due or date.max),
}

HEADS: list[tuple[str, Text]] = [
    ("title", _("Action")), ("", _("Theme")), ("status", _("Status")), ("lead", _("Lead")), ("due", _("Due")),
]  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The head of a column, and where a press on it leads; `sorted` as aria-sort says it."""

    label: Text
    query: str
    sorted: str
    key: str


def sorted_by(actions: list[Action], order: str) -> list[Action]:
    """The actions in an order; theme by theme, as they stand on the board, when none is named. Nothing stands last."""
    key = ORDERS.get(order.lstrip("-"))
    if key is None:
        return actions
    back = order.startswith("-")
    there = [action for action in actions if _says(action, order)]
    return sorted(there, key=key, reverse=back) + [action for action in actions if not _says(action, order)]


def is_order(order: str) -> bool:
    """Whether a table can stand in this order."""
    return order.removeprefix("-") in ORDERS


def heads_of(order: str, query: str) -> list[Head]:
    """The heads of the columns; by theme is how they stand when nothing is said."""
    found = []
    for key, label in HEADS:
        is_this = order.lstrip("-") == key
        back = order.startswith("-")
        goal = f"-{key}" if is_this and key and not back else key
        parts = [part for part in (query, f"sort={goal}" if goal else "") if part]
        found.append(Head(label, "&".join(parts), ("descending" if back else "ascending") if is_this else "", key))
    return found


def _says(action: Action, order: str) -> bool:
    name = order.lstrip("-")
    return name not in ("lead", "due") or getattr(action, name) is not None
