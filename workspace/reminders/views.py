"""What the buttons of a reminder ask for."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from permissions.access import access
from workspace.groups.answers import actor_of, command_id, done, redrawn, sentences
from workspace.groups.pages import group_of_reader, page_context

from . import commands
from .queries import mine


@require_POST
def put_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Later: in `days` days."""
    said = request.POST.get("days", "7")
    days = int(said) if said.isdecimal() and len(said) < 4 else 0
    text = ngettext("You hear of it again tomorrow.", "You hear of it again in %(n)s days.", days) % {"n": days}
    return _answer(request, pk, commands.put_off, text, days=days)


@require_POST
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No more."""
    return _answer(request, pk, commands.dismiss, _("You hear of it no more, unless its day changes."))


@require_POST
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Again at once."""
    return _answer(request, pk, commands.bring_back, _("It waits for you again."))


def _answer(request: HttpRequest, pk: UUID, command: Callable[..., Any], text: str, **values: Any) -> HttpResponse:
    reminder = access(request.user, mine(request.user), pk=pk)
    try:
        command(actor=actor_of(request), reminder=reminder, command_id=command_id(request), **values)
    except ValidationError as error:
        page = page_context(request, group_of_reader(request), current="home") | {"errors": sentences(error)}
        return redrawn(request, "groups/refused_form.html", page, back="/")
    undo = "" if command is commands.bring_back else reverse("reminder-back", args=[pk])
    return done(request, text, back="/", undo=undo)
