"""What the forms of steps ask for: a gate, a command, an answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access
from workspace.boards.models import Action
from workspace.boards.posting import action_to_edit, address, answer, target
from workspace.boards.ranks import in_order
from workspace.groups.answers import actor_of, command_id

from . import commands
from .models import Step


@require_POST
def add_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new step, last."""
    action = action_to_edit(request, pk)
    do = _do(request, commands.add_step, action=action, text=request.POST.get("text", ""))
    return _answer(request, action, do, template="steps/add_form.html", text=_("The step is on the list."))


@require_POST
def rename_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step in other words."""
    step = _step(request, pk)
    words = {"text": request.POST.get("text", ""), "seen": request.POST.get("seen_text")}
    do = _do(request, commands.rename_step, step=step, **words)
    return _answer(request, step.action, do, step=step, template="steps/rename_form.html", text=_("Saved."))


@require_POST
def tick_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step that is done, or is not."""
    step, done = _step(request, pk), request.POST.get("done") == "yes"
    do = _do(request, commands.tick_step, step=step, done=done)
    return _answer(request, step.action, do, text=_("This step is done.") if done else _("This step is not done."))


@require_POST
def move_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step to another place."""
    step = _step(request, pk)
    before = target(request, in_order(step.action.steps.filter(removed_at=None)), step)
    do = _do(request, commands.move_step, step=step, before=before)
    return _answer(request, step.action, do, text=_("Moved."))


@require_POST
def remove_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step off the list."""
    step = _step(request, pk)
    do = _do(request, commands.remove_step, step=step)
    return _answer(request, step.action, do, text=_("The step is off the list."))


@require_POST
def restore_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step back on the list."""
    step = _step(request, pk)
    return _answer(request, step.action, _do(request, commands.restore_step, step=step), text=_("The step is back."))


def _step(request: HttpRequest, pk: UUID) -> Step:
    return access(request.user, Step.objects.select_related("action__board__group", "action__theme"), "edit", pk=pk)


def _do(request: HttpRequest, command: Callable[..., Any], **what: Any) -> Callable[[], Action]:
    def do() -> Action:
        made = command(actor=actor_of(request), command_id=command_id(request), **what)
        action: Action = made.action
        return action

    return do


def _answer(
    request: HttpRequest,
    action: Action,
    do: Callable[[], Action],
    *,
    template: str = "groups/refused_form.html",
    text: str,
    step: Step | None = None,
) -> HttpResponse:
    context = {"action": action, "board": action.board, "group": action.board.group, "step": step, "at": "steps"}
    back = f"{address(action)}#steps-{action.pk}"
    return answer(request, do, about=action, context=context, template=template, text=text, back=back)
