"""Which parts of a page an event redraws: told by the floor above, drawn once per language and class of abilities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from permissions.roles import verbs_of

from . import metrics
from .models import Event


@dataclass(frozen=True)
class Audience:
    """Followers who may be sent the same bytes: same space, same language, same levels."""

    space_id: UUID
    language: str
    levels: frozenset[str]

    def abilities(self, kind: str) -> frozenset[str]:
        """What everybody in this audience may do to a thing of this kind."""
        return verbs_of(self.levels, kind)


@dataclass(frozen=True)
class Region:
    """A part of a page. `draw(audience, seq)` gives its fragments as stored now, with the data of one space only.

    Without `draw` the whole page is to be asked for again: it follows another space by now, or may not be there.
    """

    key: str  # "card:<id>": drawn once for many events
    topics: frozenset[str]  # the pages that show it, as in `show`: "board:<id>", "action:<id>"
    draw: Callable[[Audience, int], Iterable[str]] | None = None


_redraws: dict[str, list[Callable[[Event], Iterable[Region]]]] = {}


def register(prefix: str, redraws: Callable[[Event], Iterable[Region]]) -> None:
    """For events whose kind begins with `prefix.`, `redraws(event)` gives regions to draw again; several apps may."""
    known = _redraws.setdefault(prefix, [])
    if redraws not in known:
        known.append(redraws)


def regions_of(events: Iterable[Event]) -> dict[Region, int]:
    """The regions that these events touch, each once, with the last number that touched it."""
    found: dict[str, tuple[Region, int]] = {}
    for event in events:
        for redraws in _redraws.get(event.kind.partition(".")[0], ()):
            for region in redraws(event):
                found.pop(region.key, None)
                found[region.key] = (region, event.seq)
    return dict(found.values())


def draw(
    touched: Mapping[Region, int], audience: Audience, shown: frozenset[str] | None = None
) -> list[tuple[frozenset[str], list[str]]]:
    """The fragments of each region for one audience, with the topics that show it; none of what is asked for again.

    With `shown`, only of what stands on some page of the audience: these topics.
    """
    drawn: list[tuple[frozenset[str], list[str]]] = []
    with translation.override(audience.language):
        for region, seq in touched.items():
            if region.draw and (shown is None or region.topics & shown):
                metrics.DRAWN.inc()
                drawn.append((region.topics, list(region.draw(audience, seq))))
    return drawn


def event_as_json(event: Event, names: Mapping[UUID, str]) -> dict[str, Any]:
    """An event as a follower reads it."""
    return {
        "seq": event.seq,
        "kind": event.kind,
        "thing": str(event.thing) if event.thing else None,
        "by": {"id": str(event.by), "name": names.get(event.by, "")} if event.by else None,
        "at": event.at.isoformat(),
    }
