"""A group agrees: what a board or an action promises is locked from then on. And the end of that, with a reason."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from permissions.access import can, visible
from realtime.changes import Record, change, command
from realtime.identity import identity
from workspace.boards.models import Action, Board
from workspace.boards.queries import seen_by_all
from workspace.people.models import User

from .models import Agreement, Commitment, Proposal
from .sources import Reference, Source, checked, reason
from .values import commitments_of, locked_targets


@command
def agree(*, actor: User, thing: Board | Action, source: Source, command_id: UUID | None = None) -> Agreement:
    """Lock what a board, with all its actions, or one action promises, as it stands now.

    A field that was agreed before keeps its agreement. Whoever convenes says so now, with a meeting; a decision will
    call the same, with itself as the source. Raises ValidationError when there is nothing left to agree.
    """
    reference = checked(source)
    with change(actor, "manage", thing) as (thing, record):
        if thing.archived_at is not None:
            raise ValidationError(_("This is archived. Put it back before the group agrees on it."))
        actions = _actions_of(thing) if isinstance(thing, Board) else [thing]
        agreement = note(actor, thing, reference)
        fields = _commit(agreement, actions)
        if not fields:
            raise ValidationError(_("All of it is agreed already. Propose a change where it is to be otherwise."))
        if isinstance(thing, Board):
            record("agreement.of_board", thing, agreement=str(agreement.pk), **said(reference), actions=len(fields))
        for action in actions:
            if action.pk in fields:
                kind = "with_board" if isinstance(thing, Board) else "made"
                record(
                    f"agreement.{kind}",
                    action,
                    agreement=str(agreement.pk),
                    **said(reference),
                    fields=fields[action.pk],
                )
    return agreement


@command
def end_agreement(*, actor: User, agreement: Agreement, why: str, command_id: UUID | None = None) -> Agreement:
    """Open again what an agreement set and no later one has changed. Nothing is deleted."""
    why = reason(why)
    about: Board | Action = agreement.action or agreement.board
    with change(actor, "manage", about) as (about, record):  # who agrees on it, or opens it again, holds it first, too
        agreement = Agreement.objects.select_related("board__space").get(pk=agreement.pk)
        if agreement.ended_at is not None:
            raise ValidationError(_("This agreement was ended already."))
        set_by_it = Action.objects.filter(commitments__agreement=agreement, commitments__ended_at__isnull=True)
        actions = [each for each in _locked(visible(actor, set_by_it)) if can(actor, "manage", each)]
        _end(record, actions, Commitment.objects.filter(agreement=agreement), why)
        if agreement.action_id is None:
            record(
                "agreement.of_board_ended", agreement.board, agreement=str(agreement.pk), title=agreement.title, why=why
            )
        _close([agreement], why)
    return agreement


@command
def reopen(*, actor: User, action: Action, why: str, command_id: UUID | None = None) -> Action:
    """Open again all that was agreed about an action, in whatever meeting."""
    why = reason(why)
    with change(actor, "manage", action) as (action, record):
        commitments = Commitment.objects.filter(action=action)
        if not commitments.filter(ended_at__isnull=True).exists():
            raise ValidationError(_("Nothing is agreed about this action now."))
        _end(record, [action], commitments, why)
        _close(Agreement.objects.filter(action=action, ended_at__isnull=True), why)
    return action


def note(actor: User, thing: Board | Action, source: Reference) -> Agreement:
    """Write down that something was agreed; what it locks is the caller's to write."""
    who = identity(actor, thing.space_id)
    action = thing if isinstance(thing, Action) else None
    return Agreement.objects.create(
        space=thing.space, board=thing.board if isinstance(thing, Action) else thing,
        action=action, kind=source.kind, thing=source.thing, title=source.title, on=source.on,
        note=source.note, by=who.id if who else None, at=timezone.now(),
    )  # fmt: skip


def commit(agreement: Agreement, action: Action, values: dict[str, str]) -> list[Commitment]:
    """The rows that lock these values of an action; not stored yet."""
    return [
        Commitment(
            space_id=action.space_id, action=action, agreement=agreement, field=field, value=value,
            title=agreement.title, on=agreement.on, since=timezone.now(),
        )
        for field, value in values.items()
    ]  # fmt: skip


def said(source: Reference) -> dict[str, Any]:
    """A source as an event keeps it."""
    return {"title": source.title, "on": source.on.isoformat(), "note": source.note}


def _actions_of(board: Board) -> Sequence[Action]:
    """What is on the board for everybody who sees it; what only some see is agreed by itself."""
    on_it = board.actions.filter(archived_at__isnull=True, theme__archived_at__isnull=True)
    return _locked(seen_by_all(on_it, board.space_id))


def _locked(actions: Any) -> Sequence[Action]:
    """In the order of their ids, so that two who agree wait for each other, and never in a circle."""
    rows = Action.objects.filter(pk__in=actions.values("pk")).select_related("board", "space").order_by("pk")
    return list(rows if connection.vendor == "sqlite" else rows.select_for_update(of=("self",)))


def _commit(agreement: Agreement, actions: Sequence[Action]) -> dict[UUID, list[str]]:
    """Lock all that is not locked yet; gives the fields of each action."""
    ids = [action.pk for action in actions]
    targets = locked_targets(ids)
    there = set(Commitment.objects.filter(action__in=ids, ended_at__isnull=True).values_list("action", "field"))
    rows = []
    for action in actions:
        values = commitments_of(action, targets.get(action.pk, ()))
        rows += commit(agreement, action, {f: v for f, v in values.items() if (action.pk, f) not in there})
    Commitment.objects.bulk_create(rows)
    fields: dict[UUID, list[str]] = {}
    for row in rows:
        fields.setdefault(row.action_id, []).append(row.field)
    return fields


def _end(record: Record, actions: Iterable[Action], commitments: Any, why: str) -> None:
    """End these commitments; a proposal to change what is open again is needed no more."""
    now = timezone.now()
    for action in actions:
        mine = commitments.filter(action=action, ended_at__isnull=True)
        fields = list(mine.order_by("field").values_list("field", flat=True))
        mine.update(ended_at=now)
        Proposal.objects.filter(action=action, field__in=fields, state=Proposal.State.OPEN).update(
            state=Proposal.State.LAPSED, answered_at=now
        )
        record("agreement.ended", action, fields=fields, why=why)


def _close(agreements: Iterable[Agreement], why: str) -> None:
    for each in agreements:
        each.ended_at, each.ended_why = timezone.now(), why
        each.save(update_fields=["ended_at", "ended_why"])
