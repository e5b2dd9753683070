"""How the forms of a board are answered: the command's notice with its undo, or the form again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from permissions.access import access, can
from realtime.changes import Conflict
from realtime.events import head_of
from realtime.identity import identity
from realtime.models import Event
from workspace.groups.answers import done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context

from .areas import areas_in
from .checks import labels_on
from .forms import SeenForm
from .models import Action, Board, Theme
from .queries import seats_to_lead
from .wording import meanwhile

STEPS = ("up", "down", "first", "last")


def address(thing: Board | Action, lane: Theme | None = None) -> str:
    """Where a thing is read; a board at one of its lanes."""
    if isinstance(thing, Action):
        return reverse("action", args=[thing.pk])
    return reverse("board", args=[thing.pk]) + (f"?lane={lane.pk}" if lane else "")


def place_of(request: HttpRequest, action: Action) -> str:
    """The lane of an action; its own page for who does not see the board."""
    return address(action.board, action.theme) if can(request.user, "view", action.board) else address(action)


def row_back(request: HttpRequest, action: Action) -> str:
    """Where the form of a row stood: a page about the board, as the form names it."""
    back = request.POST.get("row_back", "")
    return back if back.startswith(address(action.board)) else ""


def board_to(request: HttpRequest, verb: str, pk: UUID) -> Board:
    """A board, with its group."""
    return access(request.user, Board.objects.select_related("group"), verb, pk=pk)


def theme_to_edit(request: HttpRequest, pk: UUID) -> Theme:
    """A theme, with its board and group."""
    return access(request.user, Theme.objects.select_related("board__group"), "edit", pk=pk)


def action_to_edit(request: HttpRequest, pk: UUID) -> Action:
    """An action, with its board and group."""
    return access(request.user, Action.objects.select_related("board__group", "theme"), "edit", pk=pk)


def target(request: HttpRequest, others: list[Any], thing: Any) -> Any:
    """What the thing is put before: as the form names it, or by a step; None is last."""
    step = request.POST.get("step") or request.POST.get("place", "")
    if step not in STEPS:
        wanted = request.POST.get("before", "")
        return next((each for each in others if str(each.pk) == wanted and each.pk != thing.pk), None)
    rest = [each for each in others if each.pk != thing.pk]
    at = next((i for i, each in enumerate(others) if each.pk == thing.pk), len(rest))
    goal = {"first": 0, "up": max(at - 1, 0), "down": at + 1, "last": len(rest)}[step]
    return rest[goal] if goal < len(rest) else None


def answer(
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    board: Board | None = None,
    about: Action | None = None,
    context: dict[str, Any] | None = None,
    text: str | Promise,
    back: str,
    form: Any = None,
    template: str = "groups/refused_form.html",
    there: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Run a command and say so, with its undo when it changed a `board` or one `about`; or the form again with what
    is wrong.

    `back` is where a browser without scripts goes, unless `there(result)` says better.
    """
    context = {"board": board, "group": board.group} if context is None and board else dict(context or {})
    place: Any = about or board
    before = head_of(place.space_id) if place else 0
    if form is None or form.is_valid():
        try:
            thing = do()
        except ValidationError as error:
            errors: Any = sentences(error)
        else:
            undo = undo_address(request, thing, place.space_id, before) if place else ""
            return done(request, text, back=there(thing) if there else back, undo=undo)
    else:
        errors = form.errors
    return form_again(request, template, context | {"typed": request.POST, "errors": errors}, back=back)


def heading_answer(
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    board: Board,
    theme: Theme | None = None,
    form: SeenForm,
    template: str,
    back: str,
) -> HttpResponse:
    """Run a command that changes what a board or a theme says of itself.

    What somebody else changed meanwhile is told beside the field, which keeps what was typed: sent again, it stands.
    """
    context: dict[str, Any] = {"board": board, "group": board.group, "theme": theme}
    try:
        return answer(
            request, do, board=board, context=context, form=form, template=template, text=_("Saved."), back=back
        )
    except Conflict as conflict:
        typed = request.POST.copy()
        errors = {}
        for field, both in conflict.fields.items():
            typed[f"seen_{field}"] = both["theirs"] or ""
            errors[field] = [meanwhile(field, both["theirs"], both["by"])]
        context |= {"typed": typed, "errors": errors}
        return form_again(request, template, context, status=409, back=back)


def form_again(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 422, back: str
) -> HttpResponse:
    """A form redrawn, with what its selects offer."""
    action = context.get("action")  # in the form of a new discussion, an address
    if isinstance(action, Action):
        belongs = can(request.user, "view", action.board)
        context |= {"seats": seats_to_lead(action, belongs=belongs), "statuses": Action.Status.choices}
        context |= {"labels": labels_on(action), "areas": areas_in(action.board.group.country)}
    context = page_context(request, group_of_reader(request, context["group"]), current="board") | context
    return redrawn(request, template, context, status=status, back=back)


def undo_address(request: HttpRequest, thing: Any, space: UUID, before: int) -> str:
    """The address that takes back what somebody has just done to a thing."""
    who = identity(request.user, space)
    made = Event.objects.filter(space=space, seq__gt=before, thing=thing.pk, by=who.id if who else None)
    event = made.order_by("-seq").first()
    return reverse("undo", args=[event.pk]) if event else ""
