"""Discussions on a board and on its actions."""

from typing import Any

from django.urls import reverse

from workspace.discussions.contexts import Context, register_context
from workspace.discussions.forms import DiscussionForm
from workspace.discussions.models import Discussion
from workspace.discussions.queries import with_unread

from .models import Action, Board

SHOWN = 20  # discussions on the page of a board or an action; the group's list has them all


def start() -> None:
    """Called when the app is ready."""
    register_context("board", _about)


def _about(discussion: Discussion) -> Context | None:
    """The action that a discussion is about, else its board."""
    if discussion.about_id:
        action = Action.objects.filter(pk=discussion.about_id, space=discussion.space_id).first()
        if action is not None:
            return Context(action.title, reverse("action", args=[action.pk]), action.language)
    board = Board.objects.filter(space=discussion.space_id).first()
    return Context(board.title, reverse("board", args=[board.pk]), board.language) if board else None


def talk_on(user: Any, board: Board, about: Action | None = None) -> dict[str, Any]:
    """What boards/talk.html draws: one query. The page already proved that its reader may see this space."""
    found = Discussion.objects.filter(space=board.space_id)
    if about is not None:
        found = found.filter(about_id=about.pk)
    return {
        "discussions": list(with_unread(user, found)[:SHOWN]),
        "discussion_form": DiscussionForm(initial={"language": board.language}, auto_id="talk-%s"),
        "about": about.pk if about is not None else "",
    }
