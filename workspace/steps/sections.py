"""What steps bring to the page and the card of an action, drawn again when they change; and what moves with it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.live import action_page_region, card_region
from workspace.boards.marks import register_marks
from workspace.boards.models import Action
from workspace.boards.sections import Section, register_section
from workspace.boards.sharing import takes_along

from .models import Step
from .queries import ShownSteps, counted, marks, steps_of


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("steps", "steps/section.html", _load, order=2))
    register_marks("steps", counted, marks)
    register("step", regions_of_step_event)
    hangs_on(Action, _of_action)
    takes_along(_in_words)


def _load(reader: Any, action: Action) -> ShownSteps:
    return steps_of(action)


def regions_of_step_event(event: Event) -> Iterable[Region]:
    """The steps on the page of their action, how many are done on its card, and its history."""
    action = Action.objects.filter(pk=event.thing).first() if event.thing else None
    if action is not None:
        yield card_region(action)
        yield _section(action.pk)
        yield action_page_region(action.pk)


def _section(action_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            parts = {"action": action, "shown": steps_of(action), "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("steps/section.html", parts)

    return Region(f"steps:{action_id}", frozenset({f"action:{action_id}"}), draw)


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Step.objects.filter(action=action)


def _in_words(action: Action) -> Iterable[str]:
    count = action.steps.filter(removed_at=None).count()
    if count:
        yield ngettext("%(n)s step", "%(n)s steps", count) % {"n": count}
