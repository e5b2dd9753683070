"""Which action waits for which other one of its board."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Action


class Wait(models.Model):
    """An action that cannot go on before another one is done. It lives where the one that waits lives."""

    permission_kind: ClassVar[str] = "action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="waits")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="waits_of_it")
    on = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="waited_for")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["action", "on"], name="an_action_waits_once_for_another"),
            models.CheckConstraint(condition=~models.Q(action=models.F("on")), name="no_action_waits_for_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} waits for {self.on_id}"
