"""What people do with the events around a plan: put them on its board, pause actions because of them, resume these."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permissions.access import can, visible
from realtime.changes import change, command, gate
from workspace.boards.commands import edit_action
from workspace.boards.models import Action, Board
from workspace.boards.queries import seen_by_all
from workspace.boards.statuses import NEED_A_WORD
from workspace.people.models import User

from .models import ContextEvent, Pause
from .values import checked, kept_of, one_line, put

MOST = 100  # events on one board
NOT_PAUSED = frozenset({Action.Status.DONE, Action.Status.PAUSED})


@command
def add_event(*, actor: User, board: Board, command_id: UUID | None = None, **values: Any) -> ContextEvent:
    """Put an event on a board: `title`, `begins` and `ends` (a Period, or None while it goes on), `words`."""
    with change(actor, "edit", board) as (board, record):
        if board.context_events.count() >= MOST:
            raise ValidationError(_("This board is full of events. Take one off first."))
        event = ContextEvent(space=board.space, board=board, added_at=timezone.now())
        put(event, checked({"title": "", "begins": None, "ends": None, "words": "", **values}))
        event.save()
        record("context.added", board, event=str(event.pk), title=event.title)
    return event


@command
def edit_event(
    *,
    actor: User,
    event: ContextEvent,
    values: Mapping[str, Any],
    seen: Mapping[str, str | None] | None = None,
    command_id: UUID | None = None,
) -> ContextEvent:
    """Change what an event is called, when it was, its words. `seen` is what the writer saw, as the log keeps it."""
    with change(actor, "edit", event) as (event, record):
        now = kept_of(event)
        clean = checked({**_now(event), **values})
        new = kept_of(put(ContextEvent(), clean))
        changed, wrong = {}, {}
        for field in values:
            saw = (seen or {}).get(field, now[field]) or None
            if new[field] == now[field] or (seen and field in seen and new[field] == saw):
                continue
            if saw != now[field]:
                wrong[field] = _("Meanwhile somebody wrote %(value)s here. Send it again to have yours instead.") % {
                    "value": now[field] or _("nothing")
                }
            changed[field] = [now[field], new[field]]
        if wrong:
            raise ValidationError(wrong)
        if changed:
            put(event, {field: clean[field] for field in changed})
            event.save()
            event.pauses.update(
                title=event.title, begin=event.begin, begin_precision=event.begin_precision, end=event.end,
                end_precision=event.end_precision,
            )  # fmt: skip
            record("context.edited", event.board, event=str(event.pk), title=event.title, changed=changed)
    return event


@command
def withdraw_event(*, actor: User, event: ContextEvent, command_id: UUID | None = None) -> ContextEvent:
    """Take an event off its board. Refused while it pauses an action: that is resumed first."""
    with change(actor, "edit", event) as (event, record):
        if event.pauses.filter(ended_at__isnull=True).exists():
            raise ValidationError(_("It pauses actions still. Resume them first, then take it off the board."))
        if event.withdrawn_at is None:
            event.withdrawn_at = timezone.now()
            event.save(update_fields=["withdrawn_at"])
            record("context.withdrawn", event.board, event=str(event.pk), title=event.title)
    return event


@command
def restore_event(*, actor: User, event: ContextEvent, command_id: UUID | None = None) -> ContextEvent:
    """Put an event back on its board."""
    with change(actor, "edit", event) as (event, record):
        if event.withdrawn_at is not None:
            event.withdrawn_at = None
            event.save(update_fields=["withdrawn_at"])
            record("context.restored", event.board, event=str(event.pk), title=event.title)
    return event


@command
def pause_actions(
    *, actor: User, event: ContextEvent, actions: Collection[UUID], why: str = "", command_id: UUID | None = None
) -> ContextEvent:
    """Pause these actions of its board because of an event; how each stood is kept, for the day on which it ends.

    `why` stands as the reason on each of them; without one it is the title of the event.
    """
    gate(actor, "edit", event.board)  # whoever works on many actions of a board holds it first
    with change(actor, "edit", event) as (event, record):
        if event.withdrawn_at is not None:
            raise ValidationError(_("This event was taken off the board. Put it back first."))
        reason = one_line(why) or event.title
        if len(reason) > 300:
            raise ValidationError({"why": [_("Use at most %(n)s letters.") % {"n": 300}]})
        found = [each for each in pausable(event).filter(pk__in=actions).order_by("pk") if can(actor, "edit", each)]
        if not actions or len(found) != len(set(actions)):
            raise not_pausable()
        for each in found:
            before = (each.status, each.status_note)
            action = edit_action(
                actor=actor,
                action=each,
                values={"status": Action.Status.PAUSED, "status_note": reason},
                seen={"status": before[0], "status_note": before[1] or None},
            )
            Pause.objects.create(
                space=action.space, action=action, event=event, status=before[0], status_note=before[1], why=reason,
                paused_at=timezone.now(), title=event.title, begin=event.begin, begin_precision=event.begin_precision,
                end=event.end, end_precision=event.end_precision,
            )  # fmt: skip
            record("context.paused", action, event=str(event.pk), title=event.title)
        count = len(found)
        record("context.took_hold", event.board, event=str(event.pk), title=event.title, actions=count)
    return event


@command
def resume_actions(*, actor: User, event: ContextEvent, command_id: UUID | None = None) -> ContextEvent:
    """Have each action that an event paused stand as it stood before; what somebody changed meanwhile is left."""
    gate(actor, "edit", event.board)  # whoever works on many actions of a board holds it first
    with change(actor, "edit", event) as (event, record):
        open_ones = visible(actor, event.pauses.filter(ended_at__isnull=True)).order_by("action")
        resumed = left = 0
        for pause in open_ones.select_related("action__space"):
            action = pause.action
            if not can(actor, "edit", action):
                continue
            is_as_paused = action.status == Action.Status.PAUSED and action.status_note == pause.why
            if is_as_paused:
                edit_action(
                    actor=actor,
                    action=action,
                    values={"status": pause.status, "status_note": pause.status_note or _words(pause)},
                    seen={"status": action.status, "status_note": action.status_note or None},
                )
            pause.ended_at, pause.was_left = timezone.now(), not is_as_paused
            pause.save(update_fields=["ended_at", "was_left"])
            record(f"context.{'resumed' if is_as_paused else 'left'}", action, event=str(event.pk), title=event.title)
            resumed, left = resumed + is_as_paused, left + (not is_as_paused)
        if not resumed + left:
            raise ValidationError(_("It pauses no action now, so there was nothing to resume."))
        record("context.let_go", event.board, event=str(event.pk), title=event.title, resumed=resumed, left=left)
    return event


def not_pausable() -> ValidationError:
    """Why actions are not paused: the same whatever is wrong with them."""
    return ValidationError({"actions": [_("Choose actions that are on the board, not done, and not paused already.")]})


def pausable(event: ContextEvent) -> Any:
    """The actions that an event may pause: what all see of its board, not done, not paused."""
    on_it = Action.objects.filter(
        board=event.board_id, archived_at__isnull=True, theme__archived_at__isnull=True
    ).exclude(status__in=NOT_PAUSED)
    return seen_by_all(on_it, event.space_id).exclude(pauses__ended_at__isnull=True, pauses__isnull=False)


def _now(event: ContextEvent) -> dict[str, Any]:
    return {"title": event.title, "begins": event.begins, "ends": event.ends, "words": event.words}


def told(resumed: int, left: int) -> str:
    """What resuming did, in a sentence."""
    text = ngettext("%(n)s action goes on as before.", "%(n)s actions go on as before.", resumed) % {"n": resumed}
    if left:
        text += " " + ngettext(
            "%(n)s was changed meanwhile and stays as it is.",
            "%(n)s were changed meanwhile and stay as they are.",
            left,
        ) % {"n": left}
    return text


def _words(pause: Pause) -> str:
    """What a status says that had no words of its own and needs some now: what stood in for them may be gone."""
    return str(pause.why) if pause.status in NEED_A_WORD else ""
