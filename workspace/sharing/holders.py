"""Who may be named when a thing is shared, and what the roles of grants are called."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib.auth.models import Group as Role
from django.db.models import Q
from django.utils.translation import gettext as _

from permissions.models import Grant, RoleHolding, Space, lasting
from permissions.roles import HEADS
from workspace.groups.faces import Face, face_of_seat
from workspace.groups.handles import group_of
from workspace.groups.models import CountryGroup, Handle, Seat
from workspace.groups.spaces import EVERYBODY, LOOKING_ON, MODERATORS, SAFEGUARDING
from workspace.people.models import User


@dataclass(frozen=True)
class Holder:
    """Somebody who may be let in, by a role: `key` as a form sends it. A seat of the group, or a convenor elsewhere."""

    key: str
    name: str
    role: Role
    face: Face | None = None


@dataclass(frozen=True)
class Named:
    """One person who may be let in, by the name under which the group knows them: somebody who holds no seat."""

    key: str
    name: str
    person: User


@dataclass(frozen=True)
class RoleWords:
    """What a role is called in a list of readers. `face` when it is a seat."""

    name: str
    face: Face | None = None


_of_roles: list[Callable[[Collection[int]], dict[int, RoleWords]]] = []


def name_roles(find: Callable[[Collection[int]], dict[int, RoleWords]]) -> None:
    """Have `find(ids of roles)` say what those are called that it knows."""
    if find not in _of_roles:
        _of_roles.append(find)


def is_of_circle(space: Space) -> bool:
    """Whether a circle keeps this space: what is said there is not shared from here."""
    spaces = [space.pk, *(pk for pk in (space.home_id, space.extends_id, space.came_from_id) if pk)]
    return Space.objects.filter(pk__in=spaces, kind="circle").exists()


def seats_to_name(space: Space) -> list[Holder]:
    """The held seats of the group whose space this is."""
    group = group_of(space)
    held = Seat.objects.filter(group=group, handle__isnull=False, handle__ended_at__isnull=True)
    seats = held.select_related("stakeholder_group", "handle", "role") if group and not is_of_circle(space) else []
    return [Holder(f"seat:{seat.pk}", seat.name, seat.role, face_of_seat(seat)) for seat in seats]


def offices_to_name(space: Space) -> list[Holder]:
    """Those of the group who hold no seat, by what they do there."""
    group = group_of(space)
    if group is None or is_of_circle(space):
        return []
    offices = [("observers", group.observers), ("alternates", group.alternates), ("scribes", group.scribes)]
    words = words_for([role.pk for _key, role in offices], group)
    return [Holder(key, words[role.pk].name, role) for key, role in offices]


def people_to_name(space: Space) -> list[Named]:
    """The people of the group who hold no seat, one by one: observers, alternates, scribes."""
    group = group_of(space)
    if group is None or is_of_circle(space):
        return []
    offices = (group.observers_id, group.alternates_id, group.scribes_id)
    there = RoleHolding.objects.filter(lasting(), role__in=offices, user__is_active=True).values("user")
    found = Handle.objects.filter(group=group, ended_at__isnull=True, person__in=there, seats__isnull=True)
    return [
        Named(f"handle:{handle.pk}", handle.text, handle.person)
        for handle in found.select_related("person").order_by("text")
        if handle.person is not None
    ]


def convenors_to_name(space: Space) -> list[Holder]:
    """The convenors of other country groups, by their office: who they are is their group's to know."""
    group = group_of(space)
    if group is None or is_of_circle(space):
        return []
    others = CountryGroup.objects.filter(is_secretariat=False).exclude(pk=group.pk).select_related("convenors")
    return [Holder(f"convenor:{other.pk}", convenor_of(other), other.convenors) for other in others]


def convenor_of(group: CountryGroup) -> str:
    """What the convenor of a group is called elsewhere."""
    if group.short_name == group.country:
        return _("The convenor of %(group)s") % {"group": group.short_name}
    return _("The convenor of %(country)s (%(group)s)") % {"country": group.country, "group": group.short_name}


def words_for(roles: Collection[int], own: CountryGroup | None) -> dict[int, RoleWords]:
    """What each of these roles is called on a page of this group."""
    found: dict[int, RoleWords] = {}
    for find in (_of_staff, _of_seats, lambda ids: _of_groups(ids, own), *_of_roles):
        found |= find(roles)
    return found


def _of_staff(roles: Collection[int]) -> dict[int, RoleWords]:
    names = {
        MODERATORS: _("IIED’s moderators"),
        SAFEGUARDING: _("IIED’s safeguarding officer"),
        EVERYBODY: _("Members of all country groups"),
        LOOKING_ON: _("Observers of all country groups"),
    }
    known = Role.objects.filter(pk__in=roles, name__in=names).values_list("pk", "name")
    return {pk: RoleWords(names[name]) for pk, name in known}


def _of_seats(roles: Collection[int]) -> dict[int, RoleWords]:
    seats = Seat.objects.filter(role__in=roles).select_related("stakeholder_group", "handle")
    return {seat.role_id: RoleWords(seat.name, face_of_seat(seat)) for seat in seats}


def _of_groups(roles: Collection[int], own: CountryGroup | None) -> dict[int, RoleWords]:
    offices: dict[str, Callable[[CountryGroup], str]] = {
        "convenors": lambda group: _("The convenor of %(group)s"),
        "members": lambda group: _("Members of %(group)s: all who hold a seat"),
        "alternates": lambda group: _("Alternates of %(group)s"),
        "scribes": lambda group: _("Scribes of %(group)s"),
        "observers": lambda group: _("Observers of %(group)s"),
    }
    any_office = Q()
    for office in offices:
        any_office |= Q(**{f"{office}__in": roles})
    found = {}
    for group in CountryGroup.objects.filter(any_office):
        for office, says in offices.items():
            is_elsewhere = office == "convenors" and (own is None or group.pk != own.pk)
            name = convenor_of(group) if is_elsewhere else says(group) % {"group": group.short_name}
            found[getattr(group, f"{office}_id")] = RoleWords(name)
    return found


def heads_of(space: Space) -> list[Grant]:
    """The grants of those who run the place: they stay in whatever becomes of it."""
    spaces = [space.pk, *([space.extends_id] if space.extends_id else [])]
    found = Grant.objects.filter(space__in=spaces, level__in=HEADS, role__isnull=False, ended_at__isnull=True)
    return list(found.select_related("role"))


def by_keys(holders: list[Holder], keys: Collection[str]) -> list[Holder]:
    """Those of these holders whom a form named."""
    return [holder for holder in holders if holder.key in keys]
