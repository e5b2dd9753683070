"""Documents as they are stored: append to the log, load, and how they read.

Nothing here is decoded into a live document; what must be decoded goes through `decode`.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from pycrdt import merge_updates

from . import decode, hints
from .models import (
    Document,
    DocumentRendering,
    DocumentSnapshot,
    DocumentUpdate,
)
from .protocol import NOTHING
from .structure import TypeTree


@dataclass(frozen=True, slots=True)
class Row:
    """One stored update, by its number."""

    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a process needs to serve a document: a snapshot (or none) up to its number, and the rows after it."""

    id: UUID
    space_id: UUID
    kind: str
    epoch: int
    head: int
    snapshot: Row
    rows: tuple[Row, ...]

    @property
    def parts(self) -> list[bytes]:
        """Everything, in its order. Not merged here: bytes that were not checked yet must not be decoded."""
        return [self.snapshot.body, *(row.body for row in self.rows)]


def merged(bodies: Sequence[bytes]) -> bytes:
    """One update that holds what these hold."""
    if not bodies:
        return NOTHING
    return bodies[0] if len(bodies) == 1 else merge_updates(*bodies)


def load(document_id: UUID) -> Loaded | None:
    """A document as it is stored, or None when there is none of that id."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        return None
    snapshot = DocumentSnapshot.objects.filter(document=document).order_by("-seq").first()
    base = snapshot.seq if snapshot else 0
    rows = rows_after(document_id, base)
    head = rows[-1].seq if rows else base
    return Loaded(
        id=document.pk,
        space_id=document.space_id,
        kind=document.kind,
        epoch=document.epoch,
        head=head,
        snapshot=Row(base, bytes(snapshot.body) if snapshot else NOTHING),
        rows=tuple(rows),
    )


def rows_after(document_id: UUID, after: int) -> list[Row]:
    """The stored updates after a number, in their order."""
    stored = DocumentUpdate.objects.filter(document_id=document_id, seq__gt=after).order_by("seq")
    return [Row(seq, bytes(body)) for seq, body in stored.values_list("seq", "body")]


def heads_of(ids: Iterable[UUID]) -> dict[UUID, int]:
    """The last number given in each of these documents."""
    return dict(Document.objects.filter(pk__in=list(ids)).values_list("pk", "head"))


def append(document_id: UUID, update: bytes, *, contributors: Sequence[UUID]) -> int:
    """Store an update that the server made (first content, import); gives its number."""
    tree = TypeTree()
    for stored in found.parts if (found := load(document_id)) else []:
        tree.check(stored)
    tree.check(update)
    with transaction.atomic():
        head = take_number(document_id)
        if head is None:
            raise Document.DoesNotExist
        DocumentUpdate.objects.create(
            document_id=document_id,
            seq=head,
            body=update,
            flush=uuid.uuid4(),
            contributors=[str(handle) for handle in contributors],
        )
        transaction.on_commit(lambda: hints.documents_committed({document_id: head}))
    return head


def take_number(document_id: UUID) -> int | None:
    """The next number of a document, whose row stays locked until the transaction ends; None when it is gone."""
    pk = document_id if connection.vendor == "postgresql" else document_id.hex
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Document._meta.db_table} SET head = head + 1 WHERE id = %s RETURNING head",
            [pk],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def rendering(document: Document) -> DocumentRendering:
    """How a document reads now, for pages; a document that cannot be decoded reads as it last could."""
    kept, _ = DocumentRendering.objects.get_or_create(document=document)
    head = Document.objects.filter(pk=document.pk).values_list("head", flat=True).get()
    if kept.seq >= head or kept.failed_at == head:
        return kept
    loaded = load(document.pk)
    if loaded is None:
        return kept
    try:
        drawn = decode.render(loaded.parts)
    except decode.Undecodable:
        kept.failed_at = loaded.head
        kept.save(update_fields=["failed_at"])
        return kept
    kept.seq, kept.failed_at = loaded.head, None
    kept.content, kept.html, kept.text = drawn["json"], drawn["html"], drawn["text"]
    kept.save()
    return kept
