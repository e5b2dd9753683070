"""A second step at the door: of whom it is demanded, and who has not set one up yet."""

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from permissions.models import lasting

from .models import User

_roles: set[str] = set()

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def demand_of(role: str) -> None:
    """Demand a second step of everybody who holds a role of this name; staff and administrators always need one."""
    _roles.add(role)


def held_back(people: Collection[Any]) -> set[Any]:
    """Those of these people who must set up a second step before they see anything."""
    if not settings.REQUIRE_MFA:
        return set()
    demanded = Q(is_staff=True) | Q(is_superuser=True) | Q(lasting("holdings__"), holdings__role__name__in=_roles)
    found = User.objects.filter(demanded, pk__in=people).exclude(
        pk__in=Authenticator.objects.filter(type__in=KINDS).values("user_id")
    )
    return set(found.values_list("pk", flat=True))
