"""A document that cannot be read safely is set apart: shown as it last could be read, and opened by nobody.

It is put here when a stored row fails the check, or the document kills what decodes it; nothing then tries it again.
An administrator examines it, leaves a bad row out (it is kept aside) and releases it: `manage.py quarantine`.
"""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import hints
from .changes import command, founding
from .models import (
    NOBODY,
    Document,
    DocumentClient,
    DocumentRendering,
    DocumentSnapshot,
    DocumentUpdate,
    LeftOutUpdate,
)
from .protocol import NOTHING, Malformed
from .structure import contents

logger = logging.getLogger(__name__)


class Quarantined(Exception):
    """The document is set apart: it can be read as it last stood, and not be opened or written."""


@command
def put(*, document_id: UUID, reason: str) -> None:
    """Set a document apart; one that is apart already stays as it is."""
    documents = Document.objects.filter(pk=document_id, quarantined_at__isnull=True)
    if not documents.update(quarantined_at=timezone.now(), quarantined_for=reason[:200]):
        return
    logger.error("document %s is quarantined: %s", document_id, reason)
    with founding(None) as record:
        record("document.quarantined", Document.objects.select_related("space").get(pk=document_id), reason=reason)
    hints.quarantined(document_id)


@command
def release(*, document_id: UUID, by: Any) -> None:
    """Let a document be opened again."""
    document = _held(document_id)
    document.quarantined_at, document.quarantined_for = None, ""
    document.save(update_fields=["quarantined_at", "quarantined_for"])
    DocumentRendering.objects.filter(document=document).update(failed_at=None)
    _log(document, by, "document.released")


@command
def leave_out(*, document_id: UUID, seq: int, by: Any) -> None:
    """Empty a row, and keep what stood in it aside. What was folded from it is folded again.

    A new epoch begins, so that a page which still holds the row does not bring it back. Any other client could: so the
    client ids that wrote in the row belong to nobody from now on.
    """
    document = _held(document_id)
    row = DocumentUpdate.objects.get(document=document, seq=seq)
    LeftOutUpdate.objects.get_or_create(
        document=document, seq=seq, defaults={"body": bytes(row.body), "contributors": row.contributors}
    )
    _disown(document, bytes(row.body))
    row.body = NOTHING
    row.save(update_fields=["body"])
    DocumentSnapshot.objects.filter(document=document, seq__gte=seq).delete()
    document.epoch += 1
    document.save(update_fields=["epoch"])
    _log(document, by, "document.row_left_out", row=seq)
    pk, epoch = document.pk, document.epoch
    transaction.on_commit(lambda: hints.document_began_anew(pk, epoch))


def _disown(document: Document, body: bytes) -> None:
    try:
        clients = contents(body).clocks
    except Malformed:
        return  # whoever sends it again is refused at the door
    owned = [DocumentClient(document=document, client=client, handle=NOBODY) for client in clients]
    DocumentClient.objects.bulk_create(owned, ignore_conflicts=True)
    DocumentClient.objects.filter(document=document, client__in=clients).update(handle=NOBODY)


@command
def drop_snapshot(*, document_id: UUID, seq: int, by: Any) -> None:
    """Delete a snapshot that is spoilt; the rows that it was made from are there."""
    document = _held(document_id)
    DocumentSnapshot.objects.get(document=document, seq=seq).delete()
    _log(document, by, "document.snapshot_dropped", snapshot=seq)


def _held(document_id: UUID) -> Document:
    return Document.objects.select_related("space").get(pk=document_id, quarantined_at__isnull=False)


def _log(document: Document, by: Any, kind: str, **data: Any) -> None:
    logger.warning("document %s: %s %s", document.pk, kind, data)
    with founding(None) as record:
        record(kind, document, operator=str(by.pk), **data)
