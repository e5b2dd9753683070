"""What a reader gets of a board: its lanes with their cards, the places of an action, what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from permissions.access import access, visible
from permissions.models import Space
from permissions.roles import SPEAKING, STAFF
from realtime.events import head_in
from realtime.limits import SPACES_PER_SOCKET
from realtime.models import Event
from workspace.groups.models import CountryGroup, Seat
from workspace.moderation.models import Hiding

from .beside import with_columns
from .marks import Facts, facts, facts_on
from .models import Action, Board, Theme
from .ranks import in_order

SUPPORTERS = Prefetch("supporters", Seat.objects.select_related("stakeholder_group", "handle"))
# all that a card shows beside its own row
CARD = ("space", "lead__stakeholder_group", "lead__handle", "offered_to__stakeholder_group", "offered_to__handle")

INSIDE = SPEAKING | STAFF | {"observer"}  # levels that nobody is given in an action alone who does not see its board


# what lanes read of an action's own row: no more than is drawn of it, for there are hundreds
READ = (
    "space", "board", "theme", "title", "language", "lead", "offered_to", "due", "due_precision", "status",
    "status_note", "labels", "region", "rank", "archived_at",
)  # fmt: skip


@dataclass
class Lane:
    """A theme with its cards, in order; `number` is its place among the lanes."""

    theme: Theme
    number: int
    cards: list[Action] = field(default_factory=list)
    hidden: list[Hiding] = field(default_factory=list)  # what a moderator hid, in its place


@dataclass
class Lanes:
    """All of a board: what is on it, and what was archived.

    Read for one reader, there are also the actions that only some see (`apart`), all that this reader sees whatever a
    filter leaves of them (`seen`), and the spaces that their page follows, with the heads of their logs.
    """

    board: Board
    lanes: list[Lane]
    archived_themes: list[Theme]
    archived_actions: list[Action]
    seats: list[Seat]
    apart: list[Action] = field(default_factory=list)
    seen: dict[UUID, Action] = field(default_factory=dict)
    heads: dict[UUID, int] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)

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


def actions() -> QuerySet[Action]:
    """Actions with all that their page shows of them."""
    found = Action.objects.select_related("board__group", "theme", "description", *CARD)
    return found.prefetch_related(SUPPORTERS)


def action_for(reader: Any, pk: UUID) -> Action:
    """An action with all that its page asks beside it, as `first_board` and `has_moved`; NotYours if it is not theirs.

    The head of its log is read with it: no later than what is shown.
    """
    elsewhere = Event.objects.filter(thing=OuterRef("pk")).exclude(space=OuterRef("space"))
    found = actions().select_related("board__group__space", "board__space", "space__log_head")
    beside = found.annotate(has_moved=Exists(elsewhere), first_board=first_board_of(reader, "board__group"))
    return access(reader, beside, pk=pk)


def first_board_of(reader: Any, group: str) -> Subquery:
    """The board to which the navigation of a group leads, beside what has a group."""
    return Subquery(boards_of(reader).filter(group=OuterRef(group)).values("pk")[:1])


def board_for(reader: Any, pk: UUID) -> Board:
    """A board with all that its page asks beside it, the head of its log among it; NotYours if it is not theirs."""
    boards = with_columns(reader, Board.objects.select_related("group__space", "space__log_head"))
    return access(reader, boards, pk=pk)


def lanes_of(board: Board) -> Lanes:
    """A board with all its lanes and cards, as all of its readers see it: four queries, however many there are."""
    lanes = _lanes(board, seen_by_all(board.actions.only(*READ), board.space_id))
    _hide(lanes, ((each.rank, each.theme, each) for each in hidden_on(board)))
    return lanes


def lanes_for(reader: Any, board: Board, asked: Q | None = None) -> Lanes:
    """The same for one reader, with the actions that only some see; of all these, those that are `asked` for.

    Four queries. The heads of the logs are no later than what was read: that of the board is read with the board.
    """
    beside = {
        "wider": F("space__extends_id"),
        "head": _of_wider(board, "space__log_head__head"),
        "opened": _of_wider(board, "space__created_at"),
        "is_asked": Value(True) if asked is None else ExpressionWrapper(asked, BooleanField()),
    }
    found: list[Any] = list(visible(reader, board.actions.only(*READ).annotate(**beside)))
    lanes = _lanes(board, (action for action in found if action.is_asked and _is_for_all(action)))
    lanes.seen = {action.pk: action for action in found}
    apart = [each for each in found if each.is_asked and each.archived_at is None and not _is_for_all(each)]
    lanes.apart = with_seats(in_order(apart), lanes.seats)
    wider = {(each.opened, each.space_id): each.head or 0 for each in found if each.wider == board.space_id}
    lanes.heads = {board.space_id: head_in(board.space)}
    lanes.heads |= {pk: wider[opened, pk] for opened, pk in sorted(wider)[: SPACES_PER_SOCKET - 1]}
    lanes.facts = facts_on(board, _hidden_facts)
    told = [fact for several in lanes.facts.get("hidden", {}).values() for fact in several] if asked is None else []
    _hide(lanes, ((each.name, UUID(each.more), Hiding(kind="action", reason=each.words, at=each.at)) for each in told))
    return lanes


def _of_wider(board: Board, column: str) -> Case:
    """What is asked of actions that others see, too; most are not, and a moment takes long to read."""
    return Case(When(space__extends=board.space_id, then=F(column)))


def _is_for_all(action: Any) -> bool:
    """Whether everybody sees it who is let into the space of its board."""
    return action.board.space_id in (action.space_id, action.wider)


def _lanes(board: Board, actions: Iterable[Action]) -> Lanes:
    ordered, themes, seats = in_order(actions), in_order(board.themes.all()), seats_on(board)
    open_themes = [theme for theme in themes if theme.archived_at is None]
    lanes = {theme.pk: Lane(theme, number) for number, theme in enumerate(open_themes, start=1)}
    archived = []
    for action in with_seats(ordered, seats):
        if action.archived_at is not None:
            archived.append(action)
        elif action.theme_id in lanes:
            lanes[action.theme_id].cards.append(action)
    return Lanes(board, list(lanes.values()), [theme for theme in themes if theme.archived_at], archived, seats)


def hidden_on(board: Board) -> QuerySet[Hiding, Any]:
    """What a moderator hid and everybody of this board saw, with its theme and its rank there."""
    on = board.actions.filter(pk=OuterRef("thing"), archived_at__isnull=True)
    there = Q(space=board.space_id) | Q(space__extends=board.space_id)
    hidden = Hiding.objects.filter(there, kind="action", restored_at__isnull=True)
    placed = hidden.annotate(action_id=F("thing"), theme=Subquery(on.values("theme")), rank=Subquery(on.values("rank")))
    return placed.filter(theme__isnull=False)


def _hidden_facts(board: Board) -> QuerySet[Any, Any]:
    return facts("hidden", hidden_on(board), name="rank", words="reason", more=Cast("theme", CharField()), at="at")


def _hide(lanes: Lanes, hidden: Iterable[tuple[str, UUID, Hiding]]) -> None:
    by_theme = {lane.theme.pk: lane for lane in lanes.lanes}
    for _rank, theme_id, hiding in sorted(hidden, key=lambda each: each[0]):
        if theme_id in by_theme:
            by_theme[theme_id].hidden.append(hiding)


def seen_by_all(actions: QuerySet[Action], space_id: UUID) -> QuerySet[Action]:
    """Those that everybody who is let into the space of their board sees: what was restricted is not among them."""
    return actions.filter(Q(space=space_id) | Q(space__extends=space_id))


def spaces_of(board: Board) -> list[Space]:
    """The spaces that a page of a board follows: its own, and those of actions that others see, too."""
    wider = Space.objects.filter(extends=board.space_id, actions__board=board).distinct().order_by("created_at", "pk")
    return [board.space, *wider[: SPACES_PER_SOCKET - 1]]


def spaces_beside(action: Action) -> list[Space]:
    """Where else something happens that the page of an action tells who sees its board: of themes, of linked ones.
    With the heads of their logs."""
    wider = Q(extends=action.board.space_id, actions__board=action.board_id)
    spaces = Space.objects.filter(Q(pk=action.board.space_id) | wider).exclude(pk=action.space_id).distinct()
    return list(spaces.select_related("log_head").order_by("created_at", "pk")[: SPACES_PER_SOCKET - 1])


def reads_from_inside(action: Action, held: frozenset[str]) -> bool:
    """Whether whoever holds these levels where an action lives belongs to its board: not only let in to the action."""
    return action.space_id == action.board.space_id or bool(held & INSIDE)


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
    fields: list[Any] = [Action._meta.get_field(name) for name in ("lead", "offered_to")]
    for action in actions:
        for each in fields:
            if (seat := known.get(getattr(action, each.attname))) is not None:
                each.set_cached_value(action, seat)  # by its id it is set already
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
