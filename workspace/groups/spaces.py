"""A new space in a group's family, with the people of the group let in."""

from typing import Any

from django.contrib.auth.models import Group as Role

from permissions import grants
from permissions.models import Space

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
    roles = [
        (group.convenors, "convenor"),
        (group.members, "member"),
        (group.alternates, "alternate"),
        (group.scribes, "scribe"),
        (group.observers, "observer"),
    ]
    if moderated:
        roles += [(moderators(), "moderator"), (safeguarding(), "safeguarding")]
    for role, level in roles:
        grants.give(space=space, role=role, level=level, reason=reason, by=by)


def open_space(*, kind: str, group: CountryGroup, reason: str, by: Any = None, moderated: bool = True) -> Space:
    """A new space of a group, that the whole group sees."""
    space = Space.objects.create(kind=kind, home=group.space)
    let_group_in(space=space, group=group, reason=reason, by=by, moderated=moderated)
    return space
