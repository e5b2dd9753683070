"""Give and take: the record, the rows that project it, and the access number of each space that it touches."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import record
from .models import (
    Grant,
    RoleHolding,
    Space,
    SpaceGroupPermission,
    SpaceUserPermission,
    lasting,
)

_told: list[Callable[[set[UUID]], None]] = []


def on_change(tell: Callable[[set[UUID]], None]) -> None:
    """Have `tell` called after commit with the ids of the spaces whose access changed."""
    if tell not in _told:
        _told.append(tell)


def give(
    *,
    space: Space,
    level: str,
    reason: str,
    by: Any = None,
    user: Any = None,
    role: Group | None = None,
    until: datetime | None = None,
) -> Grant:
    """Let a person or a role into a space at a level."""
    with transaction.atomic():
        grant = Grant.objects.create(
            space=space,
            user=user,
            role=role,
            level=level,
            reason=reason,
            by=by,
            until=until,
        )
        _project(space, user=user, role=role, level=level)
        changed([space.pk])
        record.write(space, "given", **_facts(grant, by=by), until=until, reason=reason)
    return grant


def end(grant: Grant, *, by: Any = None) -> None:
    """End a grant now; what was given for another reason stays."""
    with transaction.atomic():
        ended = Grant.objects.filter(pk=grant.pk, ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=by)
        if not ended:
            return
        _project(grant.space, user=grant.user, role=grant.role, level=grant.level)
        changed([grant.space_id])
        record.write(grant.space, "ended", **_facts(grant, by=by))


def hold_role(*, user: Any, role: Group, until: datetime | None = None) -> None:
    """Let a person hold a role: all that the role was given is theirs."""
    with transaction.atomic():
        RoleHolding.objects.update_or_create(user=user, role=role, defaults={"until": until})
        changed(_spaces_of(role))
        record.write(role, "held", user=user.pk, until=until)


def leave_role(*, user: Any, role: Group) -> None:
    """Take a role back from a person."""
    with transaction.atomic():
        held, _by_model = RoleHolding.objects.filter(user=user, role=role).delete()
        changed(_spaces_of(role))
        if held:
            record.write(role, "left", user=user.pk)


def access_of_person_changed(user: Any) -> None:
    """A person was deactivated, or all their sessions were ended: re-check wherever they may be."""
    spaces = set(SpaceUserPermission.objects.filter(user=user).values_list("content_object_id", flat=True))
    spaces |= set(
        SpaceGroupPermission.objects.filter(group__holdings__user=user).values_list("content_object_id", flat=True)
    )
    with transaction.atomic():
        changed(spaces)


def rest(spaces: Iterable[UUID], *, at_rest: bool) -> None:
    """Have all that lives in these spaces be read and not written, or be written again."""
    ids = set(spaces)
    with transaction.atomic():
        changed(ids)
        Space.objects.filter(pk__in=ids).update(is_at_rest=at_rest)


def _facts(grant: Grant, *, by: Any) -> dict[str, Any]:
    return {
        "grant": grant.pk,
        "user": grant.user_id,
        "role": grant.role_id,
        "level": grant.level,
        "by": by.pk if by is not None else None,
    }


def _spaces_of(role: Group) -> set[UUID]:
    return set(SpaceGroupPermission.objects.filter(group=role).values_list("content_object_id", flat=True))


def _project(space: Space, *, user: Any, role: Group | None, level: str) -> None:
    """Make guardian's row say what the open grants of this holder at this level say together."""
    permission = Permission.objects.get(
        codename=f"as_{level}",
        content_type__app_label="permissions",
        content_type__model="space",
    )
    model, holder = (
        (SpaceUserPermission, {"user": user}) if user is not None else (SpaceGroupPermission, {"group": role})
    )
    open_grants = Grant.objects.filter(
        lasting(),
        space=space, user=user, role=role, level=level, ended_at__isnull=True,
    )  # fmt: skip
    ends = list(open_grants.values_list("until", flat=True))
    rows: Any = model._default_manager
    if not ends:
        rows.filter(content_object=space, permission=permission, **holder).delete()
        return
    until = None if None in ends else max(end for end in ends if end is not None)
    rows.update_or_create(content_object=space, permission=permission, **holder, defaults={"until": until})


def changed(ids: Iterable[UUID]) -> None:
    """A new access number for each space and for what extends it; whoever listens is told after the commit.

    The spaces stay locked until then: who moves something out of one, calls this first, as the writer of documents
    asks for the space first.
    """
    touched = set(ids)
    touched |= set(Space.objects.filter(extends__in=touched).values_list("pk", flat=True))
    for pk in sorted(touched):
        Space.objects.filter(pk=pk).update(access_number=F("access_number") + 1)

    def tell() -> None:
        for told in _told:
            told(touched)

    if touched:
        transaction.on_commit(tell)
