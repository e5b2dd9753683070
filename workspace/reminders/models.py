"""What a seat, or a person, is to be reminded of: prepared by the clock, read by pages now and by mail later."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Action
from workspace.groups.models import Handle, Seat


class Reminder(models.Model):
    """One thing that waits for whoever holds a seat, or for a handle; gone when it is no longer true.

    `thing` is the action or the indicator that it is about, `day` the day on which it is or was due; `since` the day
    of the last reading.
    """

    permission_kind: ClassVar[str] = "action"

    class Kind(models.TextChoices):
        SOON = "soon", "due soon"
        OVERDUE = "overdue", "overdue"
        OFFER = "offer", "asked to lead"
        UNANSWERED = "unanswered", "asked somebody to lead who has not answered"
        READING = "reading", "a reading is due"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="reminders")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    handle = models.ForeignKey(Handle, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    thing = models.UUIDField()
    day = models.DateField()
    since = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("day", "made_at", "pk")
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["seat", "kind", "thing", "day"], condition=Q(seat__isnull=False), name="a_seat_is_reminded_once"
            ),
            models.UniqueConstraint(
                fields=["handle", "kind", "thing", "day"],
                condition=Q(handle__isnull=False),
                name="a_handle_is_reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True, handle__isnull=False) | Q(seat__isnull=False, handle__isnull=True),
                name="a_reminder_is_for_a_seat_or_a_handle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class PutOff(models.Model):
    """A person wants to hear of it later: on a day, or of this day of it never again (no `until`)."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="put_off")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="put_off")
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["reminder", "person"], name="put_off_once_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"until {self.until}"
