"""What people do with the steps of an action: add, rename, tick, move and remove them. Nothing is deleted."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from realtime.changes import change, command
from workspace.boards.models import Action
from workspace.boards.ranks import in_order, rank_before
from workspace.groups.words import one_sentence
from workspace.people.models import User

from .models import LONGEST_STEP, Step
from .values import YES, put

MOST_STEPS = 60  # of one action: with more, it is several actions


@command
def add_step(*, actor: User, action: Action, text: str, command_id: UUID | None = None) -> Step:
    """Add a step, last."""
    with change(actor, "edit", action) as (action, record):
        steps = in_order(action.steps.all())
        if sum(step.removed_at is None for step in steps) >= MOST_STEPS:
            full = _("An action has at most %(n)s steps. Make another action of some of them.")
            raise ValidationError({"text": full % {"n": MOST_STEPS}})
        step = Step.objects.create(
            action=action,
            space=action.space,
            text=_checked(text),
            rank=rank_before(steps, None),
            added_at=timezone.now(),
        )
        record("step.added", action, **_said(step, {"there": [None, YES]}))
    return step


@command
def rename_step(*, actor: User, step: Step, text: str, seen: str | None = None, command_id: UUID | None = None) -> Step:
    """Say a step in other words; `seen` is what the writer saw."""
    with change(actor, "edit", step) as (step, record):
        clean = _checked(text)
        if seen is not None and clean == seen:
            return step  # not the writer's change, whatever it is by now
        if seen is not None and seen != step.text and clean != step.text:
            both = _("Meanwhile somebody wrote %(value)s here. Send it again to have yours instead.")
            raise ValidationError({"text": both % {"value": f"“{step.text}”"}})
        _record(record, "step.renamed", step, text=clean)
    return step


@command
def tick_step(*, actor: User, step: Step, done: bool, command_id: UUID | None = None) -> Step:
    """Say that a step is done, or that it is not."""
    with change(actor, "edit", step) as (step, record):
        _record(record, "step.ticked" if done else "step.unticked", step, done=YES if done else None)
    return step


@command
def move_step(*, actor: User, step: Step, before: Step | None = None, command_id: UUID | None = None) -> Step:
    """Put a step before another one, or last."""
    with change(actor, "edit", step) as (step, record):
        if before == step:
            return step  # before itself: where it is
        others = in_order(step.action.steps.exclude(pk=step.pk))
        at = next((each.pk for each in others if each == before and each.removed_at is None), None)
        _record(record, "step.moved", step, rank=rank_before(others, at))
    return step


@command
def remove_step(*, actor: User, step: Step, command_id: UUID | None = None) -> Step:
    """Take a step off the list. It can be put back."""
    with change(actor, "edit", step) as (step, record):
        _record(record, "step.removed", step, there=None)
    return step


@command
def restore_step(*, actor: User, step: Step, command_id: UUID | None = None) -> Step:
    """Put a step back where it was."""
    with change(actor, "edit", step) as (step, record):
        _record(record, "step.restored", step, there=YES)
    return step


def _record(record: Any, kind: str, step: Step, **values: str | None) -> None:
    before = step.text
    changed = put(step, values)
    if changed:
        record(kind, step.action, **_said(step, changed) | {"text": before})


def _said(step: Step, changed: dict[str, list[str | None]]) -> dict[str, Any]:
    return {"step": str(step.pk), "text": step.text, "changed": changed}


def _checked(text: str) -> str:
    missing = _("Write what there is to do in this step.")
    return one_sentence(str(text), field="text", longest=LONGEST_STEP, missing=missing)
