"""How a post is reported, and what stands in its place when it was hidden."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from realtime.models import Event
from realtime.regions import Region
from workspace.moderation.kinds import Reportable, register_reportable
from workspace.prose.posts import post_html

from .live import region_of_post
from .models import Post
from .pages import address_of


def start() -> None:
    """Called when the app is ready."""
    register_reportable(
        Reportable(
            name="post",
            word=_("a post"),
            was_here=_("A post was here."),
            things=lambda: Post.objects.select_related("discussion__space", "handle"),
            address=lambda pk: reverse("post", args=[pk]),
            url=address_of,
            words=_words,
            author=lambda post: post.handle,
            topics=lambda post: (f"discussion:{post.discussion_id}",),
            is_there=lambda post: post.deleted_at is None,
            redraw=_redraw,
        )
    )


def _words(post: Post) -> SafeString:
    return mark_safe(post_html(post.body))  # noqa: S308 - of the converter


def _redraw(post_id: UUID, event: Event) -> Iterable[Region]:
    discussion = Post.objects.filter(pk=post_id).values_list("discussion", flat=True).first()
    if discussion is not None:
        yield region_of_post(post_id, discussion)
