"""Boards: the shared surface of a plan, its themes (lanes) and the actions in them."""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from realtime.models import Document
from workspace.discussions.languages import CONTENT_LANGUAGES
from workspace.groups.models import CountryGroup, Handle, Seat

from .commitments import COMMITMENTS, Held, check_free, held_in
from .periods import Period, Precision, period_of

LONGEST_RANK = 250  # characters; an insert at the same place adds one letter for about six of them


class Board(models.Model):
    """The living plan of a country group. It has a space of its own, in which everything on it lives."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="board")
    group = models.ForeignKey(CountryGroup, on_delete=models.PROTECT, related_name="boards")
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    # the first day of its first year, month or day, and the last of its last
    begin = models.DateField(null=True, blank=True)
    begin_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    end = models.DateField(null=True, blank=True)
    end_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    language = models.CharField(_("language"), max_length=8, choices=CONTENT_LANGUAGES, default="en")
    opened_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("opened_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Its id, for the address of a form."""
        return str(self.pk)

    @property
    def begins(self) -> Period | None:
        return period_of(self.begin, self.begin_precision) if self.begin else None

    @property
    def ends(self) -> Period | None:
        return period_of(self.end, self.end_precision) if self.end else None


class Colour(models.TextChoices):
    """Of themes: inks of the style sheet, each readable on paper by day and by night. A number always stands by."""

    EARTH = "earth", _("earth")
    LEAF = "leaf", _("leaf")
    GOLD = "gold", _("gold")
    WATER = "water", _("water")
    DUSK = "dusk", _("dusk")
    PLUM = "plum", _("plum")
    MOSS = "moss", _("moss")
    STONE = "stone", _("stone")


class Theme(models.Model):
    """A heading of the roadmap: a lane of the board. `rank` orders the lanes, see ranks.py."""

    permission_kind: ClassVar[str] = "board"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="themes")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)  # for the switcher on a phone
    aim = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    rank = models.CharField(max_length=LONGEST_RANK)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """One thing to do. Its lead is a seat that accepted, so that it survives a change of person.

    A seat that was asked to lead stands in `offered_to` until it answers; see leading.py.
    """

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
    offered_to = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    offered_by = models.ForeignKey(Handle, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    supporters = models.ManyToManyField(Seat, blank=True, related_name="supports")
    # the first day of when it starts and the last of when it is due, and how exactly each was meant
    start = models.DateField(null=True, blank=True)
    start_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    due = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.NOT_STARTED)
    status_note = models.CharField(_("why"), max_length=300, blank=True)
    labels = models.CharField(max_length=250, blank=True)  # in the order of the alphabet: "law, women"
    region = models.CharField(max_length=80, blank=True)  # of areas.py; so is the district in it
    district = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=160, blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    resources_needed = models.TextField(blank=True)
    resources_found = models.TextField(blank=True)
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
            models.CheckConstraint(
                condition=models.Q(offered_to=None, offered_at=None)
                | models.Q(offered_to__isnull=False, offered_at__isnull=False),
                name="an_offer_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(lead=None) | models.Q(offered_to=None) | ~models.Q(lead=models.F("offered_to")),
                name="who_leads_is_not_asked_to",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> Period | None:
        """When it starts, as exactly as it was meant."""
        return period_of(self.start, self.start_precision) if self.start else None

    @property
    def ends(self) -> Period | None:
        """When it is due, as exactly as it was meant; `due` is the last day of it."""
        return period_of(self.due, self.due_precision) if self.due else None

    @property
    def label_list(self) -> list[str]:
        return self.labels.split(", ") if self.labels else []

    @property
    def area(self) -> str:
        """The district with its region, or the region alone, as the log keeps it."""
        return f"{self.region} / {self.district}" if self.district else self.region

    @property
    def point(self) -> str:
        """Latitude and longitude, as the log keeps them."""
        return f"{self.latitude:f}, {self.longitude:f}" if self.latitude is not None else ""

    @cached_property
    def held(self) -> Mapping[str, Held]:
        """What was agreed about it, for the parts of a page: read once for all of them."""
        return held_in([self.pk]).get(self.pk, {})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it. Raises ValidationError when a column holds something that was agreed: see commitments.py."""
        if not self._state.adding:
            columns = kwargs.get("update_fields")
            check_free(self.pk, {COMMITMENTS[each] for each in (COMMITMENTS if columns is None else columns)
                                 if each in COMMITMENTS})  # fmt: skip
        super().save(*args, **kwargs)
