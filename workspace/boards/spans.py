"""What lasted a while and stands on the timeline of a board beside its actions, told by the apps above."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .models import Board


@dataclass(frozen=True)
class Span:
    """Something that lasted from a day to a day; `until` None when it goes on."""

    title: str
    since: date
    until: date | None
    href: str = ""
    language: str = ""


_tellers: dict[str, Callable[[Any, Board], Iterable[Span]]] = {}


def register_span(key: str, spans: Callable[[Any, Board], Iterable[Span]]) -> None:
    """`spans(reader, board)` gives what lasted, as far as this reader may know of it."""
    _tellers[key] = spans


def spans_of(reader: Any, board: Board) -> list[Span]:
    """All that lasted, the oldest first."""
    found = [span for tell in _tellers.values() for span in tell(reader, board)]
    return sorted(found, key=lambda span: (span.since, span.title))
