"""The ways to look at one board: its lanes, and what the apps above bring (a table, a file, …)."""

from collections.abc import Callable
from dataclasses import dataclass

from workspace.groups.sections import Text

from .models import Board


@dataclass(frozen=True)
class Way:
    """One page about a board. The smallest `order` stands first."""

    key: str
    label: Text
    icon: str
    address: Callable[[Board], str]
    order: int = 0


@dataclass(frozen=True)
class Link:
    """A way as a link on a page; `here` for the page itself."""

    label: Text
    icon: str
    href: str
    here: bool


_ways: dict[str, Way] = {}


def register_way(way: Way) -> None:
    """Show a link to this page on every page about a board."""
    _ways[way.key] = way


def ways_of(board: Board, here: str) -> list[Link]:
    """The links of a page about a board; `here` is the key of the page that draws them."""
    ordered = sorted(_ways.values(), key=lambda way: way.order)
    return [Link(way.label, way.icon, way.address(board), way.key == here) for way in ordered]
