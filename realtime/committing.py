"""One transaction for what waits in many documents: each kind of statement once for all of them."""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import connection, transaction
from pycrdt import get_update

from permissions.access import levels_of_people
from permissions.models import Space
from permissions.roles import allowed

from .documents import NewRow, insert_rows, merged, rows_after, take_numbers
from .entry import holding
from .holdings import Holdings
from .models import NOBODY, Document, DocumentClient, DocumentUpdate
from .protocol import state_vector
from .structure import Contents, Item, contents

LOCK_MS: Final = 1_000  # rows of a document are held for 5 ms; ten times that on a busy machine
OWNERS_REMEMBERED: Final = 10_000  # of one document, some 3 MB; then it is asked for again


class Author(Protocol):
    """A connection, as the writer needs to know it."""

    @property
    def person(self) -> Any: ...
    @property
    def session(self) -> tuple[str, Any]: ...
    @property
    def handle_id(self) -> UUID: ...
    @property
    def admitted(self) -> tuple[UUID, int]: ...


@dataclass(slots=True, eq=False)
class Pending:
    """One update of one connection, checked and not yet stored."""

    author: Author
    body: bytes
    contents: Contents
    types: list[Item]  # what it brings to the tree of types
    adds: Contents  # what of it was not stored when it was taken; until then, all
    waited_since: float = field(default_factory=time.monotonic)


@dataclass(slots=True, eq=False)
class Batch:
    """What goes into one row of one document. After `commit` either `refusal` says why none of it is stored, or `seq`
    and `body` are the row's (0 where it adds nothing), and `refused` says which updates were left out, and why."""

    document_id: UUID
    space_id: UUID
    epoch: int
    pending: list[Pending]
    head: int  # the number up to which the log was read when this was taken
    clocks: dict[int, int]  # of the clients in it: up to where the log holds them
    flush: UUID = field(default_factory=uuid.uuid4)
    tries: int = 0
    seq: int = 0
    body: bytes = b""
    refused: dict[int, str] = field(default_factory=dict)  # index in `pending` → why
    refusal: Exception | None = None

    def kept(self) -> list[Pending]:
        """The updates that add something, and may."""
        if self.refused:
            return [item for index, item in enumerate(self.pending) if index not in self.refused and item.adds]
        return [item for item in self.pending if item.adds]

    def as_it_came(self) -> Pending | None:
        """The update that the row is, byte for byte; not after a refusal, for what it was built on may be gone."""
        return None if self.refused else next((item for item in self.pending if item.body is self.body), None)


class DocumentGone(Exception):
    """The document was deleted, or set apart, while somebody wrote."""


class BegunAnew(Exception):
    """The document's epoch ended while somebody wrote: nothing of the old one is stored any more."""


Client = tuple[int, int]  # epoch, client id
Owners = dict[UUID, dict[Client, UUID]]  # by document: whom a client id belongs to
_owners: Owners = {}  # as committed: it never changes


def commit(batches: Sequence[Batch]) -> None:
    """Store these in one transaction, rows locked in the order of their ids."""
    for batch in batches:
        batch.seq, batch.body, batch.refused, batch.refusal = 0, b"", {}, None
        batch.tries += 1
    with transaction.atomic():
        _wait_briefly()
        numbers = _access_numbers({batch.space_id for batch in batches})
        documents = _locked([batch.document_id for batch in batches])
        open_ones = [batch for batch in batches if _is_open(batch, documents, numbers)]
        new = _leave_out_former_tries(open_ones)
        for batch in new:
            space_id, _, head = documents[batch.document_id]
            _leave_out_what_came(batch, upto=head)
            _refuse_those_who_may_not(batch, space_id, numbers.get(space_id))
        learnt = _refuse_foreign_clients(new)
        _append([batch for batch in new if batch.kept()])
    for document_id, owners in learnt.items():
        known = _owners.setdefault(document_id, {})
        if len(known) + len(owners) > OWNERS_REMEMBERED:
            known.clear()
        known |= owners


def forget_owners(document_id: UUID) -> None:
    """Nobody here has the document open: whom its client ids belong to is asked for again when somebody comes."""
    _owners.pop(document_id, None)


def _wait_briefly() -> None:
    """A process that stands still in the middle of its commit holds up its own documents, and no others."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {LOCK_MS}")


def _access_numbers(spaces: set[UUID]) -> dict[UUID, int]:
    """The access number of each space, held still until the commit: a removal comes wholly before or wholly after."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, access_number FROM {Space._meta.db_table} WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                [list(spaces)],
            )
            return dict(cursor.fetchall())
    return dict(Space.objects.filter(pk__in=spaces).values_list("pk", "access_number"))


def _locked(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, int, int]]:
    """Space, epoch and head of each document that takes changes, whose rows stay locked until the transaction ends."""
    sound = Document.objects.filter(pk__in=ids, quarantined_at__isnull=True)
    rows = sound.select_for_update(no_key=True).order_by("pk")
    return {pk: (space, epoch, head) for pk, space, epoch, head in rows.values_list("pk", "space_id", "epoch", "head")}


def _is_open(batch: Batch, documents: dict[UUID, tuple[UUID, int, int]], numbers: dict[UUID, int]) -> bool:
    found = documents.get(batch.document_id)
    if found is None or batch.space_id not in numbers:
        batch.refusal = DocumentGone()
    elif found[1] != batch.epoch:
        batch.refusal = BegunAnew()
    return batch.refusal is None


def _leave_out_former_tries(batches: list[Batch]) -> list[Batch]:
    """Those of which nothing is stored yet; the others' former try was committed, and its answer was lost."""
    again = [batch for batch in batches if batch.tries > 1]
    if not again:
        return batches
    rows = DocumentUpdate.objects.filter(
        document_id__in=[batch.document_id for batch in again], flush__in=[batch.flush for batch in again]
    )
    done = {flush: (seq, bytes(body)) for flush, seq, body in rows.values_list("flush", "seq", "body")}
    for batch in again:
        if batch.flush in done:
            batch.seq, batch.body = done[batch.flush]
            _leave_out_what_came(batch, upto=batch.seq)
            batch.refused = {index: "again" for index, item in enumerate(batch.pending) if item.adds}
    return [batch for batch in batches if not batch.seq]


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
    batch.clocks = {client: max(clock, came.clocks.get(client, 0)) for client, clock in batch.clocks.items()}


def _refuse_those_who_may_not(batch: Batch, space: UUID, number: int | None) -> None:
    """Whoever was let in under an older access number is asked for again, in this transaction, and so is their session.

    So is whoever was let in when the document lived in another space: two spaces may have the same number.
    """
    stale = {index: item for index, item in enumerate(batch.pending) if item.author.admitted != (space, number)}
    if not stale:
        return
    kind = Document.objects.only("kind").get(pk=batch.document_id).permission_kind
    signed_in = holding({item.author.session for item in stale.values()})
    levels = levels_of_people({item.author.person for item in stale.values()}, [space])
    for index, item in stale.items():
        if item.author.session not in signed_in:
            batch.refused[index] = "session"
        elif not allowed(levels.get((item.author.person, space), frozenset()), "edit", kind):
            batch.refused[index] = "access"


def _refuse_foreign_clients(batches: list[Batch]) -> Owners:
    """A Yjs client id belongs to the handle that first used it: new clocks under another's id are not stored.

    Gives the owners that were not known yet.
    """
    owners = {batch.document_id: _owners.get(batch.document_id, {}) for batch in batches}  # held: it may be let go of
    unsure = [batch for batch in batches if not _all_are_own(batch, owners[batch.document_id])]
    claims: Owners = defaultdict(dict)
    for batch in unsure:
        for item in batch.kept():
            for client in item.adds.clocks:
                if (batch.epoch, client) not in owners[batch.document_id]:
                    claims[batch.document_id].setdefault((batch.epoch, client), item.author.handle_id)
    learnt = _claim(claims) if claims else {}
    for batch in unsure:
        known, new = owners[batch.document_id], learnt.get(batch.document_id, {})
        for index, item in enumerate(batch.pending):
            clients = [(batch.epoch, client) for client in item.adds.clocks]
            found = {known.get(client) or new.get(client) for client in clients}
            if NOBODY in found:  # text of an ended epoch, from a client that knows of none
                batch.refused.setdefault(index, "epoch")
            elif found - {item.author.handle_id}:
                batch.refused.setdefault(index, "client")
    return learnt


def _all_are_own(batch: Batch, owners: dict[Client, UUID]) -> bool:
    return all(
        owners.get((batch.epoch, client)) == item.author.handle_id
        for item in batch.pending
        for client in item.adds.clocks
    )


def _claim(claims: Owners) -> Owners:
    """Write down who claims which ids first, and read whose each of them is."""
    rows = sorted((pk, client, handle) for pk, first in claims.items() for (_, client), handle in first.items())
    DocumentClient.objects.bulk_create(
        [DocumentClient(document_id=pk, client=client, handle=handle) for pk, client, handle in rows],
        ignore_conflicts=True,
    )
    epochs = {pk: epoch for pk, first in claims.items() for epoch, _ in first}
    found = DocumentClient.objects.filter(document_id__in=epochs, client__in={client for _, client, _ in rows})
    learnt: Owners = {pk: {} for pk in claims}
    for pk, client, handle in found.values_list("document_id", "client", "handle"):
        learnt[pk][epochs[pk], client] = handle
    return learnt


def _append(batches: list[Batch]) -> None:
    """Number and insert the rows."""
    numbers = take_numbers([batch.document_id for batch in batches])
    rows = []
    for batch in batches:
        kept = batch.kept()
        batch.seq, batch.body = numbers[batch.document_id], _beyond_what_is_stored(batch, kept)
        contributors = frozenset(item.author.handle_id for item in kept)
        rows.append(NewRow(batch.document_id, batch.seq, batch.body, batch.flush, contributors))
    insert_rows(rows)


def _beyond_what_is_stored(batch: Batch, kept: list[Pending]) -> bytes:
    """One update of these; what somebody sent again with something new is cut off."""
    update = merged([item.body for item in kept])
    for item in kept:
        for client, (first, _) in item.contents.clocks.items():
            if first < batch.clocks.get(client, 0):
                return get_update(update, state_vector(batch.clocks))
    return update
