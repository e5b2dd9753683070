"""What a discussion is about, told by the apps above: they know boards, actions and lessons, this one does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from permissions.access import can

from .models import Discussion


@dataclass(frozen=True)
class Context:
    """Where a discussion belongs. `home` is the address of the page that shows its posts, when that is not its own."""

    thing: Any  # what it is about
    title: str
    url: str
    language: str = ""
    home: str = ""


_of_space: dict[str, Callable[[Discussion], Context | None]] = {}


def register_context(space_kind: str, find: Callable[[Discussion], Context | None]) -> None:
    """For discussions that live in spaces of this kind, or moved out of one, `find(discussion)` says what they are
    about."""
    _of_space[space_kind] = find


def context_of(discussion: Discussion, reader: Any) -> Context | None:
    """What a discussion is about; None when nothing is known, and for who may see the discussion and not that."""
    found = _find(discussion)
    if found is None or found.thing.space_id == discussion.space_id or can(reader, "view", found.thing):
        return found
    return None


def home_of(discussion: Discussion) -> str:
    """The address of the page that shows the posts of a discussion, when that is not its own."""
    found = _find(discussion)
    return found.home if found else ""


def _find(discussion: Discussion) -> Context | None:
    space = discussion.space
    find = _of_space.get(space.kind) or _of_space.get(space.came_from.kind if space.came_from else "")
    return find(discussion) if find else None
