"""What a reader gets of a group: its people by seat, and names to mention."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group as Role
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from permissions.access import visible
from permissions.models import RoleHolding, lasting
from permissions.table import NAMES

from .models import CountryGroup, Handle, Seat, StakeholderGroup
from .spaces import MODERATORS, SAFEGUARDING

SOON = 45  # days before the end of a term in which the desk and the first page speak of it
MOST_NAMES = 8  # offered for one mention


@dataclass
class People:
    """The people of a group, as its page shows them; the `others` with the word for their role."""

    stakeholder_groups: list[StakeholderGroup]
    others: list[tuple[Handle, str]] = field(default_factory=list)

    @property
    def seats(self) -> list[Seat]:
        return [seat for each in self.stakeholder_groups for seat in each.seats.all()]

    @property
    def taken(self) -> int:
        return sum(1 for seat in self.seats if seat.handle_id)


def groups_of(user: Any) -> QuerySet[CountryGroup]:
    """The groups that a person may enter, by name."""
    return visible(user, CountryGroup.objects.select_related("space"))


def people_of(group: CountryGroup) -> People:
    """Seats by stakeholder group with who holds them, then those without a seat: three queries."""
    held = Prefetch("seats", Seat.objects.select_related("handle", "alternate").order_by("order", "name"))
    by_interest = list(group.stakeholder_groups.prefetch_related(held))
    seats = [seat for each in by_interest for seat in each.seats.all()]
    seated = {seat.handle_id for seat in seats} | {seat.alternate_id for seat in seats}
    return People(by_interest, [each for each in _with_a_role(group) if each[0].pk not in seated])


def _with_a_role(group: CountryGroup) -> list[tuple[Handle, str]]:
    """Everybody who holds a role of the group now, with the first word for it, as the table of roles names it."""
    staff = dict(Role.objects.filter(name__in=(SAFEGUARDING, MODERATORS)).values_list("name", "pk"))
    words = {
        group.convenors_id: "convenor",
        staff.get(SAFEGUARDING): "safeguarding" if group.is_secretariat else "",
        staff.get(MODERATORS): "moderator" if group.is_secretariat else "",
        group.alternates_id: "alternate",
        group.scribes_id: "scribe",
        group.observers_id: "observer",
        group.members_id: "member",
    }
    known = [role for role, word in words.items() if role and word]
    held = RoleHolding.objects.filter(lasting(), role_id__in=known, user__is_active=True)
    level: dict[UUID, str] = {}
    for person, role in sorted(held.values_list("user_id", "role_id"), key=lambda each: known.index(each[1])):
        level.setdefault(person, words[role])
    handles = Handle.objects.filter(group=group, ended_at__isnull=True, person__in=level).order_by("text")
    return [(handle, gettext(NAMES[level[handle.person_id]])) for handle in handles if handle.person_id]


def open_handles(group: CountryGroup) -> QuerySet[Handle]:
    """The names of people under which somebody acts in a group now."""
    return Handle.objects.filter(group=group, ended_at__isnull=True, person__isnull=False).order_by("text")


def former_handles(mine: Handle) -> list[Handle]:
    """The names that somebody gave up in this group; their words keep them. For their own eyes."""
    gone = Handle.objects.filter(group=mine.group_id, person=mine.person_id, ended_at__isnull=False)
    return list(gone.order_by("-ended_at"))


def handles_elsewhere(mine: Handle) -> list[Handle]:
    """How somebody appears in other groups. For their own eyes: nobody else can link these names."""
    others = Handle.objects.filter(person=mine.person_id, ended_at__isnull=True).exclude(pk=mine.pk)
    return list(others.select_related("group").order_by("group__short_name"))


def seats_of(handle: Handle | None) -> list[Seat]:
    """The seats that a handle holds."""
    return list(Seat.objects.filter(handle=handle)) if handle else []


def names_to_mention(group: CountryGroup, text: str) -> list[dict[str, str]]:
    """Handles whose name or seat holds this text: id, name and seat, and nothing else about anybody."""
    wanted = " ".join(text.split())[:80]
    found = Handle.objects.filter(group=group, ended_at__isnull=True, person__is_active=True)
    if wanted:
        found = found.filter(Q(text__icontains=wanted) | Q(seats__name__icontains=wanted)).distinct()
    handles = found.prefetch_related("seats").order_by("text")[:MOST_NAMES]
    return [
        {"id": str(handle.pk), "name": handle.text, "seat": ", ".join(seat.name for seat in handle.seats.all())}
        for handle in handles
    ]


def ends_of(user: Any, *, within: int = SOON) -> list[Seat]:
    """The seats whose term ends soon or has ended, of this person and of the groups that they convene."""
    soon = timezone.localdate() + timedelta(days=within)
    convened = CountryGroup.objects.filter(
        lasting("convenors__holdings__"), convenors__holdings__user=user.pk, convenors__holdings__user__is_active=True
    )
    mine = Q(handle__person=user.pk) | Q(group__in=convened)
    found = Seat.objects.filter(mine, handle__isnull=False, until__lte=soon).select_related("group", "handle")
    return list(found.order_by("until", "name"))


def is_over(seat: Seat, today: date | None = None) -> bool:
    """Whether the term of a seat has ended and nobody ended it by hand."""
    return seat.until is not None and seat.until < (today or timezone.localdate())
