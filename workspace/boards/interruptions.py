"""What held actions up for a while, told by the apps above: for their charts, where it explains a gap."""

from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from .models import Action
from .spans import Span

Find = Callable[[Collection[Action]], Mapping[UUID, Iterable[Span]]]

_finds: dict[str, Find] = {}


def register_interruptions(key: str, find: Find) -> None:
    """`find(actions)` gives what held each of them up, in words that everybody may read who sees the action."""
    _finds[key] = find


def interruptions_of(actions: Collection[Action]) -> dict[UUID, list[Span]]:
    """All that held these actions up, the oldest first."""
    found: dict[UUID, list[Span]] = {}
    for find in _finds.values() if actions else ():
        for pk, spans in find(actions).items():
            found.setdefault(pk, []).extend(spans)
    return {pk: sorted(spans, key=lambda span: span.since) for pk, spans in found.items()}
