"""The rows of reminders, prepared by the clock. It may run twice, in two workers, or be killed at any point."""

from datetime import date

from django.utils import timezone

from .due import Due, due_on
from .models import Reminder

AT_ONCE = 500  # rows of one statement


def prepare_reminders(today: date | None = None) -> int:
    """Write what is to be reminded of and not there yet, take away what is no longer true; gives how many are there.

    A row that is right is not touched, so that what somebody put off stays put off.
    """
    wanted = {_key(due): due for due in due_on(today or timezone.localdate())}
    there = {_key(row): row.pk for row in _rows()}
    gone = [pk for key, pk in there.items() if key not in wanted]
    for start in range(0, len(gone), AT_ONCE):
        Reminder.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    new = [
        Reminder(
            space_id=due.space, action_id=due.action, seat_id=due.seat, handle_id=due.handle, kind=due.kind,
            thing=due.thing, day=due.day, since=due.since, made_at=timezone.now(),
        )
        for key, due in wanted.items()
        if key not in there
    ]  # fmt: skip
    # another worker may have written some of them in this moment
    Reminder.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(wanted)


def _rows() -> list[Reminder]:
    return list(Reminder.objects.only("pk", "kind", "seat", "handle", "thing", "day", "since"))


def _key(row: Due | Reminder) -> tuple[object, ...]:
    if isinstance(row, Due):
        return (row.kind, row.seat, row.handle, row.thing, row.day, row.since)
    return (row.kind, row.seat_id, row.handle_id, row.thing, row.day, row.since)
