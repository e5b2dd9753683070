"""What hangs on an action and on a board: texts, actions, discussions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from realtime.models import Document
from realtime.moving import hangs_on
from workspace.discussions.models import Discussion

from .models import Action, Board, Theme


def start() -> None:
    """Called when the app is ready."""
    hangs_on(Action, _of_action)
    hangs_on(Board, _of_board)


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Document.objects.filter(pk=action.description_id)
    yield Discussion.objects.filter(about_id=action.pk)


def _of_board(board: Board) -> Iterable[QuerySet[Any]]:
    yield Theme.objects.filter(board=board)
    yield Action.objects.filter(board=board)
    yield talk_on_board(board)


def talk_on_board(board: Board) -> QuerySet[Discussion]:
    """The discussions about a board itself, those that moved out of it, too."""
    return Discussion.objects.filter(Q(space=board.space_id) | Q(space__came_from=board.space_id), about_id=None)
