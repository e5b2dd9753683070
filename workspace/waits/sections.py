"""What waiting brings to the page and the card of an action, drawn again when one of both ends changes.

A pushed part names only what all of its readers see. Where an action is linked to one that some of them do not see, the
page is asked for again instead, by each for themselves.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.live import action_page_region, card_region, touched_too
from workspace.boards.marks import register_marks
from workspace.boards.models import Action
from workspace.boards.sections import Section, register_section
from workspace.boards.statuses import register_stand_in

from .models import Wait
from .queries import counted, is_plain, marks, waits_in_sight, waits_of

TOLD = {"action.added", "action.archived", "action.restored"}  # and what was edited that both ends show
SHOWN = {"title", "status"}


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("waits", "waits/section.html", waits_of, order=1))
    register_marks("waits", counted, marks)
    register("waiting", regions_of_waiting_event)
    touched_too(regions_of_the_others)
    register_stand_in(Action.Status.BLOCKED, waits_in_sight)
    hangs_on(Action, _of_action)


def regions_of_waiting_event(event: Event) -> Iterable[Region]:
    """An action began or ceased to wait for another one: its page and card, and the page of the other one."""
    for action in Action.objects.filter(pk__in=[event.thing, event.data["on"]]).select_related("space"):
        yield _section(action, event)
        if action.pk == event.thing:
            yield card_region(action)
            yield action_page_region(action.pk)


def regions_of_the_others(event: Event) -> Iterable[Region]:
    """What an event about an action says to those at the other ends."""
    if event.kind not in TOLD and not SHOWN & set(event.data.get("changed", {})):
        return
    linked = Q(waits_of_it__on=event.thing) | Q(waited_for__action=event.thing)
    waits = set(Wait.objects.filter(on=event.thing).values_list("action", flat=True))
    for action in Action.objects.filter(linked).select_related("space").distinct():
        yield _section(action, event)
        if action.pk in waits and action.space_id == event.space_id:
            yield card_region(action)
        elif action.pk in waits:
            yield Region(f"waits-on:{action.board_id}", frozenset({f"board:{action.board_id}"}))


def _section(action: Action, event: Event) -> Region:
    """Pushed where all who are told see all of it; else each asks again for themselves."""
    topics = frozenset({f"action:{action.pk}"})
    is_told = action.space_id == event.space_id and is_plain(action)
    return Region(f"waits:{action.pk}", topics, _drawing(action.pk) if is_told else None)


def _drawing(action_id: UUID) -> Any:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            shown = waits_of(audience, action)
            parts = {"action": action, "shown": shown, "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("waits/section.html", parts)

    return draw


def _of_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Wait.objects.filter(action=action)
