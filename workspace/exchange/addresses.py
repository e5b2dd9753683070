"""Addresses of calendars: signed, so that none is kept, and ended by their row."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import get_language

from permissions.access import visible
from permissions.errors import NotAllowed
from realtime.changes import change, command
from workspace.boards.models import Board
from workspace.people.models import User

from .models import CalendarAddress


def _signer() -> Signer:
    return Signer(salt="baraza.calendar", sep=".")


def token_of(address: CalendarAddress) -> str:
    """What stands in the address: its id and our signature over it."""
    return _signer().sign(address.pk.hex)


def behind(token: str) -> CalendarAddress | None:
    """The calendar that an address opens now: for a person who is active and may see the board; else nothing."""
    try:
        pk = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    found = CalendarAddress.objects.filter(pk=pk, ended_at__isnull=True).select_related("person", "board__space")
    address = found.first()
    if address is None or not address.person.is_active:
        return None
    return address if visible(address.person, Board.objects.filter(pk=address.board_id)).exists() else None


@command
def make_calendar_address(*, actor: User, board: Board, command_id: UUID | None = None) -> CalendarAddress:
    """Make an address under which the due dates of a board are read as the actor sees them; it ends the one before."""
    with change(actor, "view", board) as (board, record):
        former = CalendarAddress.objects.filter(board=board, person=actor, ended_at__isnull=True)
        former.update(ended_at=timezone.now())
        made = CalendarAddress.objects.create(
            space=board.space, board=board, person=actor, language=get_language() or "en"
        )
        record("calendar.made", made)
    return made


@command
def end_calendar_address(*, actor: User, address: CalendarAddress, command_id: UUID | None = None) -> CalendarAddress:
    """End an address: it opens nothing any more. Only its own person does this."""
    with change(actor, "view", address) as (address, record):
        if address.person_id != actor.pk:
            raise NotAllowed("edit")
        if address.ended_at is None:
            address.ended_at = timezone.now()
            address.save(update_fields=["ended_at"])
            record("calendar.ended", address)
    return address
