"""How a seat or a handle looks on a page: two letters, the colour of its stakeholder group, a name."""

from dataclasses import dataclass
from uuid import UUID

from .models import Handle, Seat


@dataclass(frozen=True)
class Face:
    """What parts/person.html draws. `colour` is 1 to 8, 0 for somebody without a seat."""

    letters: str
    colour: int
    name: str
    is_pseudonym: bool = False
    handle_id: UUID | None = None


def face_of_seat(seat: Seat) -> Face:
    """A seat is called by its own name; one that is held under a pseudonym by that."""
    of = seat.stakeholder_group
    handle = seat.handle
    if handle is not None and handle.kind == Handle.Kind.PSEUDONYM:
        return Face(letters_of(handle.text), of.order, handle.text, True, handle.pk)
    return Face(of.token, of.order, seat.name, False, handle.pk if handle else None)


def face_of_handle(handle: Handle) -> Face:
    """A handle without its seat."""
    return Face(letters_of(handle.text), 0, handle.text, handle.kind == Handle.Kind.PSEUDONYM, handle.pk)


def letters_of(name: str) -> str:
    """Two letters for a name: the first of its first and of its last word."""
    words = [word for word in name.replace("·", " ").replace(",", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()
