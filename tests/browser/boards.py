"""A board of the Ghana group that belongs to one test, made by its convenor with plain forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page

from tests.servers import Server
from tests.visitor import Visitor

LANES = {"Water": ("Pump", "Ponds", "Filters"), "Roads": ("Culvert", "Bridge"), "Schools": ("Roof",)}


@dataclass
class OwnBoard:
    server: Server
    convenor: Visitor
    path: str
    lanes: dict[str, str] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)

    def action(self, title: str) -> str:
        return f"/actions/{self.cards[title]}/"

    def card(self, page: Page, title: str) -> Locator:
        """Found by its id: titles change."""
        return page.locator(f"#card-{self.cards[title]}")

    def lane(self, page: Page, name: str) -> Locator:
        return page.locator(f"#lane-{self.lanes[name]}")

    def titles(self, page: Page, lane: str) -> Locator:
        """The titles of a lane, from top to bottom."""
        return self.lane(page, lane).locator("h3 a")

    def open_discussion(self, title: str) -> str:
        answer = self.convenor.post(f"{self.path}discussions/", {"title": title, "language": "en"})
        return answer.url.removeprefix(self.server.url)


def open_board(server: Server) -> OwnBoard:
    """With nothing on it."""
    convenor = server.visitor("gh-convenor")
    ((group,),) = server.rows("SELECT id FROM groups_countrygroup WHERE short_name = 'Ghana'")
    title = f"Trial {uuid4().hex[:6]}"
    answer = convenor.post(f"/groups/{group}/boards/", {"title": title})
    assert "/boards/" in answer.url, answer.text
    return OwnBoard(server, convenor, answer.url.removeprefix(server.url))


def make_board(server: Server) -> OwnBoard:
    board = open_board(server)
    convenor = board.convenor
    for lane, cards in LANES.items():
        convenor.post(f"{board.path}themes/", {"name": lane})
        pk = board.path.split("/")[2]
        ((theme,),) = server.rows("SELECT id FROM boards_theme WHERE board_id = %s AND name = %s", pk, lane)
        board.lanes[lane] = str(theme)
        for card in cards:
            convenor.post(f"{board.path}actions/", {"theme": str(theme), "title": card})
            ((action,),) = server.rows("SELECT id FROM boards_action WHERE theme_id = %s AND title = %s", theme, card)
            board.cards[card] = str(action)
    return board


@pytest.fixture
def board(shared_server: Server) -> OwnBoard:
    """Three lanes with six cards on the server that tests share; nobody else changes it."""
    return make_board(shared_server)
