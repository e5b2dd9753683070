"""Boards: the shared surface of a plan, its themes (lanes) and the actions in them."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from realtime.models import Document
from workspace.discussions.languages import CONTENT_LANGUAGES
from workspace.groups.models import CountryGroup, Seat

LONGEST_RANK = 250  # characters; an insert at the same place adds one letter for about six of them


class Board(models.Model):
    """The living plan of a country group. It has a space of its own, in which everything on it lives."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="board")
    group = models.ForeignKey(CountryGroup, on_delete=models.PROTECT, related_name="boards")
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    opened_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("opened_at",)

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A heading of the roadmap: a lane of the board. `rank` orders the lanes, see ranks.py."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="themes")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)  # for the switcher on a phone
    rank = models.CharField(max_length=LONGEST_RANK)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """One thing to do. Its lead is a seat, so that it survives a change of person."""

    permission_kind: ClassVar[str] = "action"

    class Status(models.TextChoices):
        NOT_STARTED = "not-started", _("Not started")
        ON_TRACK = "on-track", _("On track")
        DELAYED = "delayed", _("Delayed")
        BLOCKED = "blocked", _("Blocked")
        PAUSED = "paused", _("Paused – context changed")
        NEEDS_RESOURCES = "needs-resources", _("Needs resources")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="actions")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    lead = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    due = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.NOT_STARTED)
    status_note = models.CharField(_("why"), max_length=300, blank=True)
    rank = models.CharField(max_length=LONGEST_RANK)
    description = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="action")
    added_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=models.Q(status__in=[
                    "not-started", "on-track", "delayed", "blocked", "paused", "needs-resources", "done",
                ]),
                name="a_known_status",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
