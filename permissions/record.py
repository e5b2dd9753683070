"""The record of who was let in and who was not any more: only added to, each line sealed over the one before.

There is a chain for each space and for each role. Whoever alters or removes a line breaks its chain, unless they
also write all digests after it and the head anew: who can write to the database can do that, so keep a copy of the
heads elsewhere (`manage.py verify_record` prints them) if that is what you fear.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from .models import AccessChange, RecordHead, Space


def chain_of(about: Space | Group) -> str:
    """The name of the chain in which changes of this space or role stand."""
    return f"{'space' if isinstance(about, Space) else 'role'} {about.pk}"


def write(about: Space | Group, what: str, **facts: Any) -> AccessChange:
    """Add a line, in the transaction of the change that it tells of."""
    chain = chain_of(about)
    known = {name: None if fact is None else str(fact) for name, fact in facts.items()}
    with transaction.atomic():
        RecordHead.objects.get_or_create(pk=chain)
        head = RecordHead.objects.select_for_update().get(pk=chain)
        line = AccessChange(chain=chain, number=head.length + 1, what=what, facts=known, at=timezone.now().isoformat())
        line.digest = digest_of(line, head.digest)
        line.save(force_insert=True)
        head.length, head.digest = line.number, line.digest
        head.save(update_fields=["length", "digest"])
    return line


def digest_of(line: AccessChange, before: str) -> str:
    """The seal of a line: over all that it says and the seal of the line before."""
    said = json.dumps([before, line.chain, line.number, line.what, line.facts, line.at], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def faults() -> Iterator[str]:
    """What does not hold, a sentence for each chain; nothing when all of it does."""
    heads = {head.chain: head for head in RecordHead.objects.all()}
    for chain, lines in groupby(AccessChange.objects.order_by("chain", "number").iterator(), lambda line: line.chain):
        head = heads.pop(chain, None)
        fault = _fault(chain, list(lines), head)
        if fault:
            yield fault
    for chain, head in heads.items():
        yield f"{chain}: all {head.length} lines are gone."


def _fault(chain: str, lines: list[AccessChange], head: RecordHead | None) -> str:
    before = ""
    for number, line in enumerate(lines, start=1):
        if line.number != number:
            return f"{chain}: line {number} is gone."
        if line.digest != digest_of(line, before):
            return f"{chain}: line {number} was altered."
        before = line.digest
    if head is None or (head.length, head.digest) != (len(lines), before):
        return f"{chain}: its end is not where it was left (line {head.length if head else 0}; found {len(lines)})."
    return ""
