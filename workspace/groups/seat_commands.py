"""What is done with a seat while it is held: its term, its alternate, and who acts in it when its holder is away."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.access import can
from permissions.errors import NotAllowed
from permissions.models import RoleHolding, lasting
from realtime.changes import change, command
from workspace.people.models import User

from .membership import admit_to, until_end_of
from .models import CountryGroup, Handle, Seat
from .standing_in import begin_acting, keep_membership, stop_acting


@command
def change_term(*, actor: User, seat: Seat, until: date | None, command_id: UUID | None = None) -> Seat:
    """Let a term last until another day, the last one; None for no end. What goes with the seat ends with it."""
    with change(actor, "manage", seat.group) as (group, record):
        seat = _fresh(group, seat)
        if seat.handle is None or seat.handle.person is None:
            raise ValidationError(_("Nobody holds this seat. Invite somebody to it first."))
        if until is not None and until < timezone.localdate():
            raise ValidationError({"until": _("This day is over. To end the term now, end it.")})
        if until is not None and seat.since is not None and until < seat.since:
            raise ValidationError({"until": _("A term ends after it begins. Choose a later day.")})
        seat.until = until
        seat.save(update_fields=["until"])
        grants.hold_role(user=seat.handle.person, role=seat.role, until=until_end_of(until))
        keep_membership(group, seat.handle)
        if until is not None and seat.away_until is not None and seat.away_until > until:
            begin_acting(group, seat, until)
        record("group.term_changed", group, seat=seat.pk, until=until)
    return seat


@command
def name_alternate(
    *, actor: User, seat: Seat, handle: Handle, until: date | None = None, command_id: UUID | None = None
) -> Seat:
    """Name somebody who is an alternate in the group as the one of a seat."""
    with change(actor, "manage", seat.group) as (group, record):
        seat = set_alternate(group, seat, handle, until)
        record("group.alternate_named", group, seat=seat.pk, handle=handle.pk)
    return seat


@command
def end_alternate(*, actor: User, seat: Seat, command_id: UUID | None = None) -> Seat:
    """A seat has no alternate any more; who was it stays in the group until their time there is ended."""
    with change(actor, "manage", seat.group) as (group, record):
        seat = _fresh(group, seat)
        if seat.alternate is not None:
            record("group.alternate_ended", group, seat=seat.pk, handle=seat.alternate.pk)
            stop_acting(group, seat)
            seat.alternate, seat.alternate_until = None, None
            seat.save(update_fields=["alternate", "alternate_until"])
    return seat


@command
def be_away(*, actor: User, seat: Seat, until: date, command_id: UUID | None = None) -> Seat:
    """Have the alternate act in a seat until a day: said by who holds it, or by the convenor for them."""
    with change(actor, "view", seat.group) as (group, record):
        seat = _fresh(group, seat)
        _own_or_convened(actor, group, seat)
        today = timezone.localdate()
        if seat.handle is None:
            raise ValidationError(_("Nobody holds this seat. Invite somebody to it first."))
        if seat.alternate is None or (seat.alternate_until is not None and seat.alternate_until < today):
            raise ValidationError(_("This seat has no alternate. The convenor names one."))
        if until < today:
            raise ValidationError({"until": _("Choose a day that is still to come.")})
        last = min(day for day in (until, seat.until, seat.alternate_until) if day is not None)
        if last < today:
            raise ValidationError(_("The term of this seat is over. The convenor gives it another end."))
        begin_acting(group, seat, last)
        record("group.holder_away", group, seat=seat.pk, handle=seat.alternate.pk, until=last)
    return seat


@command
def be_back(*, actor: User, seat: Seat, command_id: UUID | None = None) -> Seat:
    """The holder of a seat acts in it alone again, at once."""
    with change(actor, "view", seat.group) as (group, record):
        seat = _fresh(group, seat)
        _own_or_convened(actor, group, seat)
        if seat.away_until is not None:
            stop_acting(group, seat)
            record("group.holder_back", group, seat=seat.pk)
    return seat


def set_alternate(group: CountryGroup, seat: Seat, handle: Handle, until: date | None) -> Seat:
    """Part of a command that holds the group's row: this is the alternate of a seat from now on."""
    seat = _fresh(group, seat)
    named = Handle.objects.filter(group=group, pk=handle.pk, ended_at__isnull=True, person__isnull=False).first()
    if named is None or named.person is None or not _is_alternate(group, named.person):
        raise ValidationError({"handle": _("Choose somebody who is an alternate in this group, or invite one.")})
    if named.pk == seat.handle_id:
        raise ValidationError({"handle": _("Who holds the seat cannot be its alternate.")})
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("Choose a day that is still to come.")})
    if seat.alternate_id != named.pk:
        stop_acting(group, seat)
    seat.alternate, seat.alternate_until = named, until
    seat.save(update_fields=["alternate", "alternate_until"])
    admit_to(group, named.person, "alternate", until=until_end_of(until))
    return seat


def _is_alternate(group: CountryGroup, person: User) -> bool:
    return RoleHolding.objects.filter(lasting(), role=group.alternates_id, user=person, user__is_active=True).exists()


def _own_or_convened(actor: User, group: CountryGroup, seat: Seat) -> None:
    mine = seat.handle is not None and seat.handle.person_id == actor.pk and seat.handle.ended_at is None
    if not mine and not can(actor, "manage", group):
        raise NotAllowed("manage")


def _fresh(group: CountryGroup, seat: Seat) -> Seat:
    return group.seats.select_related("handle__person", "alternate__person", "role").get(pk=seat.pk)
