"""What a group agreed about a board or an action, which fields that locks, and the changes that are proposed since."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Action, Board


class Agreement(models.Model):
    """One word of the group: on a whole board, or on one `action`. `kind` and `thing` say what it was agreed in."""

    permission_kind: ClassVar[str] = "board"

    class Kind(models.TextChoices):
        MEETING = "meeting", "meeting"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="agreements")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="agreements")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.MEETING)
    thing = models.UUIDField(null=True, blank=True)  # a decision, once there are any
    title = models.CharField(max_length=120)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.UUIDField(null=True)  # the handle that wrote it down
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """A field of an action with the value that was agreed, as the log keeps it. `field` is title, lead, due or
    target:<id of the indicator>; meeting and day are written here, too, for who sees the action and not the board."""

    permission_kind: ClassVar[str] = "action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="commitments")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="commitments")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    field = models.CharField(max_length=48)
    value = models.CharField(max_length=250)
    title = models.CharField(max_length=120)
    on = models.DateField()
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                fields=["action", "field"], condition=Q(ended_at__isnull=True), name="one_commitment_for_a_field"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


class Proposal(models.Model):
    """A change of something agreed, proposed by a handle: `agreed` is what its proposer saw, `value` what it is to be.

    Both as the log keeps them; `value` is empty for nothing.
    """

    permission_kind: ClassVar[str] = "action"

    class State(models.TextChoices):
        OPEN = "open", "proposed"
        AGREED = "agreed", "agreed"
        NOT_AGREED = "not-agreed", "not agreed"
        TAKEN_BACK = "taken-back", "taken back"
        LAPSED = "lapsed", "no longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="change_proposals")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="change_proposals")
    field = models.CharField(max_length=48)
    agreed = models.CharField(max_length=250, blank=True)
    value = models.CharField(max_length=250, blank=True)
    why = models.CharField(max_length=300)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes: ClassVar[Any] = [
            models.Index(fields=["action"], condition=Q(state="open"), name="open_proposals_of_an_action"),
        ]

    def __str__(self) -> str:
        return f"{self.field} → {self.value}"
