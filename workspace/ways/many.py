"""A change of many actions at once: looked at first, made by the doors that each has alone, and taken back as one."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import can, visible
from permissions.errors import NotAllowed
from realtime.changes import change, command
from realtime.events import heads_of
from realtime.identity import identity
from realtime.models import Event
from workspace.boards import commands as boards
from workspace.boards.fields import as_kept, values_of
from workspace.boards.leading import led_or_asked, offer_lead
from workspace.boards.models import Action, Board, Theme
from workspace.boards.undo import undo_change
from workspace.groups.answers import sentences
from workspace.groups.models import Seat
from workspace.people.models import User

from .models import ManyChanged

MOST: Final = 200  # at once: some four seconds of work; a whole plan comes in by table


@dataclass(frozen=True)
class Wish:
    """What is to become of each: `values` as edit_action takes them, a theme to go to, a seat that is asked to lead."""

    values: dict[str, Any]
    theme: Theme | None = None
    lead: Seat | None = None

    def __bool__(self) -> bool:
        return bool(self.values or self.theme or self.lead)


@dataclass(frozen=True)
class Line:
    """What becomes of one action: field → [old, new] as the log keeps them, or why nothing does."""

    action: Action
    changed: dict[str, list[str | None]]
    steps: int = 0  # events that it took
    refused: list[str] = field(default_factory=list)


class NotAsLookedAt(Exception):
    """The actions are not as they were when this was looked at. `lines` is what would change now."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        super().__init__()


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it stays. It carries what would have changed."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        super().__init__()


def what_would_change(*, actor: User, actions: Sequence[Action], wish: Wish) -> list[Line]:
    """What the change would do to each: it is tried, and nothing of it stays."""
    try:
        _rehearse(actor=actor, actions=actions, wish=wish)
    except _Rehearsed as tried:
        return tried.lines
    return []


@command
def _rehearse(*, actor: User, actions: Sequence[Action], wish: Wish) -> None:
    raise _Rehearsed(_carry_out(actor, actions, wish))


@command
def change_many(
    *,
    actor: User,
    board: Board,
    actions: Sequence[Action],
    wish: Wish,
    looked_at: str,
    command_id: UUID | None = None,
) -> ManyChanged:
    """Change many actions, as the preview with the digest `looked_at` showed it; those that refuse stay as they are.

    Raises NotAsLookedAt, with nothing written, when something else would change by now.
    """
    with change(actor, "edit", board) as (board, record):
        before = heads_of([action.space_id for action in actions])
        lines = _carry_out(actor, actions, wish)
        if digest_of(lines) != looked_at or not any(line.changed for line in lines):
            raise NotAsLookedAt(lines)
        made = {
            str(line.action.pk): [before.get(line.action.space_id, 0), line.steps] for line in lines if line.changed
        }
        done = ManyChanged.objects.create(space=board.space, board=board, person=actor, made=made)
        record("many.changed", done)
    return done


@command
def undo_many(*, actor: User, done: ManyChanged, command_id: UUID | None = None) -> ManyChanged:
    """Take all of it back, but for what somebody changed since: so many actions `stayed`. For who made it."""
    with change(actor, "edit", done) as (done, record):
        if done.person_id != actor.pk:
            raise NotAllowed("edit")
        if done.undone_at is not None:
            raise ValidationError(_("This was taken back already."))
        actions = visible(actor, Action.objects.filter(board=done.board_id, pk__in=done.made)).select_related("space")
        found = {str(action.pk): action for action in actions}
        stayed = sum(
            not _take_back(actor, found.get(pk), after, steps) for pk, (after, steps) in sorted(done.made.items())
        )
        done.undone_at, done.stayed = timezone.now(), stayed
        done.save(update_fields=["undone_at", "stayed"])
        record("many.undone", done)
    return done


def digest_of(lines: Sequence[Line]) -> str:
    """What was looked at, in few letters."""
    said = [[str(line.action.pk), line.changed, line.refused] for line in lines]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _carry_out(actor: User, actions: Sequence[Action], wish: Wish) -> list[Line]:
    ordered = sorted(actions, key=lambda action: action.pk)  # two such changes wait for each other in one order
    done = {action.pk: _change(actor, action, wish) for action in ordered}
    return [done[action.pk] for action in actions]


def _change(actor: User, action: Action, wish: Wish) -> Line:
    """Each part of the wish by its own door; what a door refuses is told, and the others go on."""
    fresh = Action.objects.select_related("space", "theme", "board").get(pk=action.pk)
    if not can(actor, "edit", fresh):
        return Line(action, {}, refused=[_("You may read this action, and not change it.")])
    before, steps, refused = _state(fresh), 0, []
    for step in _steps(actor, fresh, wish):
        try:
            step()
            steps += 1
        except ValidationError as error:
            refused += [said for each in sentences(error).values() for said in each]
    after = _state(Action.objects.get(pk=action.pk)) if steps else before
    changed = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    return Line(action, changed, steps, refused)


def _steps(actor: User, action: Action, wish: Wish) -> Iterator[Callable[[], Any]]:
    now = values_of(action)
    if any(as_kept(value) != now[field] for field, value in wish.values.items()):
        yield lambda: boards.edit_action(actor=actor, action=action, values=wish.values)
    if wish.theme and wish.theme.pk != action.theme_id:
        theme = wish.theme
        yield lambda: boards.move_action(actor=actor, action=action, theme=theme)
    if wish.lead and led_or_asked(action) != str(wish.lead.pk):
        seat = wish.lead
        yield lambda: offer_lead(actor=actor, action=action, seat=seat)


def _state(action: Action) -> dict[str, str | None]:
    return {**values_of(action), "theme": str(action.theme_id), "lead": led_or_asked(action)}


def _take_back(actor: User, action: Action | None, after: int, steps: int) -> bool:
    """Undo the steps of one action, the last one first; False when somebody changed it since."""
    who = identity(actor, action.space_id) if action else None
    if action is None or who is None or not can(actor, "edit", action):
        return False
    found = Event.objects.filter(space=action.space_id, thing=action.pk, by=who.id, seq__gt=after).order_by("seq")
    made = list(found.filter(kind__startswith="action.")[:steps])
    if len(made) < steps:  # they stand where it lived before
        return False
    try:
        for event in reversed(made):
            undo_change(actor=actor, event=event)
    except ValidationError:
        return False
    return True
