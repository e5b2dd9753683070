"""Group commit: what came in during the last commit, of all documents, goes into the next. Commit first, send after."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from permissions.access import can
from permissions.models import Space

from . import metrics, threads
from .documents import merged, rows_after, take_number
from .holdings import Holdings
from .models import NOBODY, Document, DocumentClient, DocumentUpdate
from .structure import Contents, contents

logger = logging.getLogger(__name__)

FLUSH_SECONDS: Final = 0.02  # 50 editors at 5 keys/s share one commit; below it CPU doubles
RETRY_SECONDS: Final = (0.1, 0.3, 1.0, 2.0, 5.0)  # while the store is away


class Author(Protocol):
    """A connection, as the writer needs to know it."""

    @property
    def user(self) -> Any: ...
    @property
    def handle_id(self) -> UUID: ...
    @property
    def access_number(self) -> int: ...


@dataclass(slots=True, eq=False)
class Pending:
    """One update of one connection, checked and not yet stored."""

    author: Author
    body: bytes
    contents: Contents
    adds: Contents = field(default_factory=Contents)  # what of it was not stored when it was taken
    waited_since: float = field(default_factory=time.monotonic)


@dataclass(slots=True, eq=False)
class Batch:
    """What goes into one row of one document."""

    document_id: UUID
    space_id: UUID
    epoch: int
    pending: list[Pending]
    head: int  # the number up to which the log was read when this was taken
    flush: UUID = field(default_factory=uuid.uuid4)
    seq: int = 0
    body: bytes = b""
    refused: dict[int, str] = field(default_factory=dict)  # index in `pending` → why


class DocumentGone(Exception):
    """The document was deleted while somebody wrote."""


class BegunAnew(Exception):
    """The document's epoch ended while somebody wrote: nothing of the old one is stored any more."""


Settled = Callable[[Batch], None]
Failed = Callable[[Batch, Exception], None]


class Writer:
    """The one writer of a process. `take()` gives what waits; `settled` and `failed` are told on the event loop."""

    def __init__(self, take: Callable[[], list[Batch]], settled: Settled, failed: Failed) -> None:
        self._take, self._settled, self._failed = take, settled, failed
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_away = False

    def wake(self) -> None:
        """Something waits."""
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    async def run(self) -> None:
        """Commit, for ever."""
        last = 0.0
        while True:
            await self._wake.wait()
            gap = FLUSH_SECONDS - (time.monotonic() - last)
            if gap > 0:
                await asyncio.sleep(gap)
            self._wake.clear()
            last = time.monotonic()
            if batches := self._take():
                await self._flush(batches)
            if not self._wake.is_set():
                self._idle.set()

    async def _flush(self, batches: list[Batch]) -> None:
        """Store these; after a failure document by document, so that one bad row holds up nobody else."""
        attempt = 0
        while batches:
            try:
                with metrics.FLUSH.time():
                    await threads.write(commit, batches)
            except (OperationalError, InterfaceError) as error:
                self._away(True, error)
                await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
                attempt += 1
                continue
            except Exception as error:
                self._away(False)
                if len(batches) > 1:
                    for batch in batches:
                        await self._flush([batch])
                else:
                    if not isinstance(error, BegunAnew):
                        logger.exception("document %s: a row was refused", batches[0].document_id)
                    self._failed(batches[0], error)
                return
            self._away(False)
            metrics.FLUSH_DOCUMENTS.observe(len(batches))
            metrics.FLUSH_UPDATES.observe(sum(len(batch.pending) for batch in batches))
            for batch in batches:
                self._settled(batch)
            return

    def _away(self, away: bool, error: Exception | None = None) -> None:
        if away == self._is_away:
            return
        self._is_away = away
        metrics.STORE_AWAY.set(away)
        if away:
            logger.error(
                "the store is away (%s); nothing is dropped, trying again",
                type(error).__name__,
            )
        else:
            logger.warning("the store is back")


def commit(batches: Sequence[Batch]) -> None:
    """One transaction for all these documents, in the order of their ids. Fills in `seq`, `body` and `refused`."""
    for batch in batches:
        batch.seq, batch.body, batch.refused = 0, b"", {}
    with transaction.atomic():
        numbers = _access_numbers({batch.space_id for batch in batches})
        for batch in sorted(batches, key=lambda batch: batch.document_id):
            _commit_one(batch, numbers.get(batch.space_id))


def _access_numbers(spaces: set[UUID]) -> dict[UUID, int]:
    """The access number of each space, held still until the commit: a removal comes wholly before or wholly after."""
    rows = Space.objects.filter(pk__in=spaces).order_by("pk")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, access_number FROM {Space._meta.db_table} WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                [list(spaces)],
            )
            return dict(cursor.fetchall())
    return dict(rows.values_list("pk", "access_number"))


def _commit_one(batch: Batch, number: int | None) -> None:
    document = (
        Document.objects.select_for_update(of=("self",), no_key=True)
        .select_related("space")
        .filter(pk=batch.document_id)
        .first()
    )
    if document is None or number is None:
        raise DocumentGone
    if document.epoch != batch.epoch or document.is_quarantined:
        raise BegunAnew
    done = DocumentUpdate.objects.filter(document_id=batch.document_id, flush=batch.flush).values_list("seq", "body")
    if found := done.first():  # the former try was committed, and its answer was lost
        batch.seq, batch.body = found[0], bytes(found[1])
        _leave_out_what_came(batch, upto=batch.seq)
        batch.refused = {index: "again" for index, item in enumerate(batch.pending) if item.adds}
        return
    _leave_out_what_came(batch, upto=document.head)
    _refuse_those_who_may_not(batch, document, number)
    _refuse_foreign_clients(batch)
    kept = [item for index, item in enumerate(batch.pending) if index not in batch.refused and item.adds]
    if not kept:
        return
    batch.body = merged([item.body for item in kept])
    seq = take_number(batch.document_id, batch.epoch)
    assert seq is not None  # the row is locked
    batch.seq = seq
    DocumentUpdate.objects.create(
        document_id=batch.document_id,
        seq=seq,
        body=batch.body,
        flush=batch.flush,
        contributors=sorted({str(item.author.handle_id) for item in kept}),
    )


def _leave_out_what_came(batch: Batch, upto: int) -> None:
    """What another worker stored meanwhile, up to a number, is no longer added by this batch."""
    if upto <= batch.head:
        return
    came = Holdings()
    for row in rows_after(batch.document_id, batch.head):
        if row.seq <= upto:
            came.add(contents(row.body))
    for item in batch.pending:
        item.adds = came.lacked(item.adds)


def _refuse_those_who_may_not(batch: Batch, document: Document, number: int) -> None:
    """Whoever was let in under an older access number is asked for again, in this transaction."""
    may: dict[Any, bool] = {}
    for index, item in enumerate(batch.pending):
        if item.author.access_number == number:
            continue
        user = item.author.user
        if user.pk not in may:
            may[user.pk] = can(user, "edit", document)
        if not may[user.pk]:
            batch.refused[index] = "access"


def _refuse_foreign_clients(batch: Batch) -> None:
    """A Yjs client id belongs to the handle that first used it: new clocks under another's id are not stored."""
    claims = {
        client: item.author.handle_id
        for index, item in reversed(list(enumerate(batch.pending)))
        if index not in batch.refused
        for client in item.adds.clocks
    }
    if not claims:
        return
    DocumentClient.objects.bulk_create(
        [DocumentClient(document_id=batch.document_id, client=c, handle=h) for c, h in claims.items()],
        ignore_conflicts=True,
    )
    owners = dict(
        DocumentClient.objects.filter(document_id=batch.document_id, client__in=list(claims)).values_list(
            "client", "handle"
        )
    )
    for index, item in enumerate(batch.pending):
        found = {owners.get(client) for client in item.adds.clocks}
        if NOBODY in found:  # text of an ended epoch, from a client that knows of none
            batch.refused.setdefault(index, "epoch")
        elif found - {item.author.handle_id}:
            batch.refused.setdefault(index, "client")
