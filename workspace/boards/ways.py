"""The ways to look at one board: its lanes, and what the apps above bring (a table, a file, …)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from workspace.groups.sections import Text

from .models import Board


@dataclass(frozen=True)
class Way:
    """One page about a board. The smallest `order` stands first. `filtered`: it shows what a filter lets through, so
    that the filter goes along from one to the next."""

    key: str
    label: Text
    icon: str
    address: Callable[[Board], str]
    order: int = 0
    filtered: bool = False


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


def ways_of(board: Board, here: str, query: str = "") -> list[Link]:
    """The links of a page about a board; `here` is the key of the page that draws them, `query` its filter."""
    ordered = sorted(_ways.values(), key=lambda way: way.order)
    return [Link(way.label, way.icon, _with(query, way, board), way.key == here) for way in ordered]


def address_of(key: str, board: Board, query: str = "") -> str:
    """Where a way leads, with a filter; that of the lanes when there is none of that key."""
    way = _ways.get(key)
    return _with(query, way, board) if way else reverse("board", args=[board.pk])


def is_way(key: str) -> bool:
    """Whether there is a way of that key that a filter goes along to."""
    return key in _ways and _ways[key].filtered


def _with(query: str, way: Way, board: Board) -> str:
    address = way.address(board)
    return f"{address}?{query}" if query and way.filtered else address
