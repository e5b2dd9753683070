"""The table of a board: its page, and the forms of one row."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from workspace.boards.filters import filter_of
from workspace.boards.models import Action, Board
from workspace.boards.posting import action_to_edit

from .pages import board_of, filtered_context, way_context
from .sorting import heads_of, is_order, sorted_by

PARTS = ("status", "when", "title")  # the forms of a row; who leads is asked on the page of the action


@require_GET
def table_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The actions of a board as a table: sorted, filtered, edited in place, chosen for a change of many.

    `?change=` names the one whose forms stand open, for who has no script.
    """
    board = board_of(request, pk)
    return render(request, "ways/table.html", table_context(request, board, request.GET))


@require_GET
def row_forms(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of one row, for a script that puts them there."""
    action = action_to_edit(request, pk)
    context = {"action": action, "board": action.board, "parts": PARTS, "statuses": Action.Status.choices}
    return render(request, "ways/row_forms.html", context)


def table_context(request: HttpRequest, board: Board, data: QueryDict) -> dict[str, Any]:
    """What the table is drawn from; `data` is its address."""
    asked, order = filter_of(data), data.get("sort", "")
    order = order if is_order(order) else ""
    is_plain = not asked and not order
    context = way_context(request, board, "table", show="table" if is_plain else "asked")
    context |= filtered_context(request, board, asked, sort=order)
    changing = data.get("change", "") if "edit" in context["can"] else ""
    query = "&".join(part for part in (asked.query, f"sort={order}" if order else "") if part)
    return context | {
        "actions": sorted_by(context["actions"], order),
        "heads": heads_of(order, asked.query),
        "order": order,
        "changing": next((each for each in context["actions"] if str(each.pk) == changing), None),
        "parts": PARTS,
        "query": query,
        "row_back": f"{request.path}?{query}" if query else request.path,
    }
