"""A board taken out of use and back into it: archived, everybody reads on, and nobody writes on it or in it."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from permissions import grants
from permissions.models import Space
from realtime.changes import change, command
from workspace.people.models import User

from .models import Board


@command
def archive_board(*, actor: User, board: Board, command_id: UUID | None = None) -> Board:
    """Take a board out of use, with its actions, texts and discussions. Nothing is deleted."""
    return set_at_rest(actor, board, archived=True)


@command
def restore_board(*, actor: User, board: Board, command_id: UUID | None = None) -> Board:
    """Take a board into use again, as it was."""
    return set_at_rest(actor, board, archived=False)


def set_at_rest(actor: User, board: Board, *, archived: bool, undoes: UUID | None = None) -> Board:
    """Part of a command: with what moved out of the board, too."""
    with change(actor, "manage", board) as (board, record):
        if (board.archived_at is not None) != archived:
            board.archived_at = timezone.now() if archived else None
            board.save(update_fields=["archived_at"])
            ours = Q(pk=board.space_id) | Q(extends=board.space_id) | Q(came_from=board.space_id)
            grants.rest(Space.objects.filter(ours).values_list("pk", flat=True), at_rest=archived)
            told = {"undoes": undoes} if undoes else {}
            record(f"board.{'archived' if archived else 'restored'}", board, **told)
    return board
