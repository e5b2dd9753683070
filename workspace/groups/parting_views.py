"""Leaving a group, and ending somebody's time in it: what it means first, then a POST."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permissions.access import access
from permissions.errors import NotAllowed, NotYours

from .answers import actor_of, command_id, done, redrawn, sentences
from .commands import end_time_of, leave_group
from .models import CountryGroup, Handle
from .pages import page_context
from .queries import open_handles, seats_of


@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a group."""
    group = access(request.user, CountryGroup.objects.all(), pk=pk)
    mine = open_handles(group).filter(person=actor_of(request)).first()
    if mine is None:
        raise NotAllowed("manage")
    return _answer(
        request, group, mine, lambda **known: leave_group(group=group, **known),
        text=_("You have left. What you wrote stays."), back="/", is_me=True,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def end_page(request: HttpRequest, pk: UUID, handle: UUID) -> HttpResponse:
    """End somebody's time in a group."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    them = open_handles(group).filter(pk=handle).first()
    if them is None:
        raise NotYours
    return _answer(
        request, group, them, lambda **known: end_time_of(group=group, handle=them, **known),
        text=_("Their time here is ended. What they wrote stays."), back=reverse("people", args=[pk]), is_me=False,
    )  # fmt: skip


def _answer(
    request: HttpRequest, group: CountryGroup, who: Handle, do: Callable[..., Any], *, text: str, back: str, is_me: bool
) -> HttpResponse:
    if request.method == "POST":
        try:
            do(actor=actor_of(request), command_id=command_id(request))
            return done(request, text, back=back)
        except ValidationError as error:
            context = page_context(request, group, current="people") | {"errors": sentences(error)}
            return redrawn(request, "groups/refused_form.html", context, back=reverse("people", args=[group.pk]))
    context = page_context(request, group, current="people")
    return render(request, "groups/leave.html", context | {"who": who, "seats": seats_of(who), "is_me": is_me})
