"""What the parts of board and action pages are drawn from: the same for a page and for a pushed fragment."""

from collections.abc import Sequence
from typing import Any

from workspace.groups.models import Seat

from .checks import labels_on
from .history import History
from .models import Action, Theme
from .queries import Lanes


def board_parts(lanes: Lanes, *, seq: int) -> dict[str, Any]:
    """Context of the parts of a board."""
    return {
        "board": lanes.board,
        "lanes": lanes,
        "themes": lanes.themes,
        "statuses": Action.Status.choices,
        "seq": seq,
    }


def card_parts(action: Action, *, themes: Sequence[Theme], seq: int) -> dict[str, Any]:
    """Context of one card."""
    return {"action": action, "themes": themes, "statuses": Action.Status.choices, "seq": seq}


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
        "number": next((n for n, theme in enumerate(themes, start=1) if theme.pk == action.theme_id), None),
        "statuses": Action.Status.choices,
        "seq": seq,
    }
