"""What the pages of all ways have in common: the board, what is followed live, the links from one way to the next."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from permissions.access import access
from workspace.boards.filters import Filter, choices_on, filter_of, filter_parts
from workspace.boards.models import Action, Board
from workspace.boards.queries import open_themes
from workspace.boards.sections import sections_of
from workspace.boards.ways import ways_of
from workspace.groups.pages import group_of_reader, page_context

from .queries import actions_on, numbers_of, spaces_on


def board_of(request: HttpRequest, pk: UUID, verb: str = "view") -> Board:
    """The board that a way shows."""
    return access(request.user, Board.objects.select_related("group"), verb, pk=pk)


def way_context(request: HttpRequest, board: Board, here: str, *, show: str = "asked") -> dict[str, Any]:
    """What every way draws. Call it before anything is read that the page shows."""
    group = group_of_reader(request, board.group)
    spaces = spaces_on(request.user, board)
    context = page_context(request, group, live=spaces, show=[f"{show}:{board.pk}"], thing=board, current="board")
    query = filter_of(request.GET).query
    return context | {
        "board": board,
        "here": here,
        "ways": ways_of(board, here, query),
        "seq": context["live"][0]["after"],
        "statuses": Action.Status.choices,
        "today": timezone.localdate(),
    }


def filtered_context(request: HttpRequest, board: Board, asked: Filter, **kept: Any) -> dict[str, Any]:
    """The actions that a filter lets through, and what draws it."""
    themes = open_themes(board.pk)
    choices = choices_on(request.user, board, themes)
    found = actions_on(request.user, board, asked)
    numbers = numbers_of(themes)
    for action in found:
        action.number = numbers.get(action.theme_id)  # type: ignore[attr-defined]
    return {
        "themes": themes,
        "actions": found,
        "filter_sections": sections_of("filter", request.user, board),
        **filter_parts(asked, choices, shown=len(found), **kept),
    }
