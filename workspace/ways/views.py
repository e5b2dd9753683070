"""The pages of the ways to look at a board."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from workspace.boards.filters import filter_of
from workspace.boards.queries import open_themes, seats_on
from workspace.boards.sections import sections_of
from workspace.boards.spans import spans_of
from workspace.indicators.queries import charts_of

from .mine import mine_of
from .overview import overview_of, sentence_of
from .pages import board_of, filtered_context, way_context
from .queries import actions_on
from .timeline import timeline_of

CHARTS = 6  # on an overview: two pages of paper hold no more


@require_GET
def overview_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board on one page, as this reader may see it."""
    board = board_of(request, pk)
    context = way_context(request, board, "overview")
    themes, actions = open_themes(board.pk), actions_on(request.user, board)
    overview = overview_of(request.user, board, themes, actions)
    context |= {
        "overview": overview,
        "sentence": sentence_of(overview.whole, len(overview.late)),
        "charts": charts_of(actions, CHARTS),
        "sections": sections_of("overview", request.user, board),
        "most": 8,
    }
    return render(request, "ways/overview.html", context)


@require_GET
def timeline_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The actions of a board by quarter."""
    board = board_of(request, pk)
    asked = filter_of(request.GET)
    context = way_context(request, board, "timeline")
    context |= filtered_context(request, board, asked)
    spans = spans_of(request.user, board)
    context["timeline"] = timeline_of(context["themes"], context["actions"], spans)
    return render(request, "ways/timeline.html", context)


@require_GET
def mine_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a board asks of its reader."""
    board = board_of(request, pk)
    context = way_context(request, board, "mine")
    context["mine"] = mine_of(request.user, seats_on(board), actions_on(request.user, board))
    return render(request, "ways/mine.html", context)
