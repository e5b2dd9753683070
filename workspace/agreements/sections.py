"""What agreements bring to the pages of an action and of a board, drawn again when they change; what moves along."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from realtime.models import Event
from realtime.moving import hangs_on
from realtime.regions import Audience, Region, register
from workspace.boards.live import action_page_region, card_region
from workspace.boards.models import Action, Board
from workspace.boards.queries import Lanes
from workspace.boards.ranks import in_order
from workspace.boards.sections import Section, register_section
from workspace.boards.sharing import takes_along
from workspace.indicators.sections import indicators_region

from .holding import PROPOSED
from .models import Agreement, Commitment, Proposal
from .queries import OfAction, OfBoard, of_action, of_board
from .values import TARGET


def start() -> None:
    """Called when the app is ready."""
    register_section("action", Section("agreements", "agreements/of_action.html", _of_action, order=5))
    register_section("board", Section("agreements", "agreements/of_board.html", _of_board, order=20))
    register("agreement", regions_of_agreement_event)
    hangs_on(Action, _with_action)
    hangs_on(Board, _with_board)
    takes_along(_in_words)


def _of_action(reader: Any, action: Action) -> OfAction:
    return of_action(reader, action)


def _of_board(reader: Any, lanes: Lanes) -> OfBoard:
    proposed, here = lanes.facts.get(PROPOSED, {}), lanes.board.space_id
    there = (each for each in lanes.seen.values() if each.space_id == here and each.archived_at is None)
    return of_board(lanes.board, [(each, len(proposed[each.pk])) for each in in_order(there) if each.pk in proposed])


def regions_of_agreement_event(event: Event) -> Iterable[Region]:
    """The section, the fields, the history and the card of an action; the list of its board."""
    what = event.kind.partition(".")[2]
    if event.thing is None:
        return
    if what.startswith("of_board"):  # hundreds of cards may say something else now: who looks asks again, once
        yield Region(f"board:{event.thing}", frozenset({f"board:{event.thing}"}))
        return
    action = Action.objects.filter(pk=event.thing).first()
    if action is None:
        return
    if what in ("with_board", "ended"):
        topics = {f"action:{action.pk}", f"board:{action.board_id}"}
        yield Region(f"agreed:{action.pk}", frozenset(topics if what == "ended" else {f"action:{action.pk}"}))
        return
    yield _section(action.pk)
    yield action_page_region(action.pk)
    if any(str(field).startswith(TARGET) for field in [event.data.get("field", ""), *event.data.get("fields", ())]):
        yield indicators_region(action.pk)
    yield card_region(action)
    yield _list(action.board_id)


def _section(action_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = Action.objects.select_related("board").get(pk=action_id)
        if action.space_id == audience.space_id:  # else it moved since
            parts = {
                "action": action,
                "shown": of_action(audience, action),
                "can": audience.abilities("action"),
                "seq": seq,
            }
            yield render_to_string("agreements/of_action.html", parts)

    return Region(f"agreements:{action_id}", frozenset({f"action:{action_id}"}), draw)


def _list(board_id: UUID) -> Region:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        board = Board.objects.get(pk=board_id)
        if board.space_id == audience.space_id:  # else nothing of the board is told here
            parts = {"board": board, "shown": of_board(board), "can": audience.abilities("board"), "seq": seq}
            yield render_to_string("agreements/of_board.html", parts)

    return Region(f"agreements-on:{board_id}", frozenset({f"board:{board_id}"}), draw)


def _with_action(action: Action) -> Iterable[QuerySet[Any]]:
    yield Agreement.objects.filter(action=action)
    yield Commitment.objects.filter(action=action)
    yield Proposal.objects.filter(action=action)


def _with_board(board: Board) -> Iterable[QuerySet[Any]]:
    yield Agreement.objects.filter(board=board, action__isnull=True)


def _in_words(action: Action) -> Iterable[str]:
    if Commitment.objects.filter(action=action).exists():
        yield _("what was agreed about it, and the changes that are proposed")
