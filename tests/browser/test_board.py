"""Two people on one board: what one does is on the other's screen at once, and takes nothing out of their hands."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import Arrive

AT_ONCE = 2_000  # ms: within a second is what is promised; the other second is for a busy machine
HALF = "Test the water of the"


class Hands:
    """What somebody has under their hands: a half-typed input with its caret, an open menu, a place on the page."""

    def __init__(self, page: Page, field: Locator, menu: Locator) -> None:
        self.page, self.field, self.menu = page, field, menu
        self.top = self._top()
        self.scroll = page.evaluate("scrollY")
        assert self.scroll > 0

    def _top(self) -> float:
        top: float = self.field.evaluate("field => field.getBoundingClientRect().top")
        return top

    def assert_free(self, *, here: bool = True) -> None:
        """Nothing of it was touched; `here` when nothing above it on the page came or went."""
        expect(self.field).to_be_focused()
        expect(self.field).to_have_value(HALF)
        assert self.field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [5, 8]
        expect(self.menu).to_have_attribute("open", "")
        expect(self.menu.locator("select[name=theme]").first).to_be_visible()
        if here:
            assert abs(self._top() - self.top) <= 1
            assert self.page.evaluate("scrollY") == self.scroll


def begin(details: Locator) -> Locator:
    """Open a small form; its first field has the focus then."""
    details.locator("summary").click()
    field = details.locator("input:not([type=hidden])").first
    expect(field).to_be_focused()
    return field


def fill_hands(page: Page, board: OwnBoard, *, lane: str, menu_of: str) -> Hands:
    field = begin(board.lane(page, lane).locator("details[data-inline]").last)
    page.keyboard.type(HALF)
    menu = board.card(page, menu_of).locator("details.dropdown")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    expect(field).to_have_value(HALF)
    page.evaluate("scrollTo(0, 150)")
    field.focus()
    field.evaluate("field => field.setSelectionRange(5, 8)")
    return Hands(page, field, menu)


def expect_order(board: OwnBoard, page: Page, **lanes: list[str]) -> None:
    for lane, titles in lanes.items():
        expect(board.titles(page, lane)).to_have_text(titles, timeout=AT_ONCE)


def press(page: Page, card: Locator, onto: Locator) -> None:
    """Take a card at its handle, with the place where it shall go on the screen, too, and no notice over either.

    What is still gliding to its place is not taken by a press, so press again then.
    """
    page.evaluate("document.querySelectorAll('[data-notices] [data-close-notice]').forEach(close => close.click())")
    page.evaluate(
        "cards => scrollBy(0, Math.min(...cards.map(card => card.getBoundingClientRect().top)) - 120)",
        [card.element_handle(), onto.element_handle()],
    )
    for _press in range(20):
        card.locator(".drag-handle").hover()
        page.mouse.down()
        if "is-dragged" in (card.get_attribute("class") or ""):
            return
        page.mouse.up()
    raise AssertionError("The card was not taken by a press on its handle.")


def carry(page: Page, card: Locator, onto: Locator) -> None:
    """Let a card that is taken go where it has taken the place of another."""
    taken, place = card.get_attribute("id"), onto.get_attribute("id")
    for step in range(200):
        box = onto.bounding_box()
        assert box
        page.mouse.move(box["x"] + 60, box["y"] + 12 + step % 3)
        if page.evaluate("([a, b]) => document.getElementById(a).nextElementSibling?.id === b", [taken, place]):
            break
    else:
        raise AssertionError("The card did not move to where the mouse is.")
    page.mouse.up()


def drag(page: Page, card: Locator, onto: Locator) -> None:
    """By the mouse."""
    press(page, card, onto)
    carry(page, card, onto)


def open_menu(card: Locator) -> Locator:
    """By the keyboard."""
    menu = card.locator("details.dropdown")
    menu.locator("summary").focus()
    menu.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    return menu


def choose(select: Locator, letters: str) -> None:
    """By the keyboard: the option that begins so."""
    select.focus()
    select.press_sequentially(letters)


def test_cards_come_and_go_under_somebodys_hands(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one = arrive(url, "gh-women-miners-rep", board.path)
    two = arrive(url, "gh-academic", board.path)
    expect(two.locator("[data-when=live]")).to_be_visible()
    hands = fill_hands(two, board, lane="Water", menu_of="Ponds")

    # added
    field = begin(board.lane(one, "Roads").locator("details[data-inline]").last)
    one.keyboard.type("Gravel")
    one.keyboard.press("Enter")
    expect_order(board, two, Roads=["Culvert", "Bridge", "Gravel"])
    expect(field).to_have_value("")
    hands.assert_free()

    # moved within a lane and to another, by the mouse
    drag(one, board.card(one, "Bridge"), board.card(one, "Culvert"))
    expect_order(board, two, Roads=["Bridge", "Culvert", "Gravel"])
    drag(one, board.card(one, "Culvert"), board.card(one, "Roof"))
    expect_order(board, two, Roads=["Bridge", "Gravel"], Schools=["Culvert", "Roof"])
    hands.assert_free()

    # moved by the keyboard: a step, and to a lane of one's choice
    menu = open_menu(board.card(one, "Roof"))
    menu.get_by_role("button", name="Up").press("Enter")
    expect_order(board, two, Schools=["Roof", "Culvert"])
    menu = open_menu(board.card(one, "Culvert"))
    choose(menu.locator("select[name=theme]"), "2")
    menu.get_by_role("button", name="Move it there").press("Enter")
    expect_order(board, two, Schools=["Roof"], Roads=["Bridge", "Gravel", "Culvert"])
    hands.assert_free()

    # renamed
    menu = open_menu(board.card(one, "Bridge"))
    menu.locator("input[name=title]").fill("A bridge of wood")
    menu.locator("input[name=title]").press("Enter")
    expect_order(board, two, Roads=["A bridge of wood", "Gravel", "Culvert"])
    expect(menu).not_to_have_attribute("open", "")

    # archived, and that undone
    menu = open_menu(board.card(one, "Bridge"))
    menu.get_by_role("button", name="Archive").press("Enter")
    expect_order(board, two, Roads=["Gravel", "Culvert"])
    hands.assert_free()
    one.locator("[data-notices]").get_by_role("button", name="Undo", exact=True).last.press("Enter")
    expect_order(board, two, Roads=["A bridge of wood", "Gravel", "Culvert"])
    expect_order(board, one, Roads=["A bridge of wood", "Gravel", "Culvert"], Schools=["Roof"])
    hands.assert_free()

    # and under the hands themselves: the card whose menu is open, and the lane of the half-typed input
    menu = open_menu(board.card(one, "Ponds"))
    menu.locator("input[name=title]").fill("Ponds and ditches")
    menu.locator("input[name=title]").press("Enter")
    expect_order(board, two, Water=["Pump", "Ponds and ditches", "Filters"])
    hands.assert_free()
    drag(one, board.card(one, "Ponds"), board.card(one, "Pump"))
    expect_order(board, two, Water=["Ponds and ditches", "Pump", "Filters"])
    hands.assert_free()
    drag(one, board.card(one, "Filters"), board.card(one, "Roof"))
    expect_order(board, two, Water=["Ponds and ditches", "Pump"], Schools=["Filters", "Roof"])
    hands.assert_free(here=False)
    two.keyboard.press("End")
    two.keyboard.type(" wells")
    two.keyboard.press("Enter")
    expect_order(board, one, Water=["Ponds and ditches", "Pump", f"{HALF} wells"])


def test_a_new_lane_and_its_new_name_come_beside_a_half_typed_input(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one, two = arrive(url, "gh-convenor", board.path), arrive(url, "gh-miner", board.path)
    expect(two.locator("[data-when=live]")).to_be_visible()
    hands = fill_hands(two, board, lane="Roads", menu_of="Pump")
    begin(one.locator("main > details[data-inline]").first)
    one.keyboard.type("Markets")
    one.keyboard.press("Enter")
    expect(two.get_by_role("heading", name="Markets")).to_be_visible(timeout=AT_ONCE)
    hands.assert_free()
    head = board.lane(one, "Schools").locator(".lane-head")
    head.locator("summary").first.click()
    begin(head.locator("details[data-inline]"))
    one.keyboard.type("Schools and clinics")
    one.keyboard.press("Enter")
    expect(two.get_by_role("heading", name="Schools and clinics")).to_be_visible(timeout=AT_ONCE)
    hands.assert_free()


def test_on_a_phone_the_other_lane_changes_while_one_types_in_this(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one = arrive(url, "gh-women-miners-rep", board.path)
    two = arrive(url, "gh-academic", board.path, small=True)
    expect(two.locator("[data-when=live]")).to_be_visible()
    expect(board.lane(two, "Water")).to_be_visible()
    expect(board.lane(two, "Roads")).to_be_hidden()
    hands = fill_hands(two, board, lane="Water", menu_of="Pump")

    drag(one, board.card(one, "Bridge"), board.card(one, "Culvert"))
    expect_order(board, two, Roads=["Bridge", "Culvert"])
    drag(one, board.card(one, "Roof"), board.card(one, "Culvert"))
    expect_order(board, two, Roads=["Bridge", "Roof", "Culvert"], Schools=[])
    hands.assert_free()

    # the switcher changes the lane without a new page: what was typed is there when one comes back
    switcher = two.get_by_role("navigation", name="Themes")
    switcher.get_by_role("link", name=re.compile("Roads")).click()
    expect(board.lane(two, "Roads")).to_be_visible()
    expect(board.lane(two, "Water")).to_be_hidden()
    menu = open_menu(board.card(two, "Bridge"))
    choose(menu.locator("select[name=theme]"), "1")
    menu.get_by_role("button", name="Move it there").press("Enter")
    expect_order(board, one, Roads=["Roof", "Culvert"], Water=["Pump", "Ponds", "Filters", "Bridge"])
    switcher.get_by_role("link", name=re.compile("Water")).click()
    expect(hands.field).to_be_visible()
    expect(hands.field).to_have_value(HALF)


def test_a_title_changed_twice_shows_both_and_loses_nothing(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one, two = arrive(url, "gh-women-miners-rep", board.path), arrive(url, "gh-academic", board.path)
    theirs, mine = (open_menu(board.card(page, "Pump")) for page in (one, two))
    mine.locator("input[name=title]").fill("A pump that a village can mend")
    mine.locator("input[name=status_note]").fill("Half of the parts are here.")
    theirs.locator("input[name=title]").fill("Pump, bought by us")
    theirs.locator("input[name=title]").press("Enter")
    expect(board.card(two, "Pump").locator("h3")).to_have_text("Pump, bought by us", timeout=AT_ONCE)
    expect(mine.locator("input[name=title]")).to_have_value("A pump that a village can mend")
    mine.get_by_role("button", name="Save").press("Enter")

    conflict = board.card(two, "Pump").locator("[data-conflict]")
    expect(conflict).to_contain_text("Changed twice at once")
    expect(conflict).to_contain_text("A pump that a village can mend")
    expect(conflict).to_contain_text("Pump, bought by us")
    expect(two.get_by_text("It was not changed")).to_have_count(0)
    expect(board.card(one, "Pump").locator("h3")).to_have_text("Pump, bought by us")
    # what else happens to the card leaves the question alone
    open_menu(board.card(one, "Pump")).get_by_role("button", name="Down").press("Enter")
    expect_order(board, two, Water=["Ponds", "Pump, bought by us", "Filters"])
    expect(conflict).to_be_visible()
    conflict.get_by_text("A pump that a village can mend").click()
    board.card(two, "Pump").get_by_role("button", name="Keep the chosen one").press("Enter")
    for page in (one, two):
        card = board.card(page, "Pump")
        expect(card.locator("h3")).to_have_text("A pump that a village can mend", timeout=AT_ONCE)
        expect(card.get_by_text("Half of the parts are here.").first).to_be_visible(timeout=AT_ONCE)


def test_a_change_is_seen_at_once_and_taken_back_when_it_is_refused(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-women-miners-rep", board.path)
    title, menu = board.card(page, "Pump").locator("h3 a"), open_menu(board.card(page, "Pump"))
    seen: list[tuple[str | None, str | None]] = []

    def answer(route: Route) -> None:
        """What stands on the card while the answer is under way; the second one is refused."""
        seen.append((title.text_content(), title.get_attribute("aria-busy")))
        if len(seen) == 1:
            route.continue_()
        else:
            route.fulfill(status=403, content_type="text/html", body="<!doctype html><title>No</title>")

    page.route("**/edit/", answer)
    menu.locator("input[name=title]").fill("Pump and well")
    menu.get_by_role("button", name="Save").press("Enter")
    expect(menu).not_to_have_attribute("open", "")
    menu = open_menu(board.card(page, "Pump"))
    menu.locator("input[name=title]").fill("No pump")
    menu.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("It was not changed: it is as it was.")).to_be_visible()
    assert seen == [("Pump and well", "true"), ("No pump", "true")]
    expect(title).to_have_text("Pump and well")
    expect(title).not_to_have_attribute("aria-busy", "true")
    expect(menu.locator("input[name=title]")).to_have_value("No pump")


def test_somebody_who_reads_along_sees_it_and_has_nothing_to_press(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one, reader = arrive(url, "gh-academic", board.path), arrive(url, "observer-donor", board.path)
    expect(reader.locator("[data-when=live]")).to_be_visible()
    drag(one, board.card(one, "Bridge"), board.card(one, "Culvert"))
    expect_order(board, reader, Roads=["Bridge", "Culvert"])
    expect(reader.locator(".lanes form, main .drag-handle, main [data-command]")).to_have_count(0)


def test_a_card_that_changes_between_press_and_movement_is_still_carried(board: OwnBoard, arrive: Arrive) -> None:
    url = board.server.url
    one, two = arrive(url, "gh-academic", board.path), arrive(url, "gh-women-miners-rep", board.path)
    expect(one.locator("[data-when=live]")).to_be_visible()
    press(one, board.card(one, "Bridge"), board.card(one, "Culvert"))
    menu = open_menu(board.card(two, "Bridge"))
    menu.locator("input[name=title]").fill("A bridge of wood")
    menu.locator("input[name=title]").press("Enter")
    expect_order(board, two, Roads=["Culvert", "A bridge of wood"])
    # what comes while somebody has a card in hand waits until they let go
    expect_order(board, one, Roads=["Culvert", "Bridge"])
    carry(one, board.card(one, "Bridge"), board.card(one, "Culvert"))
    for page in (one, two):
        expect_order(board, page, Roads=["A bridge of wood", "Culvert"])
