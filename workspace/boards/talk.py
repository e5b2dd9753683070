"""Discussions on a board and on its actions."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from permissions.access import visible
from workspace.discussions.contexts import Context, register_context
from workspace.discussions.forms import DiscussionForm
from workspace.discussions.models import Discussion
from workspace.discussions.queries import with_unread

from .models import Action, Board

SHOWN = 20  # discussions on the page of a board or an action; the group's list has them all


def start() -> None:
    """Called when the app is ready."""
    for kind in ("board", "action"):
        register_context(kind, _about)


def _about(discussion: Discussion) -> Context | None:
    """The action that a discussion is about, else its board."""
    action = Action.objects.filter(pk=discussion.about_id).first() if discussion.about_id else None
    if action is not None:
        return Context(action, action.title, reverse("action", args=[action.pk]), action.language)
    where = [pk for pk in (discussion.space_id, discussion.space.came_from_id) if pk]
    board = Board.objects.filter(space__in=where).first()
    return Context(board, board.title, reverse("board", args=[board.pk]), board.language) if board else None


def talk_on(user: Any, board: Board, about: Action | None = None) -> dict[str, Any]:
    """What boards/talk.html draws: one query, in which permission is asked, as a discussion may have moved out."""
    if about is not None:
        found = Discussion.objects.filter(about_id=about.pk)
    else:
        found = Discussion.objects.filter(Q(space=board.space_id) | Q(space__came_from=board.space_id))
    return {
        "discussions": list(with_unread(user, visible(user, found))[:SHOWN]),
        "discussion_form": DiscussionForm(initial={"language": board.language}, auto_id="talk-%s"),
        "about": about.pk if about is not None else "",
    }
