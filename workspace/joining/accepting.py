"""Coming in by a link: with an account that is there, or with one that is made for it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotYours
from realtime.changes import Record, command, founding
from workspace.groups.membership import admit_to, handle_for, take_seat, until_end_of
from workspace.groups.models import CountryGroup, Handle
from workspace.groups.parting import end_term
from workspace.groups.seat_commands import set_alternate
from workspace.people.commands import open_account
from workspace.people.models import User

from .models import Invitation
from .queries import behind


@command
def accept(
    *, actor: User, token: str, text: str = "", kind: str = Handle.Kind.ROLE, command_id: UUID | None = None
) -> Handle:
    """Come in with an account; `text` is how one appears, for who has no handle here yet."""
    return _come_in(actor, _spend(token), text, kind)


@command
def accept_as_newcomer(
    *, actor: None, token: str, username: str, password: str, text: str, kind: str, language: str = ""
) -> Handle:
    """Make an account and come in with it, or neither."""
    invitation = _spend(token)
    person = open_account(actor=actor, username=username, password=password, language=language, email=invitation.email)
    return _come_in(person, invitation, text, kind)


def _spend(token: str) -> Invitation:
    """The invitation behind a link, used up by this; of two people with one link only one gets so far."""
    found = behind(token)
    now = timezone.now()
    if found is None or not Invitation.objects.filter(
        pk=found.pk, digest=found.digest, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    ).update(accepted_at=now):
        raise NotYours
    return found


def _come_in(person: User, invitation: Invitation, text: str, kind: str) -> Handle:
    group = CountryGroup.objects.select_for_update().get(pk=invitation.group_id)
    if not person.is_active:
        raise NotYours
    if invitation.until is not None and invitation.until < timezone.localdate():
        raise ValidationError(_("The term of this seat has ended. Ask the convenor for another invitation."))
    handle = handle_for(group, person, text, kind)
    with founding(person, group.space) as record:
        if invitation.seat is not None and invitation.level == Invitation.Level.ALTERNATE:
            admit_to(group, person, "alternate", until=until_end_of(invitation.until))
            set_alternate(group, invitation.seat, handle, invitation.until)
            record("group.alternate_named", group, seat=invitation.seat_id, handle=handle.pk)
        elif invitation.seat_id is not None:
            _pass_on(group, invitation, handle, record)
            seat = take_seat(group, invitation.seat_id, handle, until=invitation.until)
            record("group.seat_taken", group, seat=seat.pk, handle=handle.pk)
        else:
            admit_to(group, person, invitation.level)
            record("group.person_admitted", group, handle=handle.pk, level=invitation.level)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=handle)
    with founding(person, invitation.space) as record:
        record("invitation.accepted", invitation)
    return handle


def _pass_on(group: CountryGroup, invitation: Invitation, to: Handle, record: Record) -> None:
    """End the term of whom the invitation replaces, if they still hold the seat, whatever they are called by now."""
    seat = group.seats.select_related("handle").get(invitations=invitation)
    before = invitation.replaces
    if before is None or seat.handle is None or seat.handle.person_id != before.person_id or seat.handle == to:
        return
    ended = end_term(group, seat.pk)
    if ended is not None:
        record("group.seat_ended", group, seat=seat.pk, handle=ended.pk)
