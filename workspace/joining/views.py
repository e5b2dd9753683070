"""The convenors' desk: who is invited, to what, and the links that are printed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from permissions.access import access
from workspace.groups.answers import actor_of, add_errors, command_id, done, redrawn, sentences
from workspace.groups.models import CountryGroup
from workspace.groups.pages import page_context
from workspace.groups.queries import ends_of

from .asking import address_of, requests_to_join
from .commands import invite, make_link, withdraw
from .forms import InviteForm
from .links import picture_of
from .mail import link_to
from .models import Invitation
from .queries import desk_for, seats_to_invite_to


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is invited to a group; a POST invites somebody."""
    group = access(request.user, CountryGroup.objects.all(), "manage", pk=pk)
    if request.method == "POST":
        return _invite(request, group)
    context = _page(request, group)
    known = {"place": request.GET.get("to", "")}
    context |= {
        "desk": desk_for(request.user, group),
        "form": InviteForm(seats=seats_to_invite_to(group), initial=known, auto_id="invite-%s"),
        "asked": requests_to_join(request.user, group),
        "address": address_of(group, site_of(request)),
        "ends": [seat for seat in ends_of(request.user) if seat.group_id == group.pk],
    }
    return render(request, "joining/desk.html", context)


@never_cache
@require_POST
def print_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page with a new link of an invitation, to be printed: it is shown this once, the one before opens nothing."""
    invitation = access(request.user, Invitation.objects.select_related("group", "seat", "replaces"), "manage", pk=pk)
    context = _page(request, invitation.group)
    try:
        token = make_link(actor=actor_of(request), invitation=invitation, on_paper=True)
    except ValidationError as error:
        back = reverse("invitations", args=[invitation.group_id])
        return redrawn(request, "groups/refused_form.html", context | {"errors": sentences(error)}, back=back)
    invitation.refresh_from_db()
    link = link_to(site_of(request), token)
    side, path = picture_of(link)
    context |= {"invitation": invitation, "link": link, "side": side, "path": path}
    return render(request, "joining/paper.html", context)


@require_POST
def withdraw_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = access(request.user, Invitation.objects.select_related("group"), "manage", pk=pk)
    back = reverse("invitations", args=[invitation.group_id])
    try:
        withdraw(actor=actor_of(request), invitation=invitation, command_id=command_id(request))
    except ValidationError as error:
        context = _page(request, invitation.group) | {"errors": sentences(error)}
        return redrawn(request, "groups/refused_form.html", context, back=back)
    return done(request, _("It is withdrawn. Its link opens nothing any more."), back=back)


def site_of(request: HttpRequest) -> str:
    """Where people reach us, for links that leave this page."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/")


def _invite(request: HttpRequest, group: CountryGroup) -> HttpResponse:
    back = reverse("invitations", args=[group.pk])
    form = _form(group, request.POST)
    if form.is_valid():
        try:
            made = invite(
                actor=actor_of(request), group=group, site=site_of(request), command_id=command_id(request),
                **form.chosen(),
            )  # fmt: skip
            text = (
                _("A mail with the link is on its way.") if made.email else _("Print the link now, and hand it over.")
            )
            return done(request, text, back=back)
        except ValidationError as error:
            add_errors(form, error)
    return redrawn(request, "joining/invite_form.html", _page(request, group) | {"form": form}, back=back)


def _form(group: CountryGroup, given: Any) -> InviteForm:
    return InviteForm(given, seats=seats_to_invite_to(group), auto_id="invite-%s")


def _page(request: HttpRequest, group: CountryGroup) -> dict[str, Any]:
    return page_context(request, group, current="people")
