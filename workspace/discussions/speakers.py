"""How those who speak in a discussion look: their face, and where they come from when that is elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from workspace.groups.faces import face_of_handle, face_of_seat
from workspace.groups.models import Handle, Seat


@dataclass(frozen=True)
class Speaker:
    """What parts/person.html draws. `seat` is the colour, 1 to 8, or 0; `line` the seat or the country group."""

    handle_id: UUID
    name: str
    letters: str
    seat: int
    line: str
    pseudonym: bool


def speakers_of(handles: Iterable[Handle], group_id: UUID | None) -> dict[UUID, Speaker]:
    """The speakers behind these handles, as they appear in a space of this group: one query for their seats."""
    by_id = {handle.pk: handle for handle in handles}
    seats = Seat.objects.filter(handle__in=by_id).select_related("stakeholder_group", "handle", "group")
    seat_of = {seat.handle_id: seat for seat in seats}
    return {pk: _speaker(handle, seat_of.get(pk), group_id) for pk, handle in by_id.items()}


def _speaker(handle: Handle, seat: Seat | None, group_id: UUID | None) -> Speaker:
    face = face_of_seat(seat) if seat else face_of_handle(handle)
    if handle.kind == Handle.Kind.CAUCUS:
        return Speaker(handle.pk, handle.text, face.letters, 0, _("a position, without names"), False)
    if handle.group_id != group_id:
        line = handle.group.short_name
    else:
        line = seat.name if seat and seat.name != handle.text and not face.is_pseudonym else ""
    return Speaker(handle.pk, handle.text, face.letters, face.colour, line, face.is_pseudonym)
