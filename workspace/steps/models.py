"""The checklist of an action: steps that are done or not, in the order that people gave them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import LONGEST_RANK, Action

LONGEST_STEP = 200  # letters: a step is a line, and the text of the action has room for more


class Step(models.Model):
    """One step. It lives where its action lives; `rank` orders the steps as ranks.py of boards says."""

    permission_kind: ClassVar[str] = "action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="steps")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=LONGEST_STEP)
    rank = models.CharField(max_length=LONGEST_RANK)
    added_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text
