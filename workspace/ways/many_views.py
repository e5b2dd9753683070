"""A change of many actions: chosen in the table, looked at, made, taken back."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from permissions.access import access
from workspace.boards.filters import filter_of
from workspace.boards.forms import ActionForm
from workspace.boards.models import Action, Board
from workspace.boards.queries import open_themes, seats_on
from workspace.boards.ways import address_of
from workspace.boards.wording import in_words
from workspace.groups.answers import actor_of, command_id, done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context

from .many import MOST, Line, NotAsLookedAt, Wish, change_many, digest_of, undo_many, what_would_change
from .models import ManyChanged
from .pages import board_of, way_context
from .queries import actions_on
from .saving import clean_query
from .table import table_context

T = TypeVar("T", bound=Any)

WISHES = ("status", "status_note", "due", "due_day", "no_due", "theme", "lead")  # names in the form


@require_POST
def many(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would become of the chosen actions (`step` is nothing), or the change itself (`step` is change)."""
    board = board_of(request, pk, "edit")
    actions, wish = _chosen(request, board), Wish({})
    errors: list[str] = []
    form = _form(request, board)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields}
        wish = Wish(values, _named(request, "theme", open_themes(board.pk)), _named(request, "lead", seats_on(board)))
        if not actions:
            errors.append(_("Choose at least one action: each has a box."))
        elif len(actions) > MOST:
            errors.append(_("Choose at most %(n)s actions at once.") % {"n": MOST})
        elif not wish:
            errors.append(_("Say what is to become of them: another status, theme or date."))
    else:
        errors = [str(said) for each in form.errors.values() for said in each]
    if errors:
        return _table_again(request, board, errors)
    actor = actor_of(request)
    if request.POST.get("step") != "change":
        return _preview(request, board, what_would_change(actor=actor, actions=actions, wish=wish))
    try:
        made = change_many(
            actor=actor, board=board, actions=actions, wish=wish, looked_at=request.POST.get("looked_at", ""),
            command_id=command_id(request),
        )  # fmt: skip
    except NotAsLookedAt as error:
        return _preview(request, board, error.lines, status=409)
    text = ngettext("%(n)s action was changed.", "%(n)s actions were changed.", made.count) % {"n": made.count}
    return done(request, text, back=_back(request, board), undo=reverse("undo-many", args=[made.pk]))


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change of many, taken back."""
    made = access(request.user, ManyChanged.objects.select_related("board__group"), "edit", pk=pk)
    back = reverse("table", args=[made.board_id])
    try:
        undone = undo_many(actor=actor_of(request), done=made, command_id=command_id(request))
    except ValidationError as error:
        context = page_context(request, group_of_reader(request, made.board.group), thing=made.board, current="board")
        return redrawn(request, "groups/refused_form.html", context | {"errors": sentences(error)}, back=back)
    text = _("Taken back. All of them are as they were.")
    if undone.stayed:
        text = ngettext(
            "Taken back, except %(n)s action that was changed since: it stays as it is.",
            "Taken back, except %(n)s actions that were changed since: they stay as they are.",
            undone.stayed,
        ) % {"n": undone.stayed}
    return done(request, text, back=back)


def _chosen(request: HttpRequest, board: Board) -> list[Action]:
    """The actions whose boxes are ticked, or all that the filter shows."""
    if request.POST.get("all"):
        return actions_on(request.user, board, filter_of(QueryDict(request.POST.get("query", ""))))
    wanted = set(request.POST.getlist("action"))
    return [action for action in actions_on(request.user, board) if str(action.pk) in wanted]


def _form(request: HttpRequest, board: Board) -> ActionForm:
    """The fields that are to change: an empty one stays as it is."""
    said = QueryDict(mutable=True)
    if request.POST.get("status"):
        said["status"], said["status_note"] = request.POST["status"], request.POST.get("status_note", "")
    if request.POST.get("no_due"):
        said["due"] = ""
    elif due := request.POST.get("due_day") or request.POST.get("due"):
        said["due"] = due
    return ActionForm(said, action=Action(board=board))


def _named(request: HttpRequest, name: str, things: Iterable[T]) -> T | None:
    """Which of these the form names."""
    wanted = request.POST.get(name, "")
    return next((thing for thing in things if str(thing.pk) == wanted), None)


def _table_again(request: HttpRequest, board: Board, errors: list[str]) -> HttpResponse:
    data = QueryDict(request.POST.get("query", ""))
    context = table_context(request, board, data) | {"errors": errors, "typed": request.POST}
    context["picked"] = request.POST.getlist("action")
    return render(request, "ways/table.html", context, status=422)


def _preview(request: HttpRequest, board: Board, lines: list[Line], *, status: int = 200) -> HttpResponse:
    names = {str(seat.pk): seat.name for seat in seats_on(board)}
    themes = {str(theme.pk): theme.name for theme in board.themes.all()}

    def words(name: str, kept: str | None) -> str:
        return _in_words(name, kept, themes if name == "theme" else names)

    shown = [
        (line, [(name, words(name, old), words(name, new)) for name, (old, new) in line.changed.items()])
        for line in lines
    ]
    context = way_context(request, board, "table") | {
        "lines": shown,
        "count": sum(bool(line.changed) for line in lines),
        "looked_at": digest_of(lines),
        "carried": [(name, request.POST[name]) for name in WISHES if request.POST.get(name)],
        "query": request.POST.get("query", ""),
        "back": _back(request, board),
        "changed_since": status == 409,
    }
    return render(request, "ways/many.html", context, status=status)


def _in_words(name: str, kept: str | None, names: Mapping[str, str]) -> str:
    if name in ("theme", "lead"):
        return names.get(kept or "", _("a seat that is gone")) if kept else _("nobody")
    return in_words(name, kept, names)


def _back(request: HttpRequest, board: Board) -> str:
    return address_of("table", board, clean_query(request.POST.get("query", "")))
