"""An alternate acts in a seat while its holder is away: both hold the seat's role meanwhile, until a day."""

from datetime import date

from django.utils import timezone

from permissions import grants
from workspace.people.models import User

from .membership import admit_to, leave, until_end_of
from .models import CountryGroup, Handle, Seat


def acts_for(seat: Seat, today: date | None = None) -> Handle | None:
    """Who acts in a seat in the place of its holder now."""
    day = today or timezone.localdate()
    return seat.alternate if seat.away_until is not None and seat.away_until >= day else None


def begin_acting(group: CountryGroup, seat: Seat, until: date) -> None:
    """Have the alternate act in a seat until a day; the caller holds the group's row."""
    person = _person(seat)
    if person is None:
        return
    seat.away_until = until
    seat.save(update_fields=["away_until"])
    grants.hold_role(user=person, role=seat.role, until=until_end_of(until))
    admit_to(group, person, "member", until=until_end_of(until))


def stop_acting(group: CountryGroup, seat: Seat) -> None:
    """The holder is back, or the seat has another holder or alternate: what was held for them ends."""
    person, was_away = _person(seat), seat.away_until is not None
    if not was_away:
        return
    seat.away_until = None
    seat.save(update_fields=["away_until"])
    if person is not None and seat.alternate is not None:
        grants.leave_role(user=person, role=seat.role)
        keep_membership(group, seat.alternate)


def keep_membership(group: CountryGroup, handle: Handle) -> None:
    """Let somebody be a member for as long as they hold a seat, or act in one, and no longer."""
    if handle.person is None:
        return
    held = list(Seat.objects.filter(group=group, handle=handle).values_list("until", flat=True))
    held += list(Seat.objects.filter(group=group, alternate=handle, away_until__isnull=False).values_list(
        "away_until", flat=True
    ))  # fmt: skip
    if held:
        last = None if None in held else max(day for day in held if day is not None)
        admit_to(group, handle.person, "member", until=until_end_of(last), exactly=True)
    else:
        leave(group, handle.person, "member")


def _person(seat: Seat) -> User | None:
    return seat.alternate.person if seat.alternate is not None else None
