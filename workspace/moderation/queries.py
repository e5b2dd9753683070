"""What moderators get of their desk, what authors and reporters are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from permissions.access import visible
from workspace.groups.sections import Text

from .kinds import reportable
from .models import Hiding, Report

TOLD_FOR = timedelta(days=30)  # an author reads for so long on the first page what became of their words
ANSWERED_FOR = timedelta(days=14)
DECIDED = 30  # of the last reports, on the desk


@dataclass(frozen=True)
class Case:
    """A reported thing on the desk: its first report, how many there are, what kind of thing it is."""

    report: Report
    count: int
    word: Text
    is_hidden: bool


@dataclass(frozen=True)
class OnDesk:
    """What waits, the oldest first, and what was decided, the newest first; a line for each thing."""

    waiting: list[Case]
    decided: list[Case]

    @property
    def count(self) -> int:
        return len(self.waiting)


def reports_for(user: Any) -> OnDesk:
    """The desk of the moderators, for who may see it: three queries."""
    seen = visible(user, Report.objects.select_related("group"))
    waiting = list(seen.filter(closed_at__isnull=True).order_by("reported_at"))
    decided = list(seen.filter(closed_at__isnull=False).order_by("-closed_at")[:DECIDED])
    hidden = _hidden({each.thing for each in waiting + decided})
    open_ones = {each.thing for each in waiting}
    return OnDesk(_by_thing(waiting, hidden), _by_thing((r for r in decided if r.thing not in open_ones), hidden))


def open_reports(user: Any) -> int:
    """How many things wait for this person's decision as a moderator."""
    waiting = visible(user, Report.objects.filter(closed_at__isnull=True)).order_by()
    return waiting.values("thing").distinct().count()


def own_report(user: Any, thing: UUID) -> Report | None:
    """What this person reported of a thing and nobody has decided yet."""
    return Report.objects.filter(reporter=user, thing=thing, closed_at__isnull=True).first()


@dataclass(frozen=True)
class ToldAuthor:
    """What an author reads about their words."""

    hiding: Hiding
    word: Text
    url: str


def told_to_author(user: Any) -> list[ToldAuthor]:
    """What of this person's words was hidden or restored lately, where they may still look."""
    since = timezone.now() - TOLD_FOR
    own = Hiding.objects.filter(author__person=user, author__ended_at__isnull=True, at__gt=since)
    return [
        ToldAuthor(each, reportable(each.kind).word, reportable(each.kind).address(each.thing))
        for each in visible(user, own).order_by("-at")[:8]
    ]


@dataclass(frozen=True)
class Answered:
    """What came of a report of one's own."""

    report: Report
    word: Text


def answered_reports(user: Any) -> list[Answered]:
    """What this person reported and was decided lately; nobody else reads that it was they."""
    mine = Report.objects.filter(reporter=user, closed_at__gt=timezone.now() - ANSWERED_FOR)
    return [Answered(each, reportable(each.kind).word) for each in mine.order_by("-closed_at")[:8]]


def _hidden(things: set[UUID]) -> set[UUID]:
    return set(Hiding.objects.filter(thing__in=things, restored_at__isnull=True).values_list("thing", flat=True))


def _by_thing(reports: Iterable[Report], hidden: set[UUID]) -> list[Case]:
    by_thing: dict[UUID, list[Report]] = {}
    for each in reports:
        by_thing.setdefault(each.thing, []).append(each)
    return [
        Case(found[0], len(found), reportable(found[0].kind).word, thing in hidden) for thing, found in by_thing.items()
    ]
