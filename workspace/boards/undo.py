"""Taking a change back: by the inverse of what its event says, unless somebody changed it again since."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import access
from realtime.changes import change, command
from realtime.models import Event
from workspace.people.models import User

from .commands import agreed_with
from .commitments import check_none_agreed
from .fields import from_kept, keep, values_of
from .headings import TIMES, put, values_of_board
from .models import Action, Board, Theme
from .periods import from_kept_period
from .resting import set_at_rest

PREFIXES = {"action": Action, "theme": Theme, "board": Board}
TakeBack = Callable[[User, Event], Action]

_others: dict[str, TakeBack] = {}

OPPOSITE = {"added": "archived", "restored": "archived", "archived": "restored"}


def register_undo(prefix: str, take_back: TakeBack) -> None:
    """For events about an action whose kind is `prefix` or begins with `prefix.`: `take_back(actor, event)`."""
    _others[prefix] = take_back


def model_of(event: Event) -> Any:
    """What an event that can be taken back is about; None for others."""
    return Action if _other(event) else PREFIXES.get(event.kind.partition(".")[0])


def _other(event: Event) -> TakeBack | None:
    return _others.get(event.kind) or _others.get(event.kind.partition(".")[0])


@command
def undo_change(*, actor: User, event: Event, command_id: UUID | None = None) -> Any:
    """Take a change back. Whoever may make it may take it back; the undoing is a change of its own in the history."""
    event = access(actor, Event.objects.all(), pk=event.pk)
    prefix, _dot, what = event.kind.partition(".")
    if take_back := _other(event):
        return take_back(actor, event)
    if prefix not in PREFIXES:
        raise ValidationError(_("This cannot be undone here."))
    model: Any = PREFIXES[prefix]
    thing = access(actor, model.objects.all(), pk=event.thing)
    verb = "manage" if isinstance(thing, Board) else "edit"
    with change(actor, verb, thing) as (thing, record):
        if isinstance(thing, Board) and what in ("archived", "restored"):
            _check_archived(thing, OPPOSITE[what])
            set_at_rest(actor, thing, archived=what == "restored", undoes=event.pk)
        elif what in OPPOSITE:
            now = _set_archived_back(thing, what)
            record(f"{prefix}.{now}", thing, undoes=event.pk)
        else:
            changed = _set_fields_back(thing, event.data.get("changed", {}))
            record(event.kind, thing, changed=changed, undoes=event.pk)
    return thing


def _set_archived_back(thing: Any, what: str) -> str:
    goal = OPPOSITE[what]
    _check_archived(thing, goal)
    if goal == "archived":
        check_none_agreed(agreed_with(thing))
    thing.archived_at = timezone.now() if goal == "archived" else None
    thing.save(update_fields=["archived_at"])
    return goal


def _check_archived(thing: Any, goal: str) -> None:
    if (thing.archived_at is not None) == (goal == "archived"):
        raise ValidationError(changed_since())


def _set_fields_back(thing: Any, changed: dict[str, list[Any]]) -> dict[str, list[Any]]:
    now = {f: str(getattr(thing, f"{f}_id", None) or getattr(thing, f, "") or "") or None for f in changed}
    if isinstance(thing, Board) and thing.archived_at is not None:
        raise ValidationError(_("This board is archived. Put it back first; nothing is changed yet."))
    now_kept = values_of(thing) if isinstance(thing, Action) else {}
    kept = values_of_board(thing) if isinstance(thing, Board) else now_kept
    now |= {f: value for f, value in kept.items() if f in changed}
    if not changed or any(now[f] != (new or None) for f, (_old, new) in changed.items()):
        raise ValidationError(changed_since())
    for field, (old, _new) in changed.items():
        if field == "theme":
            thing.theme = Theme.objects.get(pk=old)
            if thing.theme.archived_at is not None:
                raise ValidationError(_("The theme where it was is archived. Restore the theme first."))
        elif field in now_kept:
            keep(thing, {field: from_kept(field, old)})
        elif field == "rank":
            thing.rank = old
        else:
            put(thing, {field: from_kept_period(old) if field in TIMES else old or ""})
    if isinstance(thing, Action):
        thing.save(update_fields=[field for field in changed if field not in now_kept])
    else:
        thing.save()
    return {field: [new, old] for field, (old, new) in changed.items()}


def changed_since() -> str:
    """Why something cannot be undone any more."""
    return _("It was changed again since, so nothing was undone. Look at its history, and change it by hand.")
