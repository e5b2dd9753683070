"""Discussions and their posts. A post keeps every wording that it had."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from realtime.models import Document
from workspace.groups.models import Handle

from .languages import CONTENT_LANGUAGES


class Discussion(models.Model):
    """A conversation about a board, one of its actions, a lesson or nothing yet; it lives where that lives."""

    permission_kind: ClassVar[str] = "discussion"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="discussions")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    about_id = models.UUIDField(null=True, blank=True)  # an action or a lesson's version of the same space
    summary = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="+")
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)  # of its posts
    last_post_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Any] = [
            models.Index(fields=["space", "-last_post_at"], name="discussions_of_a_space"),
            models.Index(fields=["about_id"], name="discussions_about_a_thing"),
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """What one handle said, in Markdown. `version` counts its wordings; the last stands here."""

    permission_kind: ClassVar[str] = "discussion"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="posts")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="posts")
    body = models.TextField(_("post"))
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["discussion", "number"], name="one_post_for_a_number"),
        ]

    def __str__(self) -> str:
        return f"post {self.number}"


class PostVersion(models.Model):
    """A former wording of a post, kept when a newer took its place."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.TextField()
    language = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["post", "version"], name="one_wording_for_a_version"),
        ]


class Visit(models.Model):
    """How far a person has read a discussion: `seen` now, `seen_before` when the visit under way began."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="visits")
    seen = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    seen_before = models.PositiveIntegerField(default=0)
    before = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "discussion"], name="one_visit_of_a_person"),
        ]
