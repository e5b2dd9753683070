"""What a page shows of the evidence of an action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import ngettext

from realtime.identity import names
from workspace.boards.marks import Facts, Mark, facts
from workspace.boards.models import Action
from workspace.files.limits import MB, MOST_BYTES, WITHDRAWN_LASTS

from .forms import ACCEPTED, NewForms
from .models import Evidence
from .values import host_of


@dataclass(frozen=True)
class ShownPiece:
    """A piece with the name of who brought it, and where a link leads."""

    evidence: Evidence
    by: str
    host: str


@dataclass(frozen=True)
class ShownEvidence:
    """All of an action, the newest first: `pictures`, all `others`, and what was taken back."""

    pictures: list[ShownPiece]
    others: list[ShownPiece]
    withdrawn: list[Evidence]
    forms: NewForms
    accepted: str = ACCEPTED
    most_mb: int = MOST_BYTES // MB
    days: int = WITHDRAWN_LASTS.days

    @property
    def count(self) -> int:
        return len(self.pictures) + len(self.others)


def evidence_of(action: Action) -> ShownEvidence:
    """Two queries, however much there is."""
    found = list(Evidence.objects.filter(action=action, space=action.space_id).select_related("file"))
    alive = [each for each in found if each.withdrawn_at is None]
    shown = _shown(alive)
    return ShownEvidence(
        pictures=[each for each in shown if each.evidence.is_picture],
        others=[each for each in shown if not each.evidence.is_picture],
        withdrawn=[each for each in found if each.withdrawn_at is not None and _can_come_back(each)],
        forms=NewForms(action),
    )


def shown(evidence: Evidence) -> ShownPiece:
    """One piece, for a page of its own."""
    return _shown([evidence])[0]


def _shown(found: Iterable[Evidence]) -> list[ShownPiece]:
    found = list(found)
    who: dict[UUID, str] = names({each.by for each in found if each.by})
    return [ShownPiece(each, who.get(each.by, "") if each.by else "", host_of(each.address)) for each in found]


def _can_come_back(evidence: Evidence) -> bool:
    return evidence.file is None or evidence.file.purged_at is None


def counted(within: Q) -> Iterable[QuerySet[Any, Any]]:
    """How many pieces of evidence actions have, for cards."""
    alive = Evidence.objects.filter(within, withdrawn_at=None, space=F("action__space"))
    yield facts("evidence", alive.values("action"), number=Count("pk"))


def marks(found: Facts, _seats: Any) -> Mapping[UUID, Iterable[Mark]]:
    """The same in words."""
    rows = found.get("evidence", {})
    return {pk: [Mark("photo", _in_words(row.number), order=15)] for pk, (row,) in rows.items()}


def _in_words(n: int) -> str:
    return ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", n) % {"n": n}
