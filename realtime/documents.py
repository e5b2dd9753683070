"""Documents as they are stored: append to the log, load, and how they read.

Nothing here is decoded into a live document; what must be decoded goes through `decode`.
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from pycrdt import merge_updates

from . import decode, hints, quarantine
from .models import (
    NOBODY,
    Document,
    DocumentClient,
    DocumentRendering,
    DocumentSnapshot,
    DocumentUpdate,
)
from .protocol import NOTHING
from .tree import TypeTree


class Ended(Exception):
    """The document is gone, or began anew meanwhile."""


class Row(NamedTuple):
    """One stored update, by its number."""

    seq: int
    body: bytes


class NewRow(NamedTuple):
    """An update that has its number and is not inserted yet; `contributors` are handle ids."""

    document_id: UUID
    seq: int
    body: bytes
    flush: UUID
    contributors: frozenset[UUID]


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
    is_quarantined: bool

    @property
    def parts(self) -> list[bytes]:
        """Everything, in its order. Not merged here: bytes that were not checked yet must not be decoded."""
        return [self.snapshot.body, *(row.body for row in self.rows)]


class Head(NamedTuple):
    """The epoch of a document, the last number given in it, and whether it is set apart."""

    epoch: int
    head: int
    is_quarantined: bool


def merged(bodies: Sequence[bytes]) -> bytes:
    """One update that holds what these hold; raises Undecodable."""
    if not bodies:
        return NOTHING
    if len(bodies) == 1:
        return bodies[0]
    try:
        return merge_updates(*bodies)
    except Exception as error:
        raise decode.Undecodable("it cannot be merged") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pycrdt's, which is no Exception
            raise
        raise decode.Undecodable("it cannot be merged") from error


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
        is_quarantined=document.is_quarantined,
    )


def rows_after(document_id: UUID, after: int) -> list[Row]:
    """The stored updates after a number, in their order."""
    stored = DocumentUpdate.objects.filter(document_id=document_id, seq__gt=after).order_by("seq")
    return [Row(seq, bytes(body)) for seq, body in stored.values_list("seq", "body")]


def heads_of(ids: Iterable[UUID]) -> dict[UUID, Head]:
    """Where each of these documents stands."""
    rows = Document.objects.filter(pk__in=list(ids)).values_list("pk", "epoch", "head", "quarantined_at")
    return {pk: Head(epoch, head, apart is not None) for pk, epoch, head, apart in rows}


def append(document_id: UUID, update: bytes, *, contributors: Sequence[UUID]) -> int:
    """Store an update that the server made (first content, import); gives its number."""
    loaded = load(document_id)
    if loaded is None:
        raise Document.DoesNotExist
    return store(loaded, update, clients=fitting(loaded, update), contributors=contributors)


def fitting(loaded: Loaded, update: bytes) -> list[int]:
    """The client ids of an update that may follow what was loaded; raises Malformed, or Quarantined."""
    if loaded.is_quarantined:
        raise quarantine.Quarantined
    tree = TypeTree()
    for stored in loaded.parts:
        tree.check(stored)
    return list(tree.check(update).clocks)


def store(loaded: Loaded, update: bytes, *, clients: Iterable[int], contributors: Sequence[UUID]) -> int:
    """Store an update that fits what was loaded; gives its number. Raises Ended when the epoch did.

    Its client ids belong to the first of the contributors from now on.
    """
    with in_epoch(loaded.id, loaded.epoch):
        head = take_numbers([loaded.id])[loaded.id]
        DocumentUpdate.objects.create(
            document_id=loaded.id,
            seq=head,
            body=update,
            flush=uuid.uuid4(),
            contributors=[str(handle) for handle in contributors],
        )
        if contributors:
            DocumentClient.objects.bulk_create(
                [DocumentClient(document_id=loaded.id, client=c, handle=contributors[0]) for c in clients],
                ignore_conflicts=True,
            )
        transaction.on_commit(lambda: hints.documents_committed({loaded.id: head}))
    return head


def take_numbers(ids: Sequence[UUID]) -> dict[UUID, int]:
    """The next number of each of these documents, whose rows are locked already."""
    if not ids:
        return {}
    postgres = connection.vendor == "postgresql"
    places = "ANY(%s)" if postgres else f"({', '.join(['%s'] * len(ids))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Document._meta.db_table} SET head = head + 1 WHERE id {'=' if postgres else 'IN'} {places}"
            " RETURNING id, head",
            [list(ids)] if postgres else [pk.hex for pk in ids],
        )
        return {UUID(str(pk)): int(head) for pk, head in cursor.fetchall()}


def insert_rows(rows: Sequence[NewRow]) -> None:
    """Insert these by one statement. On PostgreSQL a column is one parameter: per row that costs a tenth of the ORM."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        told = [row._asdict() | {"contributors": _told(row.contributors)} for row in rows]
        DocumentUpdate.objects.bulk_create([DocumentUpdate(**each) for each in told])
        return
    ids, numbers, bodies, flushes, contributors = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DocumentUpdate._meta.db_table} (document_id, seq, body, flush, contributors, at)"
            " SELECT *, now() FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[], %s::uuid[], %s::jsonb[])",
            [
                _array(map(str, ids)),
                list(numbers),
                _array(f'"\\\\x{body.hex()}"' for body in bodies),
                _array(map(str, flushes)),
                [json.dumps(_told(who)) for who in contributors],
            ],
        )


def _told(contributors: Iterable[UUID]) -> list[str]:
    """As they are stored."""
    return sorted(map(str, contributors))


def _array(elements: Iterable[str]) -> str:
    """As PostgreSQL reads one, of elements that are quoted where they must be: psycopg writes each as a parameter."""
    return f"{{{','.join(elements)}}}"


@contextmanager
def in_epoch(document_id: UUID, epoch: int) -> Iterator[Document]:
    """A transaction in which the epoch cannot end: what was made of a text is not kept after that was erased.

    Raises Ended when it did already.
    """
    with transaction.atomic():
        held = Document.objects.select_for_update().filter(pk=document_id, epoch=epoch).first()
        if held is None:
            raise Ended
        yield held


def rendering(document: Document) -> DocumentRendering:
    """How a document reads now, for pages; a document that cannot be decoded reads as it last could."""
    found = DocumentRendering.objects.select_related("document").filter(document=document).first()
    kept = found or DocumentRendering.objects.get_or_create(document_id=document.pk)[0]
    head = kept.document.head  # as it is now: whoever asks may have fetched theirs before
    if kept.seq >= head or kept.failed_at == head:
        return kept
    loaded = load(document.pk)
    if loaded is None or loaded.is_quarantined:
        return kept
    try:
        drawn = decode.render(loaded.parts)
    except decode.Away:
        return kept
    except decode.Undecodable as error:
        kept.failed_at = loaded.head
        fault = f"decoding at number {loaded.head}: {error}"
    else:
        fault = ""
        kept.seq, kept.failed_at = loaded.head, None
        kept.content, kept.html, kept.text = drawn["json"], drawn["html"], drawn["text"]
        kept.authors = _handles(document.pk, drawn["authors"])
    with suppress(Ended), in_epoch(document.pk, loaded.epoch):
        kept.save()
    if fault:
        quarantine.put(document_id=document.pk, reason=fault)
    return kept


def _handles(document_id: UUID, written: list[dict[str, int]]) -> list[list[list[Any]]]:
    """Letters by client → [handle id, letters] for each block, the most first; of nobody known: left out."""
    clients = {int(client) for block in written for client in block}
    owners = dict(
        DocumentClient.objects.filter(document_id=document_id, client__in=clients).values_list("client", "handle")
    )
    found = []
    for block in written:
        letters: Counter[UUID] = Counter()
        for client, count in block.items():
            if (owner := owners.get(int(client), NOBODY)) != NOBODY:
                letters[owner] += count
        found.append([[str(handle), count] for handle, count in letters.most_common()])
    return found
