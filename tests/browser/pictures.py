"""The pictures of the README. Not a test: `make screenshots` runs it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Arrive, put_caret, until_same, writing
from tests.servers import Server

FOLDER = Path(__file__).parents[2] / "docs/screenshots"
CONVENOR, DELEGATE, MINER, ACADEMIC = "gh-convenor", "gh-women-miners-rep", "gh-miner", "gh-academic"
Come = Callable[..., Page]


@pytest.fixture
def come(server: Server, arrive: Arrive) -> Come:
    """`come("gh-miner", "/boards/…", small=True, dark=True)`: the page as that person sees it."""

    def open_page(who: str, path: str = "/", *, small: bool = False, dark: bool = False) -> Page:
        look: dict[str, Any] = {
            "color_scheme": "dark" if dark else "light",
            "reduced_motion": "reduce",
            "device_scale_factor": 2 if small else 1,
        }
        return arrive(server.url, who, path, small=small, **look)

    return open_page


def take(page: Page, name: str) -> None:
    if page.locator("body[data-live]").count():
        expect(page.locator("[data-when=live]")).to_be_visible()
    if page.locator("[data-document]").count():
        writing(page)
    page.evaluate("document.fonts.ready")
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def write_together(one: Page, two: Page) -> None:
    """Two carets in a text, and what each just wrote."""
    put_caret(one, 1, end=True)
    one.keyboard.type(", by the end of the month")
    put_caret(two, 2, end=True)
    two.keyboard.type(". We can pay a bus")
    until_same(one, two, holds=lambda lines: "month" in lines[1] and "bus" in lines[2])


def test_pictures(come: Come, server: Server) -> None:
    ((board,),) = server.rows("SELECT id FROM boards_board WHERE title = 'Roadmap' AND language = 'en' LIMIT 1")
    ((action,),) = server.rows("SELECT id FROM boards_action WHERE title LIKE 'Women’s seats%%'")
    ((talk,),) = server.rows("SELECT id FROM discussions_discussion WHERE title LIKE 'What stops women%%'")
    at_board, at_action, at_talk = f"/boards/{board}/", f"/actions/{action}/", f"/discussions/{talk}/"

    page = come(DELEGATE)
    take(page, "home")
    one, two = come(ACADEMIC, at_action), come(MINER, at_action)
    write_together(one, two)
    page.goto(at_action)
    writing(page)
    expect(page.locator("[data-document]").get_by_text("Tarkwa voice 3", exact=True)).to_be_visible()
    take(page, "action")
    small = come(DELEGATE, at_action, small=True)
    writing(small)
    take(small, "action-phone")

    for page_of, name in ((page, "board"), (small, "board-phone")):
        page_of.goto(at_board)
        take(page_of, name)
    take(come(CONVENOR, at_board, small=True, dark=True), "board-phone-dark")
    page.goto(at_talk)
    take(page, "discussion")
    page.goto("/lessons/")
    take(page, "lessons")
