"""Saved views on the pages of a board: shown below the filter, kept and forgotten by small forms."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access
from permissions.errors import NotYours
from workspace.boards.models import Board
from workspace.boards.sections import Section, register_section
from workspace.boards.ways import address_of
from workspace.groups.answers import actor_of, command_id, done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context

from .models import LONGEST_NAME, SavedView
from .pages import board_of
from .saving import address_of_view, forget_view, save_view, views_of


@dataclass(frozen=True)
class Kept:
    """A saved view as a link. `is_mine`: the reader may forget it."""

    view: SavedView
    href: str
    is_mine: bool


def start() -> None:
    """Called when the app is ready."""
    register_section("filter", Section("saved", "ways/saved.html", _load))


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The address that somebody looks at, kept under a name."""
    board = board_of(request, pk)
    way, query = request.POST.get("way", ""), request.POST.get("query", "")
    back = address_of(way, board, query)
    try:
        saved = save_view(
            actor=actor_of(request), board=board, name=request.POST.get("name", ""), way=way, query=query,
            share=bool(request.POST.get("share")), command_id=command_id(request),
        )  # fmt: skip
    except ValidationError as error:
        context = page_context(request, group_of_reader(request, board.group), thing=board, current="board")
        context |= {"board": board, "here": way, "query": query, "typed": request.POST, "errors": sentences(error)}
        return redrawn(request, "ways/save_form.html", context | {"longest": LONGEST_NAME}, back=back)
    return done(request, _("Saved as “%(name)s”.") % {"name": saved.name}, back=address_of_view(saved))


@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A saved view, forgotten. Somebody's own is nothing to anybody else."""
    view = access(request.user, SavedView.objects.select_related("board__group"), pk=pk)
    if view.person_id != actor_of(request).pk and not view.is_shared:
        raise NotYours
    back = address_of_view(view)
    forget_view(actor=actor_of(request), view=view, command_id=command_id(request))
    return done(request, _("Forgotten. The actions are as they were."), back=back)


def _load(reader: Any, board: Board) -> list[Kept]:
    found = views_of(reader, board)
    return [Kept(view, address_of(view.way, board, view.query), view.person_id == reader.pk) for view in found]
