"""Who is in a circle: its two roles, held for as long as somebody is in the country group."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group as Role
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions import grants
from permissions.models import Grant, RoleHolding, Space, lasting
from realtime.changes import founding
from workspace.groups import membership
from workspace.groups.handles import register_room
from workspace.groups.models import CountryGroup
from workspace.people.models import User
from workspace.sharing.holders import RoleWords, name_roles

from .models import Circle, Invitation

LEVELS = {"keepers": "keeper", "people": "circle"}


def start() -> None:
    """Called when the app is ready."""
    register_room("circle", _group_around)
    membership.on_change(follow_the_group)
    name_roles(words_for)


def _group_around(space_id: UUID) -> CountryGroup | None:
    circle = Circle.objects.select_related("group").filter(space=space_id).first()
    return circle.group if circle else None


def words_for(roles: Collection[int]) -> dict[int, RoleWords]:
    """What the roles of circles are called where it says who sees a thing; only their own people come that far."""
    found: dict[int, RoleWords] = {}
    for circle in Circle.objects.filter(Q(keepers__in=roles) | Q(people__in=roles)):
        found[circle.keepers_id] = RoleWords(_("Who keeps “%(circle)s”") % {"circle": circle.name})
        found[circle.people_id] = RoleWords(_("The people of “%(circle)s”") % {"circle": circle.name})
    return found


def open_space_in(circle: Circle, kind: str, *, reason: str, by: Any) -> Space:
    """A new space for a thing of a circle, which the people of the circle see."""
    space = Space.objects.create(kind=kind, home=circle.space)
    let_circle_in(space, circle, reason=reason, by=by)
    return space


def let_circle_in(space: Space, circle: Circle, *, reason: str, by: Any) -> None:
    """Give the roles of a circle their levels in a space."""
    for role, level in LEVELS.items():
        grants.give(space=space, role=getattr(circle, role), level=level, reason=reason, by=by)


def spaces_of(circle: Circle) -> list[Space]:
    """The circle's own space and those of the things that are at home there."""
    return list(Space.objects.filter(Q(pk=circle.space_id) | Q(home=circle.space_id)).order_by("pk"))


def hold(circle: Circle, person: User, role: Role) -> None:
    """Let a person hold a role of a circle, until their time in the country group is over."""
    _in_it, until = membership.is_in(circle.group, person)
    grants.hold_role(user=person, role=role, until=until)


def send_away(circle: Circle, person: User) -> None:
    """Take all of a circle back from a person: its roles, and what they were given beside them."""
    for role in (circle.keepers, circle.people):
        grants.leave_role(user=person, role=role)
    beside = Grant.objects.filter(space__in=spaces_of(circle), user=person, ended_at__isnull=True)
    for grant in beside.select_related("space"):
        grants.end(grant)


def holdings(circle: Circle) -> Iterable[RoleHolding]:
    """Who holds a role of a circle now."""
    roles = [circle.keepers_id, circle.people_id]
    return RoleHolding.objects.filter(lasting(), role__in=roles, user__is_active=True)


def has_keeper(circle: Circle) -> bool:
    """Whether somebody keeps a circle; the time of the last keeper may have ended."""
    return any(held.role_id == circle.keepers_id for held in holdings(circle))


def follow_the_group(group: CountryGroup, person: User) -> None:
    """Somebody came to a country group, left it, or stays until another day: so do they in its circles."""
    is_in, until = membership.is_in(group, person)
    mine = Circle.objects.filter(group=group).select_related("space", "keepers", "people")
    for circle in mine.filter(Q(keepers__holdings__user=person) | Q(people__holdings__user=person)).distinct():
        if is_in:
            for held in RoleHolding.objects.filter(user=person, role__in=[circle.keepers_id, circle.people_id]):
                if held.until != until:
                    grants.hold_role(user=person, role=held.role, until=until)
        else:
            send_away(circle, person)
            with founding(None) as record:
                record("circle.gone", circle)
    if not is_in:
        for invitation in Invitation.objects.filter(person=person, circle__group=group, answered_at__isnull=True):
            close_invitation(invitation, Invitation.Answer.TAKEN_BACK)


def close_invitation(invitation: Invitation, answer: str, *, by: Any = None) -> None:
    """An invitation is answered: from now on nobody finds it."""
    invitation.answer, invitation.answered_at = answer, timezone.now()
    invitation.save(update_fields=["answer", "answered_at"])
    grants.end(invitation.grant, by=by)
