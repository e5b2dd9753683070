"""What people do in a country group: found it, set up its seats, take and leave them, change how they appear."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.errors import NotAllowed
from permissions.models import Space
from realtime.changes import change, command, founding
from workspace.people.models import User

from .membership import admit_to, handle_for, keep_in_everybody, leave, open_handle, take_seat
from .models import CountryGroup, Handle, Seat, StakeholderGroup
from .parting import end_term, part
from .spaces import let_group_in

MOST_COLOURS = 8  # stakeholder groups that can be told apart by the colour of their seats


@command
def found_group(
    *,
    actor: User | None,
    name: str,
    short_name: str,
    country: str,
    language: str = "en",
    band: str = "",
    purpose: str = "",
    is_secretariat: bool = False,
    convenor: User | None = None,
    convenor_text: str = "",
    command_id: UUID | None = None,
) -> CountryGroup:
    """Found a country group and hand it to its first convenor. Done by whoever runs the machine."""
    if actor is not None and not actor.is_superuser:
        raise NotAllowed("manage")
    key = uuid4()
    with founding(None) as record:
        group = CountryGroup.objects.create(
            id=key,
            space=Space.objects.create(kind="group"),
            name=name,
            short_name=short_name,
            country=country,
            language=language,
            band=band,
            purpose=purpose,
            is_secretariat=is_secretariat,
            convenors=Role.objects.create(name=f"{key} convenors"),
            members=Role.objects.create(name=f"{key} members"),
            alternates=Role.objects.create(name=f"{key} alternates"),
            scribes=Role.objects.create(name=f"{key} scribes"),
            observers=Role.objects.create(name=f"{key} observers"),
        )
        let_group_in(space=group.space, group=group, reason="group founded", by=actor)
        if convenor is not None:
            admit_to(group, convenor, "convenor")
            open_handle(group, convenor, convenor_text or _("Convenor"), Handle.Kind.ROLE)
        record("group.founded", group, name=name)
    return group


@command
def add_stakeholder_group(
    *, actor: User, group: CountryGroup, name: str, token: str, command_id: UUID | None = None
) -> StakeholderGroup:
    """Add a stakeholder group: it takes the next colour in the group's order."""
    with change(actor, "manage", group) as (group, record):
        last = group.stakeholder_groups.aggregate(last=Max("order"))["last"] or 0
        added = StakeholderGroup.objects.create(
            group=group, name=_clean(name), token=token.strip().upper()[:2], order=last % MOST_COLOURS + 1
        )
        record("group.stakeholder_group_added", group, stakeholder_group=added.pk, name=added.name)
    return added


@command
def add_seat(*, actor: User, stakeholder_group: StakeholderGroup, name: str, command_id: UUID | None = None) -> Seat:
    """Add an empty seat for a stakeholder group."""
    with change(actor, "manage", stakeholder_group.group) as (group, record):
        last = stakeholder_group.seats.aggregate(last=Max("order"))["last"] or 0
        key = uuid4()
        seat = Seat.objects.create(
            id=key,
            group=group,
            stakeholder_group=stakeholder_group,
            name=_clean(name),
            order=last + 1,
            role=Role.objects.create(name=f"{key} seat"),
        )
        record("group.seat_added", group, seat=seat.pk, name=seat.name)
    return seat


@command
def seat_person(
    *,
    actor: User,
    seat: Seat,
    person: User,
    text: str = "",
    kind: str = Handle.Kind.ROLE,
    since: date | None = None,
    until: date | None = None,
    command_id: UUID | None = None,
) -> Seat:
    """Seat a person for a term; `text` is how they appear, for somebody who has no handle here yet."""
    with change(actor, "manage", seat.group) as (group, record):
        if until is not None and until < (since or timezone.localdate()):
            raise ValidationError({"until": _("A term ends after it begins. Choose a later day.")})
        handle = handle_for(group, person, text or seat.name, kind)
        seat = take_seat(group, seat.pk, handle, since=since, until=until)
        record("group.seat_taken", group, seat=seat.pk, handle=handle.pk)
    return seat


@command
def end_seat(*, actor: User, seat: Seat, command_id: UUID | None = None) -> Seat:
    """End the term of whoever holds a seat: their words stay, their access goes unless they hold another seat."""
    with change(actor, "manage", seat.group) as (group, record):
        handle = end_term(group, seat.pk)
        seat = group.seats.get(pk=seat.pk)
        if handle is not None:
            record("group.seat_ended", group, seat=seat.pk, handle=handle.pk)
    return seat


@command
def leave_group(*, actor: User, group: CountryGroup, command_id: UUID | None = None) -> CountryGroup:
    """Leave a group: its seats and rooms, at once. The last convenor stays until there is another."""
    with change(actor, "view", group) as (group, record):
        mine = Handle.objects.filter(group=group, person=actor, ended_at__isnull=True).first()
        if mine is None:
            raise NotAllowed("manage")
        record("group.person_left", group, handle=mine.pk)
        part(group, actor)
    return group


@command
def end_time_of(*, actor: User, group: CountryGroup, handle: Handle, command_id: UUID | None = None) -> CountryGroup:
    """End somebody's time in a group: all their seats and roles there."""
    with change(actor, "manage", group) as (group, record):
        them = Handle.objects.filter(group=group, pk=handle.pk, ended_at__isnull=True, person__isnull=False).first()
        if them is None or them.person is None:
            raise ValidationError(_("They are not in this group any more. Load the page again."))
        record("group.person_dismissed", group, handle=them.pk)
        part(group, them.person)
    return group


@command
def admit(
    *,
    actor: User,
    group: CountryGroup,
    person: User,
    level: str,
    text: str = "",
    kind: str = Handle.Kind.ROLE,
    command_id: UUID | None = None,
) -> Handle:
    """Admit somebody who holds no seat: a convenor, an observer, a scribe, or (in the secretariat) IIED's staff."""
    with change(actor, "manage", group) as (group, record):
        if level in ("moderator", "safeguarding") and not group.is_secretariat:
            raise ValidationError(_("IIED’s staff belong to the secretariat. Admit them there."))
        admit_to(group, person, level)
        handle = handle_for(group, person, text, kind)
        record("group.person_admitted", group, handle=handle.pk, level=level)
    return handle


@command
def dismiss(
    *, actor: User, group: CountryGroup, person: User, level: str, command_id: UUID | None = None
) -> CountryGroup:
    """Take a role without a seat back."""
    with change(actor, "manage", group) as (group, record):
        leave(group, person, level)
        record("group.person_dismissed", group, level=level)
    return group


@command
def change_handle(*, actor: User, group: CountryGroup, text: str, kind: str, command_id: UUID | None = None) -> Handle:
    """Appear under another name here. Old words keep the old one, and the event tells of neither."""
    with change(actor, "view", group) as (group, record):
        old = Handle.objects.filter(group=group, person=actor, ended_at__isnull=True).first()
        if old is None:
            raise NotAllowed("edit")
        new = open_handle(group, actor, text, kind, instead_of=old)
        Seat.objects.filter(group=group, handle=old).update(handle=new)
        Seat.objects.filter(group=group, alternate=old).update(alternate=new)
        keep_in_everybody(actor)
        record("group.people_changed", group)
    return new


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise ValidationError({"name": _("Write a name.")})
    return clean[:80]
