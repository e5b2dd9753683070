"""What changed around a plan (a ban, an election, a flood), and the actions that were paused because of it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Action, Board
from workspace.boards.periods import Period, Precision, period_of


class Lasting(models.Model):
    """Something that lasted from a time to a time, each as exactly as one knows; without an end it goes on."""

    title = models.CharField(max_length=120)
    begin = models.DateField()  # the first day of when it began
    begin_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    end = models.DateField(null=True, blank=True)  # the last day of when it ended
    end_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)

    class Meta:
        abstract = True

    @property
    def begins(self) -> Period:
        return period_of(self.begin, self.begin_precision)

    @property
    def ends(self) -> Period | None:
        return period_of(self.end, self.end_precision) if self.end else None


class ContextEvent(Lasting):
    """One such event on a board, in a few words."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="context_events")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="context_events")
    words = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("begin", "added_at", "pk")

    def __str__(self) -> str:
        return self.title


class Pause(Lasting):
    """An action that was paused because of an event, and how it stood before.

    It lives where its action lives, so that the title and the time of the event are written here, too: who sees the
    action and not the board reads why it was paused. `was_left`: somebody had changed its status before it could be
    resumed.
    """

    permission_kind: ClassVar[str] = "action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="pauses")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="pauses")
    event = models.ForeignKey(ContextEvent, on_delete=models.CASCADE, related_name="pauses")
    status = models.CharField(max_length=16)
    status_note = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300)
    paused_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_left = models.BooleanField(default=False)

    class Meta:
        ordering = ("begin", "paused_at", "pk")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(ended_at__isnull=True), name="an_action_is_paused_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.title}"
