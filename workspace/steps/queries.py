"""What a page shows of the steps of an action."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import ngettext

from workspace.boards.marks import Mark
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


def marks(actions: Collection[Action]) -> Mapping[UUID, Iterable[Mark]]:
    """How many steps are done, for cards."""
    counted = Step.objects.filter(action__in=[action.pk for action in actions], removed_at=None)
    rows = counted.values_list("action").annotate(n=Count("pk"), done=Count("done_at"))
    return {pk: [Mark("tasks", _in_words(done, n), order=10)] for pk, n, done in rows}


def _in_words(done: int, n: int) -> str:
    return ngettext("%(done)s of %(n)s step done", "%(done)s of %(n)s steps done", n) % {"done": done, "n": n}
