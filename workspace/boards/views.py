"""The pages of a board and of an action."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from permissions.access import access, can, levels
from realtime.documents import rendering
from workspace.groups.pages import group_of_reader, page_context
from workspace.moderation.tombstones import leaves_a_tombstone

from .filters import choices_on, filter_of, filter_parts
from .history import ALL, SHOWN, former_history_of, history_of
from .leading import ON_BEHALF
from .models import Action, Board
from .parts import action_parts, board_parts, marks_on, stand_in
from .queries import CARD, SUPPORTERS, lanes_of, open_themes, restricted_on, seats_to_lead, spaces_of
from .sections import sections_of
from .talk import talk_on
from .ways import ways_of


@require_GET
def board_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board: its lanes and cards, all or those that a filter lets through. `?lane=` names the one for a phone."""
    board = access(request.user, Board.objects.select_related("group"), pk=pk)
    group = group_of_reader(request, board.group)
    asked = filter_of(request.GET)
    show = [f"asked:{pk}" if asked else f"board:{pk}", f"talk:{board.space_id}"]
    spaces = spaces_of(board)
    context = page_context(request, group, live=spaces, show=show, thing=board, current="board")
    lanes = lanes_of(board, only=lambda actions: asked.rows(actions, request.user)) if asked else lanes_of(board)
    context |= board_parts(lanes, seq=context["live"][0]["after"])
    context |= marks_on(lanes.lanes)
    context |= talk_on(request.user, board)
    context["shown"] = lanes.shown(request.GET.get("lane", ""))
    context["stand_in"] = stand_in(board)
    context["restricted"] = restricted_on(request.user, board, only=asked)
    choices = choices_on(request.user, board, lanes.themes, lanes.seats)
    context |= filter_parts(asked, choices, shown=lanes.count, lane=request.GET.get("lane"))
    context["sections"] = sections_of("board", request.user, board)
    context |= {"here": "board", "filter_sections": sections_of("filter", request.user, board)}
    context["ways"] = ways_of(board, "board", asked.query)
    context["top"] = sections_of("board-top", request.user, board)
    return render(request, "boards/board.html", context)


@require_GET
@leaves_a_tombstone("action")
def action_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An action: its fields, its text, what happened to it. `?history=all` shows more of that."""
    action = access(request.user, actions(), pk=pk)
    board = action.board
    group = group_of_reader(request, board.group)
    context = page_context(request, group, live=[action.space], show=[f"action:{pk}"], thing=action, current="board")
    sees_board = action.space_id == board.space_id or can(request.user, "view", board)
    seats, themes = seats_to_lead(action, belongs=sees_board), open_themes(board.pk) if sees_board else []
    limit = ALL if request.GET.get("history") == "all" else SHOWN
    context |= action_parts(
        action,
        seats=seats,
        themes=themes,
        history=history_of(action, seats=seats, themes=themes, limit=limit),
        answers_for=_answers_for(request.user, action),
        seq=context["live"][0]["after"],
    )
    context |= {
        "text": rendering(action.description),
        **talk_on(request.user, board, action),
        "sees_board": sees_board,
        "sections": sections_of("action", request.user, action),
        "former": former_history_of(request.user, action, seats=seats, themes=themes),
        "mentions": reverse("handles", args=[group.pk]) if group else "",
    }
    return render(request, "boards/action.html", context)


def _answers_for(user: Any, action: Action) -> bool:
    is_asked = action.lead_id or action.offered_to_id
    return bool(is_asked and levels(user, action.space) & ON_BEHALF)


def actions() -> Any:
    """Actions with all that their page shows of them."""
    found = Action.objects.select_related("board__group", "theme", "description", *CARD)
    return found.prefetch_related(SUPPORTERS)
