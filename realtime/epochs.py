"""Erasure: a document begins anew with a clean text, and nothing of the old one is left but that it was erased."""

import secrets
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import access

from . import decode, documents, hints
from .changes import change, command
from .identity import identity
from .models import (
    NOBODY,
    Document,
    DocumentClient,
    DocumentErasure,
    DocumentRendering,
    DocumentSnapshot,
    DocumentUpdate,
    DocumentVersion,
    LeftOutUpdate,
)
from .protocol import NOTHING, Malformed
from .structure import contents

LONGEST_REASON = 500
EMPTY: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph"}]}


def text_without(document: Document, handle: UUID) -> Any:
    """How the document would read without what a handle wrote, as ProseMirror JSON.

    What others copied, quoted or put back of it stands under their own names, and stays. Raises Undecodable.
    """
    loaded = documents.load(document.pk)
    if loaded is None:
        return EMPTY
    clients = DocumentClient.objects.filter(document=document, handle=handle).values_list("client", flat=True)
    return decode.without(loaded.parts, clients)


def begin_anew(
    *, actor: Any, document: Document, text: Any, reason: str, command_id: UUID | None = None
) -> DocumentErasure:
    """Begin a new epoch with this text. Rows, snapshots, versions and renderings of the old one are gone for good.

    Raises ValidationError without a reason.
    """
    access(actor, Document.objects.all(), "manage", pk=document.pk)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: it stays readable after the text is gone.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Use fewer words: at most %(n)s letters.") % {"n": LONGEST_REASON}})
    return _begin_anew(
        actor=actor,
        document=document,
        body=decode.rewrite([NOTHING], text, secrets.randbelow(2**32 - 1) + 1),
        clients=_clients_of(document),
        reason=reason,
        command_id=command_id,
    )


def _clients_of(document: Document) -> set[int]:
    """Every Yjs client id that stands in what is stored, of the server's own updates, too."""
    loaded = documents.load(document.pk)
    clients: set[int] = set()
    for part in loaded.parts if loaded else []:
        with suppress(Malformed):  # of a quarantined document, which may be erased as well
            clients |= contents(part).clocks.keys()
    return clients


@command
def _begin_anew(
    *,
    actor: Any,
    document: Document,
    body: bytes,
    clients: set[int],
    reason: str,
    command_id: UUID | None = None,
) -> DocumentErasure:
    with change(actor, "manage", document) as (document, record):
        for model in (DocumentUpdate, DocumentSnapshot, DocumentVersion, DocumentRendering, LeftOutUpdate):
            model.objects.filter(document=document).delete()
        # The numbers stay, and lead to nobody: they keep out who comes back with the old text.
        DocumentClient.objects.filter(document=document).update(handle=NOBODY)
        DocumentClient.objects.bulk_create(
            [DocumentClient(document=document, client=client, handle=NOBODY) for client in clients],
            ignore_conflicts=True,
        )
        document.epoch += 1
        document.head += 1
        document.quarantined_at, document.quarantined_for = None, ""  # what was wrong with it is gone, too
        document.save(update_fields=["epoch", "head", "quarantined_at", "quarantined_for"])
        DocumentSnapshot.objects.create(document=document, seq=document.head, body=body)
        who = identity(actor, document.space_id)
        erased = DocumentErasure.objects.create(
            document=document, epoch=document.epoch, by=who.id if who else None, reason=reason, at=timezone.now()
        )
        record("document.begun_anew", document, epoch=document.epoch)
        pk, epoch = document.pk, document.epoch
        transaction.on_commit(lambda: hints.document_began_anew(pk, epoch))
    return erased
