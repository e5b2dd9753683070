"""What happened on a board and to its actions, as far as a reader may see both the thing and what was said of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from permissions.access import visible
from realtime.models import Event
from workspace.boards.models import Action, Board, Theme
from workspace.boards.told import prefixes
from workspace.groups.models import Handle

OF_THE_PLAN = ("board.", "theme.")


def events_on(user: Any, board: Board) -> QuerySet[Event]:
    """The events of a board, its themes and its actions that this reader may see.

    What was said of an action before it was restricted stands in the log of the board; whoever does not see the
    action any more is not told of it here either.
    """
    actions = visible(user, Action.objects.filter(board=board)).values("pk")
    about_actions = _kinds(["action.", *(f"{prefix}." for prefix in prefixes())]) & Q(thing__in=actions)
    about_plan = _kinds(OF_THE_PLAN) & (Q(thing=board.pk) | Q(thing__in=Theme.objects.filter(board=board).values("pk")))
    return visible(user, Event.objects.filter(about_actions | about_plan))


def handles_of(user: Any) -> set[UUID]:
    """All handles under which a person acts or has acted."""
    return set(Handle.objects.filter(person=user).values_list("pk", flat=True)) if user.pk else set()


def _kinds(beginnings: Iterable[str]) -> Q:
    found = Q()
    for beginning in beginnings:
        found |= Q(kind__startswith=beginning)
    return found
