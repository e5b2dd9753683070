"""What the parts of board and action pages are drawn from: the same for a page and for a pushed fragment."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from workspace.groups.models import Seat

from .checks import labels_on
from .history import History
from .marks import marks_of
from .models import Action, Board, Theme
from .queries import Lane, Lanes

NOBODY = UUID(int=0)  # the id in what is drawn once for all actions


def stand_in(board: Board) -> Action:
    """What the menu of a card is drawn of, once for all cards: an action that says nothing."""
    return Action(pk=NOBODY, board=board, language=board.language, status="")


def board_parts(lanes: Lanes, *, seq: int) -> dict[str, Any]:
    """Context of the parts of a board."""
    return {
        "board": lanes.board,
        "lanes": lanes,
        "themes": lanes.themes,
        "statuses": Action.Status.choices,
        "seq": seq,
    }


def marks_on(lanes: Iterable[Lane]) -> dict[str, Any]:
    """Context of their cards beside that."""
    return {"marks": marks_of([action for lane in lanes for action in lane.cards])}


def action_parts(
    action: Action,
    *,
    seats: Sequence[Seat],
    themes: Sequence[Theme],
    history: History,
    answers_for: bool,
    seq: int,
) -> dict[str, Any]:
    """Context of the parts of an action's page."""
    return {
        "action": action,
        "board": action.board,
        "seats": seats,
        "themes": themes,
        "history": history,
        "labels": labels_on(action),
        "answers_for": answers_for,  # whether the reader writes down the answers of seats
        "agreed": action.held,
        "number": next((n for n, theme in enumerate(themes, start=1) if theme.pk == action.theme_id), None),
        "statuses": Action.Status.choices,
        "seq": seq,
    }
