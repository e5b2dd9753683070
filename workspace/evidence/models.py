"""Evidence of an action: what shows that something was done."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from permissions.models import Space
from workspace.boards.models import Action
from workspace.files.models import File

LONGEST = {"caption": 300, "seen_in_it": 500, "address": 1000, "text": 2000}  # letters


class Evidence(models.Model):
    """A file, a link or a note. It lives where its action lives; `by` is a handle."""

    permission_kind: ClassVar[str] = "action"

    class Kind(models.TextChoices):
        FILE = "file"
        LINK = "link"
        NOTE = "note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="evidence")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file = models.OneToOneField(File, null=True, on_delete=models.PROTECT, related_name="evidence")
    address = models.CharField(max_length=LONGEST["address"], blank=True)
    text = models.TextField(blank=True)
    caption = models.CharField(max_length=LONGEST["caption"], blank=True)
    seen_in_it = models.CharField(max_length=LONGEST["seen_in_it"], blank=True)  # a picture, for who cannot see it
    by = models.UUIDField(null=True)
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-added_at", "pk")
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=models.Q(kind="file", file__isnull=False, address="", text="")
                | models.Q(kind="link", file__isnull=True, text="") & ~models.Q(address="")
                | models.Q(kind="note", file__isnull=True, address="") & ~models.Q(text=""),
                name="evidence_of_one_kind",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.file is not None and self.file.is_picture

    @property
    def what(self) -> str:
        """`picture`, `document`, `link` or `note`."""
        if self.kind != self.Kind.FILE:
            return self.kind
        return "picture" if self.is_picture else "document"

    @property
    def title(self) -> str:
        """What it is called where one line must do."""
        if self.caption:
            return self.caption
        if self.file is not None:
            return self.file.name
        said = self.address if self.kind == self.Kind.LINK else " ".join(self.text.split())
        return said if len(said) <= 80 else f"{said[:79]}…"
