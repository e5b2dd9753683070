"""Circles: smaller rooms inside a country group, invitations into them, and what a caucus said to the group.

A circle's space stands alone and has no home: whatever asks for the family of a group does not come upon it.
"""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group as Role
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Grant, Space
from workspace.discussions.models import Post
from workspace.groups.models import CountryGroup, Handle


class Circle(models.Model):
    """A working group, which the country group knows of, or a caucus, which exists for its own people alone."""

    permission_kind: ClassVar[str] = "circle"

    class Kind(models.TextChoices):
        WORKING_GROUP = "working-group", _("working group")
        CAUCUS = "caucus", _("caucus")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="circle")
    group = models.ForeignKey(CountryGroup, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.TextField(_("purpose"), blank=True)
    keepers = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="keepers_of")
    people = models.OneToOneField(Role, on_delete=models.PROTECT, related_name="people_of")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_caucus(self) -> bool:
        return self.kind == self.Kind.CAUCUS


class Invitation(models.Model):
    """Somebody who holds a seat is asked into a circle. It lives in a space that they alone see, until they answer."""

    permission_kind: ClassVar[str] = "circle"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        TAKEN_BACK = "taken-back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="invitation_to_a_circle")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(answered_at__isnull=True),
                name="one_open_invitation_to_a_circle",
            ),
        ]


class Position(models.Model):
    """What a caucus said to its group. Who published it stands here, in the caucus, and nowhere else."""

    permission_kind: ClassVar[str] = "circle"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="positions")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="positions")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    is_named = models.BooleanField(default=False)  # whether the group learned what the caucus is called
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
