"""Folding a document's log into a snapshot, so that opening costs what the text is worth, not what its history weighs.

Rows stay: they say who wrote what and when. A snapshot is kept only if it provably holds all clocks and deletions of
what it folds, so a crash at any point, or two workers at once, leave what was there before, or one snapshot more.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from . import decode, documents, quarantine
from .holdings import Holdings
from .models import DocumentSnapshot
from .protocol import Malformed
from .tree import TypeTree

FOLD_AFTER: Final = 200  # rows: opening reads them in 2 ms


def fold(document_id: UUID) -> bool:
    """Write a snapshot of everything that is stored now; False when it would not hold everything."""
    loaded = documents.load(document_id)
    if loaded is None or not loaded.rows or loaded.is_quarantined:
        return False
    try:
        body = decode.fold(loaded.parts)
        fault = "" if holds_all(body, loaded.parts) else "a part builds on what is not there"
    except decode.Away:
        return False
    except (decode.Undecodable, Malformed) as error:
        fault = str(error)
    if fault:
        quarantine.put(document_id=document_id, reason=f"folding up to number {loaded.head}: {fault}")
        return False
    try:
        with documents.in_epoch(document_id, loaded.epoch):
            DocumentSnapshot.objects.get_or_create(document_id=document_id, seq=loaded.head, defaults={"body": body})
            older = DocumentSnapshot.objects.filter(document_id=document_id, seq__lt=loaded.snapshot.seq)
            older.delete()  # the former one stays until the next has been used
    except documents.Ended:
        return False
    return True


def holds_all(body: bytes, parts: Sequence[bytes]) -> bool:
    """Whether one update holds every clock and deletion of these, which follow one another."""
    held, tree = Holdings(), TypeTree()
    held.add(TypeTree().check(body))
    return not any(held.lacks(tree.check(part)) for part in parts)
