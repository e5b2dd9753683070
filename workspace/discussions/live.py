"""Which posts are drawn again when something happens in a discussion."""

from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string

from realtime.models import Event
from realtime.regions import Audience, Region, register

from .pages import fresh_post
from .queries import shown_post


def start() -> None:
    """Called when the app is ready."""
    register("post", regions_of_post_event)


def regions_of_post_event(event: Event) -> Iterable[Region]:
    """The post, at the end of its discussion when it is new."""
    post_id, discussion_id = event.thing, event.data.get("discussion")
    if post_id is not None and discussion_id:
        yield region_of_post(post_id, discussion_id)


def region_of_post(post_id: UUID, discussion_id: UUID | str) -> Region:
    """A post on the pages of its discussion."""
    return Region(
        key=f"post:{post_id}",
        topics=frozenset({f"discussion:{discussion_id}"}),
        draw=lambda audience, seq: draw_post(post_id, audience, seq),
    )


def draw_post(post_id: UUID, audience: Audience, seq: int) -> Iterable[str]:
    """The fragment of a post as it is now, with its author's controls for the page to show or hide; nothing of one
    that moved elsewhere since."""
    post = fresh_post(post_id)
    shown = shown_post(post)
    if (shown.hiding.space_id if shown.hiding else post.space_id) != audience.space_id:
        return
    yield render_to_string(
        "discussions/post.html",
        {
            "shown": shown,
            "discussion": post.discussion,
            "talk_can": audience.abilities("discussion"),
            "seq": seq,
            "oob": f"append:#posts-{post.discussion_id}",
            "is_fragment": True,
        },
    )
