"""Links by which somebody may ask to be let in, and what was asked."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from permissions.models import Grant, Space
from workspace.groups.models import Handle


class ShareLink(models.Model):
    """A link that opens nothing: whoever has it may ask. Made by somebody who may share the thing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)  # of the thing, as in kinds.py
    thing = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Any] = [models.Index(fields=["thing"], name="links_to_a_thing")]


class AccessRequest(models.Model):
    """Somebody asks to be let in. It lives in a space of its own: of who asks, and of those who may answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="access_request")
    link = models.ForeignKey(ShareLink, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    grant = models.OneToOneField(Grant, null=True, on_delete=models.PROTECT, related_name="access_request")

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["link", "person"], name="one_request_by_a_link"),
        ]

    @property
    def permission_kind(self) -> str:
        return self.link.kind
