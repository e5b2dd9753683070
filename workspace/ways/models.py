"""Changes of many actions at once, so that they can be taken back; and views that somebody keeps under a name."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Board

LONGEST_NAME, LONGEST_QUERY = 80, 2000


class ManyChanged(models.Model):
    """One change of many actions. `made`: id of each that changed → the number after which its events stand, and how
    many they are."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="changes_of_many")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="changes_of_many")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="changes_of_many")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=dict)
    stayed = models.PositiveIntegerField(default=0)  # actions that were changed since, when the rest was taken back

    def __str__(self) -> str:
        return f"change of {self.at:%Y-%m-%d}"

    @property
    def count(self) -> int:
        return len(self.made)


class SavedView(models.Model):
    """A way to look at a board, with its filter and order, kept under a name: for its person, or for the board."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="saved_views")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="saved_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=LONGEST_NAME)
    way = models.CharField(max_length=24)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "saved_at")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["board", "person", "name"], name="one_view_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
