"""All that ever happened to an action, read while it goes on."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.boards import OwnBoard
from tests.browser.people import Arrive

STEPS = 15  # more changes than an action's page begins with


def test_who_reads_all_changes_goes_on_reading_all_of_them(board: OwnBoard, arrive: Arrive) -> None:
    where = board.action("Pump")

    def add(name: str) -> None:
        answer = board.convenor.post(f"{where}steps/", {"text": name, "command": str(uuid4())})
        assert answer.status == 200, answer.text

    for number in range(STEPS):
        add(f"Step {number}")
    page = arrive(board.server.url, "gh-academic", where)
    history = page.locator(f"#action-history-{board.cards['Pump']}")
    history.locator("summary").click()
    history.get_by_role("link", name="All changes").click()
    lines = history.locator("li")
    before = lines.count()
    assert before > STEPS
    expect(page.locator("[data-when=live]")).to_be_visible()
    add("One more")
    expect(lines).to_have_count(before + 1)
    expect(lines.first).to_contain_text("One more")
