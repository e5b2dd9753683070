"""Background work of this floor; each task may run twice, or be killed at any point, without harm."""

from django.db.models import F, Q

from . import documents
from .models import Document

AT_ONCE = 200  # documents in one run; what is left waits a minute


def refresh_renderings() -> int:
    """Draw again what was written since, so that pages need not wait for it; gives how many were drawn."""
    stale = Document.objects.filter(head__gt=0).filter(
        Q(rendering__isnull=True)
        | Q(rendering__seq__lt=F("head"), rendering__failed_at__isnull=True)
        | Q(rendering__seq__lt=F("head"), rendering__failed_at__lt=F("head"))
    )
    drawn = 0
    for document in stale[:AT_ONCE]:
        documents.rendering(document)
        drawn += 1
    return drawn
