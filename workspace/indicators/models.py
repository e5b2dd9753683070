"""Indicators of an action, and the dated readings that tell how far it is."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permissions.models import Space
from workspace.boards.commitments import check_free
from workspace.boards.models import Action

DIGITS, PLACES = 16, 4  # of a value: twelve digits before the point
PROMISED = frozenset({"name", "unit", "target"})  # what a target promises; it can be agreed


class Indicator(models.Model):
    """What is counted or measured: where it began, and where it is to be. It lives where its action lives."""

    permission_kind: ClassVar[str] = "action"

    class Every(models.IntegerChoices):
        """Months between two readings."""

        NOT_SAID = 0, _("Not said")
        MONTH = 1, _("Each month")
        QUARTER = 3, _("Each quarter")
        HALF_YEAR = 6, _("Twice a year")
        YEAR = 12, _("Each year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="indicators")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    every = models.PositiveSmallIntegerField(choices=Every.choices, default=Every.NOT_SAID)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def commitment(self) -> str:
        """What its target is called among the commitments of its action."""
        return f"target:{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it. Raises ValidationError where it would change a target that was agreed, or what that counts."""
        columns = kwargs.get("update_fields")
        ends = self.withdrawn_at is not None
        if not self._state.adding and (
            columns is None or PROMISED & set(columns) or (ends and "withdrawn_at" in columns)
        ):
            check_free(self.action_id, [self.commitment])
        super().save(*args, **kwargs)


class Reading(models.Model):
    """The value of an indicator on a day, and who or what says so."""

    permission_kind: ClassVar[str] = "action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="readings")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "added_at", "pk")

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
