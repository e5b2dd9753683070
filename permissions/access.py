"""The two questions anybody asks: `can` and `visible`. Both read one expression over the rows of a thing's space."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from .errors import NotAllowed, NotYours
from .models import Space, SpaceGroupPermission, SpaceUserPermission, lasting
from .roles import AT_REST, allowed, verbs_of
from .seen import LivesThere, opened_by

Reader = Any  # a user of the project's model, or Django's AnonymousUser
Thing = Any  # a model that lives in a space: has `space_id` and names its `permission_kind`
M = TypeVar("M", bound=models.Model)


def _rows(user: Reader) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The rows that count now for this person, own and through a role."""
    if (roles := getattr(user, "stands_for", None)) is not None:
        return SpaceUserPermission.objects.none(), SpaceGroupPermission.objects.filter(lasting(), group__in=roles)
    return _rows_of(user.pk, timezone.now())


def _rows_of(person: UUID, moment: datetime) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The one expression."""
    own = SpaceUserPermission.objects.filter(lasting("", moment), user_id=person, user__is_active=True)
    through = SpaceGroupPermission.objects.filter(
        lasting("", moment),
        lasting("group__holdings__", moment),
        group__holdings__user_id=person,
        group__holdings__user__is_active=True,
    )
    return own, through


def stand_in(nobody: Reader, roles: frozenset[int]) -> Reader:
    """Somebody who is in no table and would hold these roles: to show what they would see."""
    nobody.stands_for = roles
    return nobody


def levels_in(user: Reader, spaces: Iterable[Space]) -> dict[UUID, frozenset[str]]:
    """The levels a person holds in each of these spaces; a grant on a parent counts in what extends it."""
    spaces = list(spaces)
    held: dict[UUID, set[str]] = defaultdict(set)
    if user.pk is not None:
        wanted = {s.pk for s in spaces} | {s.extends_id for s in spaces if s.extends_id}
        own, through = (
            rows.filter(content_object_id__in=wanted).values_list("content_object_id", "permission__codename")
            for rows in _rows(user)
        )
        for space_id, codename in own.union(through, all=True):
            held[space_id].add(codename.removeprefix("as_"))
    return {
        s.pk: _here(held[s.pk] | (held[s.extends_id] if s.extends_id else set()), is_at_rest=s.is_at_rest)
        for s in spaces
    }


def _here(held: set[str], *, is_at_rest: bool) -> frozenset[str]:
    return frozenset(held | {AT_REST} if held and is_at_rest else held)


def levels_of_people(people: Iterable[Any], spaces: Iterable[UUID]) -> dict[tuple[Any, UUID], frozenset[str]]:
    """Who of these people holds what in which of these spaces, in three queries: for re-checking open sockets.

    Who holds nothing in a space is not in it: a thousand people in a thousand spaces are no million pairs.
    """
    people, wanted = set(people), set(spaces)
    of_note = list(Space.objects.filter(Q(extends__isnull=False) | Q(is_at_rest=True), pk__in=wanted))
    extended: dict[UUID, list[UUID]] = defaultdict(list)
    for space in of_note:
        if space.extends_id:
            extended[space.extends_id].append(space.pk)
    resting = {space.pk for space in of_note if space.is_at_rest}
    asked = wanted | set(extended)
    own = SpaceUserPermission.objects.filter(
        lasting(), content_object_id__in=asked, user_id__in=people, user__is_active=True
    ).values_list("user_id", "content_object_id", "permission__codename")
    through = SpaceGroupPermission.objects.filter(
        lasting(),
        lasting("group__holdings__"),
        content_object_id__in=asked,
        group__holdings__user_id__in=people,
        group__holdings__user__is_active=True,
    ).values_list("group__holdings__user_id", "content_object_id", "permission__codename")
    held: dict[tuple[Any, UUID], set[str]] = defaultdict(set)
    for person, space_id, codename in [*own, *through]:
        for there in (space_id, *extended[space_id]):
            if there in wanted:
                held[person, there].add(codename.removeprefix("as_"))
    return {where: _here(levels, is_at_rest=where[1] in resting) for where, levels in held.items()}


def levels(user: Reader, space: Space) -> frozenset[str]:
    """The levels a person holds in one space now."""
    return levels_in(user, [space])[space.pk]


def can(user: Reader, verb: str, thing: Thing) -> bool:
    """Whether this person may do this to this thing, now."""
    return allowed(levels(user, thing.space), verb, thing.permission_kind)


def abilities(user: Reader, thing: Thing) -> frozenset[str]:
    """All that this person may do to this thing: given to the page as well, so that screen and server agree."""
    return verbs_of(levels(user, thing.space), thing.permission_kind)


def visible(user: Reader, queryset: QuerySet[M]) -> QuerySet[M]:
    """Those of these things that this person may see; things live in a `space`, or are spaces themselves."""
    if user.pk is None:
        return queryset.none()
    if queryset.model is Space:
        return queryset.filter(opened_by(*_rows(user)))
    if getattr(user, "stands_for", None) is not None:
        return queryset.filter(space__in=Space.objects.filter(opened_by(*_rows(user))))
    return queryset.filter(LivesThere(_rows_of, user.pk))


def access(user: Reader, queryset: QuerySet[M], verb: str = "view", **lookup: Any) -> M:
    """Fetch through permission: the thing, or NotYours; NotAllowed when it may be seen and no more."""
    try:
        thing = visible(user, queryset).select_related("space").filter(**lookup).first()
    except (ValueError, ValidationError) as error:
        raise NotYours from error
    if thing is None:
        raise NotYours
    if verb != "view" and not can(user, verb, thing):
        raise NotAllowed(verb)
    return thing
