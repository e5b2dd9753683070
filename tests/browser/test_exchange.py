"""A roadmap of 40 rows comes in from a spreadsheet, on a phone and by keys alone, while somebody else looks on."""

from playwright.sync_api import FilePayload, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import Arrive
from tests.browser.test_reading import axe, sticks_out, violations
from tests.workspace.exchange.books import book

AT_ONCE = 10_000  # ms
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roadmap() -> FilePayload:
    rows = [["Markets", f"Step {n} of the roadmap", "Women miners’ representative", "2027-03-01"] for n in range(38)]
    rows += [["Water", "Pump", "", "2027-05-01"], ["Water", "A wrong day", "", "31/02/2027"]]
    return {"name": "plan.xlsx", "mimeType": KIND, "buffer": book([["Priority", "Activity", "Who", "When"], *rows])}


def test_a_roadmap_comes_in_by_keys_on_a_phone_and_is_seen_live(board: OwnBoard, arrive: Arrive) -> None:
    looks_on = arrive(board.server.url, "gh-academic", board.path)
    expect(looks_on.locator("[data-when=live]")).to_be_visible()
    page = arrive(board.server.url, "gh-convenor", board.path, small=True)
    page.get_by_role("link", name="Import, export, calendar").press("Enter")
    page.get_by_label("A file: XLSX, CSV, or JSON of a board").set_input_files(roadmap())
    page.get_by_role("button", name="Show what would change").press("Enter")

    expect(page.get_by_text("38 new actions")).to_be_visible()
    expect(page.get_by_text("1 action changes")).to_be_visible()
    expect(page.get_by_text("There is no such day. Look at the calendar, and write it anew.")).to_be_visible()
    page.evaluate(axe())
    assert not violations(page) and not sticks_out(page)
    expect(looks_on.get_by_text("Step 37 of the roadmap")).to_have_count(0)

    page.get_by_role("button", name="Bring in the rows that are right").press("Enter")
    expect(page.get_by_text("38 actions were added, 1 was changed.")).to_be_visible()
    expect(looks_on.get_by_role("link", name="Step 37 of the roadmap")).to_be_visible(timeout=AT_ONCE)
    expect(board.card(looks_on, "Pump")).to_contain_text("1 May 2027")
    page.get_by_role("button", name="Undo", exact=True).press("Enter")
    expect(looks_on.get_by_role("link", name="Step 37 of the roadmap")).to_have_count(0, timeout=AT_ONCE)
    expect(board.card(looks_on, "Pump")).not_to_contain_text("1 May 2027")
    expect(board.card(looks_on, "Pump")).to_be_visible()
