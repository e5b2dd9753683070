"""The demonstration accounts. Their password is open: they exist only where demonstration data was asked for."""

from typing import Final

from django.contrib.auth.hashers import make_password

from workspace.people.models import User

from .shapes import Group

PASSWORD: Final = "demo"


def make_accounts(groups: tuple[Group, ...]) -> dict[str, User]:
    """An account for each person, by user name; the password is hashed once, since it is the same for all."""
    hashed, unusable = make_password(PASSWORD), make_password(None)
    return {
        person.username: User.objects.create(
            username=person.username,
            language=person.language,
            password=hashed if person.signs_in else unusable,
        )
        for group in groups
        for person in group.people
    }


def are_there(groups: tuple[Group, ...]) -> bool:
    """Whether demonstration data was loaded before."""
    found: bool = User.objects.filter(username__in=[p.username for g in groups for p in g.people]).exists()
    return found
