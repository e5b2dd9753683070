"""What a change redraws on the other ways to look at a board.

A row of the table is drawn and sent, as it holds the data of one space. Where sums are shown, an order or a filter, the
page is told to ask again: only its reader's own answer is right there.
"""

from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string

from realtime.models import Event
from realtime.regions import Audience, Region, register
from workspace.boards.live import Draw
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import actions

ABOUT_ACTIONS = ("action", "indicator")


def start() -> None:
    """Called when the app is ready."""
    register("board", regions_of_board_event)
    register("theme", regions_of_theme_event)
    for prefix in ABOUT_ACTIONS:
        register(prefix, regions_of_action_event)


def regions_of_board_event(event: Event) -> Iterable[Region]:
    """A board got another title."""
    board_id = Board.objects.filter(space=event.space_id).values_list("pk", flat=True).first()
    if board_id is not None:
        yield _ask_again(board_id, "asked", "table")


def regions_of_theme_event(event: Event) -> Iterable[Region]:
    """A theme came, went, moved or got another name."""
    board_id = Theme.objects.filter(pk=event.thing).values_list("board_id", flat=True).first() if event.thing else None
    if board_id is not None:
        yield _ask_again(board_id, "asked", "table")


def regions_of_action_event(event: Event) -> Iterable[Region]:
    """Something of an action changed: its row, and whatever counts it."""
    action = Action.objects.select_related("theme").filter(pk=event.thing).first() if event.thing else None
    if action is None:
        return
    at_home = event.space_id == action.space_id == action.theme.space_id
    if event.kind == "action.edited" and at_home:
        yield Region(f"row:{action.pk}", frozenset({f"table:{action.board_id}"}), _row(action.pk))
        yield _ask_again(action.board_id, "asked")
    elif event.kind.startswith("action."):
        yield _ask_again(action.board_id, "asked", "table")
    else:
        yield _ask_again(action.board_id, "asked")


def _ask_again(board_id: UUID, *pages: str) -> Region:
    return Region(f"{'-'.join(pages)}:{board_id}", frozenset(f"{page}:{board_id}" for page in pages))


def _row(action_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = actions().get(pk=action_id)
        if audience.space_id == action.space_id == action.theme.space_id:  # else it moved since
            parts = {"action": action, "board": action.board, "can": audience.abilities("action"), "seq": seq}
            yield render_to_string("ways/row.html", parts)

    return draw
