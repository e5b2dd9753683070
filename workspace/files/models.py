"""Files that were kept, and uploads that are under way. Where their bytes lie: storage.py."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from permissions.models import Space

from . import kinds


class File(models.Model):
    """A file as it was made for keeping. It lives where the thing lives that it belongs to."""

    permission_kind: ClassVar[str] = "file"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=140)
    type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of what is kept
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    kept_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.type in kinds.PICTURES

    @property
    def ending(self) -> str:
        """What people call the kind: JPG, PDF, DOCX."""
        return kinds.ENDINGS.get(self.type, "").upper()


class Upload(models.Model):
    """What came so far of a file, for the one person who sends it. Its end is a File, or three days of silence."""

    permission_kind: ClassVar[str] = "file"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="uploads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=140)
    mark = models.CharField(max_length=64)  # by which the same file is known when it is chosen again
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)
    file = models.OneToOneField(File, null=True, on_delete=models.SET_NULL, related_name="upload")

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["person", "space", "mark"], condition=models.Q(file=None), name="one_upload_of_a_file"
            ),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="no_more_than_was_said"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size
