"""Spaces, and who was let into them: the record, and its projection for the database to join."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from .roles import LEVELS


def lasting(of: str = "", moment: datetime | None = None) -> Q:
    """Rows with no end, or one that is still to come; `of` leads to them, such as "holdings__"."""
    return Q(**{f"{of}until__isnull": True}) | Q(**{f"{of}until__gt": moment or timezone.now()})


class Space(models.Model):
    """The unit of access and of history: all that lives in it is seen by the same people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    home = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="family")
    extends = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="extensions")
    # A nested thing that moved out lives in a space of its own: which thing, and out of where. Only `extends` lets in.
    thing = models.UUIDField(null=True)
    came_from = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="moved_out")
    is_at_rest = models.BooleanField(default=False)  # what lives in it is archived: everybody reads, nobody writes
    access_number = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        permissions: ClassVar[Any] = [(f"as_{level}", says) for level, says in LEVELS.items()]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RoleHolding(models.Model):
    """A person holds a role (an auth group) until a date, or until it is taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="holdings")
    role = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="holdings")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["user", "role"], name="one_holding_of_a_role"),
        ]


class Grant(models.Model):
    """The record of who was let into a space: to a person or to a role, why, by whom, from and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="grants",
    )
    role = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="grants")
    level = models.CharField(max_length=16, choices=[(level, says) for level, says in LEVELS.items()])
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, role__isnull=True) | Q(user__isnull=True, role__isnull=False),
                name="grant_to_a_person_or_a_role",
            ),
        ]


class AccessChange(models.Model):
    """One line of the record, written by `record.py` alone. Ids are plain, so that no deletion changes a line."""

    chain = models.CharField(max_length=48)  # "space <id>" or "role <id>"
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=16)
    facts = models.JSONField()
    at = models.CharField(max_length=40)  # ISO 8601, as it went into the digest
    digest = models.CharField(max_length=64)  # SHA-256 over the line and the digest of the line before

    class Meta:
        ordering = ("chain", "number")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_line_for_a_number"),
        ]


class RecordHead(models.Model):
    """How long a chain of the record is, and the digest of its last line."""

    chain = models.CharField(max_length=48, primary_key=True)
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class SpaceUserPermission(UserObjectPermissionBase):
    """guardian's row for a person, with an end of ours. Written by `grants.py` alone."""

    content_object = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="user_rows")
    until = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        indexes: ClassVar[Any] = [
            models.Index(fields=["user", "content_object", "until"], name="places_of_a_person"),
        ]


class SpaceGroupPermission(GroupObjectPermissionBase):
    """guardian's row for a role, with an end of ours. Written by `grants.py` alone."""

    content_object = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="group_rows")
    until = models.DateTimeField(null=True)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes: ClassVar[Any] = [
            models.Index(fields=["group", "content_object", "until"], name="places_of_a_role"),
        ]
