"""One page about a board that is read in a minute: how each theme stands, what is late, what is blocked and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permissions.access import visible
from realtime.models import Event
from workspace.boards.models import Action, Board, Theme
from workspace.boards.queries import is_late
from workspace.home.changes import Line, lines_of

TROUBLE = (Action.Status.BLOCKED, Action.Status.NEEDS_RESOURCES, Action.Status.DELAYED)
MOST = 8  # of each list; the rest is a link to the table
MOST_LINES = 10
MOST_EVENTS = 400  # looked at for what changed; a livelier month is told by its end
LATELY = timedelta(days=30)

# What a bar shows, in its order, and the statuses that count there.
PARTS: dict[str, tuple[str, ...]] = {
    "done": ("done",),
    "on-track": ("on-track",),
    "trouble": ("delayed", "needs-resources", "blocked"),
    "paused": ("paused",),
    "not-started": ("not-started",),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar, in parts of a hundred."""

    part: str
    x: float
    width: float


@dataclass
class Progress:
    """How the actions of a theme stand, or all of them."""

    theme: Theme | None
    number: int
    actions: list[Action] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.actions)

    def count(self, part: str) -> int:
        return sum(action.status in PARTS[part] for action in self.actions)

    @property
    def done(self) -> int:
        return self.count("done")

    @property
    def pieces(self) -> list[Piece]:
        """The bar: as wide as there are actions, and empty without."""
        found, at = [], 0.0
        for part in PARTS:
            width = 100 * self.count(part) / self.total if self.total else 0
            if width:
                found.append(Piece(part, round(at, 2), round(width, 2)))
            at += width
        return found

    @property
    def words(self) -> list[str]:
        """The bar in words."""
        return [text() % {"n": n} for part, text in _words(self) if (n := self.count(part))]


@dataclass(frozen=True)
class Overview:
    whole: Progress
    themes: list[Progress]
    late: list[Action]
    stuck: list[Action]
    asked: list[Action]
    leaderless: list[Action]
    lines: list[Line]

    @property
    def rows(self) -> list[Progress]:
        return [each for each in self.themes if each.total]


def overview_of(reader: Any, board: Board, themes: Sequence[Theme], actions: Sequence[Action]) -> Overview:
    """All of it for one reader: what they may not see counts nowhere."""
    progress = {theme.pk: Progress(theme, number) for number, theme in enumerate(themes, start=1)}
    for action in actions:
        progress[action.theme_id].actions.append(action)
    today = timezone.localdate()
    open_ones = [action for action in actions if action.status != Action.Status.DONE]
    return Overview(
        whole=Progress(None, 0, list(actions)),
        themes=list(progress.values()),
        late=sorted((each for each in open_ones if is_late(each, today)), key=_by_due),
        stuck=sorted((each for each in actions if each.status in TROUBLE), key=lambda each: TROUBLE.index(each.status)),
        asked=sorted((each for each in open_ones if each.offered_to_id), key=lambda each: str(each.offered_at)),
        leaderless=[each for each in open_ones if each.lead_id is None and each.offered_to_id is None],
        lines=changed_lately(reader, board, actions, themes),
    )


def changed_lately(reader: Any, board: Board, actions: Iterable[Action], themes: Iterable[Theme]) -> list[Line]:
    """What changed on a board in the last days, as sentences: one for a day's changes to an action."""
    things = [board.pk, *(theme.pk for theme in themes), *(action.pk for action in actions)]
    spaces = {board.space_id, *(action.space_id for action in actions)}
    found = Event.objects.filter(space__in=spaces, thing__in=things, at__gt=timezone.now() - LATELY)
    return lines_of(reader, list(visible(reader, found).order_by("-at", "-seq")[:MOST_EVENTS]), MOST_LINES)


def _by_due(action: Action) -> date:
    return action.due or date.max


def _words(progress: Progress) -> Iterable[tuple[str, Any]]:
    def of(part: str) -> int:
        return progress.count(part)

    return [
        ("done", lambda: ngettext("%(n)s done", "%(n)s done", of("done"))),
        ("on-track", lambda: ngettext("%(n)s on track", "%(n)s on track", of("on-track"))),
        ("trouble", lambda: ngettext("%(n)s in trouble", "%(n)s in trouble", of("trouble"))),
        ("paused", lambda: ngettext("%(n)s paused", "%(n)s paused", of("paused"))),
        ("not-started", lambda: ngettext("%(n)s not started", "%(n)s not started", of("not-started"))),
    ]


def sentence_of(progress: Progress, late: int) -> str:
    """How a board stands, in one sentence."""
    said = _("%(done)s of %(total)s actions are done.") % {"done": progress.done, "total": progress.total}
    trouble = progress.count("trouble")
    if trouble:
        said += " " + ngettext("%(n)s is in trouble.", "%(n)s are in trouble.", trouble) % {"n": trouble}
    if late:
        said += " " + ngettext("%(n)s should be done by now.", "%(n)s should be done by now.", late) % {"n": late}
    return said
