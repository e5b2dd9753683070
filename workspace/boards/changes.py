"""What the forms of a board ask for: a gate, a command, an answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access
from realtime.changes import Conflict
from realtime.events import head_of
from realtime.identity import identity
from realtime.models import Event
from workspace.groups.answers import command_id, done, redrawn, sentences
from workspace.groups.models import CountryGroup
from workspace.groups.pages import page_context

from . import commands
from .choices import choices_of
from .forms import ActionForm, BoardForm, NewActionForm, ThemeForm
from .models import Action, Board, Theme
from .queries import cards_of, next_after, open_themes, seats_to_lead
from .undo import undo_change

STEPS = ("up", "down", "first", "last")


@require_POST
def open_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new board for a group."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    form = BoardForm(request.POST)
    return _changed(
        request,
        lambda: commands.open_board(
            actor=request.user, group=group, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="boards/open_form.html",
        context={"group": group},
        text=_("The board is open."),
        back=reverse("group", args=[pk]),
        there=lambda board: address(board),
    )


@require_POST
def edit_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another title or purpose of a board."""
    board = access(request.user, Board.objects.select_related("group"), "manage", pk=pk)
    form = BoardForm(request.POST)
    return _changed(
        request,
        lambda: commands.edit_board(
            actor=request.user, board=board, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="boards/board_form.html",
        context={"board": board, "group": board.group},
        text=_("Saved."),
        back=address(board),
    )


@require_POST
def add_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new lane."""
    board = access(request.user, Board.objects.select_related("group"), "edit", pk=pk)
    form = ThemeForm(request.POST)
    return _changed(
        request,
        lambda: commands.add_theme(
            actor=request.user, board=board, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="boards/add_theme_form.html",
        context={"board": board, "group": board.group},
        text=_("The theme is on the board."),
        back=address(board),
        space=board.space_id,
        there=lambda theme: address(board, theme),
    )


@require_POST
def rename_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name for a lane."""
    theme = _theme(request, pk)
    form = ThemeForm(request.POST)
    return _changed(
        request,
        lambda: commands.rename_theme(
            actor=request.user, theme=theme, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="boards/rename_theme_form.html",
        context={"theme": theme, "group": theme.board.group},
        text=_("Renamed."),
        back=address(theme.board, theme),
        space=theme.space_id,
    )


@require_POST
def move_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane to another place: before the one that is named, or a step."""
    theme = _theme(request, pk)
    before = _target(request, open_themes(theme.board_id), theme)
    return _changed(
        request,
        lambda: commands.move_theme(actor=request.user, theme=theme, before=before, command_id=command_id(request)),
        context={"group": theme.board.group},
        text=_("Moved."),
        back=address(theme.board, theme),
        space=theme.space_id,
    )


@require_POST
def archive_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane off the board."""
    theme = _theme(request, pk)
    return _changed(
        request,
        lambda: commands.archive_theme(actor=request.user, theme=theme, command_id=command_id(request)),
        context={"group": theme.board.group},
        text=_("The theme is archived, with its actions. Nothing is deleted."),
        back=address(theme.board),
        space=theme.space_id,
    )


@require_POST
def restore_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lane back on the board."""
    theme = _theme(request, pk)
    return _changed(
        request,
        lambda: commands.restore_theme(actor=request.user, theme=theme, command_id=command_id(request)),
        context={"group": theme.board.group},
        text=_("The theme is back on the board."),
        back=address(theme.board, theme),
        space=theme.space_id,
    )


@require_POST
def add_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new card, last in its lane."""
    board = access(request.user, Board.objects.select_related("group"), "edit", pk=pk)
    form = NewActionForm(request.POST)
    theme = access(request.user, board.themes.all(), pk=request.POST.get("theme", ""))
    return _changed(
        request,
        lambda: commands.add_action(
            actor=request.user, theme=theme, title=form.cleaned_data["title"], command_id=command_id(request)
        ),
        form=form,
        template="boards/add_action_form.html",
        context={"board": board, "group": board.group, "theme": theme},
        text=_("Added to the board."),
        back=address(board, theme),
        space=board.space_id,
    )


@require_POST
def edit_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fields of an action, against what the writer saw in them."""
    action = _action(request, pk)
    form = ActionForm(request.POST, action=action)
    fields = [name for name in form.fields if name != "status_note"] or ["status"]
    at = "card" if request.POST.get("at") == "card" else "page"
    context = {"action": action, "group": action.board.group, "at": at, "field": fields[0]}
    try:
        return _changed(
            request,
            lambda: commands.edit_action(
                actor=request.user,
                action=action,
                values=form.cleaned_data,
                seen=form.seen(),
                command_id=command_id(request),
            ),
            form=form,
            template="boards/field_form.html",
            context=context,
            text=_("Saved."),
            back=address(action.board, action.theme) if at == "card" else address(action),
            space=action.space_id,
        )
    except Conflict as conflict:
        context["choices"] = choices_of(conflict, seats_to_lead(action.board.group_id))
        context["others"] = [
            (name, str(form.data[name]), str(form.data.get(f"seen_{name}", "")))
            for name in form.fields
            if name not in conflict.fields
        ]
        return _form(request, "boards/conflict.html", context, status=409, back=address(action))


@require_POST
def move_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card to another place: before the one that is named, or a step within its lane."""
    action = _action(request, pk)
    named = request.POST.get("theme") or str(action.theme_id)
    theme = access(request.user, Theme.objects.filter(board_id=action.board_id), pk=named)
    before = _target(request, cards_of(theme), action)
    return _changed(
        request,
        lambda: commands.move_action(
            actor=request.user, action=action, theme=theme, before=before, command_id=command_id(request)
        ),
        context={"group": action.board.group},
        text=_("Moved to “%(theme)s”.") % {"theme": theme.name} if theme.pk != action.theme_id else _("Moved."),
        back=address(action.board, theme),
        space=action.space_id,
    )


@require_POST
def archive_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card off the board."""
    action = _action(request, pk)
    return _changed(
        request,
        lambda: commands.archive_action(actor=request.user, action=action, command_id=command_id(request)),
        context={"group": action.board.group},
        text=_("Archived. It keeps its page and its history."),
        back=address(action.board, action.theme),
        space=action.space_id,
    )


@require_POST
def restore_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card back on the board."""
    action = _action(request, pk)
    return _changed(
        request,
        lambda: commands.restore_action(actor=request.user, action=action, command_id=command_id(request)),
        context={"group": action.board.group},
        text=_("It is back on the board."),
        back=address(action.board, action.theme),
        space=action.space_id,
    )


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change taken back."""
    event = access(request.user, Event.objects.all(), pk=pk)
    board = access(request.user, Board.objects.select_related("group"), space=event.space_id)
    return _changed(
        request,
        lambda: undo_change(actor=request.user, event=event, command_id=command_id(request)),
        context={"group": board.group},
        text=_("Taken back. It is as it was before."),
        back=address(board),
        there=lambda thing: address(thing) if isinstance(thing, Action) else address(board),
    )


def address(thing: Board | Action, lane: Theme | None = None) -> str:
    """Where a thing is read; a board at one of its lanes."""
    if isinstance(thing, Action):
        return reverse("action", args=[thing.pk])
    return reverse("board", args=[thing.pk]) + (f"?lane={lane.pk}" if lane else "")


def _action(request: HttpRequest, pk: UUID) -> Action:
    return access(request.user, Action.objects.select_related("board__group", "theme"), "edit", pk=pk)


def _theme(request: HttpRequest, pk: UUID) -> Theme:
    return access(request.user, Theme.objects.select_related("board__group"), "edit", pk=pk)


def _target(request: HttpRequest, others: list[Any], thing: Any) -> Any:
    """What the thing is put before: as the form names it, or by a step; None is last."""
    step = request.POST.get("place", "")
    if step not in STEPS:
        wanted = request.POST.get("before", "")
        return next((each for each in others if str(each.pk) == wanted and each.pk != thing.pk), None)
    rest = [each for each in others if each.pk != thing.pk]
    if step == "first" or not rest:
        return rest[0] if rest else None
    at = next((i for i, each in enumerate(others) if each.pk == thing.pk), len(rest))
    goal = {"up": at - 1, "down": at + 1, "last": len(rest)}[step]
    return rest[max(goal, 0)] if goal < len(rest) else None


def _changed(
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    context: dict[str, Any],
    text: str | Promise,
    back: str,
    form: Any = None,
    template: str = "groups/refused_form.html",
    space: UUID | None = None,
    there: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Run a command and say so; or the form again with what was typed and what is wrong with it."""
    before = head_of(space) if space else 0
    errors: dict[str, Any] = {}
    if form is None or form.is_valid():
        try:
            thing = do()
        except ValidationError as error:
            errors = sentences(error)
        else:
            undo = _undo_address(request, thing, space, before) if space else ""
            return done(request, text, back=there(thing) if there else back, undo=undo)
    else:
        errors = form.errors
    return _form(request, template, context | {"typed": request.POST, "errors": errors}, status=422, back=back)


def _form(request: HttpRequest, template: str, context: dict[str, Any], *, status: int, back: str) -> HttpResponse:
    """A form redrawn, with what its selects offer."""
    if "action" in context:
        context["seats"] = seats_to_lead(context["action"].board.group_id)
        context["statuses"] = Action.Status.choices
    context = page_context(request, context["group"], current="board") | context
    return redrawn(request, template, context, status=status, back=back)


def _undo_address(request: HttpRequest, thing: Any, space: UUID, before: int) -> str:
    who = identity(request.user, space)
    made = Event.objects.filter(space=space, seq__gt=before, thing=thing.pk, by=who.id if who else None)
    event = made.order_by("-seq").first()
    return reverse("undo", args=[event.pk]) if event else ""
