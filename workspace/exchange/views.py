"""The page on which a plan goes along or comes in, and the preview of what would come in."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from permissions.access import access
from realtime.changes import Conflict
from realtime.identity import names
from workspace.boards.models import Board
from workspace.boards.posting import address, board_to
from workspace.boards.queries import open_themes
from workspace.groups.answers import actor_of, command_id, done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context
from workspace.joining.views import site_of

from .addresses import token_of
from .columns import FIELDS, chosen, head_row, recognised
from .files import read_file
from .heads import carried
from .importing import NotAsLookedAt, import_plan
from .lines import Plan
from .models import CalendarAddress, PlanImport
from .plan import plan_of
from .previews import board_said, columns_of, rows_of
from .tables import MOST_BYTES, Table, Unreadable, as_text, read_carried, read_pasted
from .undoing import undo_import

SHOWN = 10  # imports on the page


@never_cache
@require_GET
def exchange_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A board to take along: as a file, as a calendar; and the way in for a plan that stands elsewhere."""
    return _page(request, access(request.user, Board.objects.select_related("group"), pk=pk))


@require_POST
def bring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A table, looked at (`step` is nothing) or brought onto the board (`step` is import)."""
    board = board_to(request, "edit", pk)
    try:
        table = _table(request)
    except Unreadable as error:
        return _page(request, board, errors=error.messages, status=422)
    columns = chosen(request.POST, _width(table)) or recognised(table.rows[head_row(table.rows)])
    theme = " ".join(request.POST.get("theme", "").split())
    if "title" not in columns.values() and "id" not in columns.values():
        return _preview(request, board, table, columns, theme, None)
    if request.POST.get("step") != "import":
        return _preview(
            request, board, table, columns, theme, plan_of(request.user, board, table, columns, theme=theme)
        )
    return _import(request, board, table, columns, theme)


def _import(request: HttpRequest, board: Board, table: Table, columns: dict[int, str], theme: str) -> HttpResponse:
    try:
        made = import_plan(
            actor=actor_of(request), board=board, table=table, columns=columns, theme=theme,
            looked_at=request.POST.get("looked_at", ""), command_id=command_id(request),
        )  # fmt: skip
    except NotAsLookedAt as error:
        return _preview(request, board, table, columns, theme, error.plan, status=409)
    except Conflict:  # somebody changed one of these fields in this very moment
        plan = plan_of(request.user, board, table, columns, theme=theme)
        return _preview(request, board, table, columns, theme, plan, status=409)
    except ValidationError as error:
        return _page(request, board, errors=[said for each in sentences(error).values() for said in each], status=422)
    return done(request, _told(made), back=address(board), undo=reverse("import-undo", args=[made.pk]))


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An import taken back."""
    made = access(request.user, PlanImport.objects.select_related("board__group"), "edit", pk=pk)
    back = reverse("exchange", args=[made.board_id])
    try:
        undone = undo_import(actor=actor_of(request), done=made, command_id=command_id(request))
    except ValidationError as error:
        context = _context(request, made.board) | {"errors": sentences(error)}
        return redrawn(request, "groups/refused_form.html", context, back=back)
    stayed = undone.made.get("stayed", 0)
    text = _("Taken back. What was added is archived, and what was changed is as before.")
    if stayed:
        text = ngettext(
            "Taken back, except %(n)s action that was changed or agreed since: it stays as it is.",
            "Taken back, except %(n)s actions that were changed or agreed since: they stay as they are.",
            stayed,
        ) % {"n": stayed}
    return done(request, text, back=back)


def _table(request: HttpRequest) -> Table:
    """What was sent: the table as the page carried it, a file, or pasted rows."""
    if (text := request.POST.get("table")) is not None:
        return read_carried(text, request.POST.get("heads", ""))
    if (file := request.FILES.get("file")) is not None:
        return read_file(file.read(MOST_BYTES + 1))
    return read_pasted(request.POST.get("pasted", ""))


def _width(table: Table) -> int:
    return max(len(row) for row in table.rows)


def _preview(
    request: HttpRequest,
    board: Board,
    table: Table,
    columns: dict[int, str],
    theme: str,
    plan: Plan | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """What would change. 409: it is not what was looked at before; 422: a column is missing."""
    context = _context(request, board) | {
        "table": table,
        "text": as_text(table),
        "heads": carried(table.heads),
        "board_says": board_said(plan) if plan else [],
        "columns": columns_of(table, columns),
        "fields": FIELDS.items(),
        "themes": open_themes(board.pk),
        "theme": theme,
        "asks_for_theme": "theme" not in columns.values(),
        "plan": plan,
        "rows": rows_of(plan, board) if plan else [],
        "counts": {what: len(plan.of(what)) for what in ("new", "changed", "same", "wrong")} if plan else {},
        "changed_since": status == 409,
    }
    return render(request, "exchange/preview.html", context, status=422 if plan is None else status)


def _page(request: HttpRequest, board: Board, *, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    imports = list(PlanImport.objects.filter(board=board)[:SHOWN])
    called = names({each.by for each in imports if each.by})
    mine = CalendarAddress.objects.filter(board=board, person=actor_of(request), ended_at__isnull=True).first()
    context = _context(request, board) | {
        "imports": [(each, called.get(each.by, "") if each.by else "") for each in imports],
        "calendar": mine,
        "calendar_url": site_of(request).rstrip("/") + reverse("calendar", args=[token_of(mine)]) if mine else "",
        "errors": errors or [],
        "typed": request.POST,
    }
    return render(request, "exchange/page.html", context, status=status)


def _context(request: HttpRequest, board: Board) -> dict[str, Any]:
    group = group_of_reader(request, board.group)
    return page_context(request, group, thing=board, current="board") | {"board": board}


def _told(made: PlanImport) -> str:
    added = ngettext("%(n)s action was added", "%(n)s actions were added", made.added) % {"n": made.added}
    changed = ngettext("%(n)s was changed", "%(n)s were changed", made.changed) % {"n": made.changed}
    if made.added and made.changed:
        return _("%(added)s, %(changed)s.") % {"added": added, "changed": changed}
    return f"{added if made.added else changed}."
