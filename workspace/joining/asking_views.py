"""The page behind the address that a group offers, and the one on which a convenor answers."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from permissions.access import access
from workspace.groups import membership
from workspace.groups.answers import actor_of, add_errors, command_id, done
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.pages import page_context
from workspace.people.models import User

from . import asking
from .forms import JoinForm, PlaceForm
from .models import JoinRequest
from .queries import seats_to_invite_to
from .views import site_of


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask to join. An address that a group does not offer any more looks like one that never was."""
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action="join", limit_get=True)
    if refused is not None:
        return refused
    group = asking.group_behind(token)
    person = request.user if isinstance(request.user, User) else None
    if person is not None and membership.is_in(group, person)[0]:
        return HttpResponseRedirect(reverse("group", args=[group.pk]), status=303)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        has_account=person is not None,
        initial={"kind": Handle.Kind.ROLE},
    )
    known: dict[str, Any] = {"group": group, "person": person, "form": form, "token": token}
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask_to_join(
                actor=person, token=token, command_id=command_id(request) if person else None, **form.cleaned_data
            )
            return render(request, "joining/asked.html", known)
        except ValidationError as error:
            add_errors(form, error)
    mine = JoinRequest.objects.filter(group=group, person=person, answered_at__isnull=True) if person else None
    known["asked"] = mine.first() if mine is not None else None
    return render(request, "joining/join.html", known, status=422 if form.errors else 200)


@require_POST
def open_address(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer an address by which people may ask, or another one."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    asking.open_address(actor=actor_of(request), group=group, command_id=command_id(request))
    return done(request, _("The address is there. Give it to whom you choose."), back=_desk(group))


@require_POST
def close_address(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer none any more."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    asking.close_address(actor=actor_of(request), group=group, command_id=command_id(request))
    return done(request, _("The address leads nowhere any more."), back=_desk(group))


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody asks, and the form to answer."""
    asked = access(request.user, JoinRequest.objects.select_related("group", "answered_by"), "manage", pk=pk)
    form = PlaceForm(request.POST or None, seats=seats_to_invite_to(asked.group), auto_id="place-%s")
    if request.method == "POST" and form.is_valid():
        try:
            done_with = asking.answer_request(
                actor=actor_of(request), asked=asked, site=site_of(request), command_id=command_id(request),
                **form.said(),
            )  # fmt: skip
            return done(request, _answered(done_with), back=_desk(asked.group))
        except ValidationError as error:
            add_errors(form, error)
    context: dict[str, Any] = page_context(request, asked.group, current="people") | {"asked": asked, "form": form}
    return render(request, "joining/request.html", context, status=422 if form.errors else 200)


def _answered(asked: JoinRequest) -> str:
    if not asked.let_in:
        return _("They are not let in.")
    if asked.person_id is not None:
        return _("They are in.")
    if asked.invitation is not None and asked.invitation.email:
        return _("A mail with the link is on its way.")
    return _("Print the link now, and hand it over.")


def _desk(group: CountryGroup) -> str:
    return reverse("invitations", args=[group.pk])
