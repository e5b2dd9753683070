"""Who can see a thing and why, in words; and who would, if it were restricted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from permissions.access import levels_of_people, visible
from permissions.models import Grant, RoleHolding, Space, lasting
from permissions.moving import open_grants
from realtime.identity import names
from realtime.models import Event
from workspace.groups.faces import Face, face_of_handle, face_of_seat
from workspace.groups.handles import group_of
from workspace.groups.models import CountryGroup, Handle, Seat

from .commands import KEPT, can_be_ended
from .days import last_day
from .holders import Holder, by_keys, heads_of, is_of_circle, seats_to_name, words_for
from .kinds import is_moved_out, kind_of, things_in


@dataclass(frozen=True)
class Reader:
    """Somebody who can see a thing: who, what they may do, why, until when. `grant` when it can be ended here."""

    name: str
    may: str
    why: str
    by: str = ""
    until: date | None = None  # the last day
    face: Face | None = None
    grant: UUID | None = None


@dataclass(frozen=True)
class Sharing:
    """How a thing is shared now."""

    readers: list[Reader]
    is_moved_out: bool
    is_alone: bool
    is_of_circle: bool


def sharing_of(thing: Any) -> Sharing:
    """Who can see a thing, and why."""
    space = thing.space
    given = open_grants(space)
    parent = Space.objects.filter(pk=space.extends_id).first()
    inherited = open_grants(parent) if parent else []
    words = words_for({g.role_id for g in given + inherited if g.role_id}, group_of(space))
    told = _told(space, given)
    endable = can_be_ended(thing, given)
    handles = _handles({g.user_id for g in given if g.user_id}, space)
    readers = []
    for grant in _who_is_there(inherited + given):
        word = words.get(grant.role_id or 0)
        handle = handles.get(grant.user_id) if grant.user_id else None
        if word is None and handle is None:
            continue
        readers.append(
            Reader(
                name=word.name if word else str(handle),
                may=may_words(grant.level),
                why=_why(grant, is_named=grant.pk in told),
                by=told.get(grant.pk, ""),
                until=last_day(grant.until),
                face=word.face if word else face_of_handle(handle) if handle else None,
                grant=grant.pk if grant.pk in endable else None,
            )
        )
    is_out = is_moved_out(thing)
    return Sharing(readers, is_out, is_out and space.extends_id is None, is_of_circle(space))


def may_words(level: str) -> str:
    """What somebody may do at a level."""
    words = {
        "reader": _("may read"),
        "observer": _("may read"),
        "peer": _("may read and comment"),
        "commenter": _("may read and comment"),
        "guest": _("may read, comment and write"),
        "alternate": _("may read, comment and write"),
        "scribe": _("may read, comment and write"),
        "author": _("may read, write and publish"),
        "moderator": _("may read, and hide what was reported"),
        "safeguarding": _("may read, and hide what was reported"),
        "convenor": _("may read, write and decide, and let others in"),
        "keeper": _("may read, write and decide, and let others in"),
    }
    return words.get(level, _("may read, comment, write and decide"))


def _why(grant: Grant, *, is_named: bool) -> str:
    if is_named:
        return grant.reason
    if grant.level == "author":
        return _("started it")
    if grant.level in ("moderator", "safeguarding"):
        return _("help all groups; see what is open to the whole group")
    if grant.level == "guest":
        return _("was invited to write it")
    if grant.level == "convenor":
        return _("runs the group")
    if grant.level in ("keeper", "circle"):
        return _("keeps the circle") if grant.level == "keeper" else _("belong to the circle")
    return _("belong to the group")


def _who_is_there(given: list[Grant]) -> list[Grant]:
    """One grant for each role or person: the one that lets them do most comes first in the table of roles."""
    order = list(_ORDER)
    best: dict[tuple[Any, Any], Grant] = {}
    for grant in sorted(given, key=lambda each: order.index(each.level) if each.level in order else len(order)):
        best.setdefault((grant.role_id, grant.user_id), grant)
    held = set(
        RoleHolding.objects.filter(lasting(), role__in=[g.role_id for g in given if g.role_id], user__is_active=True)
        .values_list("role", flat=True)
    )  # fmt: skip
    return [grant for grant in best.values() if grant.role_id is None or grant.role_id in held]


_ORDER = ("convenor", "keeper", "author", "member", "circle", "alternate", "scribe", "guest", "commenter", "reader",
          "observer", "peer", "moderator", "safeguarding")  # fmt: skip


def _told(space: Space, given: list[Grant]) -> dict[UUID, str]:
    """Which of these grants were given by sharing, with the name under which somebody gave them."""
    wanted = {str(grant.pk): grant.pk for grant in given}
    found: dict[UUID, str] = {}
    events = Event.objects.filter(space=space, kind__in=("access.shared", "access.restricted")).order_by("seq")
    called = names({event.by for event in events if event.by})
    for event in events:
        for pk in event.data.get("grants", []):
            if pk in wanted:
                found.setdefault(wanted[pk], called.get(event.by, "") if event.by else "")
    return found


def _handles(people: Collection[Any], space: Space) -> dict[Any, Handle]:
    """The handle under which each of these people appears in a space."""
    found: dict[Any, Handle] = {}
    family = {space.pk, space.home_id}
    for handle in Handle.objects.filter(person__in=people, ended_at__isnull=True).select_related("group"):
        if handle.person_id not in found or handle.group.space_id in family:
            found[handle.person_id] = handle
    return found


@dataclass(frozen=True)
class FromElsewhere:
    """Something of another country's group that a reader was let into."""

    title: str
    url: str
    country: str


def shared_with(user: Any, groups: Iterable[CountryGroup]) -> list[FromElsewhere]:
    """What a reader was let into of groups that are none of these, the newest first."""
    own = [group.space_id for group in groups]
    elsewhere = Space.objects.filter(home__country_group__isnull=False).exclude(home__in=own).exclude(kind="lesson")
    spaces = list(visible(user, elsewhere).select_related("home__country_group").order_by("-created_at"))
    things = things_in(user, spaces) if spaces else {}
    found = [(things[space.pk], space) for space in spaces if space.pk in things]
    return [
        FromElsewhere(kind_of(thing).title(thing), kind_of(thing).url(thing), space.home.country_group.country)
        for thing, space in found
        if space.home is not None
    ]


@dataclass
class Preview:
    """What a restriction would change: who goes on seeing the thing, who begins to, who no longer sees it."""

    chosen: list[Holder]
    stay: list[Face] = field(default_factory=list)
    come: list[Face] = field(default_factory=list)
    go: list[Face] = field(default_factory=list)
    others_go: list[str] = field(default_factory=list)
    takes: list[str] = field(default_factory=list)


def preview_of(thing: Any, keys: Collection[str]) -> Preview:
    """Who would see a thing if only these seats did."""
    group = group_of(thing.space)
    chosen = by_keys(seats_to_name(thing.space), keys)
    shown = Preview(chosen, takes=list(kind_of(thing).takes(thing)))
    if group is None:
        return shown
    kept = [grant for grant in open_grants(thing.space) if grant.level in KEPT]
    roles = {holder.role.pk for holder in chosen}
    roles |= {grant.role_id for grant in [*kept, *heads_of(thing.space)] if grant.role_id}
    then = set(RoleHolding.objects.filter(lasting(), role__in=roles).values_list("user", flat=True))
    then |= {grant.user_id for grant in kept if grant.user_id}
    for person, face, sees in _people(group, thing.space):
        if person in then:
            (shown.stay if sees else shown.come).append(face)
        elif sees:
            shown.go.append(face)
    shown.others_go = _others(thing.space, group, but=roles)
    return shown


def _others(space: Space, group: CountryGroup, *, but: Collection[int]) -> list[str]:
    """Who is let into a space beside the people of its group, in words."""
    own = {getattr(group, f"{office}_id") for office in ("convenors", "members", "alternates", "scribes", "observers")}
    spaces = [space.pk, *([space.extends_id] if space.extends_id else [])]
    given = Grant.objects.filter(lasting(), space__in=spaces, role__isnull=False, ended_at__isnull=True)
    roles = set(given.filter(role__seat__isnull=True).values_list("role", flat=True)) - own - set(but)
    return sorted(word.name for word in words_for(roles, group).values())


def _people(group: CountryGroup, space: Space) -> list[tuple[Any, Face, bool]]:
    """Everybody of a group by handle, and whether they see this space now."""
    handles = list(Handle.objects.filter(group=group, ended_at__isnull=True, person__is_active=True).order_by("text"))
    held = levels_of_people([handle.person_id for handle in handles], [space.pk])
    seats = Seat.objects.filter(group=group, handle__isnull=False).select_related("stakeholder_group", "handle")
    faces = {seat.handle_id: face_of_seat(seat) for seat in seats}
    return [
        (handle.person_id, faces.get(handle.pk) or face_of_handle(handle), bool(held.get((handle.person_id, space.pk))))
        for handle in handles
    ]
