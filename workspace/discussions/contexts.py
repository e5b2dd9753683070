"""What a discussion is about, told by the apps above: they know boards, actions and lessons, this one does not."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Discussion


@dataclass(frozen=True)
class Context:
    """Where a discussion belongs. `home` is the address of the page that shows its posts, when that is not its own."""

    title: str
    url: str
    language: str = ""
    home: str = ""


_of_space: dict[str, Callable[[Discussion], Context | None]] = {}


def register_context(space_kind: str, find: Callable[[Discussion], Context | None]) -> None:
    """For discussions in spaces of this kind, `find(discussion)` says what they are about."""
    _of_space[space_kind] = find


def context_of(discussion: Discussion) -> Context | None:
    """What a discussion is about, or None when nothing is known."""
    find = _of_space.get(discussion.space.kind)
    return find(discussion) if find else None
