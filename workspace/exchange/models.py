"""What was brought onto a board by table, so that it can be taken back; and addresses of calendars."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Board


class PlanImport(models.Model):
    """One table that was brought in. `made` has ids and kept values alone:

    {"themes": [id], "added": {id: head of its text}, "changed": {id: {field: [old, new]}}}
    """

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="plan_imports")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="imports")
    by = models.UUIDField(null=True)  # the handle that brought it
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"import of {self.at:%Y-%m-%d}"

    @property
    def added(self) -> int:
        return len(self.made.get("added", {}))

    @property
    def changed(self) -> int:
        return len(self.made.get("changed", {}))


class CalendarAddress(models.Model):
    """An address under which a calendar reads the due dates of a board, as its person may see them at that moment.

    The address is signed and stands nowhere: see addresses.py.
    """

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="calendar_addresses")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="calendar_addresses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses")
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(ended_at__isnull=True), name="one_calendar_of_a_board"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.board_id}"
