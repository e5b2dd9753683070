"""A roadmap comes in, an action is led, blocked, counted, shown and done: the whole story, in three ways of doing it,
and each step is on somebody else's screen at once."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.boards import open_board
from tests.browser.hands import WAYS, Hands
from tests.browser.people import Arrive
from tests.browser.roadmap import PLAN, SEATS_FOR_WOMEN, VOICE, spreadsheet
from tests.sent_files import jpeg, traces_in
from tests.servers import Server

GPS = 0x8825  # the part of EXIF that tells where
SOON = 60_000  # ms; what is promised is a second, the rest is for a busy machine
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WOMEN = "Women miners’ representative"
REASON = "Nobody pays the way to the committees."
COUNTED = "Committees with a seat for a woman"
SHOWN, SEEN = "Notice board of the Tarkwa committee", "A notice board with eight names, four of them women"


def is_live(page: Page) -> None:
    expect(page.locator("[data-when=live]")).to_be_visible(timeout=SOON)


def sheet() -> FilePayload:
    return {"name": "Ghana roadmap.xlsx", "mimeType": WORKBOOK, "buffer": spreadsheet()}


def photo() -> FilePayload:
    """As a phone takes it: with where, when and with what."""
    data = jpeg()
    with Image.open(BytesIO(data)) as picture:
        assert picture.getexif().get_ifd(GPS), "the phone wrote down where it was"
    assert traces_in(data)
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": data}


def assert_tells_nothing(page: Page, address: str | None) -> None:
    answer = page.request.get(str(address))
    assert answer.ok, address
    with Image.open(BytesIO(answer.body())) as picture:
        assert not picture.getexif() and not picture.getexif().get_ifd(GPS)
    assert not traces_in(answer.body())


def small_form(page: Page, summary: str) -> Locator:
    return page.locator("details", has=page.locator(":scope > summary", has_text=summary)).last


def lane_of_women(hands: Hands) -> None:
    """On a phone one lane is shown, and a switcher beside it."""
    switcher = hands.page.get_by_role("navigation", name="Themes")
    if switcher.is_visible():
        hands.press(switcher.get_by_role("link", name="2"))


def bring_in(hands: Hands, other: Page) -> None:
    """The plan comes out of a spreadsheet, is looked at, and then brought onto the board."""
    page = hands.page
    hands.press(page.get_by_role("link", name="Import, export, calendar"))
    hands.pick(page.get_by_label("A file: XLSX, CSV, or JSON of a board"), sheet())
    hands.press(page.get_by_role("button", name="Show what would change"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What would change", timeout=SOON)
    expect(page.get_by_text("40 new actions")).to_be_visible()
    expect(page.get_by_text(f"New themes: {', '.join(PLAN)}")).to_be_visible()
    expect(page.locator("li", has_text=SEATS_FOR_WOMEN).first).to_contain_text("30 June 2027")
    expect(other.locator(".action-card")).to_have_count(0)
    hands.press(page.get_by_role("button", name="Bring it in"))
    expect(page.locator("[data-notice]")).to_contain_text("40 actions were added", timeout=SOON)
    expect(other.locator(".action-card")).to_have_count(40, timeout=SOON)
    for name in PLAN:
        expect(other.locator("section.lane", has_text=name)).to_have_count(1)


def offer_and_accept(one: Hands, two: Hands) -> None:
    """A seat is asked to lead, and says yes on its own screen."""
    lane_of_women(one)
    one.press(one.page.get_by_role("link", name=SEATS_FOR_WOMEN))
    is_live(one.page)
    lane_of_women(two)
    card = two.page.locator(".action-card", has_text=SEATS_FOR_WOMEN)
    expect(card).to_be_visible(timeout=SOON)
    expect(card).not_to_contain_text(WOMEN)
    one.press(one.page.get_by_text("Ask a seat to lead"))
    one.choose(one.page.get_by_label("Which seat is asked to lead?"), f"WM · {WOMEN}")
    one.press(one.page.get_by_role("button", name="Ask", exact=True))
    expect(card).to_contain_text("asked to lead, not answered yet", timeout=SOON)
    expect(card).to_contain_text("your seat")

    two.press(card.get_by_role("link", name=SEATS_FOR_WOMEN))
    is_live(two.page)
    two.press(two.page.get_by_role("button", name="Accept: my seat leads"))
    for page in (one.page, two.page):
        who = page.get_by_role("region", name="Who and when")
        expect(who.locator(".person").first).to_contain_text(f"{WOMEN}leads", timeout=SOON)
        expect(who).not_to_contain_text("not answered yet")


def say_status(hands: Hands, status: str, why: str = "") -> None:
    form = hands.page.locator("form.grid", has=hands.page.locator("[name=status]"))
    hands.choose(form.get_by_label("Status"), status)
    if why:
        hands.write(form.locator("[name=status_note]"), why)
    hands.press(form.get_by_role("button", name="Save"))


def block(one: Hands, other: Page) -> None:
    say_status(one, "Blocked", REASON)
    head = other.locator("[id^=action-head]")
    expect(head.locator(".status-blocked")).to_be_visible(timeout=SOON)
    expect(head).to_contain_text(REASON)


def count(one: Hands, other: Page) -> None:
    """What is counted is named, and read for the first time."""
    page = one.page
    one.press(page.get_by_text("Add an indicator"))
    form = page.locator("form", has=page.get_by_role("button", name="Add the indicator"))
    one.write(form.get_by_label("What is counted or measured?"), COUNTED)
    one.write(form.get_by_label("Unit"), "committees")
    one.write(form.get_by_label("Where it began (baseline)"), "0")
    one.write(form.get_by_label("Where it is to be (target)"), "8")
    one.press(form.get_by_role("button", name="Add the indicator"))
    expect(other.get_by_role("heading", name=COUNTED)).to_be_visible(timeout=SOON)

    one.press(page.get_by_text("Add a reading"))
    form = page.locator("form", has=page.get_by_role("button", name="Add the reading"))
    one.write(form.get_by_label("Value"), "3")
    one.write(form.get_by_label("Source"), "Minutes of the committees")
    one.press(form.get_by_role("button", name="Add the reading"))
    expect(other.locator("article", has_text=COUNTED)).to_contain_text("3 committees", timeout=SOON)


def show(one: Hands, two: Hands) -> None:
    """A photo goes in with where it was taken, and comes out without."""
    page = one.page
    one.press(page.get_by_text("Add photos or documents"))
    form = page.locator("form[data-upload]")
    one.pick(form.get_by_label("Photos or documents"), photo())
    one.write(form.get_by_label("What does it show?"), SHOWN)
    one.write(form.get_by_label("What is seen in the picture?"), SEEN)
    one.press(form.get_by_role("button", name="Add as evidence"))
    small = two.page.get_by_alt_text(SEEN)
    expect(small).to_be_visible(timeout=SOON)
    expect(page.get_by_alt_text(SEEN)).to_be_visible(timeout=SOON)
    assert_tells_nothing(two.page, small.get_attribute("src"))

    two.press(two.page.get_by_role("link", name=SHOWN).first)
    expect(two.page.get_by_role("heading", level=1)).to_have_text(SHOWN, timeout=SOON)
    assert_tells_nothing(two.page, two.page.get_by_alt_text(SEEN).get_attribute("src"))
    two.press(two.page.get_by_role("link", name=SEATS_FOR_WOMEN))
    is_live(two.page)


def told(page: Page) -> Locator:
    return page.get_by_role("region", name="What happened here")


def read_the_whole(two: Hands) -> Locator:
    """From the action to the overview of its board."""
    page = two.page
    two.press(page.get_by_role("link", name=VOICE))
    two.press(page.get_by_role("navigation", name="Ways to look at this board").get_by_role("link", name="Overview"))
    is_live(page)
    trouble = page.get_by_role("region", name="In trouble, and why").locator("li", has_text=SEATS_FOR_WOMEN)
    expect(trouble).to_contain_text(REASON)
    expect(trouble).to_contain_text(f"{WOMEN} leads")
    return trouble


HAPPENED = [
    f"Added to {VOICE}",
    f"Asked to lead: {WOMEN}",
    f"{WOMEN} accepted to lead",
    "Status changed from Not started to Blocked",
    f"Why: “{REASON}”",
    f"Indicator added: “{COUNTED}”",
    f"“{COUNTED}” on",
    f"A picture was added as evidence: “{SHOWN}”. Its place and camera data were removed.",
]


@pytest.mark.parametrize("way", WAYS, ids=["mouse", "touch", "keys"])
def test_a_roadmap_comes_in_and_an_action_is_led_blocked_counted_shown_and_done(
    way: type[Hands], shared_server: Server, arrive: Arrive
) -> None:
    board = open_board(shared_server)
    one = way(arrive(shared_server.url, "gh-convenor", board.path, **way.screen))
    two = way(arrive(shared_server.url, "gh-women-miners-rep", board.path, **way.screen))
    is_live(two.page)

    bring_in(one, two.page)
    offer_and_accept(one, two)
    block(one, two.page)
    count(one, two.page)
    show(one, two)
    for hands in (one, two):
        hands.press(told(hands.page).get_by_text("older change"))
        for sentence in HAPPENED:
            expect(told(hands.page).get_by_text(sentence).first).to_be_visible(timeout=SOON)

    trouble = read_the_whole(two)
    say_status(one, "Done")
    expect(one.page.locator("[id^=action-head] .status-done")).to_be_visible(timeout=SOON)
    expect(told(one.page)).to_contain_text("Status changed from Blocked to Done", timeout=SOON)
    expect(told(one.page).get_by_text(HAPPENED[0])).to_be_visible()  # what was unfolded stays so
    expect(trouble).to_have_count(0, timeout=SOON)
    theme = two.page.locator(".theme-row", has_text=VOICE)
    expect(theme).to_contain_text("10 actions: 1 done, 9 not started")
    expect(two.page.get_by_text("1 of 40 actions are done.")).to_be_visible()

    two.press(two.page.get_by_role("link", name="History"))
    two.press(two.page.get_by_role("link", name=f"Only what happened to “{SEATS_FOR_WOMEN}”").first)
    changes = two.page.locator("main")
    for sentence in [*HAPPENED, "Status changed from Blocked to Done"]:
        expect(changes).to_contain_text(sentence, timeout=SOON)
