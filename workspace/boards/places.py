"""What boards bring to the navigation, to the page of a group, and to the ways to look at a board."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permissions.access import can
from workspace.groups.models import CountryGroup
from workspace.groups.sections import Place, Section, register_place, register_section

from .beside import register_columns
from .models import Board
from .queries import archived_boards_of, boards_of, boards_to_copy, first_board_of
from .ways import Way, register_way


def start() -> None:
    """Called when the app is ready."""
    register_place(Place(key="board", label=_("Board"), icon="board", url=_first_board, order=10))
    register_section(Section(key="boards", title=_("Boards"), template="boards/of_group.html", load=_boards, order=10))
    register_columns(_first)
    register_way(Way("board", _("Lanes"), "board", lambda board: reverse("board", args=[board.pk]), filtered=True))


def _first_board(user: Any, group: CountryGroup | None) -> str | None:
    if group is None:
        return None
    pk = boards_of(user, group).values_list("pk", flat=True).first()
    return reverse("board", args=[pk]) if pk else None


def _first(reader: Any) -> dict[str, Any]:
    return {"first_board": first_board_of(reader, "group")}


def first_board_beside(thing: Any) -> str | None:
    """Where the navigation leads from what was fetched for its page with it: to the first board of its group."""
    return reverse("board", args=[thing.first_board]) if thing.first_board else None


@dataclass(frozen=True)
class Shelf:
    """The boards of a group, those out of use, and those that a new one can be made like."""

    open: list[Board]
    archived: list[Board]
    to_copy: list[Board]


def _boards(user: Any, group: CountryGroup) -> Shelf:
    to_copy = boards_to_copy(user) if can(user, "manage", group) else []
    return Shelf(list(boards_of(user, group)), archived_boards_of(user, group), to_copy)
