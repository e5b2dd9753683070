"""Into a circle: invite a seat of the group, take an invitation back; accept or decline one's own."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.errors import NotAllowed
from permissions.models import Space
from realtime.changes import change, command
from workspace.groups import membership as group_membership
from workspace.groups.handles import handle_in
from workspace.groups.models import Seat
from workspace.people.models import User

from . import membership
from .models import Circle, Invitation


@command
def invite_to_circle(*, actor: User, circle: Circle, seat: Seat, command_id: UUID | None = None) -> Invitation:
    """Ask whoever holds a seat of the group into a circle. Only they learn of it, and the circle."""
    with change(actor, "share", circle) as (circle, record):
        invited = seat.handle
        if seat.group_id != circle.group_id or invited is None or invited.person is None:
            raise ValidationError({"seat": _("Nobody holds this seat now. Choose another.")})
        if any(held.user_id == invited.person_id for held in membership.holdings(circle)):
            raise ValidationError({"seat": _("They are in this circle already.")})
        if circle.invitations.filter(person=invited.person, answered_at__isnull=True).exists():
            raise ValidationError({"seat": _("This seat is invited already.")})
        own = Space.objects.create(kind="invitation")
        by = handle_in(actor, circle.space)
        if by is None:
            raise NotAllowed("share")
        invitation = Invitation.objects.create(
            space=own,
            circle=circle,
            person=invited.person,
            invited=invited,
            invited_by=by,
            grant=grants.give(space=own, user=invited.person, level="reader", reason="invited to a circle", by=actor),
            at=timezone.now(),
        )
        record("circle.invited", circle, handle=invited.pk)
    return invitation


@command
def take_back_invitation(
    *, actor: User, circle: Circle, invitation: Invitation, command_id: UUID | None = None
) -> Invitation:
    """Take an invitation back before it is answered."""
    with change(actor, "share", circle) as (circle, record):
        invitation = circle.invitations.select_related("grant__space").get(pk=invitation.pk)
        if invitation.answered_at is None:
            membership.close_invitation(invitation, Invitation.Answer.TAKEN_BACK, by=actor)
            record("circle.invitation_taken_back", circle, handle=invitation.invited_id)
    return invitation


@command
def accept_invitation(*, actor: User, invitation: Invitation, command_id: UUID | None = None) -> Invitation:
    """Come into a circle, under the handle that one has in the group."""
    with change(actor, "view", invitation) as (invitation, record):
        circle = invitation.circle
        _open(circle)
        if not group_membership.is_in(circle.group, actor)[0]:
            raise NotAllowed("comment")
        membership.close_invitation(invitation, Invitation.Answer.ACCEPTED, by=actor)
        membership.hold(circle, actor, circle.people)
        record("circle.joined", circle)
    return invitation


@command
def decline_invitation(*, actor: User, invitation: Invitation, command_id: UUID | None = None) -> Invitation:
    """Stay out; the circle learns that the invitation was declined."""
    with change(actor, "view", invitation) as (invitation, record):
        membership.close_invitation(invitation, Invitation.Answer.DECLINED, by=actor)
        record("circle.declined", invitation.circle)
    return invitation


def _open(circle: Circle) -> None:
    if circle.closed_at is not None:
        raise ValidationError(_("This circle is closed now. Ask who invited you."))
