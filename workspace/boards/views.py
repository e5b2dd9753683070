"""The pages of a board and of an action."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from permissions.access import access
from realtime.documents import rendering
from workspace.groups.pages import page_context

from .history import ALL, SHOWN, history_of
from .models import Action, Board
from .parts import action_parts, board_parts
from .queries import CARD, lanes_of, open_themes, seats_to_lead
from .talk import talk_on


@require_GET
def board_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board: its lanes and cards. `?lane=` names the one that a phone shows."""
    board = access(request.user, Board.objects.select_related("group"), pk=pk)
    context = page_context(request, board.group, live=[board.space], show=[f"board:{pk}"], thing=board, current="board")
    lanes = lanes_of(board)
    context |= board_parts(lanes, seq=context["live"][0]["after"])
    context |= talk_on(request.user, board)
    context["shown"] = lanes.shown(request.GET.get("lane", ""))
    return render(request, "boards/board.html", context)


@require_GET
def action_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An action: its fields, its text, what happened to it. `?history=all` shows more of that."""
    action = access(request.user, actions(), pk=pk)
    board = action.board
    context = page_context(
        request, board.group, live=[action.space], show=[f"action:{pk}"], thing=action, current="board"
    )
    seats, themes = seats_to_lead(board.group_id), open_themes(board.pk)
    limit = ALL if request.GET.get("history") == "all" else SHOWN
    context |= action_parts(
        action,
        seats=seats,
        themes=themes,
        history=history_of(action, seats=seats, themes=themes, limit=limit),
        seq=context["live"][0]["after"],
    )
    context |= {
        "text": rendering(action.description),
        **talk_on(request.user, board, action),
        "mentions": reverse("handles", args=[board.group_id]),
    }
    return render(request, "boards/action.html", context)


def actions() -> Any:
    """Actions with all that their page shows of them."""
    return Action.objects.select_related("board__group", "theme", "description", *CARD)
