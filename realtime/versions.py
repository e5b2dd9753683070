"""Versions of a document: kept by the clock and thinned with age, named by people, put back as a new edit."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import access
from permissions.errors import NotAllowed

from . import decode, documents
from .changes import change, command
from .documents import Ended, in_epoch
from .identity import identity
from .models import Document, DocumentClient, DocumentUpdate, DocumentVersion
from .protocol import Malformed
from .quarantine import Quarantined

REST: Final = timedelta(minutes=5)  # so long nobody wrote: what stands there is worth keeping
EDITS: Final = 400  # rows; a text that never rests is kept about every minute of hard work
# How far apart the versions that the clock made stay, by their age; beyond the last line one for a quarter of a year.
SPACING: Final = (
    (timedelta(hours=2), timedelta(minutes=5)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=31), timedelta(days=1)),
    (timedelta(days=366), timedelta(days=7)),
)
LAST_SPACING: Final = timedelta(days=91)
MOST: Final = 180  # of those in all, whatever their age
LONGEST_NAME: Final = 120
TRIES: Final = 3  # to work out a restoring while nobody writes; after that, while somebody does


def keep(document: Document) -> DocumentVersion | None:
    """Keep how the document reads now, unless the last version reads the same; None when it cannot be read."""
    now = _Now(document)
    try:
        with in_epoch(document.pk, now.epoch) as held:
            version = now.keep(held)
            DocumentVersion.objects.filter(pk__in=superseded(_by_the_clock(held), timezone.now())).delete()
            return version
    except Ended:
        return None


def superseded(kept: Iterable[tuple[Any, datetime]], now: datetime) -> set[Any]:
    """Which of these versions (id, moment) of the clock may go: a younger one stands for the same stretch of time."""
    stretches: set[tuple[timedelta, int]] = set()
    gone = set()
    for key, at in sorted(kept, key=lambda each: each[1], reverse=True):
        spacing = next((apart for age, apart in SPACING if now - at < age), LAST_SPACING)
        stretch = (spacing, int(at.timestamp() // spacing.total_seconds()))
        if stretch in stretches or len(stretches) >= MOST:
            gone.add(key)
        else:
            stretches.add(stretch)
    return gone


def _by_the_clock(document: Document) -> list[tuple[UUID, datetime]]:
    kept = DocumentVersion.objects.filter(document=document, kind=DocumentVersion.Kind.KEPT)
    return list(kept.order_by("-number").values_list("pk", "at"))


class _Now:
    """How a document reads, drawn before its row is locked."""

    def __init__(self, document: Document) -> None:
        self.epoch = Document.objects.filter(pk=document.pk).values_list("epoch", flat=True).first() or 0
        self.drawn = documents.rendering(document)

    @property
    def can_be_read(self) -> bool:
        return self.drawn.failed_at is None and self.drawn.seq > 0

    def keep(self, held: Document, **more: Any) -> DocumentVersion | None:
        """A version of it, in the caller's transaction; `more` asks for one of its own even when nothing changed."""
        if not self.can_be_read:
            return None
        last = DocumentVersion.objects.filter(document=held).order_by("-number").first()
        if last is not None and not more and (last.seq >= self.drawn.seq or last.content == self.drawn.content):
            if last.seq < self.drawn.seq:  # the same words at a later number
                last.seq = self.drawn.seq
                last.save(update_fields=["seq"])
            return last
        held.last_version += 1
        held.save(update_fields=["last_version"])
        rows = DocumentUpdate.objects.filter(document=held, seq__gt=last.seq if last else 0, seq__lte=self.drawn.seq)
        wrote: set[str] = set()
        for contributors in rows.values_list("contributors", flat=True).iterator():
            wrote.update(contributors)
        return DocumentVersion.objects.create(
            document=held,
            number=held.last_version,
            seq=self.drawn.seq,
            contributors=sorted(wrote),
            content=self.drawn.content,
            authors=self.drawn.authors,
            at=timezone.now(),
            **more,
        )


def keep_version(*, actor: Any, document: Document, name: str, command_id: UUID | None = None) -> DocumentVersion:
    """Keep how the document reads now under a name."""
    access(actor, Document.objects.all(), "edit", pk=document.pk)
    return _keep_version(actor=actor, document=document, name=_clean(name), now=_Now(document), command_id=command_id)


@command
def _keep_version(
    *, actor: Any, document: Document, name: str, now: _Now, command_id: UUID | None = None
) -> DocumentVersion:
    with change(actor, "edit", document) as (document, record):
        made = None
        if document.epoch == now.epoch:
            made = now.keep(document, kind=DocumentVersion.Kind.NAMED, name=name, by=_me(actor, document))
        if made is None:
            raise ValidationError(_("This text cannot be kept just now. Try again in a moment."))
        record("document.version_named", document, version=made.number)
    return made


@command
def name_version(*, actor: Any, version: DocumentVersion, name: str, command_id: UUID | None = None) -> DocumentVersion:
    """Give a version a name, or another one. It stays from now on."""
    name = _clean(name)
    with change(actor, "edit", version.document) as (document, record):
        named = DocumentVersion.objects.get(pk=version.pk)
        named.name, named.by = name, _me(actor, document)
        if named.kind == DocumentVersion.Kind.KEPT:
            named.kind = DocumentVersion.Kind.NAMED
        named.save(update_fields=["name", "by", "kind"])
        record("document.version_named", document, version=named.number)
    return named


def restore_version(*, actor: Any, version: DocumentVersion, command_id: UUID | None = None) -> DocumentVersion:
    """Make the document read as this version, by a new edit of the actor's; gives the version of what stood there.

    What was written while it was worked out stays in the text, as with any two edits at once.
    """
    document = access(actor, Document.objects.all(), "edit", pk=version.document_id)
    client = _fresh_client(document)
    for _attempt in range(TRIES):
        now, loaded = _Now(document), documents.load(document.pk)
        if loaded is not None and now.can_be_read and now.drawn.seq == loaded.head:
            break
    try:
        if loaded is None or not now.can_be_read or now.epoch != loaded.epoch:
            raise Ended
        update = decode.rewrite(loaded.parts, version.content, client)
        documents.fitting(loaded, update)
    except (Ended, Quarantined, decode.Undecodable, Malformed) as error:
        raise ValidationError(_("This text cannot be put back just now. Try again in a moment.")) from error
    return _restore_version(
        actor=actor,
        version=version,
        now=now,
        loaded=loaded,
        update=update,
        client=client,
        command_id=command_id,
    )


@command
def _restore_version(
    *,
    actor: Any,
    version: DocumentVersion,
    now: _Now,
    loaded: documents.Loaded,
    update: bytes,
    client: int,
    command_id: UUID | None = None,
) -> DocumentVersion:
    with change(actor, "edit", version.document) as (document, record):
        me = _me(actor, document)
        before = now.keep(document, kind=DocumentVersion.Kind.RESTORED_OVER, by=me)
        assert before is not None
        try:
            documents.store(loaded, update, clients=[client], contributors=[me])
        except Ended as error:
            raise ValidationError(_("This text began anew meanwhile. Load the page again.")) from error
        record("document.restored", document, version=version.number, before=before.number)
    return before


def _me(actor: Any, document: Document) -> UUID:
    who = identity(actor, document.space_id)
    if who is None:
        raise NotAllowed("edit")
    return who.id


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or not clean.isprintable():
        raise ValidationError({"name": _("Write a name, such as “Before the meeting of 3 March”.")})
    if len(clean) > LONGEST_NAME:
        raise ValidationError({"name": _("Use a shorter name: at most %(n)s letters.") % {"n": LONGEST_NAME}})
    return clean


def _fresh_client(document: Document) -> int:
    """A Yjs client id that nobody used here; browsers use 32 bits."""
    while True:
        client = secrets.randbelow(2**32 - 1) + 1
        if not DocumentClient.objects.filter(document=document, client=client).exists():
            return client
