"""What a page shows of the steps of an action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from workspace.boards.marks import Facts, Mark, facts
from workspace.boards.models import Action
from workspace.boards.ranks import in_order

from .models import Step


@dataclass(frozen=True)
class ShownSteps:
    """The steps in order, and those that were removed, the last one first."""

    steps: list[Step]
    removed: list[Step]

    @property
    def done(self) -> int:
        return sum(1 for step in self.steps if step.done_at)


def steps_of(action: Action) -> ShownSteps:
    """The steps of an action: one query."""
    steps = in_order(action.steps.all())
    gone = sorted((step for step in steps if step.removed_at), key=lambda step: str(step.removed_at), reverse=True)
    return ShownSteps([step for step in steps if not step.removed_at], gone[:12])


def counted(within: Q) -> Iterable[QuerySet[Any, Any]]:
    """How many steps actions have, and how many of them are done, for cards."""
    steps = Step.objects.filter(within, removed_at=None).values("action")
    yield facts("steps", steps, number=Count("pk"), done=Count("done_at"))


def marks(found: Facts, _seats: Any) -> Mapping[UUID, Iterable[Mark]]:
    """The same in words."""
    rows = found.get("steps", {})
    return {pk: [Mark("tasks", _in_words(row.done, row.number), order=10)] for pk, (row,) in rows.items()}


def _in_words(done: int, n: int) -> str:
    return ngettext("%(done)s of %(n)s step done", "%(done)s of %(n)s steps done", n) % {"done": done, "n": n}
