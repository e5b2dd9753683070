"""Who somebody is in a space: told by the floor above, so that this one knows no names of its own."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Identity:
    """A handle as others see it. `colour` is the six-digit hex of its caret."""

    id: UUID
    name: str
    colour: str

    def as_json(self) -> dict[str, str]:
        return {**asdict(self), "id": str(self.id)}


_who: Callable[[Any, UUID], Identity | None] | None = None
_named: Callable[[set[UUID]], dict[UUID, str]] | None = None


def register(
    who: Callable[[Any, UUID], Identity | None],
    named: Callable[[set[UUID]], dict[UUID, str]],
) -> None:
    """`who(user, space_id)` gives the handle a person acts under there; `named(ids)` the names of handles."""
    global _who, _named
    _who, _named = who, named


def identity(user: Any, space_id: UUID) -> Identity | None:
    """The handle under which a person acts in a space."""
    return _who(user, space_id) if _who else None


def names(handles: set[UUID]) -> dict[UUID, str]:
    """What each handle is called."""
    return _named(handles) if _named else {}
