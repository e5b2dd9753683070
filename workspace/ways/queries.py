"""What every way reads of a board: the actions that this reader sees, those that only some see among them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from permissions.access import visible
from permissions.models import Space
from realtime.limits import SPACES_PER_SOCKET
from workspace.boards.filters import Filter
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import CARD
from workspace.boards.ranks import in_order


def actions_on(reader: Any, board: Board, only: Filter | None = None) -> list[Action]:
    """The actions that stand on a board, theme by theme: one query, however many there are."""
    there = board.actions.filter(archived_at__isnull=True, theme__archived_at__isnull=True)
    seen: QuerySet[Action] = visible(reader, only.rows(there, reader) if only else there)
    ranked = in_order(seen.select_related("theme", *CARD))
    return sorted(ranked, key=lambda action: (action.theme.rank, action.theme_id))


def spaces_on(reader: Any, board: Board) -> list[Space]:
    """The spaces that such a page follows: the board's own, and those where others of its actions live."""
    apart = visible(reader, Space.objects.filter(actions__board=board).exclude(pk=board.space_id))
    return [board.space, *apart.distinct().order_by("created_at", "pk")[: SPACES_PER_SOCKET - 1]]


def numbers_of(themes: list[Theme]) -> dict[UUID, int]:
    """The place of each theme among the lanes."""
    return {theme.pk: number for number, theme in enumerate(themes, start=1)}
