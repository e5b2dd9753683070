"""The pages of a board and of an action."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from permissions.access import levels_in
from realtime.documents import rendering
from realtime.events import head_in
from workspace.groups.pages import Known, group_of_reader, page_context
from workspace.moderation.tombstones import leaves_a_tombstone

from .cards import Apart
from .filters import choices_in, filter_of, filter_parts
from .history import ALL, SHOWN, former_history_of, history_of
from .leading import ON_BEHALF
from .marks import marks_from
from .parts import action_parts, board_parts, stand_in
from .places import first_board_beside
from .queries import (
    action_for,
    board_for,
    lanes_for,
    open_themes,
    reads_from_inside,
    seats_to_lead,
    spaces_beside,
)
from .sections import sections_of
from .talk import talk_on
from .ways import ways_of


@require_GET
def board_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board: its lanes and cards, all or those that a filter lets through. `?lane=` names the one for a phone."""
    board = board_for(request.user, pk)
    asked = filter_of(request.GET)
    show = [f"asked:{pk}" if asked else f"board:{pk}", f"talk:{board.space_id}"]
    held = levels_in(request.user, [board.space, board.group.space])
    lanes = lanes_for(request.user, board, asked.asks(request.user) if asked else None)
    group = group_of_reader(request, board.group, held)
    known = Known(held, lanes.heads, {"board": first_board_beside(board)} if group == board.group else {})
    context = page_context(request, group, show=show, thing=board, current="board", known=known)
    context |= board_parts(lanes, seq=lanes.heads[board.space_id])
    context["marks"] = marks_from(lanes.facts, lanes.seats)
    context |= talk_on(request.user, board)
    context["shown"] = lanes.shown(request.GET.get("lane", ""))
    context["stand_in"] = stand_in(board)
    context["restricted"] = lanes.apart
    context |= filter_parts(asked, choices_in(lanes), shown=lanes.count, lane=request.GET.get("lane"))
    context["sections"] = sections_of("board", request.user, lanes)
    context |= {"here": "board", "filter_sections": sections_of("filter", request.user, board)}
    context["ways"] = ways_of(board, "board", asked.query)
    context["top"] = sections_of("board-top", request.user, lanes)
    context["apart"] = apart = Apart()
    return HttpResponse(apart.put_into(render_to_string("boards/board.html", context, request)))


@require_GET
@leaves_a_tombstone("action")
def action_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An action: its fields, its text, what happened to it. `?history=all` shows more of that."""
    action: Any = action_for(request.user, pk)
    board = action.board
    held = levels_in(request.user, [action.space, board.space, board.group.space])
    group = group_of_reader(request, board.group, held)
    sees_board = bool(held[board.space_id])
    heads = {space.pk: head_in(space) for space in [action.space, *(spaces_beside(action) if sees_board else ())]}
    known = Known(held, heads, {"board": first_board_beside(action)} if group == board.group else {})
    context = page_context(request, group, show=[f"action:{pk}"], thing=action, current="board", known=known)
    is_inside = reads_from_inside(action, held[action.space_id])
    seats, themes = seats_to_lead(action, belongs=is_inside), open_themes(board.pk) if is_inside else []
    limit = ALL if request.GET.get("history") == "all" else SHOWN
    context |= action_parts(
        action,
        seats=seats,
        themes=themes,
        history=history_of(action, seats=seats, themes=themes, limit=limit),
        answers_for=bool(held[action.space_id] & ON_BEHALF),
        seq=context["live"][0]["after"],
    )
    context |= {
        "text": rendering(action.description),
        **talk_on(request.user, board, action),
        "sees_board": sees_board,
        "sections": sections_of("action", request.user, action),
        "former": former_history_of(request.user, action, seats=seats, themes=themes) if action.has_moved else None,
        "mentions": reverse("handles", args=[group.pk]) if group else "",
    }
    return render(request, "boards/action.html", context)
