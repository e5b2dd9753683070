"""How boards and actions are shared."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workspace.discussions.models import Discussion
from workspace.discussions.sharing import talk_in_words
from workspace.sharing.kinds import Kind, register_kind

from .hanging import talk_on_board
from .models import Action, Board
from .views import action_page, board_page

_also: list[Callable[[Action], Iterable[str]]] = []


def takes_along(find: Callable[[Action], Iterable[str]]) -> None:
    """What else goes where an action goes, in words, told by the apps above."""
    _also.append(find)


def start() -> None:
    """Called when the app is ready."""
    register_kind(
        Kind(
            name="action",
            things=lambda: Action.objects.select_related("board"),
            title=lambda action: action.title,
            url=lambda action: reverse("action", args=[action.pk]),
            page=action_page,
            takes=goes_along,
            topics=lambda action: (f"action:{action.pk}", f"board:{action.board_id}"),
            place="board",
        )
    )
    register_kind(
        Kind(
            name="board",
            things=lambda: Board.objects.all(),
            title=lambda board: board.title,
            url=lambda board: reverse("board", args=[board.pk]),
            page=board_page,
            takes=_with_board,
            topics=lambda board: (f"board:{board.pk}",),
            is_nested=False,
            place="board",
        )
    )


def goes_along(action: Action) -> Iterable[str]:
    """What goes where an action goes, in words."""
    yield _("its text, with its history")
    for find in _also:
        yield from find(action)
    talk = Discussion.objects.filter(about_id=action.pk, space=action.space_id)
    if talk.exists():
        yield talk_in_words(talk)


def _with_board(board: Board) -> Iterable[str]:
    count = board.actions.filter(space=board.space_id).count()
    yield ngettext("%(n)s action", "%(n)s actions", count) % {"n": count}
    talk = talk_on_board(board).filter(space=board.space_id) | Discussion.objects.filter(space=board.space_id)
    if talk.exists():
        yield talk_in_words(talk.distinct())
