"""The page of an event around a plan, and what its forms ask for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from permissions.access import access
from workspace.boards.models import Board
from workspace.boards.posting import address, board_to
from workspace.groups.answers import actor_of, carry_out, command_id, done, redrawn
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .forms import EventForm
from .models import ContextEvent
from .queries import paused_before, resuming, to_pause

CHOICE = "actions"


@require_GET
def event_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An event: when it was, the actions that it pauses or may pause, and what happens when it ends."""
    event = _event(request, "view", pk)
    board = event.board
    group = group_of_reader(request, board.group)
    context = page_context(request, group, live=[board.space], show=[f"context:{pk}"], thing=board, current="board")
    return render(request, "context/page.html", context | {
        "board": board,
        "event": event,
        "form": EventForm.of(event),
        **_to_pause(event),
        "resuming": resuming(request.user, event),
        "former": paused_before(event, request.user),
    })  # fmt: skip


@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new event on a board."""
    board = board_to(request, "edit", pk)
    form = EventForm(request.POST, auto_id=f"context-of-{pk}-%s")
    return _answer(
        request, board,
        lambda: commands.add_event(
            actor=actor_of(request), board=board, command_id=command_id(request), **form.cleaned_data
        ),
        form=form, template="context/event_form.html", text=_("It stands on the board and on its timeline."),
        there=lambda event: reverse("context", args=[event.pk]),
    )  # fmt: skip


@require_POST
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another title, time or meaning."""
    event = _event(request, "edit", pk)
    form = EventForm.of(event, request.POST)
    return _answer(
        request, event.board,
        lambda: commands.edit_event(
            actor=actor_of(request), event=event, values=form.cleaned_data, seen=form.seen(),
            command_id=command_id(request),
        ),
        form=form, template="context/event_form.html", context={"event": event}, text=_("Saved."), back=_at(event),
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An event off its board."""
    event = _event(request, "edit", pk)
    return _answer(
        request, event.board,
        lambda: commands.withdraw_event(actor=actor_of(request), event=event, command_id=command_id(request)),
        template="groups/refused_form.html", text=_("Taken off the board. It can be put back."),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An event back on its board."""
    event = _event(request, "edit", pk)
    return _answer(
        request, event.board,
        lambda: commands.restore_event(actor=actor_of(request), event=event, command_id=command_id(request)),
        template="groups/refused_form.html", text=_("It is back on the board."), back=_at(event),
    )  # fmt: skip


@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Actions that are paused because of it."""
    event = _event(request, "edit", pk)
    chosen = request.POST.getlist(CHOICE)
    return _answer(
        request, event.board,
        lambda: commands.pause_actions(
            actor=actor_of(request), event=event, actions=_ids(chosen), why=request.POST.get("why", ""),
            command_id=command_id(request),
        ),
        template="context/pause_form.html",
        context=lambda: {"event": event, "chosen": chosen, "why": request.POST.get("why", ""), **_to_pause(event)},
        text=_("Paused. How each stood is kept, for the day on which this ends."), back=_at(event),
    )  # fmt: skip


@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it paused goes on."""
    event = _event(request, "edit", pk)
    looked_at = resuming(request.user, event)
    return _answer(
        request, event.board,
        lambda: commands.resume_actions(actor=actor_of(request), event=event, command_id=command_id(request)),
        template="groups/refused_form.html",
        text=commands.told(len(looked_at.going_on), len(looked_at.staying)), back=_at(event),
    )  # fmt: skip


def _event(request: HttpRequest, verb: str, pk: UUID) -> ContextEvent:
    return access(request.user, ContextEvent.objects.select_related("board__group", "board__space"), verb, pk=pk)


def _at(event: ContextEvent) -> str:
    return reverse("context", args=[event.pk])


def _to_pause(event: ContextEvent) -> dict[str, Any]:
    return {"to_pause": to_pause(event) if event.withdrawn_at is None else []}


def _ids(chosen: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in chosen]
    except ValueError as error:
        raise commands.not_pausable() from error


def _answer(
    request: HttpRequest,
    board: Board,
    do: Callable[[], Any],
    *,
    form: Form | None = None,
    template: str,
    context: dict[str, Any] | Callable[[], dict[str, Any]] | None = None,
    text: str,
    back: str = "",
    there: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Run the command and say so; or the form again, with what is wrong beside each field and all that was typed."""
    back = back or address(board)
    made, errors = carry_out(do, form)
    if errors is None:
        return done(request, text, back=there(made) if there else back)
    page = page_context(request, group_of_reader(request, board.group), current="board")
    page |= {"board": board, "form": form, "errors": errors}
    page |= context() if callable(context) else context or {}
    return redrawn(request, template, page, back=back)
