"""The order of lanes and cards: fractional ranks, so that a move writes one row and never numbers a lane again.

Equal ranks are ordered by id. Ranks are compared here and not by the database, whose collations disagree about
capital letters.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from fractional_indexing import generate_key_between


class Ranked(Protocol):
    @property
    def pk(self) -> UUID: ...

    rank: str


R = TypeVar("R", bound=Ranked)


def in_order(things: Iterable[R]) -> list[R]:
    """Things as they stand on every screen."""
    return sorted(things, key=lambda thing: (thing.rank, thing.pk))


def rank_before(others: Sequence[R], before: UUID | None) -> str:
    """A rank just before one of the `others` (in order, without the thing itself), or after them all.

    What is archived is among them: put back, it stands where it was, and not beside what came to its place meanwhile.
    When the neighbours have the same rank nothing fits between: the thing then stands before all of that rank.
    """
    ranks = [other.rank for other in others]
    at = next((i for i, other in enumerate(others) if other.pk == before), len(ranks))
    if at == len(ranks):
        return str(generate_key_between(ranks[-1] if ranks else None, None))
    above = ranks[at]
    below = max((rank for rank in ranks[:at] if rank < above), default=None)
    return str(generate_key_between(below, above))
