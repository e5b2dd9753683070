"""How a discussion is shared."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workspace.sharing.kinds import Kind, register_kind

from .models import Discussion, Post
from .views import discussion_page


def start() -> None:
    """Called when the app is ready."""
    register_kind(
        Kind(
            name="discussion",
            things=lambda: Discussion.objects.all(),
            title=lambda discussion: discussion.title,
            url=lambda discussion: reverse("discussion", args=[discussion.pk]),
            page=discussion_page,
            takes=_takes,
            topics=_topics,
            can_be_shared=lambda discussion: discussion.space.kind != "lesson",
            place="talk",
        )
    )


def _takes(discussion: Discussion) -> Iterable[str]:
    yield posts_in_words(discussion.last_number)
    if discussion.summary_id:
        yield _("the shared summary, with its history")


def _topics(discussion: Discussion) -> Iterable[str]:
    yield f"discussion:{discussion.pk}"
    yield from (f"talk:{space}" for space in (discussion.space_id, discussion.space.came_from_id) if space)
    if discussion.about_id:
        yield f"action:{discussion.about_id}"


def posts_in_words(count: int) -> str:
    """How many posts there are, in words."""
    return ngettext("%(n)s post", "%(n)s posts", count) % {"n": count}


def talk_in_words(discussions: Any) -> str:
    """How many discussions there are, and how many posts in them."""
    found = list(discussions)
    posts = Post.objects.filter(discussion__in=found).count()
    words = ngettext("%(n)s discussion", "%(n)s discussions", len(found)) % {"n": len(found)}
    return _("%(discussions)s with %(posts)s") % {"discussions": words, "posts": posts_in_words(posts)}
