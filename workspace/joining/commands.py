"""What convenors do with invitations: lay one on the desk, make its link, take it back."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from permissions import grants
from permissions.models import Space
from realtime.changes import change, command, founding
from workspace.groups.handles import handle_in
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.people.models import User

from .links import digest_of, new_token
from .models import Desk, Invitation
from .queries import waiting_in

WITH_SEAT = ("member", "alternate")
WITHOUT_SEAT = ("alternate", "scribe", "observer", "convenor")
LASTS = timedelta(days=14)
MOST_WAITING = 200  # in one group: more is not a group that is invited, but a list of addresses that is mailed


def desk_of(group: CountryGroup) -> Desk:
    """The desk of a group's convenors; the caller holds the group's row."""
    found = Desk.objects.select_related("space").filter(group=group).first()
    if found is None:
        space = Space.objects.create(kind="desk", home=group.space)
        grants.give(space=space, role=group.convenors, level="convenor", reason="desk of the convenors")
        found = Desk.objects.create(group=group, space=space)
    return found


@command
def invite(
    *,
    actor: User,
    group: CountryGroup,
    level: str,
    site: str,
    seat: Seat | None = None,
    until: date | None = None,
    whom: str = "",
    email: str = "",
    command_id: UUID | None = None,
) -> Invitation:
    """Invite one person to a seat, or into a role without one. With an e-mail the link is sent there, from `site`.

    A seat that is held passes on when they come in; an alternate is named as the one of the seat.
    """
    with change(actor, "manage", group) as (group, _in_group):
        check_place(group, level, seat, until)
        if email:
            validate_email(email)
        if waiting_in(group).count() >= MOST_WAITING:
            raise ValidationError(_("Too many invitations are open. Withdraw some that nobody will use."))
        desk, now = desk_of(group), timezone.now()
        with founding(actor, desk.space) as record:
            made = Invitation.objects.create(
                space=desk.space, group=group, level=level, seat=seat, until=until, email=email,
                replaces=Seat.objects.get(pk=seat.pk).handle if seat and level == "member" else None,
                whom=" ".join(whom.split())[:80], invited_by=own_handle(actor, group),
                invited_at=now, expires_at=now + LASTS,
            )  # fmt: skip
            record("invitation.made", made)
        if email:
            async_task("workspace.joining.mail.send_invitation", str(made.pk), site)
    return made


def make_link(*, actor: User, invitation: Invitation, on_paper: bool) -> str:
    """Make a new link of an invitation and give its token, this once: the link before it opens nothing any more.

    Not repeatable: whoever asks twice gets two links, of which the second counts.
    """
    token = new_token()
    _keep_link(actor=actor, invitation=invitation, digest=digest_of(token), on_paper=on_paper)
    return token


@command
def _keep_link(
    *, actor: User, invitation: Invitation, digest: str, on_paper: bool, command_id: UUID | None = None
) -> Invitation:
    with change(actor, "manage", invitation) as (invitation, record):
        if invitation.accepted_at or invitation.withdrawn_at:
            raise ValidationError(_("This invitation was used or withdrawn. Make another."))
        now = timezone.now()
        invitation.digest, invitation.sent_at, invitation.expires_at = digest, now, now + LASTS
        invitation.invited_by = own_handle(actor, invitation.group)
        if on_paper:
            invitation.email = ""  # whoever holds the paper need not be who has that address
        invitation.save(update_fields=["digest", "sent_at", "expires_at", "invited_by", "email"])
        record("invitation.printed" if on_paper else "invitation.mailed", invitation)
    return invitation


@command
def withdraw(*, actor: User, invitation: Invitation, command_id: UUID | None = None) -> Invitation:
    """Take an invitation back: its link opens nothing any more."""
    with change(actor, "manage", invitation) as (invitation, record):
        if invitation.accepted_at:
            raise ValidationError(_("Somebody came in with this invitation. End their seat instead."))
        if not invitation.withdrawn_at:
            invitation.withdrawn_at, invitation.digest = timezone.now(), None
            invitation.save(update_fields=["withdrawn_at", "digest"])
            record("invitation.withdrawn", invitation)
    return invitation


def check_place(group: CountryGroup, level: str, seat: Seat | None, until: date | None) -> None:
    """That there is such a seat or role to invite to, or ValidationError."""
    fits = level in (WITH_SEAT if seat is not None else WITHOUT_SEAT)
    if level not in Invitation.Level.values or not fits:
        raise ValidationError({"place": _("Choose a seat, or a role without one.")})
    if seat is not None and not Seat.objects.filter(pk=seat.pk, group=group).exists():
        raise ValidationError({"place": _("This seat is not one of this group. Choose again.")})
    if until is not None and seat is None:
        raise ValidationError({"until": _("Only a seat has a term. Leave the day empty.")})
    if until is not None and until <= timezone.localdate():
        raise ValidationError({"until": _("Choose a day that is still to come.")})


def own_handle(actor: User, group: CountryGroup) -> Handle:
    """Under which name somebody invites: it will be read by who is invited."""
    handle = handle_in(actor, group.space)
    if handle is None or handle.group_id != group.pk:
        raise ValidationError(_("Choose first how you appear in this group: who you invite will read it."))
    return handle
