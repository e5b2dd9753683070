"""What the forms about the lead of an action ask for: a gate, a command, an answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access, can
from workspace.groups.answers import actor_of, command_id
from workspace.groups.models import Seat

from . import leading
from .models import Action
from .posting import action_to_edit, address, answer
from .queries import seats_to_lead


@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A seat asked to lead."""
    action = action_to_edit(request, pk)

    seat = _chosen(request, action)

    def do() -> Action:
        if seat is None:
            raise ValidationError({"seat": _("Choose the seat that you ask to lead.")})
        return leading.offer_lead(actor=actor_of(request), action=action, seat=seat, command_id=command_id(request))

    is_own = seat is not None and leading.holds(request.user, seat)
    text = _("Your seat leads.") if is_own else _("This seat is asked to lead. Its answer will stand here.")
    return _answer(request, action, do, template="boards/lead_offer_form.html", text=text)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An offer taken back."""
    action = _action(request, pk)
    return _answer(request, action, _do(request, action, leading.withdraw_offer), text=_("The offer was taken back."))


@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A seat that leads from now on."""
    action = _action(request, pk)
    do = _do(request, action, leading.accept_lead, words=request.POST.get("words", ""))
    return _answer(request, action, do, does="accept", text=_("Accepted. This seat leads now."))


@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A seat that does not lead, and why."""
    action = _action(request, pk)
    do = _do(request, action, leading.decline_lead, reason=request.POST.get("reason", ""))
    text = _("Declined. The group sees the reason.")
    return _answer(request, action, do, does="decline", text=text)


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A lead that steps down, and why."""
    action = _action(request, pk)
    do = _do(request, action, leading.leave_lead, reason=request.POST.get("reason", ""))
    text = _("Written down. This seat no longer leads.")
    return _answer(request, action, do, does="leave", text=text)


def _action(request: HttpRequest, pk: UUID) -> Action:
    return access(request.user, Action.objects.select_related("board__group", "theme", "lead", "offered_to"), pk=pk)


def _chosen(request: HttpRequest, action: Action) -> Seat | None:
    """One of the seats that this person is offered to choose from."""
    wanted = request.POST.get("seat", "")
    belongs = can(request.user, "view", action.board)
    return next((each for each in seats_to_lead(action, belongs=belongs) if str(each.pk) == wanted), None)


def _do(request: HttpRequest, action: Action, command: Callable[..., Action], **words: str) -> Callable[[], Action]:
    seen = request.POST.get("seen_seat", "")
    return lambda: command(actor=actor_of(request), action=action, seen=seen, command_id=command_id(request), **words)


def _answer(
    request: HttpRequest,
    action: Action,
    do: Callable[[], Any],
    *,
    does: str = "",
    template: str = "",
    text: str | Promise,
) -> HttpResponse:
    at = request.POST.get("at", "")
    at = at if at in ("home", "behalf", "acting") else "page"
    context = {"action": action, "board": action.board, "group": action.board.group, "at": at, "does": does}
    back = reverse("home") if at == "home" else address(action)
    template = template or ("boards/lead_words_form.html" if does else "groups/refused_form.html")
    return answer(request, do, about=action, context=context, template=template, text=text, back=back)
