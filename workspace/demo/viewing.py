"""Saved views of the demonstration boards, kept by the convenor for everybody, in the language of the board."""

from workspace.boards.models import Board
from workspace.people.models import User
from workspace.ways.saving import save_view

from .clock import Clock

STUCK = "status=delayed&status=blocked&status=needs-resources&sort=due"
NAMES = {
    "en": ("Stuck, the most urgent first", "Without a lead"),
    "fr": ("En difficulté, le plus urgent d’abord", "Sans responsable"),
    "sw": ("Zilizokwama, za haraka kwanza", "Bila mhusika mkuu"),
}


def keep_views(clock: Clock, by: User, board: Board) -> None:
    """Two views that every meeting begins with."""
    for name, query in zip(NAMES[board.language], (STUCK, "lead=none"), strict=True):
        clock.stamp(save_view(actor=by, board=board, name=name, way="table", query=query, share=True), "saved_at")
