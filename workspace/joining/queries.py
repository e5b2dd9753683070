"""What convenors get of their desk, and what a link leads to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from permissions.access import visible
from permissions.models import lasting
from workspace.groups.models import CountryGroup, Seat

from .links import digest_of
from .models import Invitation

FORMER = 20  # used, withdrawn or expired ones that the desk still shows


def waiting_in(group: CountryGroup) -> QuerySet[Invitation]:
    """Invitations of a group that may still be used."""
    return Invitation.objects.filter(_still_open(), group=group)


@dataclass(frozen=True)
class OnDesk:
    """The invitations of a group: those that wait, and the last of those that do not any more."""

    waiting: list[Invitation]
    former: list[Invitation]


def desk_for(user: Any, group: CountryGroup) -> OnDesk:
    """What lies on the desk of a group, for who may see it."""
    mine = visible(user, Invitation.objects.filter(group=group)).select_related(
        "seat", "replaces", "invited_by", "accepted_by"
    )
    return OnDesk(list(mine.filter(_still_open())), list(mine.exclude(_still_open())[:FORMER]))


def seats_to_invite_to(group: CountryGroup) -> list[Seat]:
    return list(Seat.objects.filter(group=group).select_related("stakeholder_group", "handle"))


def behind(token: str) -> Invitation | None:
    """The invitation that a link opens now, in one query; none for a guessed, used, withdrawn or expired one.

    It holds for as long as who made it may still invite: nobody leaves a door open behind them.
    """
    found = Invitation.objects.filter(
        Q(lasting("invited_by__person__holdings__")),
        _still_open(),
        digest=digest_of(token),
        invited_by__person__is_active=True,
        invited_by__person__holdings__role=F("group__convenors"),
    )
    return found.select_related("group__space", "seat__stakeholder_group", "invited_by", "replaces").first()


def came_in_by(token: str, person: Any) -> Invitation | None:
    """The invitation by which this person came in, when they follow their link once more."""
    return Invitation.objects.filter(digest=digest_of(token), accepted_by__person=person).first()


def _still_open() -> Q:
    return Q(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
