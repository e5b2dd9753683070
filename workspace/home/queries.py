"""The reader's groups with their boards, as the first page shows them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count

from permissions.access import visible
from workspace.boards.models import Action, Board
from workspace.boards.queries import boards_of
from workspace.groups.models import CountryGroup
from workspace.groups.queries import groups_of

NEED_HELP = (Action.Status.BLOCKED, Action.Status.DELAYED, Action.Status.NEEDS_RESOURCES)


@dataclass
class BoardState:
    """A board and how its actions stand."""

    board: Board
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def on_track(self) -> int:
        return self.counts.get(Action.Status.ON_TRACK, 0)

    @property
    def done(self) -> int:
        return self.counts.get(Action.Status.DONE, 0)

    @property
    def need_help(self) -> list[tuple[str, str, int]]:
        """Status, its word and how many: only those that need help, and only where there are any."""
        return [(s.value, str(s.label), self.counts[s.value]) for s in NEED_HELP if self.counts.get(s.value)]


@dataclass
class GroupState:
    group: CountryGroup
    boards: list[BoardState]


def my_groups(user: Any) -> list[GroupState]:
    """The reader's groups and their boards: three queries, however many there are."""
    groups = list(groups_of(user).filter(is_secretariat=False))
    boards = {board.pk: BoardState(board) for board in boards_of(user)}
    alive = visible(
        user, Action.objects.filter(board__in=boards, archived_at__isnull=True, theme__archived_at__isnull=True)
    )
    for board_id, status, count in alive.values_list("board_id", "status").annotate(n=Count("pk")):
        boards[board_id].counts[status] = count
    of_group: dict[UUID, list[BoardState]] = defaultdict(list)
    for state in boards.values():
        of_group[state.board.group_id].append(state)
    return [GroupState(group, of_group[group.pk]) for group in groups]
