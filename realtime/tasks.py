"""Background work of this floor; each task may run twice, or be killed at any point, without harm."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import documents, folding, versions
from .models import Document, DocumentSnapshot, DocumentUpdate, DocumentVersion

logger = logging.getLogger(__name__)

LOOKED_AT = 1_000  # rows of an index: some milliseconds each, however long the table
AT_ONCE = 200  # documents in one run; what is left waits a minute


def refresh_renderings() -> int:
    """Draw again what was written since, so that pages need not wait for it; gives how many were drawn."""
    stale = Document.objects.filter(head__gt=0, quarantined_at__isnull=True).filter(
        Q(rendering__isnull=True)
        | Q(rendering__seq__lt=F("head"), rendering__failed_at__isnull=True)
        | Q(rendering__seq__lt=F("head"), rendering__failed_at__lt=F("head"))
    )
    drawn = 0
    for document in stale[:AT_ONCE]:
        with _alone(document.pk):
            documents.rendering(document)
            drawn += 1
    return drawn


def fold_long_logs() -> int:
    """Write snapshots of documents whose log has grown long; gives how many were folded."""
    newest = DocumentSnapshot.objects.filter(document=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    sound = Document.objects.filter(quarantined_at__isnull=True)
    long = sound.annotate(folded=Coalesce(Subquery(newest), 0)).filter(head__gte=F("folded") + folding.FOLD_AFTER)
    folded = 0
    for pk in long.values_list("pk", flat=True)[:AT_ONCE]:
        with _alone(pk):
            folded += folding.fold(pk)
    return folded


def keep_versions() -> int:
    """Keep versions of documents that rest after a change, or that changed much; gives how many were looked at."""
    kept = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    last = DocumentUpdate.objects.filter(document=OuterRef("pk"), seq=OuterRef("head")).values("at")[:1]
    due = (
        Document.objects.annotate(kept=Coalesce(Subquery(kept), 0), written=Subquery(last))
        .filter(head__gt=F("kept"), quarantined_at__isnull=True)
        .filter(
            Q(written__isnull=True)
            | Q(written__lt=timezone.now() - versions.REST)
            | Q(head__gte=F("kept") + versions.EDITS)
        )
        .exclude(rendering__failed_at=F("head"))
    )
    looked_at = 0
    for document in due[:AT_ONCE]:
        with _alone(document.pk):
            looked_at += versions.keep(document) is not None
    return looked_at


def weigh_tables() -> None:
    """SQLite plans by what it last counted, and counts only when it is told to; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")


@contextmanager
def _alone(document_id: UUID) -> Iterator[None]:
    """Trouble with one document is written down, and the next one comes."""
    try:
        yield
    except Exception:
        logger.exception("document %s: background work failed", document_id)
