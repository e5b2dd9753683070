"""Who is in a group: roles and handles, as the commands give and take them."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.models import RoleHolding, lasting
from workspace.people.models import User

from .handles import CARET_COLOURS
from .models import CountryGroup, Handle, Seat
from .names import check_handle_text, check_pseudonym
from .spaces import everybody, moderators, observers_of_all, safeguarding

_told: list[Callable[[CountryGroup, User], None]] = []


def on_change(tell: Callable[[CountryGroup, User], None]) -> None:
    """Have `tell` called whenever a person was let into a group, or sent away, or until another day."""
    if tell not in _told:
        _told.append(tell)


def is_in(group: CountryGroup, person: User) -> tuple[bool, datetime | None]:
    """Whether a person holds a role of the group now, and until when; None when without end."""
    roles = [group.convenors_id, group.members_id, group.alternates_id, group.scribes_id, group.observers_id]
    ends = list(RoleHolding.objects.filter(lasting(), role__in=roles, user=person).values_list("until", flat=True))
    return bool(ends), None if None in ends or not ends else max(end for end in ends if end is not None)


def admit_to(
    group: CountryGroup, person: User, level: str, *, until: datetime | None = None, exactly: bool = False
) -> None:
    """Let a person hold a role of the group; a longer holding is not made shorter, unless `exactly`."""
    for role in _roles(group, level):
        held = RoleHolding.objects.filter(user=person, role=role).first()
        is_longer = held is not None and until is not None and (held.until is None or held.until > until)
        if is_longer and not exactly:
            continue
        grants.hold_role(user=person, role=role, until=until)
    _keep_the_rest(group, person)


def leave(group: CountryGroup, person: User, level: str) -> None:
    """Take a role of the group back from a person."""
    for role in _roles(group, level):
        grants.leave_role(user=person, role=role)
    _keep_the_rest(group, person)


def _keep_the_rest(group: CountryGroup, person: User) -> None:
    keep_in_everybody(person)
    for told in _told:
        told(group, person)


def keep_in_everybody(person: User) -> None:
    """Let a person hold the roles across countries for as long as they hold one of a country group."""
    speaks = (
        Q(role__convenors_of__isnull=False)
        | Q(role__members_of__isnull=False)
        | Q(role__alternates_of__isnull=False)
        | Q(role__scribes_of__isnull=False)
    )
    _hold_as_long(person, everybody(), speaks)
    _hold_as_long(person, observers_of_all(), Q(role__observers_of__isnull=False))


def _hold_as_long(person: User, role: Role, others: Q) -> None:
    """Let a person hold a role until the last of these others of theirs ends."""
    ends = list(RoleHolding.objects.filter(others, user=person).values_list("until", flat=True))
    held = RoleHolding.objects.filter(user=person, role=role).first()
    if not ends:
        if held is not None:
            grants.leave_role(user=person, role=role)
        return
    until = None if None in ends else max(end for end in ends if end is not None)
    if held is None or held.until != until:
        grants.hold_role(user=person, role=role, until=until)


def open_handle(group: CountryGroup, person: User, text: str, kind: str, *, instead_of: Handle | None = None) -> Handle:
    """A new handle of a person, under a caret colour that says nothing about the old one."""
    if kind not in dict(Handle.OF_PEOPLE):
        raise ValidationError({"kind": _("Choose a name, a role or a pseudonym.")})
    clean = check_handle_text(text, group=group, person=person)
    if kind == Handle.Kind.PSEUDONYM:
        check_pseudonym(clean, group=group, person=person)
    if instead_of is not None:
        instead_of.ended_at = timezone.now()
        instead_of.save(update_fields=["ended_at"])
    return Handle.objects.create(
        group=group, person=person, kind=kind, text=clean, colour=secrets.randbelow(len(CARET_COLOURS))
    )


def handle_for(group: CountryGroup, person: User, text: str, kind: str) -> Handle:
    """The handle that a person has here, or a new one of this name."""
    mine = Handle.objects.filter(group=group, person=person, ended_at__isnull=True).first()
    return mine or open_handle(group, person, text, kind)


def take_seat(
    group: CountryGroup, seat_id: UUID, handle: Handle, *, since: date | None = None, until: date | None = None
) -> Seat:
    """Seat somebody for a term, if the seat is empty; the caller holds the group's row."""
    seat = group.seats.get(pk=seat_id)
    if seat.handle_id is not None:
        raise ValidationError(_("This seat is held. End its term first, then seat somebody else."))
    person = handle.person
    assert person is not None, "a seat is held by a person"
    seat.handle, seat.since, seat.until = handle, since, until
    seat.save(update_fields=["handle", "since", "until"])
    grants.hold_role(user=person, role=seat.role, until=until_end_of(until))
    admit_to(group, person, "member", until=until_end_of(until))
    return seat


def until_end_of(day: date | None) -> datetime | None:
    """The moment at which a term ends: the last day of it counts in full."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _roles(group: CountryGroup, level: str) -> list[Role]:
    roles = {
        "convenor": [group.convenors],
        "member": [group.members],
        "alternate": [group.alternates],
        "scribe": [group.scribes],
        "observer": [group.observers],
        "moderator": [moderators(), group.members],
        "safeguarding": [safeguarding(), group.members],
    }
    return roles[level]
