"""The ways to look at a board: the table by keys on a phone, what others see of it at once, the overview on paper."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, PdfMargins, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import Arrive
from tests.browser.test_reading import WHO, address, sticks_out
from tests.servers import Server

MARGIN: PdfMargins = {"top": "12mm", "right": "12mm", "bottom": "12mm", "left": "12mm"}


def row(page: Page, board: OwnBoard, title: str) -> Locator:
    return page.locator(f"#row-{board.cards[title]}")


def press(target: Locator, key: str = "Enter") -> None:
    target.focus()
    target.press(key)


def is_live(page: Page) -> None:
    expect(page.locator("[data-when=live]")).to_be_visible()


def test_a_row_is_changed_by_keys_on_a_phone_and_others_see_it(board: OwnBoard, arrive: Arrive) -> None:
    phone = arrive(board.server.url, "gh-academic", f"{board.path}table/", small=True)
    other = arrive(board.server.url, "gh-convenor", f"{board.path}table/")
    overview = arrive(board.server.url, "gh-convenor", f"{board.path}overview/")
    for page in (phone, other, overview):
        is_live(page)
    press(row(phone, board, "Pump").locator("summary"))
    status = row(phone, board, "Pump").get_by_label("Status")
    expect(status).to_be_focused()
    status.press("B")  # the one that begins so
    expect(status).to_have_value("blocked")
    press(row(phone, board, "Pump").get_by_label("Who or what blocks it?"), "Enter")
    expect(row(phone, board, "Pump").locator("[aria-invalid=true]")).to_be_focused()  # it needs a reason
    phone.keyboard.type("The pipe broke")
    phone.keyboard.press("Enter")
    for page in (phone, other):
        expect(row(page, board, "Pump").locator(".status-blocked")).to_be_visible()
        expect(row(page, board, "Pump")).to_contain_text("The pipe broke")
    expect(row(phone, board, "Pump").locator("details")).not_to_have_attribute("open", "")
    expect(overview.get_by_role("heading", name="In trouble, and why")).to_be_visible()
    expect(overview.locator("main")).to_contain_text("The pipe broke")
    assert not sticks_out(phone)


def test_what_somebody_types_in_a_row_outlives_what_others_change(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-academic", f"{board.path}table/", small=True)
    is_live(page)
    press(row(page, board, "Ponds").locator("summary"))
    title = row(page, board, "Ponds").get_by_label("Title")
    title.fill("Three ponds")
    board.convenor.post(f"{board.action('Ponds')}edit/", {"title": "Two ponds", "seen_title": "Ponds"})
    expect(row(page, board, "Ponds").locator("a").first).to_have_text("Two ponds")
    expect(title).to_have_value("Three ponds")
    title.press("Enter")
    expect(row(page, board, "Ponds")).to_contain_text("Changed twice at once")
    press(row(page, board, "Ponds").get_by_label("Three ponds"), "Space")
    press(row(page, board, "Ponds").get_by_role("button", name="Keep the chosen one"))
    expect(row(page, board, "Ponds").locator("a").first).to_have_text("Three ponds")


def test_a_filter_is_made_by_keys_and_stays_in_the_address(board: OwnBoard, arrive: Arrive) -> None:
    board.convenor.post(f"{board.action('Bridge')}edit/", {"status": "delayed", "status_note": "Rain"})
    page = arrive(board.server.url, "gh-academic", f"{board.path}table/", small=True)
    press(page.locator("#filter summary").first)
    press(page.locator("#filter").get_by_label("Delayed"), "Space")
    press(page.locator("#filter").get_by_label("Words in the title or the reason"), "End")
    page.keyboard.type("bri")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"table/\?q=bri&.*status=delayed"))
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(row(page, board, "Bridge")).to_be_visible()
    press(page.get_by_role("link", name="Lanes"))
    expect(page).to_have_url(re.compile(r"q=bri&status=delayed"))
    expect(page.locator(".action-card")).to_have_count(1)
    is_live(page)
    board.convenor.post(f"{board.action('Culvert')}edit/", {"status": "delayed", "status_note": "Rain"})
    board.convenor.post(f"{board.action('Culvert')}edit/", {"title": "Culvert by the bridge"})
    expect(page.locator(".action-card")).to_have_count(2)  # asked again, with the filter


def test_many_are_changed_by_keys_and_all_of_it_is_undone(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-academic", f"{board.path}table/", small=True)
    for title in ("Ponds", "Filters"):
        press(row(page, board, title).get_by_role("checkbox"), "Space")
    many = page.locator("[data-many]")
    expect(many.locator("summary")).to_contain_text("(2)")
    press(many.locator("summary"))
    press(many.get_by_label("Status"), "O")
    expect(many.get_by_label("Status")).to_have_value("on-track")
    press(many.get_by_role("button", name="Look at what would change"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 actions would change")
    assert not sticks_out(page)
    press(page.get_by_role("button", name="Change 2 actions"))
    for title, count in {"Ponds": 1, "Filters": 1, "Pump": 0}.items():
        expect(row(page, board, title).locator(".status-on-track")).to_have_count(count)
    is_live(page)
    press(page.locator("[data-notice]").get_by_role("button", name="Undo", exact=True))
    expect(page.locator(".status-on-track")).to_have_count(0)


def test_an_overview_fits_on_two_sheets_of_paper(shared_server: Server, arrive: Arrive) -> None:
    page = arrive(shared_server.url, WHO, address(shared_server, "overview"))
    is_live(page)
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Ways to look at this board")).to_be_hidden()
    paper = page.pdf(format="A4", margin=MARGIN)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 2
