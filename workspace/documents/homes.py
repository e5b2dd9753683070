"""Which page a document stands on, told by the apps above: they know actions, discussions and lessons, this one not."""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.models import Document


@dataclass(frozen=True)
class Home:
    """The page that shows a document, and what it is called. `place` is the key of its place in the navigation."""

    title: str
    url: str
    language: str = ""
    place: str = ""


_of_kind: dict[str, Callable[[Document], Home | None]] = {}


def register_home(kind: str, find: Callable[[Document], Home | None]) -> None:
    """For documents of this kind, `find(document)` says where they stand."""
    _of_kind[kind] = find


def home_of(document: Document) -> Home:
    """Where a document stands; the first page for one of which nothing is known."""
    find = _of_kind.get(document.kind)
    return (find(document) if find else None) or Home("", "/")
