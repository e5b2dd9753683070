"""What indicators bring to the page of an action, drawn again when they change; and what moves with an action."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.live import action_page_region
from workspace.boards.models import Action
from workspace.boards.sections import Section, register_section
from workspace.boards.sharing import takes_along

from .models import Indicator, Reading
from .queries import ShownIndicators, indicators_of


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("indicators", "indicators/section.html", _load, order=10))
    register("indicator", regions_of_indicator_event)
    hangs_on(Action, _of_action)
    hangs_on(Indicator, _of_indicator)
    takes_along(_in_words)


def _load(reader: Any, action: Action) -> ShownIndicators:
    return indicators_of(action)


def regions_of_indicator_event(event: Event) -> Iterable[Region]:
    """The indicators on the page of their action, and its history."""
    if event.thing is not None:
        yield indicators_region(event.thing)
        yield action_page_region(event.thing)


def indicators_region(action_id: UUID) -> Region:
    """The indicators of an action: also for apps that say something of them."""

    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            parts = {"action": action, "shown": indicators_of(action), "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("indicators/section.html", parts)

    return Region(f"indicators:{action_id}", frozenset({f"action:{action_id}"}), draw)


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Indicator.objects.filter(action=action)


def _of_indicator(indicator: Indicator) -> Iterable[QuerySet[Any]]:
    yield Reading.objects.filter(indicator=indicator)


def _in_words(action: Action) -> Iterable[str]:
    count = action.indicators.count()
    if count:
        yield ngettext("%(n)s indicator with its readings", "%(n)s indicators with their readings", count) % {
            "n": count
        }
