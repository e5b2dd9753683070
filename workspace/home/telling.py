"""Events as sentences. Each kind has one teller; a kind without one is not told on the first page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from permissions.access import visible
from realtime.models import Event
from workspace.boards.models import Action, Board, Theme
from workspace.discussions.models import Discussion, Post
from workspace.groups.models import CountryGroup
from workspace.lessons.models import Lesson, LessonVersion
from workspace.moderation.kinds import reportable
from workspace.moderation.models import Hiding
from workspace.sharing.kinds import kind_of, things_by_id

T = TypeVar("T")


@dataclass(frozen=True)
class Told:
    """A sentence with its icon and where it leads; `detail` is what somebody wrote beside it."""

    text: str
    icon: str
    url: str
    detail: str = ""


class Things:
    """All that a batch of events speaks of and its reader may see, fetched by kind: a query for each.

    An event stays where it was made; what it tells of may live elsewhere by now.
    """

    def __init__(self, user: Any, events: Sequence[Event]) -> None:
        ids: dict[str, set[UUID]] = {}
        for event in events:
            if event.thing:
                ids.setdefault(event.kind.partition(".")[0], set()).add(event.thing)
        self.actions: dict[UUID, Action] = _by_id(
            user, Action.objects.all(), _all(ids, "action", "indicator", "agreement", "evidence")
        )
        self.boards: dict[UUID, Board] = _by_id(user, Board.objects.all(), _all(ids, "board", "agreement"))
        self.themes: dict[UUID, Theme] = _by_id(user, Theme.objects.select_related("board"), ids.get("theme"))
        self.posts: dict[UUID, Post] = _by_id(user, Post.objects.select_related("discussion"), ids.get("post"))
        self.discussions: dict[UUID, Discussion] = _by_id(user, Discussion.objects.all(), ids.get("discussion"))
        versions = LessonVersion.objects.select_related("group").defer("content", "html", "text")
        self.versions: dict[UUID, LessonVersion] = _by_id(user, versions, ids.get("lesson"))
        self.drafts: dict[UUID, Lesson] = _by_id(user, Lesson.objects.all(), ids.get("draft"))
        self.groups: dict[UUID, CountryGroup] = _by_id(user, CountryGroup.objects.all(), ids.get("group"))

        hidings = Hiding.objects.select_related("space")
        self.hidings: dict[UUID, Hiding] = _by_id(user, hidings, ids.get("moderation"))
        self.shared: dict[UUID, Any] = things_by_id(user, ids.get("access", set()))

    @staticmethod
    def of(event: Event, known: dict[UUID, T]) -> T | None:
        """What an event is about, when it still is there."""
        return known.get(event.thing) if event.thing else None

    def discussion_of(self, event: Event) -> UUID | None:
        """The discussion that an event about a post belongs to."""
        post = self.of(event, self.posts)
        return post.discussion_id if post else None


def _all(ids: Mapping[str, set[UUID]], *prefixes: str) -> set[UUID]:
    """What events of these kinds are about."""
    return set().union(*(ids.get(prefix, set()) for prefix in prefixes))


def things_of(user: Any, events: Sequence[Event]) -> Things:
    return Things(user, events)


def _by_id(user: Any, rows: Any, ids: set[UUID] | None) -> dict[UUID, Any]:
    return {row.pk: row for row in visible(user, rows.filter(pk__in=ids))} if ids else {}


def tell(events: Sequence[Event], things: Things) -> Told | None:
    """One sentence for these events, of one kind about one thing, the newest first; None when it is not worth one."""
    prefix, _dot, what = events[0].kind.partition(".")
    if prefix == "action":
        return _told_action(events, things)
    teller = _TELLERS.get(f"{prefix}.{what}")
    return teller(events, things) if teller else None


def _told_action(events: Sequence[Event], things: Things) -> Told | None:
    """The strongest of a day's changes to an action: added, archived, a status, then anything else."""
    action = things.of(events[0], things.actions)
    if action is None:
        return None
    url, title = reverse("action", args=[action.pk]), {"title": action.title}
    kinds = [event.kind.partition(".")[2] for event in events]
    changed = {key: value for event in reversed(events) for key, value in event.data.get("changed", {}).items()}
    if "status" in changed:
        status = changed["status"][1]
        note = changed.get("status_note", [None, None])[1] or ""
        return Told(_STATUS[status]() % title, str(status), url, note)
    if "added" in kinds:
        return Told(_("“%(title)s” was added to the board") % title, "plus", url)
    if kinds[0] == "archived":
        return Told(_("“%(title)s” was archived") % title, "archive", url)
    if kinds[0] == "restored":
        return Told(_("“%(title)s” is back on the board") % title, "undo", url)
    if leading := next((event for event in events if event.kind in _LEADING), None):
        return None if leading.data.get("undoes") else Told(_LEADING[leading.kind]() % title, "flag", url)
    if "due" in changed:
        return Told(_("“%(title)s” has another due date") % title, "calendar", url)
    if "start" in changed:
        return Told(_("“%(title)s” has another start") % title, "calendar", url)
    if "supporters" in changed:
        return Told(_("“%(title)s” has other supporters") % title, "people", url)
    if "resources_found" in changed:
        return Told(_("“%(title)s” found resources") % title, "check", url, changed["resources_found"][1] or "")
    if "resources_needed" in changed:
        return Told(_("“%(title)s” says what it needs") % title, "edit", url, changed["resources_needed"][1] or "")
    if "title" in changed:
        return Told(_("An action is now called “%(title)s”") % title, "edit", url)
    if "theme" in changed:
        return Told(_("“%(title)s” was moved to another theme") % title, "move", url)
    return None


_LEADING: dict[str, Callable[[], str]] = {
    "action.lead_offered": lambda: _("A seat is asked to lead “%(title)s”"),
    "action.lead_accepted": lambda: _("“%(title)s” has a lead who accepted"),
    "action.lead_declined": lambda: _("A seat declined to lead “%(title)s”"),
    "action.lead_withdrawn": lambda: _("An offer to lead “%(title)s” was taken back"),
    "action.lead_left": lambda: _("The lead of “%(title)s” stepped down"),
}

_STATUS: dict[str, Callable[[], str]] = {
    "not-started": lambda: _("“%(title)s” is not started"),
    "on-track": lambda: _("“%(title)s” is on track"),
    "delayed": lambda: _("“%(title)s” is delayed"),
    "blocked": lambda: _("“%(title)s” is blocked"),
    "paused": lambda: _("“%(title)s” is paused"),
    "needs-resources": lambda: _("“%(title)s” needs resources"),
    "done": lambda: _("“%(title)s” is done"),
}


def _posts(events: Sequence[Event], things: Things) -> Told | None:
    post = things.of(events[0], things.posts)
    if post is None:
        return None
    written = [things.of(event, things.posts) for event in events]
    count = sum(1 for each in written if each is not None and each.deleted_at is None)
    if not count:
        return None
    text = ngettext("%(n)s new post in “%(title)s”", "%(n)s new posts in “%(title)s”", count)
    return Told(text % {"n": count, "title": post.discussion.title}, "talk", reverse("post", args=[post.pk]))


def _opened(events: Sequence[Event], things: Things) -> Told | None:
    discussion = things.of(events[0], things.discussions)
    if discussion is None or discussion.summary_id is None:
        return None  # the comments of a lesson open with it
    url = reverse("discussion", args=[discussion.pk])
    return Told(_("A discussion began: “%(title)s”") % {"title": discussion.title}, "talk", url)


def _published(events: Sequence[Event], things: Things) -> Told | None:
    version = things.of(events[0], things.versions)
    if version is None:
        return None
    words = {"country": version.group.country, "title": version.title}
    text = _("A lesson from %(country)s: “%(title)s”") if version.number == 1 else _(
        "A new version of the lesson “%(title)s” from %(country)s"
    )  # fmt: skip
    return Told(text % words, "lesson", reverse("lesson", args=[version.pk]))


def _draft(text: Callable[[], str], icon: str) -> "Teller":
    def teller(events: Sequence[Event], things: Things) -> Told | None:
        lesson = things.of(events[0], things.drafts)
        return Told(text() % {"title": lesson.title}, icon, reverse("draft", args=[lesson.pk])) if lesson else None

    return teller


def _readings(events: Sequence[Event], things: Things) -> Told | None:
    action = things.of(events[0], things.actions)
    if action is None:
        return None
    text = ngettext("%(n)s new reading for “%(title)s”", "%(n)s new readings for “%(title)s”", len(events))
    return Told(text % {"n": len(events), "title": action.title}, "chart", reverse("action", args=[action.pk]))


def _board_agreed(events: Sequence[Event], things: Things) -> Told | None:
    board = things.of(events[0], things.boards)
    if board is None:
        return None
    words = {"title": board.title, "meeting": events[0].data["title"]}
    url = reverse("board", args=[board.pk])
    return Told(_("“%(title)s” was agreed in %(meeting)s") % words, "lock", f"{url}#agreements-{board.pk}")


def _agreement(text: Callable[[], str], icon: str, detail: str = "") -> "Teller":
    def teller(events: Sequence[Event], things: Things) -> Told | None:
        action = things.of(events[0], things.actions)
        if action is None:
            return None
        url = f"{reverse('action', args=[action.pk])}#agreements-{action.pk}"
        words = {"title": action.title, "meeting": events[0].data.get("title", "")}
        return Told(text() % words, icon, url, str(events[0].data.get(detail, "")))

    return teller


def _board(events: Sequence[Event], things: Things) -> Told | None:
    board = things.of(events[0], things.boards)
    if board is None:
        return None
    url = reverse("board", args=[board.pk])
    return Told(_("The board “%(title)s” was opened") % {"title": board.title}, "board", url)


def _board_at_rest(text: Callable[[], str], icon: str) -> "Teller":
    def teller(events: Sequence[Event], things: Things) -> Told | None:
        board = things.of(events[0], things.boards)
        if board is None:
            return None
        return Told(text() % {"title": board.title}, icon, reverse("board", args=[board.pk]))

    return teller


def _theme(events: Sequence[Event], things: Things) -> Told | None:
    theme = things.of(events[0], things.themes)
    if theme is None:
        return None
    url = reverse("board", args=[theme.board_id])
    return Told(_("A theme was added: “%(title)s”") % {"title": theme.name}, "board", url)


def _evidence(events: Sequence[Event], things: Things) -> Told | None:
    action = things.of(events[0], things.actions)
    if action is None:
        return None
    text = ngettext(
        "%(n)s new piece of evidence for “%(title)s”", "%(n)s new pieces of evidence for “%(title)s”", len(events)
    )
    return Told(text % {"n": len(events), "title": action.title}, "clip", reverse("action", args=[action.pk]))


def _seats(events: Sequence[Event], things: Things) -> Told | None:
    group = things.of(events[0], things.groups)
    if group is None:
        return None
    text = ngettext("%(n)s seat was taken in %(group)s", "%(n)s seats were taken in %(group)s", len(events))
    return Told(text % {"n": len(events), "group": group.name}, "people", reverse("people", args=[group.pk]))


def _moderated(text: Callable[[], str], icon: str) -> "Teller":
    def teller(events: Sequence[Event], things: Things) -> Told | None:
        hiding = things.of(events[0], things.hidings)
        if hiding is None:
            return None
        kind = reportable(hiding.kind)
        return Told(text() % {"what": kind.word}, icon, kind.address(hiding.thing))

    return teller


def _revealed(events: Sequence[Event], things: Things) -> Told | None:
    group = things.of(events[0], things.groups)
    if group is None:
        return None
    text = _("The safeguarding officer learned who stands behind a pseudonym in %(group)s")
    return Told(text % {"group": group.name}, "mask", reverse("group-record", args=[group.pk]))


def _access(text: Callable[[], str], icon: str) -> "Teller":
    def teller(events: Sequence[Event], things: Things) -> Told | None:
        thing = things.of(events[0], things.shared)
        if thing is None:
            return None
        kind = kind_of(thing)
        return Told(text() % {"title": kind.title(thing)}, icon, kind.url(thing))

    return teller


Teller = Callable[[Sequence[Event], Things], Told | None]

_TELLERS: dict[str, Teller] = {
    "post.written": _posts,
    "discussion.opened": _opened,
    "lesson.published": _published,
    "draft.started": _draft(lambda: _("A draft was started: “%(title)s”"), "edit"),
    "draft.guest_invited": _draft(lambda: _("Somebody of another country was invited to “%(title)s”"), "people"),
    "board.opened": _board,
    "board.archived": _board_at_rest(lambda: _("The board “%(title)s” was archived"), "archive"),
    "board.restored": _board_at_rest(lambda: _("The board “%(title)s” is in use again"), "undo"),
    "theme.added": _theme,
    "group.seat_taken": _seats,
    "evidence.added": _evidence,
    "indicator.reading_added": _readings,
    "agreement.of_board": _board_agreed,
    "agreement.made": _agreement(lambda: _("“%(title)s” was agreed in %(meeting)s"), "lock"),
    "agreement.proposed": _agreement(lambda: _("A change of “%(title)s” is proposed"), "edit", "why"),
    "agreement.changed": _agreement(lambda: _("A change of “%(title)s” was agreed in %(meeting)s"), "lock"),
    "agreement.ended": _agreement(lambda: _("“%(title)s” is open to change again"), "edit", "why"),
    "group.pseudonym_revealed": _revealed,
    "moderation.hidden": _moderated(lambda: _("A moderator hid %(what)s"), "eye-off"),
    "moderation.restored": _moderated(lambda: _("A moderator put back %(what)s"), "eye"),
    "access.shared": _access(lambda: _("“%(title)s” was opened to others"), "people"),
    "access.restricted": _access(lambda: _("Only some seats see “%(title)s” now"), "lock"),
    "access.rejoined": _access(lambda: _("The whole group sees “%(title)s” again"), "people"),
}
