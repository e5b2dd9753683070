"""People at their browsers: each has a context of their own, signed in through the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.watch import Watch

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 860}
SAVED = "[data-step=saved][aria-current=step]"

Arrive = Callable[..., Page]


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """`arrive(server.url, "gh-convenor", "/boards/…")`: a page of somebody who just signed in; "" is a stranger."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def come(url: str, who: str, path: str = "/", *, small: bool = False, **more: Any) -> Page:
        context = browser.new_context(base_url=url, viewport=PHONE if small else DESK, **more)
        contexts.append(context)
        # tests name things in English; the accounts of Tanzania and Madagascar would read in their own language
        context.add_cookies([{"name": "django_language", "value": "en", "url": url}])
        watches.append(Watch(context, url))
        page = context.new_page()
        if who:
            sign_in(page, who)
        if path != "/":
            page.goto(path)
        return page

    yield come
    for context in contexts:
        context.close()
    for watch in watches:
        watch.assert_clean()


def writing(page: Page) -> Locator:
    """The editor of the page, once it is connected and may be written in."""
    editor = page.locator("[data-document] [contenteditable=true]").first
    expect(editor).to_be_visible(timeout=20_000)
    expect(page.locator(SAVED).first).to_be_visible(timeout=20_000)
    return editor


def put_caret(page: Page, block: int, *, end: bool) -> None:
    """Put the caret at the start or the end of a block of the editor, and let the editor notice."""
    writing(page).focus()
    page.evaluate(
        """async ([block, end]) => {
            const blocks = [...document.querySelectorAll('[data-document] [contenteditable=true] :is(p, h2, h3, h4)')];
            const range = document.createRange();
            range.selectNodeContents(blocks.at(block));
            range.collapse(!end);
            document.getSelection().removeAllRanges();
            document.getSelection().addRange(range);
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
        }""",
        [block, end],
    )


def lines_of(page: Page) -> list[str]:
    """The text of the editor, block by block, without the names on carets."""
    found: list[str] = page.evaluate(
        """() => {
            const copy = document.querySelector('[data-document] [contenteditable]')?.cloneNode(true);
            if (!copy) return [];
            const widgets = ".caret, .collaboration-carets__caret, .ProseMirror-widget";
            copy.querySelectorAll(widgets).forEach((e) => e.remove());
            return [...copy.querySelectorAll('p, h2, h3, h4')].map((e) => e.textContent.replaceAll('\\u2060', ''));
        }"""
    )
    return found


def until_same(*pages: Page, holds: Callable[[list[str]], bool]) -> list[str]:
    """Wait until all screens show the same text, and it holds."""
    for _ in range(200):
        shown = [lines_of(page) for page in pages]
        if all(each == shown[0] for each in shown) and shown[0] and holds(shown[0]):
            return shown[0]
        pages[0].wait_for_timeout(100)
    raise AssertionError("\n\n".join(f"{page.url}\n" + "\n".join(lines_of(page)) for page in pages))
