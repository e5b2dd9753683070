"""What is pushed to an open discussion."""

from typing import Any

import pytest

from realtime.models import Event
from realtime.regions import Audience, draw, regions_of
from tests.cast import World
from workspace.discussions import commands
from workspace.discussions.models import Discussion, Post

pytestmark = pytest.mark.django_db


def pushed(world: World, after: int, *levels: str) -> list[str]:
    """The fragments that a reader of these levels is sent for what happened after a number."""
    events = Event.objects.filter(space=world.board.space, seq__gt=after).order_by("seq")
    audience = Audience(world.board.space_id, "en", frozenset(levels or {"member"}))
    return [html for _topics, found in draw(regions_of(events), audience) for html in found]


def head(world: World) -> int:
    return Event.objects.filter(space=world.board.space).latest("seq").seq


def test_a_new_post_is_put_at_the_end(world: World, discussion: Discussion) -> None:
    before = head(world)
    post = commands.post(actor=world.member, discussion=discussion, body="At the **end**")
    [html] = pushed(world, before)
    assert f'id="post-{post.pk}"' in html and f'data-oob="append:#posts-{discussion.pk}"' in html
    assert f'data-v="{head(world)}"' in html and "<strong>end</strong>" in html


def test_many_changes_of_one_post_are_drawn_once(world: World, written: Post) -> None:
    before = head(world)
    commands.edit_post(actor=world.member, post=written, body="Second", seen=1)
    commands.edit_post(actor=world.member, post=written, body="Third", seen=2)
    [html] = pushed(world, before)
    assert "Third" in html and "Second" not in html


def test_a_fragment_carries_nothing_that_is_personal(world: World, written: Post) -> None:
    before = head(world)
    commands.edit_post(actor=world.member, post=written, body="Second", seen=1)
    [html] = pushed(world, before)
    assert "csrf" not in html and "page_id" not in html and "minutes ago" not in html
    assert html.count(f'data-own="{written.handle_id}"') == 2, "the page itself shows the controls to their owner"
    assert "data-own" not in pushed(world, before, "observer")[0]


def test_a_post_taken_back_is_pushed_as_a_tombstone(world: World, written: Post) -> None:
    before = head(world)
    commands.delete_post(actor=world.member, post=written)
    [html] = pushed(world, before)
    assert "tombstone" in html and written.body not in html and "earnings" not in html


def test_the_fragment_and_the_page_draw_the_same_post(world: World, written: Post, sign_in: Any) -> None:
    page = sign_in(world.convenor).get(f"/discussions/{written.discussion_id}/").content.decode()
    html = pushed(world, 0)[-1]
    told = html[html.index('class="post-text') : html.index("</div>", html.index('class="post-text'))]
    assert told in page
