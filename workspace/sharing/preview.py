"""A page as somebody else would see it, for who manages the thing: the same view, asked by a stand-in.

A stand-in holds roles and is nobody: no account, no handle, nothing of what only one person sees.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from permissions.access import stand_in
from workspace.groups.handles import group_of
from workspace.groups.spaces import everybody, moderators, observers_of_all
from workspace.people.models import User

from .holders import convenors_to_name, is_of_circle, seats_to_name
from .kinds import kind_of

# No script, no form, no socket: whatever the page offers, the one who looks cannot do it from here.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Role:
    """Somebody as whom a page can be looked at, by the roles that they hold."""

    key: str
    name: str
    roles: frozenset[int]


@dataclass(frozen=True)
class Preview:
    """What base.html says above such a page."""

    name: str
    back: str


def roles_to_preview(thing: Any) -> list[Role]:
    """As whom this thing can be looked at: the seats of its group, its other roles, and people from elsewhere."""
    group = group_of(thing.space)
    if group is None or is_of_circle(thing.space):
        return []
    all_members = everybody().pk
    found = [
        Role(holder.key, holder.name, frozenset({holder.role.pk, group.members_id, all_members}))
        for holder in seats_to_name(thing.space)
    ]
    found += [
        Role("observers", _("An observer of the group"), frozenset({group.observers_id, observers_of_all().pk})),
        Role("alternates", _("An alternate of the group"), frozenset({group.alternates_id, all_members})),
        Role("scribes", _("A scribe of the group"), frozenset({group.scribes_id, all_members})),
        Role("moderators", _("A moderator of IIED"), frozenset({moderators().pk})),
        Role("peers", _("A member of another country’s group"), frozenset({all_members})),
    ]
    found += [
        Role(holder.key, holder.name, frozenset({holder.role.pk, all_members}))
        for holder in convenors_to_name(thing.space)
    ]
    return found


def seen_as(request: HttpRequest, thing: Any, role: Role, back: str) -> HttpResponse:
    """The page of a thing as this role sees it; raises NotYours where it does not exist for them.

    It carries no token of the one who looks, so that a form sent from there is refused, scripts or not.
    """
    shown = copy(request)
    shown.user = stand_in(User(pk=uuid4()), role.roles)
    shown.GET = QueryDict()
    shown.preview = Preview(role.name, back)  # type: ignore[attr-defined]
    answer = kind_of(thing).page(shown, thing.pk)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def chosen(roles: Iterable[Role], key: str) -> Role | None:
    """The role that an address names, or the first."""
    return next((role for role in roles if key in ("", role.key)), None)
