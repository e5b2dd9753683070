"""The browser that the other tests use is a real Chromium, and sees a real Baraza."""

from playwright.sync_api import Page

from tests.servers import Server


def test_a_visitor_is_asked_to_sign_in(page: Page, shared_server: Server) -> None:
    page.goto(shared_server.url)
    assert page.url.startswith(f"{shared_server.url}/sign-in/")
    page.get_by_label("Password").wait_for()
