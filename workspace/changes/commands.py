"""Remembering how far somebody has read a board, and taking back one's own last steps on it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import visible
from permissions.errors import NotYours
from realtime.changes import command, gate
from realtime.models import Event
from workspace.boards.models import Board
from workspace.boards.undo import model_of, undo_change
from workspace.people.models import User

from .log import events_on, handles_of
from .models import Visit

ONE_VISIT = timedelta(minutes=30)  # coming back sooner is the same visit: what was new stays marked
STEPS_BACK = timedelta(hours=12)  # what somebody did this working day; older changes are taken back in a history
STEPS_LOOKED_AT = 200


@command
def note_visit(*, actor: User, board: Board, visit: Visit | None, seen: int) -> Visit:
    """Remember that the actor sees a board up to the number `seen`; nobody else learns of it.

    `visit` is what was remembered before. Written at nearly every look at a busy board, so without the locks of a
    change: the later of two looks at once stands.
    """
    now, theirs = timezone.now(), visible(actor, Board.objects.filter(pk=board.pk))
    if visit is None:
        if not theirs.exists():
            raise NotYours
        visit = Visit(person=actor, board=board, seen=seen, at=now, seen_before=seen, before=now)
        Visit.objects.bulk_create([visit], ignore_conflicts=True)
        return visit
    if now - visit.at > ONE_VISIT:
        visit.seen_before, visit.before = visit.seen, visit.at
    visit.seen, visit.at = max(seen, visit.seen), now
    fields = {name: getattr(visit, name) for name in ("seen", "at", "seen_before", "before")}
    if not Visit.objects.filter(person=actor, board__in=theirs).update(**fields):
        raise NotYours
    return visit


@command
def mark_seen(*, actor: User, board: Board, seen: int, command_id: UUID | None = None) -> None:
    """The actor has looked at what is new on a board, up to a number: it is not told again."""
    board = gate(actor, "view", board)
    now = timezone.now()
    known = Visit.objects.filter(person=actor, board=board)
    known.filter(seen__lt=seen).update(seen=seen)
    known.update(seen_before=seen, before=now, at=now)


@command
def undo_last(*, actor: User, board: Board, command_id: UUID | None = None) -> Any:
    """Take back the actor's own last change on a board; asked again, the one before.

    Raises ValidationError with a sentence when there is none, or when somebody changed it again since.
    """
    board = gate(actor, "edit", board)
    event = last_step(actor, board)
    if event is None:
        raise ValidationError(nothing_to_undo())
    return undo_change(actor=actor, event=event)


def last_step(actor: Any, board: Board) -> Event | None:
    """The last change that this person made on a board and that is still in force."""
    lately = events_on(actor, board).filter(at__gt=timezone.now() - STEPS_BACK)
    mine = list(lately.filter(by__in=handles_of(actor)).order_by("-at", "-seq")[:STEPS_LOOKED_AT])
    wanted = [str(event.pk) for event in mine]
    taken_back = set(
        lately.filter(data__undoes__in=wanted)
        .exclude(by__in={e.by for e in mine})
        .values_list("data__undoes", flat=True)
    )
    for event in mine:
        if str(event.pk) in taken_back:
            continue
        if event.data.get("undoes"):
            taken_back.add(event.data["undoes"])
        elif model_of(event) is not None:
            return event
    return None


def nothing_to_undo() -> str:
    """Why nothing was taken back."""
    return _("You changed nothing here in the last 12 hours, so there is nothing of yours to take back.")
