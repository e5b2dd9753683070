"""The page behind a link: to what one is invited and by whom, and the way in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from permissions.errors import NotYours
from workspace.groups.answers import add_errors, command_id
from workspace.groups.forms import HandleForm
from workspace.groups.models import Handle
from workspace.people.models import User

from .accepting import accept, accept_as_newcomer
from .forms import NewcomerForm
from .models import Invitation
from .queries import behind, came_in_by

Answer = Callable[..., HttpResponse]


def held_to_a_rate(view: Answer) -> Answer:
    """So many links from one address in a minute, and no more; what opened one and what did not counts alike."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **known: Any) -> HttpResponse:
        refused: HttpResponse | None = ratelimit.consume_or_429(request, action="invitation", limit_get=True)
        return refused or view(request, *args, **known)

    return run


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@held_to_a_rate
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """What a link invites to; a POST comes in. A link that opens nothing looks like one that never did."""
    person = request.user if isinstance(request.user, User) else None
    invitation = behind(token)
    if invitation is None:
        used = came_in_by(token, person) if person else None
        if used is None:
            raise NotYours
        return HttpResponseRedirect(reverse("group", args=[used.group_id]), status=303)
    mine = (
        Handle.objects.filter(person=person, group=invitation.group, ended_at__isnull=True).first() if person else None
    )
    form = _form(person, mine, invitation, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _come_in(request, person, token, form.cleaned_data if form else {})
        except ValidationError as error:
            if form is None:
                messages.error(request, " ".join(error.messages))
            else:
                add_errors(form, error)
    known = {"invitation": invitation, "form": form, "person": person, "mine": mine, "token": token}
    return render(request, "joining/invited.html", known, status=422 if request.method == "POST" else 200)


def _form(person: User | None, mine: Handle | None, invitation: Invitation, given: Any) -> HandleForm | None:
    """What is still to be said: an account and a name, a name alone, or nothing."""
    if mine is not None:
        return None
    first = {"kind": Handle.Kind.ROLE, "text": invitation.seat.name if invitation.seat else ""}
    return (HandleForm if person else NewcomerForm)(given, initial=first)


def _come_in(request: HttpRequest, person: User | None, token: str, said: dict[str, Any]) -> HttpResponse:
    if person is not None:
        handle = accept(actor=person, token=token, command_id=command_id(request), **said)
    else:
        handle = accept_as_newcomer(actor=None, token=token, language=get_language() or "", **said)
        get_adapter(request).login(request, handle.person)
    messages.success(request, _("You are in. Others see you as “%(name)s”.") % {"name": handle.text})
    return HttpResponseRedirect(reverse("group", args=[handle.group_id]), status=303)
