"""How far somebody has followed a board: theirs alone, no event tells of it."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from workspace.boards.models import Board


class Visit(models.Model):
    """How far a person has read the log of a board: `seen` now, `seen_before` when the visit under way began."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    seen = models.BigIntegerField()
    at = models.DateTimeField()
    seen_before = models.BigIntegerField()
    before = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["person", "board"], name="one_visit_to_a_board"),
        ]

    def is_old(self, after: timedelta) -> bool:
        """Whether coming now is another visit."""
        return timezone.now() - self.at > after
