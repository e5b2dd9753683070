"""What was reported, and what a moderator hid. No row holds the words of a thing: they stay where they are."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from workspace.groups.models import CountryGroup, Handle


class ModerationDesk(models.Model):
    """The space of what only IIED's moderators see: the reports of all groups. There is one, made with the first."""

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="moderation_desk")

    class Meta:
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(id=1), name="one_desk_of_the_moderators"),
        ]

    def __str__(self) -> str:
        return "desk of the moderators"


class Report(models.Model):
    """Somebody who sees a thing asks a moderator to look at it. Who that was is shown to nobody."""

    permission_kind: ClassVar[str] = "report"

    class Reason(models.TextChoices):
        NAMES = "names", _("It gives away who somebody is")
        THREAT = "threat", _("It threatens or insults somebody")
        CONSENT = "consent", _("It tells somebody’s story without their consent")
        DANGER = "danger", _("It puts people in danger")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        HIDDEN = "hidden"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="reports")  # of the desk
    kind = models.CharField(max_length=16)  # as in kinds.py
    thing = models.UUIDField()
    group = models.ForeignKey(CountryGroup, null=True, on_delete=models.CASCADE, related_name="+")  # whose it is
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=Reason.choices)
    words = models.CharField(max_length=500, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("reported_at",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["reporter", "thing"], condition=Q(closed_at__isnull=True), name="one_open_report_of_a_person"
            ),
        ]
        indexes: ClassVar[Any] = [models.Index(fields=["thing"], name="reports_of_a_thing")]

    def __str__(self) -> str:
        return f"report of {self.kind} {self.thing}"


class Hiding(models.Model):
    """A thing was hidden, and perhaps restored. It lives where it was seen: whoever may look there reads this."""

    permission_kind: ClassVar[str] = "report"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="hidings")
    kind = models.CharField(max_length=16)
    thing = models.UUIDField()
    kept_in = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="+")  # nobody is let in there
    author = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Handle, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    restored_at = models.DateTimeField(null=True)
    restored_by = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")
    restored_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["thing"], condition=Q(restored_at__isnull=True), name="hidden_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"hidden {self.kind} {self.thing}"
