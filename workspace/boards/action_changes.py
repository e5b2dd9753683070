"""What the forms of an action ask for: a gate, a command, an answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permissions.access import access, can
from permissions.errors import NotYours
from realtime.changes import Conflict
from realtime.models import Event
from workspace.groups.answers import actor_of, command_id
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .areas import areas_in
from .choices import choices_of
from .forms import ActionForm, NewActionForm
from .models import Action, Board, Theme
from .posting import action_to_edit, address, answer, board_to, form_again, place_of, row_back, target
from .queries import cards_of, seats_to_lead
from .undo import model_of, undo_change

# fields that stand in one form
PARTS = {
    "start": "when", "due": "when", "area": "where", "place": "where", "point": "where",
    "resources_needed": "resources", "resources_found": "resources",
}  # fmt: skip


@require_POST
def add_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new card, last in its lane."""
    board = board_to(request, "edit", pk)
    theme = access(request.user, Theme.objects.filter(board=board), pk=request.POST.get("theme", ""))
    form = NewActionForm(request.POST)
    return answer(
        request,
        lambda: commands.add_action(
            actor=actor_of(request), theme=theme, title=form.cleaned_data["title"], command_id=command_id(request)
        ),
        board=board,
        context={"board": board, "group": board.group, "theme": theme},
        form=form,
        template="boards/add_action_form.html",
        text=_("Added to the board."),
        back=address(board, theme),
    )


@require_POST
def edit_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fields of an action, against what the writer saw in them."""
    action = action_to_edit(request, pk)
    form = ActionForm(request.POST, action=action)
    context: dict[str, Any] = {
        "action": action,
        "board": action.board,
        "group": action.board.group,
        "at": at if (at := request.POST.get("at")) in ("card", "row") else "page",
        "row_back": row_back(request, action),
    }
    on_card = context["at"] == "card"
    parts = [PARTS.get(name, name) for name in form.fields if name != "status_note"]
    context["field"] = parts[0] if parts and (on_card or "status" not in parts) else "status"
    back = place_of(request, action) if on_card else context["row_back"] or address(action)
    try:
        return answer(
            request,
            lambda: commands.edit_action(
                actor=actor_of(request),
                action=action,
                values=form.cleaned_data,
                seen=form.seen(),
                command_id=command_id(request),
            ),
            board=action.board,
            about=action,
            context=context,
            form=form,
            template=_form_of(context["field"], on_card=on_card),
            text=_("Saved."),
            back=back,
        )
    except Conflict as conflict:
        context |= {
            "choices": choices_of(conflict, seats_to_lead(action, belongs=can(request.user, "view", action.board))),
            "others": _not_in(conflict, form),
        }
        return form_again(request, "boards/conflict.html", context, status=409, back=back)


def _form_of(part: str, *, on_card: bool) -> str:
    if on_card:
        return "boards/card_form.html"
    return "boards/where_form.html" if part == "where" else "boards/field_form.html"


def _not_in(conflict: Conflict, form: ActionForm) -> list[tuple[str, str, str]]:
    """The other fields of the form, which go along with the choice: name, typed, seen."""
    return [
        (name, form.said(name), str(form.data.get(f"seen_{name}", "")))
        for name in form.fields
        if name not in conflict.fields
    ]


@require_GET
def action_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form for where an action is, on a page of its own: a country has many districts."""
    action = action_to_edit(request, pk)
    context = page_context(request, group_of_reader(request, action.board.group), thing=action, current="board")
    context |= {"action": action, "areas": areas_in(action.board.group.country), "at": "page"}
    return render(request, "boards/place.html", context)


@require_POST
def move_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card to another place: before the one that is named, or a step within its lane."""
    action = action_to_edit(request, pk)
    named = request.POST.get("theme") or str(action.theme_id)
    theme = access(request.user, Theme.objects.filter(board=action.board), pk=named)
    before = target(request, cards_of(theme), action)
    elsewhere = theme.pk != action.theme_id
    return answer(
        request,
        lambda: commands.move_action(
            actor=actor_of(request), action=action, theme=theme, before=before, command_id=command_id(request)
        ),
        board=action.board,
        about=action,
        text=_("Moved to “%(theme)s”.") % {"theme": theme.name} if elsewhere else _("Moved."),
        back=address(action.board, theme),
    )


@require_POST
def archive_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card off the board."""
    action = action_to_edit(request, pk)
    return answer(
        request,
        lambda: commands.archive_action(actor=actor_of(request), action=action, command_id=command_id(request)),
        board=action.board,
        about=action,
        text=_("Archived. It keeps its page and its history."),
        back=place_of(request, action),
    )


@require_POST
def restore_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A card back on the board."""
    action = action_to_edit(request, pk)
    return answer(
        request,
        lambda: commands.restore_action(actor=actor_of(request), action=action, command_id=command_id(request)),
        board=action.board,
        about=action,
        text=_("It is back on the board."),
        back=place_of(request, action),
    )


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A change taken back."""
    event = access(request.user, Event.objects.all(), pk=pk)
    model = model_of(event)
    if model is None:
        raise NotYours
    about = access(request.user, model.objects.all(), pk=event.thing)
    board = about if isinstance(about, Board) else about.board
    return answer(
        request,
        lambda: undo_change(actor=actor_of(request), event=event, command_id=command_id(request)),
        context={"group": board.group},
        text=_("Taken back. It is as it was before."),
        back="/",
        there=lambda thing: address(thing if isinstance(thing, Action) else board),
    )
