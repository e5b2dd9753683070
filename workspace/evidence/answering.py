"""How the forms of evidence are answered: the command's notice with its undo, or the form again."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from realtime.events import head_of
from workspace.boards.models import Action
from workspace.boards.posting import address, undo_address
from workspace.groups.answers import carry_out, done, redrawn
from workspace.groups.pages import group_of_reader, page_context

from .queries import evidence_of


def answer(
    request: HttpRequest,
    action: Action,
    do: Callable[[], Any],
    *,
    form: Form | None = None,
    template: str = "groups/refused_form.html",
    text: str,
    back: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Run a command and say so; or the form again, with what is wrong beside each field."""
    back = back or f"{address(action)}#evidence-{action.pk}"
    before = head_of(action.space_id)
    _made, errors = carry_out(do, form)
    if errors is None:
        return done(request, text, back=back, undo=undo_address(request, action, action.space_id, before))
    return again(request, action, form, template, errors, back, context)


def again(
    request: HttpRequest,
    action: Action,
    form: Form | None,
    template: str,
    errors: dict[str, list[str]],
    back: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form with what was typed and what is wrong."""
    page = page_context(request, group_of_reader(request, action.board.group), current="board")
    page |= {"action": action, "form": form, "errors": errors, "shown": evidence_of(action), **(context or {})}
    return redrawn(request, template, page, back=back)
