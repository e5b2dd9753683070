"""Lessons: a draft that its authors write together, and versions that nobody changes any more."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Grant, Space
from realtime.models import Document
from workspace.discussions.languages import CONTENT_LANGUAGES
from workspace.discussions.models import Discussion
from workspace.groups.models import CountryGroup, Handle


class Lesson(models.Model):
    """A lesson in the making, in a space that only its authors, the convenors and their guests enter."""

    permission_kind: ClassVar[str] = "lesson_draft"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(CountryGroup, on_delete=models.CASCADE, related_name="lessons")
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="lesson")
    draft = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("working title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)  # of its published versions

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """A person of another country writes with the authors, under the handle they have at home."""

    permission_kind: ClassVar[str] = "lesson_draft"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invitations_to_draft")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="invitations")
    guest = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["lesson", "guest"], condition=Q(ended_at__isnull=True), name="one_open_invitation_to_a_draft"
            ),
        ]


class LessonVersion(models.Model):
    """A published lesson, in a space of its own. Nothing in it changes; what is learned later is the next version."""

    permission_kind: ClassVar[str] = "lesson"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="lesson_version")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="versions")
    group = models.ForeignKey(CountryGroup, on_delete=models.PROTECT, related_name="lesson_versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=8, choices=CONTENT_LANGUAGES)
    content = models.JSONField()  # ProseMirror JSON that passed the schema
    html = models.TextField()
    text = models.TextField()
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    discussion = models.OneToOneField(Discussion, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["lesson", "number"], name="one_lesson_version_for_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
