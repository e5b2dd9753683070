"""What the apps above bring to the page of an action, of a board, to its overview, or below its filter: sections.

Registered at start, so that this app needs to know none of them. Whoever registers one redraws it, by a region of
theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from realtime.regions import Audience

On = Literal["action", "board", "overview", "filter", "board-top"]


@dataclass(frozen=True)
class Section:
    """`load(reader, thing)` gives what `template` draws as `shown`; None leaves it out.

    The reader is the person who opens the page; in a pushed fragment it is an Audience. The thing is an action or a
    board; on the page of a board and at its top its Lanes, as they were read for the reader.
    """

    key: str
    template: str
    load: Callable[[Any | Audience, Any], Any]
    order: int = 0


@dataclass(frozen=True)
class Shown:
    """A section with what it shows on one page."""

    template: str
    data: Any


_sections: dict[tuple[On, str], Section] = {}


def register_section(on: On, section: Section) -> None:
    """Show a section on every page of an action, of a board or at its top, on every overview or beside a filter."""
    _sections[on, section.key] = section


def sections_of(on: On, reader: Any, thing: Any) -> list[Shown]:
    """The sections of a page, in their order."""
    found = sorted((each for (where, _key), each in _sections.items() if where == on), key=lambda each: each.order)
    loaded = [(each, each.load(reader, thing)) for each in found]
    return [Shown(each.template, data) for each, data in loaded if data is not None]
