"""What the forms of indicators and readings ask for: a gate, a command, an answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permissions.access import access
from realtime.events import head_of
from workspace.boards.models import Action
from workspace.boards.posting import action_to_edit, address, undo_address
from workspace.groups.answers import actor_of, carry_out, command_id, done, redrawn
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .forms import IndicatorForm, ReadingForm
from .models import Indicator, Reading


@require_POST
def add_indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new indicator of an action."""
    action = action_to_edit(request, pk)
    form = IndicatorForm(request.POST, auto_id=f"indicator-{pk}-%s")
    return _answer(
        request,
        action,
        lambda: commands.add_indicator(
            actor=actor_of(request), action=action, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        template="indicators/indicator_form.html",
        text=_("The indicator is there. Add its first reading."),
    )


@require_POST
def edit_indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name, unit, beginning or target."""
    indicator = _indicator(request, pk)
    form = IndicatorForm.of(indicator, request.POST)
    form.without([name for name in form.fields if name not in request.POST])
    return _answer(
        request,
        indicator.action,
        lambda: commands.edit_indicator(
            actor=actor_of(request),
            indicator=indicator,
            values=form.cleaned_data,
            seen=form.seen(),
            command_id=command_id(request),
        ),
        form=form,
        context={"indicator": indicator},
        template="indicators/indicator_form.html",
        text=_("Saved."),
    )


@require_POST
def withdraw_indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An indicator off its action."""
    return _turn(request, _indicator(request, pk), commands.withdraw_indicator, _("The indicator was taken back."))


@require_POST
def restore_indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An indicator back on its action."""
    return _turn(request, _indicator(request, pk), commands.restore_indicator, _("The indicator is back."))


@require_POST
def add_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new reading of an indicator."""
    indicator = _indicator(request, pk)
    form = ReadingForm(request.POST, auto_id=f"reading-of-{pk}-%s")
    return _answer(
        request,
        indicator.action,
        lambda: commands.add_reading(
            actor=actor_of(request), indicator=indicator, command_id=command_id(request), **form.cleaned_data
        ),
        form=form,
        context={"indicator": indicator},
        template="indicators/reading_form.html",
        text=_("The reading is written down."),
    )


@require_POST
def correct_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another value, day or source."""
    reading = _reading(request, pk)
    form = ReadingForm.of(reading, request.POST)
    return _answer(
        request,
        reading.indicator.action,
        lambda: commands.correct_reading(
            actor=actor_of(request),
            reading=reading,
            values=form.cleaned_data,
            seen=form.seen(),
            command_id=command_id(request),
        ),
        form=form,
        context={"indicator": reading.indicator, "reading": reading},
        template="indicators/reading_form.html",
        text=_("Corrected. The history keeps what it said before."),
    )


@require_POST
def withdraw_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reading that counts no more."""
    return _turn(request, _reading(request, pk), commands.withdraw_reading, _("The reading was taken back."))


@require_POST
def restore_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reading that counts again."""
    return _turn(request, _reading(request, pk), commands.restore_reading, _("The reading counts again."))


def _indicator(request: HttpRequest, pk: UUID) -> Indicator:
    return access(request.user, Indicator.objects.select_related("action__board__group"), "edit", pk=pk)


def _reading(request: HttpRequest, pk: UUID) -> Reading:
    return access(request.user, Reading.objects.select_related("indicator__action__board__group"), "edit", pk=pk)


def _turn(request: HttpRequest, thing: Any, command: Callable[..., Any], text: str) -> HttpResponse:
    """A command without fields."""
    action: Action = thing.indicator.action if isinstance(thing, Reading) else thing.action
    named = "reading" if isinstance(thing, Reading) else "indicator"
    return _answer(
        request,
        action,
        lambda: command(actor=actor_of(request), command_id=command_id(request), **{named: thing}),
        template="groups/refused_form.html",
        text=text,
    )


def _answer(
    request: HttpRequest,
    action: Action,
    do: Callable[[], Any],
    *,
    form: Form | None = None,
    context: dict[str, Any] | None = None,
    template: str,
    text: str | Promise,
) -> HttpResponse:
    """Run the command and say so, with its undo; or the form again, with what is wrong beside each field."""
    before = head_of(action.space_id)
    _made, errors = carry_out(do, form)
    if errors is None:
        undo = undo_address(request, action, action.space_id, before)
        return done(request, text, back=address(action), undo=undo)
    page = page_context(request, group_of_reader(request, action.board.group), current="board")
    page |= {"action": action, "form": form, "errors": errors, **(context or {})}
    return redrawn(request, template, page, back=address(action))
