"""A step as the log keeps it: text and rank as they are, and `done` and `there` as yes or nothing."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from .models import Step

YES = "yes"
_COLUMNS = {"text": "text", "rank": "rank", "done": "done_at", "there": "removed_at"}


def kept(step: Step) -> dict[str, str | None]:
    """What stands in the fields of a step."""
    return {
        "text": step.text,
        "rank": step.rank,
        "done": YES if step.done_at else None,
        "there": None if step.removed_at else YES,
    }


def put(step: Step, values: Mapping[str, Any]) -> dict[str, list[str | None]]:
    """Write kept values into a step that is there; field → [old, new] of what changed."""
    now = kept(step)
    changed = {field: [now[field], value] for field, value in values.items() if now[field] != value}
    for field, (_old, new) in changed.items():
        if field == "done":
            step.done_at = timezone.now() if new else None
        elif field == "there":
            step.removed_at = None if new else timezone.now()
        else:
            setattr(step, field, new)
    if changed:
        step.save(update_fields=[_COLUMNS[field] for field in changed])
    return changed
