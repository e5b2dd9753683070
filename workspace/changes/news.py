"""What changed on a board since its reader was last there: how much, on which actions, by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from permissions.access import visible
from realtime.events import head_of
from workspace.boards.models import Action, Board
from workspace.boards.queries import Lanes
from workspace.groups.models import Handle

from .commands import ONE_VISIT, note_visit
from .log import OF_THE_PLAN, events_on
from .models import Visit

NAMED = 8  # actions that are called by their titles; the rest is counted
MOST = 400  # events looked at
COLUMNS = ("id", "seen", "at", "seen_before", "before")


@dataclass(frozen=True)
class News:
    """`count` changes by others since `since`: on `actions`, on `more` others, and on the plan itself."""

    since: datetime
    seen: int
    count: int
    actions: list[Action]
    more: int
    on_plan: bool
    changed: str  # the ids of all changed actions, for the marks on their cards
    is_all: bool  # else there were more than MOST


def visit_columns(reader: Any) -> dict[str, Any]:
    """The last visit of a reader to a board, as columns beside it."""
    visits = Visit.objects.filter(person=reader.pk, board=OuterRef("pk"))
    return {f"visit_{name}": Subquery(visits.values(name)) for name in COLUMNS}


def news_on(user: Any, board: Board, lanes: Lanes | None = None) -> News | None:
    """What is new to a reader, and remembers that they were here; None when nothing is, or nobody is signed in.

    With `lanes` the board was fetched for its page and read for this reader: no more is new than they hold.
    """
    if getattr(user, "stands_for", None) is not None:  # somebody who only looks through these eyes
        return None
    head = lanes.heads[board.space_id] if lanes else head_of(board.space_id)
    visit = _beside(user, board) if lanes else Visit.objects.filter(person=user, board=board).first()
    if visit is None or visit.seen < head or visit.is_old(ONE_VISIT):
        visit = note_visit(actor=user, board=board, visit=visit, seen=head)
    return _since(user, board, visit, lanes.seen if lanes else None)


def _beside(user: Any, board: Board) -> Visit | None:
    known = {name: getattr(board, f"visit_{name}") for name in COLUMNS}
    return Visit(person=user, board=board, **known) if known["id"] else None


def _since(user: Any, board: Board, visit: Visit, seen: Mapping[UUID, Action] | None) -> News | None:
    # by number where there is one for all that is new, by the clock in the spaces of actions that others see, too
    ours = Q(space=board.space_id, seq__gt=visit.seen_before, seq__lte=visit.seen)
    new = events_on(user, board).filter(ours | (~Q(space=board.space_id) & Q(at__gt=visit.before)))
    by_others = new.exclude(by__in=Handle.objects.filter(person=user).values("pk"))
    found = list(by_others.order_by("-at", "-seq").values_list("kind", "thing")[: MOST + 1])
    if not found:
        return None
    changed: dict[UUID, None] = dict.fromkeys(
        thing for kind, thing in found if thing and not kind.startswith(OF_THE_PLAN)
    )
    first = list(changed)[:NAMED]
    titles = _seen(user, board, first) if seen is None else seen
    named = [titles[pk] for pk in first if pk in titles]
    return News(
        since=visit.before,
        seen=visit.seen,
        count=min(len(found), MOST),
        actions=named,
        more=len(changed) - len(named),
        on_plan=any(kind.startswith(OF_THE_PLAN) for kind, _thing in found),
        changed=" ".join(str(pk) for pk in changed),
        is_all=len(found) <= MOST,
    )


def _seen(user: Any, board: Board, wanted: list[UUID]) -> dict[UUID, Action]:
    there = visible(user, Action.objects.filter(pk__in=wanted, board=board))
    return {action.pk: action for action in there.only("title", "language", "archived_at", "space")}
