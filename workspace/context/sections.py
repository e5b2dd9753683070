"""What the events around a plan bring to its board, its timeline, its actions and their charts; what moves along."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.interruptions import register_interruptions
from workspace.boards.live import action_page_region
from workspace.boards.models import Action, Board
from workspace.boards.queries import Lanes
from workspace.boards.sections import Section, register_section
from workspace.boards.spans import register_span
from workspace.indicators.sections import indicators_region

from .models import ContextEvent, Pause
from .queries import OfBoard, interruptions, of_action, of_board, spans_on


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("context", "context/of_action.html", _of_action, order=2))
    register_section("board", Section("context", "context/of_board.html", _of_board, order=30))
    register("context", regions_of_context_event)
    register_span("context", spans_on)
    register_interruptions("context", interruptions)
    hangs_on(Action, _with_action)
    hangs_on(Board, _with_board)


def _of_action(reader: Any, action: Action) -> list[Pause]:
    return of_action(action)


def _of_board(reader: Any, lanes: Lanes) -> OfBoard:
    return of_board(lanes.board)


def regions_of_context_event(event: Event) -> Iterable[Region]:
    """The list on the board and the page of the event; of an action, why it is paused, its charts and its history."""
    if event.thing is None:
        return
    if event.kind.partition(".")[2] in ("paused", "resumed", "left"):
        yield _on_action(event.thing)
        yield indicators_region(event.thing)
        yield action_page_region(event.thing)
        return
    yield _on_board(event.thing)
    page = f"context:{event.data['event']}"
    yield Region(page, frozenset({page}))


def _on_action(action_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            parts = {"action": action, "shown": of_action(action), "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("context/of_action.html", parts)

    return Region(f"context-of:{action_id}", frozenset({f"action:{action_id}"}), draw)


def _on_board(board_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        board = Board.objects.get(pk=board_id)
        if board.space_id == audience.space_id:
            parts = {"board": board, "shown": of_board(board), "can": audience.abilities("board"), "seq": seq}
            yield render_to_string("context/of_board.html", parts)

    return Region(f"context-on:{board_id}", frozenset({f"board:{board_id}"}), draw)


def _with_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Pause.objects.filter(action=action)


def _with_board(board: Board) -> Iterable[QuerySet[Any]]:
    yield ContextEvent.objects.filter(board=board)
