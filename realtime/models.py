"""The log: events of spaces and updates of documents, each numbered without gaps in the transaction of the change."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from permissions.models import Space

NOBODY = uuid.UUID(int=0)  # no handle


class LogHead(models.Model):
    """The last number given in a space's log."""

    space = models.OneToOneField(Space, primary_key=True, on_delete=models.CASCADE, related_name="log_head")
    head = models.BigIntegerField(default=0)


class Event(models.Model):
    """One change, as it stands in the log of its space."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=48)
    thing = models.UUIDField(null=True)
    by = models.UUIDField(null=True)  # the handle that acted
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["space", "seq"], name="one_event_for_a_number"),
        ]
        indexes: ClassVar[Any] = [
            models.Index(fields=["thing", "seq"], name="events_of_a_thing"),
            # What changed lately, wherever one may look: SQLite passes over what one may not see without fetching it.
            models.Index(fields=["at", "seq", "space"], name="events_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class CommandReceipt(models.Model):
    """A command that was carried out: sent again under the same id, it has no second effect."""

    id = models.UUIDField(primary_key=True, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=64)
    result_model = models.CharField(max_length=64, blank=True)
    result_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)


class Document(models.Model):
    """A text that several people write at once: a log of Yjs updates. `head` is the last number given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=32)  # whose matrix row says who may edit: "action", "lesson_draft", …
    head = models.BigIntegerField(default=0)
    epoch = models.IntegerField(default=1)
    last_version = models.PositiveIntegerField(default=0)  # the last number given to a version
    quarantined_at = models.DateTimeField(null=True)  # since when it is shown as it last could be read, and not opened
    quarantined_for = models.CharField(max_length=200, blank=True)  # why: never words of the text
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def permission_kind(self) -> str:
        return self.kind

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None


class DocumentUpdate(models.Model):
    """One committed flush of a document: the merged update of all who wrote in it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="updates")
    seq = models.BigIntegerField()
    body = models.BinaryField()
    flush = models.UUIDField()
    contributors = models.JSONField(default=list)  # handle ids, deletions included
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "seq"], name="one_update_for_a_number"),
            models.UniqueConstraint(fields=["document", "flush"], name="one_row_for_a_flush"),
        ]


class DocumentSnapshot(models.Model):
    """What all updates up to `seq` amount to."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="snapshots")
    seq = models.BigIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "seq"], name="one_snapshot_for_a_number"),
        ]


class LeftOutUpdate(models.Model):
    """A row that was taken out of a quarantined document: kept here, empty in the log."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="left_out")
    seq = models.BigIntegerField()
    body = models.BinaryField()
    contributors = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "seq"], name="left_out_once"),
        ]


class DocumentClient(models.Model):
    """A Yjs client id belongs to the handle that first used it in a document; one of an ended epoch to NOBODY."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clients")
    client = models.BigIntegerField()
    handle = models.UUIDField()

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "client"], name="one_handle_for_a_client"),
        ]


class DocumentRendering(models.Model):
    """How a document reads at `seq`: what pages show without JavaScript."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="rendering")
    seq = models.BigIntegerField(default=0)
    content = models.JSONField(default=dict)  # ProseMirror JSON that passed the schema
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    authors = models.JSONField(default=list)  # for each block of the content: [handle id, letters], the most first
    failed_at = models.BigIntegerField(null=True)  # the number at which it could not be decoded


class DocumentVersion(models.Model):
    """How a document read at `seq`: all that is needed to read, compare and restore it stands here."""

    class Kind(models.TextChoices):
        KEPT = "kept"  # by the clock; thinned with age
        NAMED = "named"  # by somebody; stays
        RESTORED_OVER = "restored_over"  # what stood here before an older version was put back; stays

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.KEPT)
    name = models.CharField(max_length=120, blank=True)
    by = models.UUIDField(null=True)  # the handle that named it, or that put back an older one
    contributors = models.JSONField(default=list)  # handle ids: who wrote since the version before
    content = models.JSONField()  # ProseMirror JSON that passed the schema
    authors = models.JSONField(default=list)  # as in DocumentRendering
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_for_a_number"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class DocumentErasure(models.Model):
    """A document began anew: what stays to be known of what was erased. Nothing of the text, and not whose it was."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="erasures")
    epoch = models.IntegerField()  # the one that began
    by = models.UUIDField(null=True)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=["document", "epoch"], name="one_beginning_of_an_epoch"),
        ]
