"""Who is let into a published lesson."""

from django.contrib.auth.models import Group as Role

from permissions import grants
from permissions.models import Space
from workspace.groups.models import CountryGroup
from workspace.people.models import User

ALL_MEMBERS = "all-members"  # held by everybody who holds a role in a country group
MODERATORS = "iied-moderators"


def open_to_all_countries(space: Space, group: CountryGroup, *, by: User) -> None:
    """The group under its own roles, members of all others as peers, IIED's moderators."""
    peers, _ = Role.objects.get_or_create(name=ALL_MEMBERS)
    moderators, _ = Role.objects.get_or_create(name=MODERATORS)
    for role, level in (
        (group.convenors, "convenor"),
        (group.members, "member"),
        (group.observers, "observer"),
        (peers, "peer"),
        (moderators, "moderator"),
    ):
        grants.give(space=space, role=role, level=level, reason="published for all countries", by=by)
