"""What can be reported, told by the apps above: they know posts, actions and lessons, this one does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from permissions.errors import NotYours
from realtime.models import Event
from realtime.regions import Region
from workspace.groups.models import Handle
from workspace.groups.sections import Text


@dataclass(frozen=True)
class Reportable:
    """A kind of things. `name` stands in addresses; `word` is "a post", `was_here` the sentence in its place.

    `address(id)` leads there by the id alone; `url(thing)` is where it is seen, or its tombstone; `words(thing)` all of
    it that a moderator reads; `topics(thing)` which open pages show it. They are loaded again when it is hidden, unless
    `redraw(id, event)` gives its regions.
    """

    name: str
    word: Text
    was_here: Text
    things: Callable[[], Any]  # a query set
    address: Callable[[UUID], str]
    url: Callable[[Any], str]
    words: Callable[[Any], SafeString]
    author: Callable[[Any], Handle | None]
    topics: Callable[[Any], Iterable[str]]
    title: Callable[[Any], str] = lambda thing: ""
    takes: Callable[[Any], Iterable[str]] = lambda thing: ()  # what is hidden along with it, in words
    is_there: Callable[[Any], bool] = lambda thing: True  # not of what its author took back
    redraw: Callable[[UUID, Event], Iterable[Region]] | None = None


_kinds: dict[str, Reportable] = {}


def register_reportable(kind: Reportable) -> None:
    """Let things of this kind be reported."""
    _kinds[kind.name] = kind


def reportable(name: str) -> Reportable:
    """A kind by the name that stands in an address."""
    if name not in _kinds:
        raise NotYours
    return _kinds[name]
