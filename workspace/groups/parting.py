"""How people go: a term ends, or somebody leaves a group. What they wrote stays, under the name it was written."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.models import Grant, RoleHolding, lasting
from workspace.people.models import User

from .membership import leave
from .models import CountryGroup, Handle, Seat
from .standing_in import keep_membership, stop_acting


def end_term(group: CountryGroup, seat_id: UUID) -> Handle | None:
    """Empty a seat and give who held it; they stay a member while they hold another."""
    seat = group.seats.select_related("handle__person", "alternate__person", "role").get(pk=seat_id)
    handle = seat.handle
    if handle is None or handle.person is None:
        return None
    stop_acting(group, seat)
    seat.handle, seat.since, seat.until = None, None, None
    seat.save(update_fields=["handle", "since", "until"])
    grants.leave_role(user=handle.person, role=seat.role)
    keep_membership(group, handle)
    return handle


def part(group: CountryGroup, person: User) -> None:
    """Take all of a person's seats, roles and own rights in a group back; the caller holds the group's row."""
    convening = RoleHolding.objects.filter(lasting(), role=group.convenors, user__is_active=True)
    if convening.filter(user=person).exists() and not convening.exclude(user=person).exists():
        raise ValidationError(_("A group needs a convenor. Invite another one, and leave when they have come in."))
    for seat in Seat.objects.filter(group=group, alternate__person=person).select_related("alternate", "role"):
        stop_acting(group, seat)
        Seat.objects.filter(pk=seat.pk).update(alternate=None, alternate_until=None)
    for seat in Seat.objects.filter(group=group, handle__person=person):
        end_term(group, seat.pk)
    levels = ["convenor", "member", "alternate", "scribe", "observer"]
    for level in levels + (["moderator", "safeguarding"] if group.is_secretariat else []):
        leave(group, person, level)
    own = Grant.objects.filter(user=person, space__home=group.space_id, ended_at__isnull=True)
    for grant in own.select_related("space", "user"):
        grants.end(grant)
    Handle.objects.filter(group=group, person=person, ended_at__isnull=True).update(ended_at=timezone.now())
