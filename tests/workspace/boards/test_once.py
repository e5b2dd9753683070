"""What is drawn once for the same words: each reader still gets their own forms and language, and the words of now."""

import re
from typing import Any

import pytest

from tests.cast import World
from workspace.boards import commands as boards

pytestmark = pytest.mark.django_db


def lane_of(page: str, theme: Any) -> str:
    return page[page.index(f'id="lane-{theme.pk}"') : page.index("</section>", page.index(f'id="lane-{theme.pk}"'))]


def open_lane(client: Any, world: World, language: str = "en") -> str:
    client.cookies["django_language"] = language
    return lane_of(client.get(f"/boards/{world.board.pk}/").content.decode(), world.theme)


def test_every_form_of_a_lane_carries_the_token_and_the_page_of_its_own_reader(world: World, sign_in: Any) -> None:
    fields = re.compile(r'name="(csrfmiddlewaretoken|page_id)" value="([^"]+)"')
    pages = [open_lane(sign_in(who), world) for who in (world.member, world.member, world.convenor)]
    of_each = [set(fields.findall(page)) for page in pages]
    for page, found in zip(pages, of_each, strict=True):
        assert len(found) == len({name for name, _value in found}) == 2  # one of each, in all forms
        assert page.count('name="page_id"') == page.count("<form") >= 4
    assert not of_each[0] & of_each[1] and not of_each[0] & of_each[2]


def test_a_lane_says_what_its_theme_says_now(world: World, sign_in: Any) -> None:
    client = sign_in(world.member)
    before = open_lane(client, world)
    boards.edit_theme(actor=world.member, theme=world.theme, values={"name": "Land & water", "aim": "Clean <rivers>"})
    after = open_lane(client, world)
    assert world.theme.name in before and world.theme.name not in after
    assert "Land &amp; water" in after and "Clean &lt;rivers&gt;" in after


def test_each_reader_gets_their_language_and_what_they_may_do(world: World, sign_in: Any) -> None:
    english, french = open_lane(sign_in(world.member), world), open_lane(sign_in(world.member), world, "fr")
    assert "Archive this theme" in english and "Archiver ce thème" in french and "Archive this theme" not in french
    assert "<form" not in open_lane(sign_in(world.observer), world)
