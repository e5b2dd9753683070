"""What somebody asks of the changes of a board, as the address says it: whose, about which action, of which kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from realtime.models import Event

from .log import OF_THE_PLAN

ON_A_PAGE = 40


def _changes(field: str) -> Q:
    return Q(data__changed__has_key=field)


def _ends(*endings: str) -> Q:
    found = Q()
    for ending in endings:
        found |= Q(kind__endswith=f".{ending}")
    return found


def _begins(*beginnings: str) -> Q:
    found = Q()
    for beginning in beginnings:
        found |= Q(kind__startswith=beginning)
    return found


KINDS: dict[str, tuple[Any, Callable[[], Q]]] = {
    "status": (_("Status"), lambda: _changes("status")),
    "lead": (_("Who leads"), lambda: _changes("lead") | _begins("action.lead")),
    "due": (_("Due dates"), lambda: _changes("due")),
    "title": (_("Titles"), lambda: _begins("action.") & _changes("title")),
    "came": (_("Added, archived, put back"), lambda: _ends("added", "archived", "restored")),
    "moved": (_("Moved"), lambda: _ends("moved")),
    "plan": (_("The board and its themes"), lambda: _begins(*OF_THE_PLAN)),
    "more": (_("What is counted, and the rest"), lambda: ~_begins("action.", *OF_THE_PLAN)),
}


@dataclass(frozen=True)
class Asked:
    """`before` is the event that the page begins after, the newest first. What cannot be read counts as not asked."""

    by: UUID | None = None
    about: UUID | None = None
    kind: str = ""
    before: UUID | None = None

    @property
    def is_narrow(self) -> bool:
        return bool(self.by or self.about or self.kind)

    def of(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Those of these events that are asked for, the newest first."""
        if self.by:
            events = events.filter(by=self.by)
        if self.about:
            events = events.filter(thing=self.about)
        if self.kind:
            events = events.filter(KINDS[self.kind][1]())
        if self.before:
            last = events.model._default_manager.filter(pk__in=events.values("pk"), pk=self.before).first()
            if last is not None:
                earlier = Q(at__lt=last.at) | Q(at=last.at, seq__lt=last.seq)
                events = events.filter(earlier | Q(at=last.at, seq=last.seq, pk__lt=last.pk))
        return events.order_by("-at", "-seq", "-pk")


def asked_in(address: QueryDict) -> Asked:
    """What an address asks for."""
    kind = address.get("kind", "")
    return Asked(
        by=_id(address.get("by")),
        about=_id(address.get("about")),
        kind=kind if kind in KINDS else "",
        before=_id(address.get("before")),
    )


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
