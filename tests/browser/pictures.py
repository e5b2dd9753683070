"""The pictures of the README. Not a test: `make screenshots` runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.servers import Server

FOLDER = Path(__file__).parents[2] / "docs/screenshots"
DESK, PHONE = (1280, 860), (360, 780)
Opener = Callable[..., Page]


@pytest.fixture
def sign_in(browser: Browser, server: Server) -> Opener:
    """`sign_in("gh-convenor", "/boards/…", PHONE, dark=True)`: the page as that person sees it."""

    def open_page(username: str, size: tuple[int, int] = DESK, *, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            base_url=server.url,
            device_scale_factor=1 if size == DESK else 2,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill("demo")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    return open_page


def take(page: Page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def address_of(page: Page, kind: str) -> str:
    """The first link of this page to a thing of that kind."""
    found = page.locator(f"a[href^='/{kind}/']").first.get_attribute("href")
    assert found
    return found


def test_pictures(sign_in: Opener) -> None:
    convenor = sign_in("gh-convenor")
    take(convenor, "home")
    board = address_of(convenor, "boards")
    convenor.goto(board)
    action = address_of(convenor, "actions")
    other = sign_in("gh-women-miners-rep")
    other.goto(board)
    convenor.wait_for_timeout(1500)
    take(convenor, "board")

    convenor.goto(action)
    other.goto(action)
    for page in (convenor, other):
        page.locator("[data-document] [contenteditable=true]").first.wait_for()
    text = other.locator("[data-document] [contenteditable=true]").first
    text.locator("li p").first.click()
    other.keyboard.press("End")
    other.keyboard.type(", and on which day", delay=20)
    convenor.get_by_text(", and on which day").wait_for()
    take(convenor, "action")

    convenor.goto(board)
    convenor.goto(address_of(convenor, "discussions"))
    convenor.wait_for_timeout(1500)
    take(convenor, "discussion")
    convenor.goto("/lessons/")
    take(convenor, "lessons")

    for name, dark in (("-phone", False), ("-phone-dark", True)):
        page = sign_in("gh-women-miners-rep", PHONE, dark=dark)
        page.goto(board)
        page.wait_for_timeout(1500)
        take(page, f"board{name}")
        if not dark:
            page.goto(action)
            page.locator("[data-document] [contenteditable=true]").first.wait_for()
            take(page, f"action{name}")
