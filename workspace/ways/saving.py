"""Views that are kept under a name: an address of this board with its filter and order."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import can, visible
from permissions.errors import NotAllowed
from realtime.changes import change, command
from workspace.boards.filters import filter_of
from workspace.boards.models import Board
from workspace.boards.ways import address_of, is_way
from workspace.people.models import User

from .models import LONGEST_NAME, LONGEST_QUERY, SavedView
from .sorting import is_order

MOST = 30  # of a person on a board; more are not found again


@command
def save_view(
    *, actor: User, board: Board, name: str, way: str, query: str, share: bool = False, command_id: UUID | None = None
) -> SavedView:
    """Keep a view under a name; one of the same name and person is written over. To share it one may edit the board."""
    with change(actor, "view", board) as (board, record):
        if share and not can(actor, "edit", board):
            raise NotAllowed("edit")
        name, query = " ".join(name.split()), clean_query(query)
        if not name or len(name) > LONGEST_NAME:
            raise ValidationError({"name": _("Write a name of at most %(n)s letters.") % {"n": LONGEST_NAME}})
        if not is_way(way) or len(query) > LONGEST_QUERY:
            raise ValidationError({"name": _("This cannot be kept. Filter by less, and save again.")})
        mine = SavedView.objects.filter(board=board, person=actor)
        if mine.exclude(name=name).count() >= MOST:
            raise ValidationError({"name": _("You keep %(n)s views already. Forget one first.") % {"n": MOST}})
        saved, _is_new = SavedView.objects.update_or_create(
            board=board, person=actor, name=name,
            defaults={
                "space": board.space, "way": way, "query": query, "is_shared": share, "saved_at": timezone.now(),
            },
        )  # fmt: skip
        record("view.saved", saved)
    return saved


@command
def forget_view(*, actor: User, view: SavedView, command_id: UUID | None = None) -> None:
    """Forget a view of one's own; whoever runs the place may forget a shared one."""
    with change(actor, "view", view) as (view, record):
        if view.person_id != actor.pk and not (view.is_shared and can(actor, "manage", view)):
            raise NotAllowed("manage")
        record("view.forgotten", view)
        view.delete()


def views_of(reader: Any, board: Board) -> list[SavedView]:
    """The views of a board that a reader has: their own, and those that are shared."""
    kept = visible(reader, SavedView.objects.filter(board=board))
    return list(kept.filter(Q(person=reader.pk) | Q(is_shared=True)))


def address_of_view(view: SavedView) -> str:
    """Where a saved view leads."""
    return address_of(view.way, view.board, view.query)


def clean_query(query: str) -> str:
    """What of an address is kept: the filter and the order, and nothing else."""
    data = QueryDict(query)
    order = data.get("sort", "")
    return "&".join(part for part in (filter_of(data).query, f"sort={order}" if is_order(order) else "") if part)
