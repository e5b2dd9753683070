"""Which parts of board and action pages a change draws again."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html

from realtime.models import Event
from realtime.regions import Audience, Region, register

from .cards import draw_card
from .checks import labels_on
from .history import history_of
from .leading import ON_BEHALF
from .marks import marks_of
from .models import Action, Board, Theme
from .parts import action_parts, board_parts, marks_on
from .queries import actions, lanes_of, open_themes, reads_from_inside, seats_to_lead

M = TypeVar("M", bound=models.Model)
Draw = Callable[[Audience, int], Iterable[str]]
ACTION_PARTS = (
    "boards/action_head.html", "boards/action_fields.html", "boards/action_more.html", "boards/action_history.html",
)  # fmt: skip
ON_AND_OFF = ("added", "archived", "restored")
_touched_too: list[Callable[[Event], Iterable[Region]]] = []


def start() -> None:
    """Called when the app is ready."""
    register("board", regions_of_board_event)
    register("theme", regions_of_theme_event)
    register("action", regions_of_action_event)


def regions_of_board_event(event: Event) -> Iterable[Region]:
    """A board was opened or renamed: its head. Archived or put back: all its pages, for nobody may do there what they
    could."""
    board = Board.objects.filter(space=event.space_id).first()
    if board is not None and event.kind.endswith(("archived", "restored")):
        actions = board.actions.values_list("pk", flat=True)
        topics = {f"board:{board.pk}", *(f"action:{pk}" for pk in actions)}
        yield Region(f"board:{board.pk}", frozenset(topics))
    elif board is not None:
        yield _on_board("board-head", board.pk, _board_head(board.pk))
        yield _on_board("board-form", board.pk, _board_form(board.pk))
        yield _pages_of("board-told", board.pk, board.actions.exclude(space=board.space_id))
    if board is not None:
        yield list_of_changes(board.pk)


def regions_of_theme_event(event: Event) -> Iterable[Region]:
    """A lane came, went, moved or got another name: it, and the numbers of all lanes."""
    theme = _thing(Theme, event)
    if theme is None:
        return
    what = event.kind.partition(".")[2]
    if what != "edited":
        yield _on_board("lane", theme.board_id, _lane(theme.pk), of=theme.pk)
    if what != "edited" or event.data["changed"].keys() & {"name", "short_name"}:
        yield _pages_of("themes-told", theme.board_id, theme.board.actions.all())
    yield _on_board("lane-heads", theme.board_id, _lane_heads(theme.board_id))
    if what in ON_AND_OFF:
        yield _on_board("board-head", theme.board_id, _board_head(theme.board_id))
        yield _on_board("board-empty", theme.board_id, _of_board("boards/empty_board.html", theme.board_id))
        yield _on_board("archived", theme.board_id, _archived(theme.board_id))
    yield list_of_changes(theme.board_id)


def regions_of_action_event(event: Event) -> Iterable[Region]:
    """An action came, went, moved or changed: its card, and its page."""
    action = _thing(Action, event)
    if action is None:
        return
    yield card_region(action)
    changed = event.data.get("changed", {})
    if event.kind.partition(".")[2] in ON_AND_OFF or _is_of_archive(action, changed):
        if event.space_id == action.theme.space_id:
            yield _on_board("board-head", action.board_id, _board_head(action.board_id))
            yield _on_board("archived", action.board_id, _archived(action.board_id))
        else:  # what is told in its own space holds nothing of the board
            yield Region(f"board:{action.board_id}", frozenset({f"board:{action.board_id}"}))
    yield action_page_region(action.pk)
    if "labels" in changed:
        yield from _labels_to_choose(action)
    yield list_of_changes(action.board_id)
    for others in _touched_too:
        yield from others(event)


def _is_of_archive(action: Action, changed: dict[str, Any]) -> bool:
    """Whether a change of what is archived shows on the board: another title, or out of a theme that is archived."""
    if "theme" in changed and Theme.objects.filter(pk=changed["theme"][0], archived_at__isnull=False).exists():
        return True
    return action.archived_at is not None and "title" in changed


def _pages_of(key: str, board_id: UUID, actions: QuerySet[Action]) -> Region:
    """The pages of actions that name what changed at their head and in their history: they are asked for again."""
    topics = frozenset(f"action:{pk}" for pk in actions.values_list("pk", flat=True))
    return Region(f"{key}:{board_id}", topics)


def _labels_to_choose(edited: Action) -> Iterable[Region]:
    """Labels are chosen among those in use where an action lives: on the pages of all that live there."""
    there = Action.objects.filter(board=edited.board_id, space=edited.space_id).exclude(pk=edited.pk)
    for pk in there.values_list("pk", flat=True):
        yield Region(f"labels:{pk}", frozenset({f"action:{pk}"}), _labels(pk))


def touched_too(find: Callable[[Event], Iterable[Region]]) -> None:
    """What else an event about an action draws again, told by the apps above."""
    _touched_too.append(find)


def list_of_changes(board_id: UUID) -> Region:
    """The page that lists all changes of a board, if an app above has one: it is asked for again."""
    return Region(f"changes:{board_id}", frozenset({f"changes:{board_id}"}))


def card_region(action: Action) -> Region:
    """The card of an action: also for apps that mark cards."""
    return _on_board("card", action.board_id, _card(action.pk), of=action.pk)


def action_page_region(action_id: UUID) -> Region:
    """The parts of an action's page: also for apps whose events stand in its history."""
    return Region(f"action-page:{action_id}", frozenset({f"action:{action_id}"}), _action_page(action_id))


def _thing(model: type[M], event: Event) -> M | None:
    return model._default_manager.filter(pk=event.thing).first() if event.thing else None


def _on_board(name: str, board_id: UUID, draw: Draw, *, of: UUID | None = None) -> Region:
    return Region(f"{name}:{of or board_id}", frozenset({f"board:{board_id}"}), draw)


def _card(action_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = actions().get(pk=action_id)
        is_seen = audience.space_id in (action.space_id, action.space.extends_id)
        if action.archived_at or action.theme.archived_at or not is_seen:
            yield format_html('<li id="card-{}" data-v="{}" data-oob="remove"></li>', action_id, seq)
            return
        place = f"place:#cards-{action.theme_id}:"  # where in the lane, its rank says
        marks = marks_of([action]).get(action.pk, ())
        number = seq if action.space_id == action.board.space_id else None
        yield draw_card(action, can=audience.abilities("board"), marks=marks, seq=number, oob=place)

    return draw


def _lane(theme_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        theme = Theme.objects.select_related("board").get(pk=theme_id)
        if theme.archived_at:
            yield format_html('<section id="lane-{}" data-v="{}" data-oob="remove"></section>', theme_id, seq)
            return
        lanes = lanes_of(theme.board)
        lane = next(lane for lane in lanes.lanes if lane.theme.pk == theme_id)
        place = f"place:#lanes-{theme.board_id}:"
        yield _drawn("boards/lane.html", audience, board_parts(lanes, seq=seq) | marks_on([lane]), lane=lane, oob=place)

    return draw


def _lane_heads(board_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        lanes = lanes_of(Board.objects.get(pk=board_id))
        parts = board_parts(lanes, seq=seq)
        yield _drawn("boards/switcher.html", audience, parts)
        yield _drawn("boards/theme_options.html", audience, parts)
        for lane in lanes.lanes:
            yield _drawn("boards/lane_head.html", audience, parts, lane=lane)

    return draw


def _board_head(board_id: UUID) -> Draw:
    return _of_board("boards/board_head.html", board_id)


def _board_form(board_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        if "manage" in audience.abilities("board"):
            parts = {"board": Board.objects.get(pk=board_id), "seq": seq}
            yield _drawn("boards/board_form.html", audience, parts)

    return draw


def _archived(board_id: UUID) -> Draw:
    return _of_board("boards/archived.html", board_id)


def _of_board(template: str, board_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        lanes = lanes_of(Board.objects.get(pk=board_id))
        yield _drawn(template, audience, board_parts(lanes, seq=seq))

    return draw


def _action_page(action_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = actions().get(pk=action_id)
        if action.space_id != audience.space_id:  # it moved since: the page that shows it follows it there
            return
        is_inside = reads_from_inside(action, audience.levels)
        themes = open_themes(action.board_id) if is_inside else []
        seats = seats_to_lead(action, belongs=is_inside)
        parts = action_parts(
            action,
            seats=seats,
            themes=themes,
            history=history_of(action, seats=seats, themes=themes),
            answers_for=bool(audience.levels & ON_BEHALF),
            seq=seq,
        )
        for template in ACTION_PARTS:
            yield _drawn(template, audience, parts, kind="action")

    return draw


def _labels(action_id: UUID) -> Draw:
    def draw(audience: Audience, seq: int) -> Iterable[str]:
        action = actions().get(pk=action_id)
        if action.space_id == audience.space_id and "edit" in audience.abilities("action"):
            parts = {"action": action, "at": "page", "labels": labels_on(action), "seq": seq}
            yield _drawn("boards/field_labels.html", audience, parts, kind="action")

    return draw


def _drawn(template: str, audience: Audience, parts: dict[str, Any], *, kind: str = "board", **more: Any) -> str:
    """The include that the page draws, for everybody who may do the same."""
    return render_to_string(template, {**parts, "can": audience.abilities(kind), **more})
