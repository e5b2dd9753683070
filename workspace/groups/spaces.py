"""A new space in a group's family, with the people of the group let in."""

from typing import Any

from django.contrib.auth.models import Group as Role
from django.db import transaction
from django.db.models import Q

from permissions import grants
from permissions.models import Grant, Space, lasting

from .models import CountryGroup

MODERATORS = "iied-moderators"  # IIED staff across countries
SAFEGUARDING = "iied-safeguarding"  # who may learn who stands behind a pseudonym
EVERYBODY = "all-members"  # whoever speaks in any country group
LOOKING_ON = "all-observers"  # whoever observes one: reads what all countries read, and takes no part


def moderators() -> Role:
    """The role of IIED's moderators."""
    return Role.objects.get_or_create(name=MODERATORS)[0]


def safeguarding() -> Role:
    """The role of IIED's safeguarding officers."""
    return Role.objects.get_or_create(name=SAFEGUARDING)[0]


def everybody() -> Role:
    """The role that everybody holds who is convenor or member of a country group."""
    return Role.objects.get_or_create(name=EVERYBODY)[0]


def observers_of_all() -> Role:
    """The role that everybody holds who observes a country group."""
    return Role.objects.get_or_create(name=LOOKING_ON)[0]


def let_group_in(*, space: Space, group: CountryGroup, reason: str, by: Any = None, moderated: bool = True) -> None:
    """Give a group's roles, and those of IIED's staff, their levels in a space."""
    for role, level in _of_group(group) + (_of_staff() if moderated else []):
        grants.give(space=space, role=role, level=level, reason=reason, by=by)


def let_later_roles_in() -> int:
    """Where all members of a group are in, let in those of its roles, and of IIED's, that are not; how many grants.

    For spaces that were opened before there was such a role. Where only some seats are in, nothing is given.
    """
    given = 0
    with transaction.atomic():
        for group in CountryGroup.objects.all():
            held: dict[Any, set[tuple[int, str]]] = {}
            there = Grant.objects.filter(lasting(), role__isnull=False, ended_at__isnull=True)
            in_family = there.filter(Q(space=group.space_id) | Q(space__home=group.space_id))
            for space_id, role_id, level in in_family.values_list("space", "role", "level"):
                held.setdefault(space_id, set()).add((role_id, level))
            for space in Space.objects.filter(pk__in=held).order_by("pk"):
                has = held[space.pk]
                wanted = _of_group(group) if (group.members_id, "member") in has else []
                wanted += _of_staff() if wanted and (moderators().pk, "moderator") in has else []
                for role, level in wanted:
                    if (role.pk, level) not in has:
                        grants.give(space=space, role=role, level=level, reason="role that came later")
                        given += 1
    return given


def _of_group(group: CountryGroup) -> list[tuple[Role, str]]:
    return [
        (group.convenors, "convenor"),
        (group.members, "member"),
        (group.alternates, "alternate"),
        (group.scribes, "scribe"),
        (group.observers, "observer"),
    ]


def _of_staff() -> list[tuple[Role, str]]:
    return [(moderators(), "moderator"), (safeguarding(), "safeguarding")]


def open_space(*, kind: str, group: CountryGroup, reason: str, by: Any = None, moderated: bool = True) -> Space:
    """A new space of a group, that the whole group sees."""
    space = Space.objects.create(kind=kind, home=group.space)
    let_group_in(space=space, group=group, reason=reason, by=by, moderated=moderated)
    return space
