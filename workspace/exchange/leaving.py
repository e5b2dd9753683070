"""What leaves a board: files, and the calendar behind an address."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access
from permissions.errors import NotYours
from workspace.boards.filters import filter_of
from workspace.boards.models import Board
from workspace.groups.answers import actor_of, command_id, done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context
from workspace.joining.views import site_of

from .addresses import behind, end_calendar_address, make_calendar_address
from .boardfiles import board_as_json
from .calendars import calendar_of
from .content import BoardContent, content_of
from .models import CalendarAddress
from .sheets import board_as_csv, board_as_xlsx

FORMS: dict[str, tuple[str, Callable[[BoardContent], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", board_as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", board_as_xlsx),
    "json": ("application/json", board_as_json),
}


@never_cache
@require_safe
def take_along(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """A board as a file, with what this reader may see of it and the filter of the address lets through."""
    board = access(request.user, Board.objects.all(), pk=pk)
    if form not in FORMS:
        raise NotYours
    kind, write = FORMS[form]
    name = f"{slugify(board.title) or 'board'}.{form}"
    return HttpResponse(
        write(content_of(request.user, board, filter_of(request.GET))),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_not_required
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due dates behind an address, for a program that has no session. An ended address looks like none."""
    found = behind(token)
    if found is None:
        raise NotYours
    with translation.override(found.language):
        return HttpResponse(calendar_of(found, site_of(request)), content_type="text/calendar; charset=utf-8")


@require_POST
def make_address(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An address for one's own calendar."""
    board = access(request.user, Board.objects.select_related("group"), pk=pk)
    return _answer(
        request,
        board,
        lambda: make_calendar_address(actor=actor_of(request), board=board, command_id=command_id(request)),
        _("The address is there. Copy it into your calendar."),
    )


@require_POST
def end_address(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own address ended."""
    address = access(request.user, CalendarAddress.objects.select_related("board__group"), pk=pk)
    return _answer(
        request,
        address.board,
        lambda: end_calendar_address(actor=actor_of(request), address=address, command_id=command_id(request)),
        _("The address is ended. It opens nothing any more."),
    )


def _answer(request: HttpRequest, board: Board, do: Callable[[], object], text: str) -> HttpResponse:
    back = reverse("exchange", args=[board.pk]) + "#calendar"
    try:
        do()
    except ValidationError as error:
        context = page_context(request, group_of_reader(request, board.group), current="board")
        return redrawn(request, "groups/refused_form.html", context | {"errors": sentences(error)}, back=back)
    return done(request, text, back=back)
