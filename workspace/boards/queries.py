"""What a reader gets of a board: its lanes with their cards, the places of an action, what happened to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from permissions.access import visible
from permissions.models import Space
from realtime.limits import SPACES_PER_SOCKET
from workspace.groups.models import CountryGroup, Seat
from workspace.moderation.models import Hiding

from .models import Action, Board, Theme
from .ranks import in_order

SUPPORTERS = Prefetch("supporters", Seat.objects.select_related("stakeholder_group", "handle"))
# all that a card shows beside its own row
CARD = ("space", "lead__stakeholder_group", "lead__handle", "offered_to__stakeholder_group", "offered_to__handle")


@dataclass
class Lane:
    """A theme with its cards, in order; `number` is its place among the lanes."""

    theme: Theme
    number: int
    cards: list[Action] = field(default_factory=list)
    hidden: list[Hiding] = field(default_factory=list)  # what a moderator hid, in its place


@dataclass
class Lanes:
    """All of a board: what is on it, and what was archived."""

    board: Board
    lanes: list[Lane]
    archived_themes: list[Theme]
    archived_actions: list[Action]
    seats: list[Seat]

    @property
    def themes(self) -> list[Theme]:
        return [lane.theme for lane in self.lanes]

    @property
    def count(self) -> int:
        return sum(len(lane.cards) for lane in self.lanes)

    @property
    def archived_count(self) -> int:
        return len(self.archived_themes) + len(self.archived_actions)

    def shown(self, theme_id: str) -> Theme | None:
        """The lane that a phone shows: the one that the address names, else the first."""
        themes = self.themes
        return next((theme for theme in themes if str(theme.pk) == theme_id), themes[0] if themes else None)


def boards_of(user: Any, group: CountryGroup | None = None) -> QuerySet[Board]:
    """The boards that a person may see, of one group or of all; those of its circles are shown in the circles."""
    boards = visible(user, Board.objects.filter(archived_at__isnull=True, space__home=F("group__space")))
    boards = boards.select_related("space")
    return boards.filter(group=group) if group is not None else boards


def archived_boards_of(user: Any, group: CountryGroup) -> list[Board]:
    """Those of a group that are out of use, and that a person may see."""
    rested = Board.objects.filter(archived_at__isnull=False, space__home=F("group__space"), group=group)
    return list(visible(user, rested).order_by("-archived_at"))


def boards_to_copy(user: Any) -> list[Board]:
    """The boards whose structure a person may take for another: all that they see, those out of use as well."""
    return list(visible(user, Board.objects.select_related("group")).order_by("group__short_name", "opened_at"))


def boards_in(user: Any, space: Space) -> QuerySet[Board]:
    """The boards that are at home in this space and that a person may see."""
    return visible(user, Board.objects.filter(archived_at__isnull=True, space__home=space).select_related("space"))


def lanes_of(board: Board, only: Callable[[QuerySet[Action]], QuerySet[Action]] | None = None) -> Lanes:
    """A board with all its lanes and cards, or `only` some of these: five queries at most, however many there are."""
    themes = in_order(board.themes.all())
    open_themes = [theme for theme in themes if theme.archived_at is None]
    lanes = {theme.pk: Lane(theme, number) for number, theme in enumerate(open_themes, start=1)}
    archived = []
    actions = seen_by_all(board.actions.all(), board.space_id)
    seats = seats_on(board)
    for action in with_seats(in_order(only(actions) if only else actions), seats):
        if action.archived_at is not None:
            archived.append(action)
        elif action.theme_id in lanes:
            lanes[action.theme_id].cards.append(action)
    for theme_id, hiding in _hidden_on(board) if only is None else ():
        if theme_id in lanes:
            lanes[theme_id].hidden.append(hiding)
    return Lanes(board, list(lanes.values()), [theme for theme in themes if theme.archived_at], archived, seats)


def _hidden_on(board: Board) -> list[tuple[UUID, Hiding]]:
    """What a moderator hid and everybody of this board saw, with its theme."""
    there = Q(space=board.space_id) | Q(space__extends=board.space_id)
    hidden = {each.thing: each for each in Hiding.objects.filter(there, kind="action", restored_at__isnull=True)}
    on = board.actions.filter(pk__in=hidden, archived_at__isnull=True) if hidden else board.actions.none()
    return [(theme_id, hidden[pk]) for pk, theme_id in on.order_by("rank").values_list("pk", "theme_id")]


def seen_by_all(actions: QuerySet[Action], space_id: UUID) -> QuerySet[Action]:
    """Those that everybody who is let into the space of their board sees: what was restricted is not among them."""
    return actions.filter(Q(space=space_id) | Q(space__extends=space_id))


def restricted_on(user: Any, board: Board, *, only: Any = None) -> list[Action]:
    """The actions of a board that only some see, this reader among them; those that the filter `only` lets through."""
    apart = board.actions.filter(archived_at__isnull=True).exclude(
        pk__in=seen_by_all(board.actions.all(), board.space_id)
    )
    return list(visible(user, only.rows(apart, user) if only else apart).select_related(*CARD))


def spaces_of(board: Board) -> list[Space]:
    """The spaces that a page of a board follows: its own, and those of actions that others see, too."""
    wider = Space.objects.filter(extends=board.space_id, actions__board=board).distinct().order_by("created_at", "pk")
    return [board.space, *wider[: SPACES_PER_SOCKET - 1]]


def open_themes(board_id: UUID) -> list[Theme]:
    """The lanes of a board, in order."""
    return in_order(Theme.objects.filter(board_id=board_id, archived_at__isnull=True))


def cards_of(theme: Theme) -> list[Action]:
    """The cards of a lane, in order."""
    return in_order(seen_by_all(theme.actions.filter(archived_at__isnull=True), theme.space_id))


def seats_on(board: Board) -> list[Seat]:
    """The seats of the group of a board, as they look."""
    return list(Seat.objects.filter(group_id=board.group_id).select_related("stakeholder_group", "handle"))


def with_seats(actions: list[Action], seats: Iterable[Seat]) -> list[Action]:
    """The same actions, each with the seats that it names, which are there once however much they lead."""
    known = {seat.pk: seat for seat in seats}
    for action in actions:
        if action.lead_id in known:
            action.lead = known[action.lead_id]
        if action.offered_to_id in known:
            action.offered_to = known[action.offered_to_id]
    return actions


def seats_to_lead(action: Action, *, belongs: bool = True) -> list[Seat]:
    """The seats of its group that may lead an action; others are told of those that do, are asked to, or support it."""
    seats = Seat.objects.filter(group_id=action.board.group_id).select_related("stakeholder_group", "handle")
    return list(seats if belongs else seats.filter(Q(leads=action) | Q(offers=action) | Q(supports=action)).distinct())


def is_late(action: Action, today: date | None = None) -> bool:
    """Whether an action should have been done by now."""
    day = today or timezone.localdate()
    return action.due is not None and action.due < day and action.status != Action.Status.DONE


def counts_by_status(actions: Iterable[Action]) -> dict[str, int]:
    """How many actions stand at each status."""
    counts: dict[str, int] = {}
    for action in actions:
        counts[action.status] = counts.get(action.status, 0) + 1
    return counts
