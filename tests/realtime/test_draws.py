"""What a change costs: one drawing for all who read the same language and may do the same, and few bytes to each."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from prometheus_client import REGISTRY

from realtime.events import head_of
from workspace.boards import commands as boards

from .conftest import Stage

pytestmark = [pytest.mark.django_db(transaction=True)]

FRAME_BYTES = 3_000  # what a change of one card may weigh for one follower


def drawn() -> float:
    return REGISTRY.get_sample_value("baraza_regions_drawn_total") or 0


@sync_to_async
def changed(stage: Stage, title: str) -> int:
    """A card gets another title; gives the number of that."""
    world = stage.world
    boards.edit_action(actor=world.convenor, action=world.action, values={"title": title})
    return head_of(world.board.space_id)


async def follow_all(stage: Stage, pages: list[tuple[str, str]], show: list[str]) -> list[Any]:
    """These people look at a page that shows these topics, each in a language, and have been told that they are up
    to date."""
    space = stage.world.board.space_id
    head = await sync_to_async(head_of)(space)
    opened = []
    for name, language in pages:
        page = stage.live(name)
        page.follow(space, head, language=language, show=show)
        opened.append(page)
    for page in opened:
        await page.seq(space, head)
    return opened


async def test_a_change_is_drawn_once_for_each_language_and_class_of_abilities(stage: Stage) -> None:
    board = stage.world.board
    crowd = [(name, "en") for name in ("member", "voice", "observer", "member", "voice", "observer", "observer")]
    pages = await follow_all(stage, [*crowd, ("member", "fr")], [f"board:{board.pk}"])
    before = drawn()
    head = await changed(stage, "Another title")
    told = [(await page.seq(board.space_id, head))[-1] for page in pages]
    assert drawn() - before == 3  # members in English and in French, observers in English; of the card alone
    assert all("Another title" in message["html"][0] and len(message["html"]) == 1 for message in told)
    assert all(len(page.received[-1].encode()) <= FRAME_BYTES for page in pages)


async def test_what_nobody_looks_at_is_not_drawn(stage: Stage) -> None:
    board = stage.world.board
    pages = await follow_all(stage, [("member", "en"), ("voice", "en")], [f"talk:{board.space_id}"])
    before = drawn()
    head = await changed(stage, "Seen by nobody")
    told = [(await page.seq(board.space_id, head))[-1] for page in pages]
    assert drawn() == before and all(message["html"] == [] for message in told)


async def test_pages_that_show_different_things_are_each_sent_their_own(stage: Stage) -> None:
    world = stage.world
    (board,) = await follow_all(stage, [("member", "en")], [f"board:{world.board.pk}"])
    (action,) = await follow_all(stage, [("voice", "en")], [f"action:{world.action.pk}"])
    head = await changed(stage, "Told to both")
    one = (await board.seq(world.board.space_id, head))[-1]["html"]
    other = (await action.seq(world.board.space_id, head))[-1]["html"]
    assert one and all('id="card-' in html for html in one)
    assert other and not any('id="card-' in html for html in other)
