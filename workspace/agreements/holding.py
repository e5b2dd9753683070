"""What boards ask before a commitment is written, and what cards and pages show of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from realtime.identity import names
from workspace.boards.commitments import Held, Proposed, register_commitments
from workspace.boards.marks import Fact, Facts, Mark, facts, register_marks
from workspace.groups.models import Seat
from workspace.indicators.models import Indicator

from .models import Commitment, Proposal
from .values import TARGET, Words

AGREED, PROPOSED, NAMED = "agreed", "proposed", "named"
FORM: Final = "agreements/propose_form.html"


def start() -> None:
    """Called when the app is ready."""
    register_commitments(locked, held)
    register_marks("agreements", told, marks)


def locked(actions: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """One query."""
    found: dict[UUID, dict[str, str]] = {}
    for action, field, title in _current(actions).values_list("action", "field", "title"):
        found.setdefault(action, {})[field] = title
    return found


def held(actions: Collection[UUID]) -> Mapping[UUID, Mapping[str, Held]]:
    """Five queries at most, however many there are."""
    commitments = list(_current(actions))
    if not commitments:
        return {}
    waiting: dict[tuple[UUID, str], list[Proposal]] = {}
    for each in Proposal.objects.filter(action__in=actions, state=Proposal.State.OPEN):
        waiting.setdefault((each.action_id, each.field), []).append(each)
    proposals = [each for found in waiting.values() for each in found]
    words = Words(
        [(row.field, row.value) for row in commitments]
        + [(each.field, value) for each in proposals for value in (each.agreed, each.value)]
    )
    called = names({each.by for each in proposals if each.by})
    found: dict[UUID, dict[str, Held]] = {}
    for row in commitments:
        found.setdefault(row.action_id, {})[row.field] = Held(
            field=row.field,
            name=words.field(row.field),
            value=row.value,
            words=words.of(row.field, row.value),
            source=row.title,
            on=row.on,
            template=FORM,
            proposals=tuple(
                Proposed(each, words.of(each.field, each.value), words.of(each.field, each.agreed),
                         called.get(each.by, "") if each.by else "", each.agreed != row.value)
                for each in waiting.get((row.action_id, row.field), ())
            ),
        )  # fmt: skip
    return found


def told(within: Q) -> Iterable[QuerySet[Any, Any]]:
    """For cards: what is agreed, what is proposed to change, and the indicators whose targets that is about."""
    yield facts(
        AGREED, Commitment.objects.filter(within, ended_at=None), name="field", words="title", on="on", at="since"
    )
    proposed = Proposal.objects.filter(within, state=Proposal.State.OPEN)
    yield facts(PROPOSED, proposed, name="field", words="value", at="at")
    of_action = Proposal.objects.filter(action=OuterRef("action"), state=Proposal.State.OPEN, field__startswith=TARGET)
    named = Indicator.objects.filter(Exists(of_action), within)
    yield facts(NAMED, named, name=Cast("pk", CharField()), words="name", more="unit")


def marks(found: Facts, seats: Collection[Seat] | None) -> Mapping[UUID, Iterable[Mark]]:
    """On its card: where it was agreed, and what is proposed to change."""
    agreed, waiting = found.get(AGREED, {}), found.get(PROPOSED, {})
    rows = [each for several in found.get(NAMED, {}).values() for each in several]
    words = Words(
        ((each.name, each.words) for several in waiting.values() for each in several),
        seats=seats,
        indicators={UUID(each.name): Indicator(name=each.words, unit=each.more) for each in rows},
    )
    return {pk: _marks(several, waiting.get(pk, []), words) for pk, several in agreed.items()}


def _marks(agreed: list[Fact], waiting: list[Fact], words: Words) -> Iterable[Mark]:
    last = max(agreed, key=lambda each: each.at)
    fields = frozenset([each.name for each in agreed])
    yield Mark("lock", _agreed_in(last.words, last.on, get_language()), order=10, locked=fields)
    for each in sorted(waiting, key=lambda each: each.at)[:2]:
        yield Mark(
            "edit",
            _("change proposed: %(field)s %(value)s")
            % {"field": words.field(each.name), "value": words.of(each.name, each.words)},
            order=11,
        )
    more = len(waiting) - 2
    if more > 0:
        yield Mark("edit", ngettext("and %(n)s more proposed", "and %(n)s more proposed", more) % {"n": more}, order=12)


@lru_cache(maxsize=1024)
def _agreed_in(title: str, day: date, _language: str | None) -> str:
    return _("agreed in %(title)s, %(day)s") % {"title": title, "day": formats.date_format(day, "j M Y")}


def _current(actions: Collection[UUID]) -> QuerySet[Commitment]:
    return Commitment.objects.filter(action__in=actions, ended_at__isnull=True)
