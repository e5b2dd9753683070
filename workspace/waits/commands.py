"""Saying that an action waits for another one, or no longer does; never in a circle, whoever else does it just then."""

from collections import defaultdict
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import access
from realtime.changes import change, command
from workspace.boards import commands as boards
from workspace.boards.models import Action, Board
from workspace.people.models import User

from .models import Wait

MOST_WAITS: Final = 12  # of one action: what waits for more waits for the whole plan


@command
def add_wait(
    *, actor: User, action: Action, on: Action, blocked: bool = False, command_id: UUID | None = None
) -> Action:
    """Have an action wait for another one of its board that the actor sees; it is `blocked` until then, if so said."""
    _hold_the_board(action.board_id)  # first, as whoever works on many actions of a board does
    with change(actor, "edit", action) as (action, record):
        on = access(actor, Action.objects.filter(board=action.board_id), pk=on.pk)
        if said := why_not(action, on):
            raise ValidationError({"on": said})
        Wait.objects.create(action=action, on=on, space=action.space, added_at=timezone.now())
        record("waiting.added", action, on=str(on.pk))
    if blocked and action.status != Action.Status.BLOCKED:
        boards.edit_action(actor=actor, action=action, values={"status": Action.Status.BLOCKED})
    return action


@command
def remove_wait(*, actor: User, action: Action, on: Action, command_id: UUID | None = None) -> Action:
    """Say that an action does not wait for another one any more."""
    with change(actor, "edit", action) as (action, record):
        on = access(actor, Action.objects.filter(board=action.board_id), pk=on.pk)
        gone, _rows = Wait.objects.filter(action=action, on=on).delete()
        if gone:
            record("waiting.removed", action, on=str(on.pk))
    return action


def why_not(action: Action, on: Action) -> str:
    """Why an action cannot wait for another one; nothing when it can. Ask it while the board is held."""
    if on.pk == action.pk:
        return _("An action does not wait for itself. Choose another one.")
    if on.archived_at is not None:
        return _("This action is archived. Put it back on the board first, or choose another one.")
    waits = set(Wait.objects.filter(action=action).values_list("on", flat=True))
    if on.pk in waits:
        return _("It waits for this action already.")
    if len(waits) >= MOST_WAITS:
        return _("An action waits for at most %(n)s others. Take one away first.") % {"n": MOST_WAITS}
    if action.pk in all_behind(on):
        return _("That one waits for this one, itself or through others: then neither could begin. Choose another one.")
    return ""


def all_behind(action: Action) -> set[UUID]:
    """All that an action waits for, itself and through others: one query."""
    next_of: dict[UUID, list[UUID]] = defaultdict(list)
    for waits, on in Wait.objects.filter(action__board=action.board_id).values_list("action", "on"):
        next_of[waits].append(on)
    found: set[UUID] = set()
    ahead = [action.pk]
    while ahead:
        for pk in next_of[ahead.pop()]:
            if pk not in found:
                found.add(pk)
                ahead.append(pk)
    return found


def _hold_the_board(board_id: UUID) -> None:
    """Whoever links two actions of a board waits here for whoever does so at the same time, and then sees that link."""
    if connection.vendor != "sqlite":  # there, one command at a time writes
        Board.objects.select_for_update().get(pk=board_id)
