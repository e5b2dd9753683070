"""Restrict a thing to some seats, share it with others, end that, open it to all again: one command each.

What lives in a space with other things moves out to one of its own, with all that hangs on it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants, moving
from permissions.access import levels, levels_of_people
from permissions.errors import NotAllowed, NotYours
from permissions.models import Grant, RoleHolding, Space, lasting
from permissions.roles import HEADS, allowed
from realtime.changes import command, founding, gate
from realtime.models import Event
from realtime.moving import hanging, move
from workspace.groups.handles import group_of
from workspace.groups.membership import is_in, until_end_of
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .days import last_day
from .holders import (
    Holder,
    Named,
    by_keys,
    convenors_to_name,
    heads_of,
    offices_to_name,
    people_to_name,
    seats_to_name,
)
from .kinds import is_moved_out, kind_of

KEPT = HEADS | {"author"}  # levels that a restriction leaves alone
GIVEN = ("reader", "commenter", "guest")
LONGEST_REASON = 300


@command
def restrict(*, actor: User, thing: Any, seats: Collection[str], reason: str, command_id: UUID | None = None) -> Any:
    """Let only these seats (and who runs the group) see a thing, with what hangs on it.

    `seats` are keys of `holders.seats_to_name`. Said again, it is these seats from now on.
    """
    thing = gate(actor, "share", thing)
    reason = check_reason(reason)
    chosen = by_keys(seats_to_name(thing.space), seats)
    if not chosen or len(chosen) != len(set(seats)):
        raise ValidationError({"seats": _("Choose the seats that may see it. At least one.")})
    before, heads, wider = thing.space, heads_of(thing.space), _wider(thing)
    grants.changed({before.pk, *wider})
    if kind_of(thing).is_nested and not is_moved_out(thing):
        to = moving.move_out(before, thing, alone=True, by=actor)
    else:
        to = before
        moving.stand_alone(to, by=actor)
    _gather(thing, to, out_of={before.pk, *wider}, by=actor)
    given = _let_only(to, heads, chosen, reason=reason, by=actor)
    tell(actor, thing, "restricted", given, left={before.pk, *wider} - {to.pk})
    return thing


@command
def share(
    *,
    actor: User,
    thing: Any,
    holder: str,
    level: str,
    reason: str,
    until: date | None = None,
    command_id: UUID | None = None,
) -> Grant:
    """Let somebody else read (or comment, or write) a thing, with what hangs on it, until a day.

    `holder` is a key of `holders_of` or of `people_of`. Said again of the same, it is this level and this day from now
    on. One person is let in for as long as they are in their group, and no longer.
    """
    thing = gate(actor, "share", thing)
    reason = check_reason(reason)
    person = next((each.person for each in people_of(thing) if each.key == holder), None)
    group = group_of(thing.space) if person is not None else None
    if person is not None and group is not None:
        last = last_day(is_in(group, person)[1])
        until = min((day for day in (until, last) if day is not None), default=None)
        return let_in(actor, thing, user=person, level=level, reason=reason, until=until)
    named = next(iter(by_keys(holders_of(thing), [holder])), None)
    if named is None:
        raise ValidationError({"holder": _("Choose from the list.")})
    return let_in(actor, thing, role=named.role, level=level, reason=reason, until=until)


def let_in(
    actor: User,
    thing: Any,
    *,
    role: Role | None = None,
    user: User | None = None,
    level: str,
    reason: str,
    until: date | None,
) -> Grant:
    """Part of a command, behind its gate: let a role or a person see a thing, in a space that extends where it was."""
    if level not in GIVEN:
        raise ValidationError({"level": _("Choose what they may do.")})
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("Choose a day that is still to come.")})
    before = to = thing.space
    if kind_of(thing).is_nested and not is_moved_out(thing):
        if before.extends_id:
            raise ValidationError(_("This is part of something that is shared already. Share that instead."))
        to = moving.move_out(before, thing, alone=False, by=actor)
        _gather(thing, to, out_of={before.pk}, by=actor)
    for former in moving.open_grants(to):
        if (former.role, former.user) == (role, user) and former.level in GIVEN:
            grants.end(former, by=actor)
    last = until_end_of(until)
    grant = grants.give(space=to, role=role, user=user, level=level, reason=reason, by=actor, until=last)
    tell(actor, thing, "shared", [grant], left={before.pk} - {to.pk})
    return grant


@command
def end_share(*, actor: User, thing: Any, grant: UUID, command_id: UUID | None = None) -> Any:
    """End what somebody was given in the space of a thing; what they wrote stays."""
    thing = gate(actor, "share", thing)
    found = next((each for each in moving.open_grants(thing.space) if each.pk == grant), None)
    if found is None:
        raise NotYours
    if found.pk not in can_be_ended(thing, [found]):
        raise ValidationError(_("This comes with the group itself. It is not ended here."))
    grants.end(found, by=actor)
    tell(actor, thing, "ended", [found])
    return thing


@command
def rejoin(*, actor: User, thing: Any, command_id: UUID | None = None) -> Any:
    """Have a thing that moved out live again where it came from, seen by all who are let in there.

    What happened meanwhile stays in the log of the space that it leaves, for those who were let in there.
    """
    thing = gate(actor, "share", thing)
    left = thing.space
    back = left.came_from
    if back is None or not is_moved_out(thing):
        raise ValidationError(_("It lives where everybody of the group sees it already."))
    if not allowed(levels(actor, back), "share", thing.permission_kind):
        raise NotAllowed("share")
    grants.changed({left.pk, back.pk})
    _gather(thing, back, out_of={left.pk}, by=actor)
    Space.objects.filter(extends=left).update(extends=back)
    tell(actor, thing, "rejoined", [], left={left.pk})
    return thing


def holders_of(thing: Any) -> list[Holder]:
    """Who may be named when this thing is shared: of its group who does not see it yet, and convenors elsewhere."""
    seats = seats_to_name(thing.space)
    people = dict(
        RoleHolding.objects.filter(lasting(), role__in=[seat.role.pk for seat in seats]).values_list("role", "user")
    )
    held = levels_of_people(people.values(), [thing.space_id])
    spaces = [thing.space_id, *([thing.space.extends_id] if thing.space.extends_id else [])]
    let_in = Grant.objects.filter(lasting(), space__in=spaces, ended_at__isnull=True).exclude(level__in=GIVEN)
    there = set(let_in.values_list("role", flat=True))
    given = {grant.role_id for grant in moving.open_grants(thing.space) if grant.level in GIVEN}
    more = [seat for seat in seats if seat.role.pk in given or not held.get((people.get(seat.role.pk), thing.space_id))]
    more += [office for office in offices_to_name(thing.space) if office.role.pk not in there]
    return more + convenors_to_name(thing.space)


def people_of(thing: Any) -> list[Named]:
    """Which single people of its group may be named: who does not see it yet, or was let in by name."""
    people = people_to_name(thing.space)
    held = levels_of_people([each.person.pk for each in people], [thing.space_id])
    given = {grant.user_id for grant in moving.open_grants(thing.space) if grant.level in GIVEN}
    return [each for each in people if each.person.pk in given or not held.get((each.person.pk, thing.space_id))]


def can_be_ended(thing: Any, given: Iterable[Grant]) -> set[UUID]:
    """Which of these grants sharing gave: to a seat, to an office, here or elsewhere, to somebody by name."""
    seats = {holder.role.pk for holder in seats_to_name(thing.space)}
    offices = {holder.role.pk for holder in offices_to_name(thing.space) + convenors_to_name(thing.space)}
    here = [grant for grant in given if grant.space_id == thing.space_id]
    shared = Event.objects.filter(space=thing.space_id, kind="access.shared").values_list("data", flat=True)
    by_name = {UUID(pk) for data in shared for pk in data.get("grants", [])}
    return {
        grant.pk
        for grant in here
        if grant.role_id in seats
        or (grant.level in GIVEN and (grant.role_id in offices or (grant.user_id and grant.pk in by_name)))
    }


def check_reason(text: str, field: str = "reason") -> str:
    """A sentence that says why, or ValidationError."""
    missing = _("Say why, in a sentence. Everybody who sees it can read this.")
    return one_sentence(text, field=field, longest=LONGEST_REASON, missing=missing)


def _wider(thing: Any) -> set[UUID]:
    """The spaces of what hangs on a thing and is seen by all who see the thing, and by more.

    What was restricted by itself stays so, with what hangs on that.
    """
    around = {thing.space_id, thing.space.extends_id} - {None}
    found: set[UUID] = set()
    for rows in hanging(thing):
        found |= set(rows.filter(space__extends__in=around).values_list("space", flat=True))
    return found - {thing.space_id}


def _gather(thing: Any, to: Space, *, out_of: set[UUID], by: User) -> None:
    """Have a thing and what hangs on it live in one space; what moved out before knows where it came from."""
    before = thing.space_id
    move(thing, to, out_of=out_of)
    for rows in hanging(thing):
        moved_out = rows.filter(space__came_from=before).exclude(space=to).values_list("space", flat=True)
        Space.objects.filter(pk__in=list(moved_out)).update(came_from=to)
    for emptied in Space.objects.filter(pk__in=out_of - {before, to.pk}):
        for grant in moving.open_grants(emptied):
            grants.end(grant, by=by)


def _let_only(space: Space, heads: list[Grant], chosen: list[Holder], *, reason: str, by: User) -> list[Grant]:
    """End what others were given here, and give these seats theirs; gives the grants of the seats."""
    wanted = {holder.role.pk for holder in chosen}
    for grant in moving.open_grants(space):
        stays = grant.level in KEPT or (grant.level == "member" and grant.role_id in wanted)
        if not stays:
            grants.end(grant, by=by)
    held = {(grant.role_id, grant.level) for grant in moving.open_grants(space)}
    for head in heads:
        if (head.role_id, head.level) not in held:
            grants.give(space=space, role=head.role, level=head.level, reason=head.reason, by=by)
    for holder in chosen:
        if (holder.role.pk, "member") not in held:
            grants.give(space=space, role=holder.role, level="member", reason=reason, by=by)
    return [grant for grant in moving.open_grants(space) if grant.role_id in wanted]


def tell(actor: User, thing: Any, what: str, given: Iterable[Grant], *, left: Iterable[UUID] = ()) -> None:
    """An event where the thing lives now; where it was before, one that says no more than that it is elsewhere."""
    topics = sorted(kind_of(thing).topics(thing))
    with founding(actor) as record:
        record(f"access.{what}", thing, grants=[grant.pk for grant in given], topics=topics)
    for space in Space.objects.filter(pk__in=left):
        with founding(actor, space) as leaving:
            leaving("access.moved", thing, topics=topics)
