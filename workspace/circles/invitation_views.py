"""Invitations into a circle: made and taken back inside it, read and answered by who was invited."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permissions.access import access, visible
from permissions.errors import NotYours
from workspace.groups.answers import actor_of, command_id, done
from workspace.groups.pages import page_context

from .forms import SeatForm
from .inviting import accept_invitation, decline_invitation, invite_to_circle, take_back_invitation
from .models import Circle, Invitation
from .pages import answered, circle_to, frame

INVITATIONS = Invitation.objects.select_related("circle__group", "circle__space", "invited_by")


@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask who holds a seat into the circle."""
    circle = circle_to(request, "share", pk)
    form = SeatForm(request.POST, circle=circle, auto_id="invite-%s")
    return answered(
        request,
        lambda: invite_to_circle(
            actor=actor_of(request), circle=circle, command_id=command_id(request), **form.cleaned_data
        ),
        text=_("They find the invitation on their first page. Nobody else is told."),
        back=reverse("circle", args=[pk]),
        form=form,
        template="circles/invite_form.html",
        context=lambda: frame(request, circle) | {"form": form},
    )


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    circle = circle_to(request, "share", pk)
    try:
        invitation = circle.invitations.filter(pk=UUID(request.POST.get("invitation", ""))).first()
    except ValueError as error:
        raise NotYours from error
    if invitation is None:
        raise NotYours
    take_back_invitation(actor=actor_of(request), circle=circle, invitation=invitation, command_id=command_id(request))
    return done(request, _("The invitation is taken back."), back=reverse("circle", args=[pk]))


@require_safe
def invitation_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody is invited to, and what it means."""
    invitation = access(request.user, INVITATIONS, pk=pk)
    context = page_context(request, invitation.circle.group, thing=invitation, current="home")
    return render(request, "circles/invitation.html", context | {"invitation": invitation, "circle": invitation.circle})


@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Come in; sent a second time, it leads into the circle again."""
    if came_in := visible(
        request.user, Circle.objects.filter(invitations=pk, invitations__person=actor_of(request))
    ).first():
        return HttpResponseRedirect(reverse("circle", args=[came_in.pk]), status=303)
    invitation = access(request.user, INVITATIONS, pk=pk)
    circle = invitation.circle
    return answered(
        request,
        lambda: accept_invitation(actor=actor_of(request), invitation=invitation, command_id=command_id(request)),
        text=_("You are in the circle now."),
        back=reverse("home"),
        there=lambda _done: reverse("circle", args=[circle.pk]),
        context=lambda: page_context(request, circle.group, current="home"),
    )


@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stay out."""
    invitation = access(request.user, INVITATIONS, pk=pk)
    decline_invitation(actor=actor_of(request), invitation=invitation, command_id=command_id(request))
    return done(request, _("You have declined. The circle is told; nobody else is."), back=reverse("home"))
