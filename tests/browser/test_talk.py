"""What is said in a discussion, and a lesson from its first line to the answer of another country."""

import re

from playwright.sync_api import Page, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import SAVED, Arrive, lines_of, put_caret, until_same, writing
from tests.servers import Server

AT_ONCE = 2_000  # ms: within a second is what is promised; the other second is for a busy machine
HALF = "I was about to say"


def say(page: Page, words: str) -> None:
    page.get_by_label("Your post").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()


def live(page: Page) -> Page:
    expect(page.locator("[data-when=live]")).to_be_visible()
    return page


def test_posts_come_change_and_go_beside_a_half_typed_one(board: OwnBoard, arrive: Arrive) -> None:
    path, url = board.open_discussion("Who keeps the pump?"), board.server.url
    one, two = live(arrive(url, "gh-women-miners-rep", path)), live(arrive(url, "gh-academic", path, small=True))
    field = two.get_by_label("Your post")
    field.fill(HALF)
    field.evaluate("field => field.setSelectionRange(2, 5)")

    def assert_free() -> None:
        expect(field).to_be_focused()
        expect(field).to_have_value(HALF)
        assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [2, 5]

    say(one, "We could take **turns**.")
    post = two.locator(".post")
    expect(post.locator("strong")).to_have_text("turns", timeout=AT_ONCE)
    expect(post).to_contain_text("Women miners’ representative")
    expect(one.get_by_label("Your post")).to_have_value("")
    # nobody else's is to be corrected
    expect(post.get_by_role("link", name="Correct it")).to_be_hidden()
    assert_free()

    mine = one.locator(".post")
    mine.get_by_role("link", name="Correct it").click()
    mine.get_by_label("Your post").fill("We could take turns, week by week.")
    mine.get_by_role("button", name="Correct it").click()
    expect(post).to_contain_text("week by week", timeout=AT_ONCE)
    expect(post.get_by_role("link", name=re.compile("Corrected"))).to_be_visible()
    assert_free()

    mine.get_by_role("button", name="Take it back").click()
    expect(two.locator(".tombstone")).to_contain_text("was here", timeout=AT_ONCE)
    expect(post).not_to_contain_text("week by week")
    assert_free()
    mine.get_by_role("button", name="Put it back").click()
    expect(post).to_contain_text("week by week", timeout=AT_ONCE)
    assert_free()

    field.press("End")
    two.keyboard.type(": yes.")
    two.get_by_role("button", name="Post", exact=True).click()
    expect(one.locator(".post").nth(1)).to_contain_text(f"{HALF}: yes.", timeout=AT_ONCE)


def test_a_summary_is_written_together_above_the_posts(board: OwnBoard, arrive: Arrive) -> None:
    path, url = board.open_discussion("What do we agree?"), board.server.url
    one, two = arrive(url, "gh-women-miners-rep", path), arrive(url, "gh-academic", path)
    put_caret(one, -1, end=True)
    one.keyboard.type("We agree on turns.")
    until_same(one, two, holds=lambda lines: lines == ["We agree on turns."])
    put_caret(two, -1, end=True)
    two.keyboard.press("Enter")
    two.keyboard.type("Open: who keeps the key.")
    until_same(one, two, holds=lambda lines: lines == ["We agree on turns.", "Open: who keeps the key."])


def test_a_lesson_is_drafted_with_a_guest_published_and_answered(shared_server: Server, arrive: Arrive) -> None:
    url, title = shared_server.url, "A pump needs a keeper"
    ((group,),) = shared_server.rows("SELECT id FROM groups_countrygroup WHERE short_name = 'Ghana'")
    author = arrive(url, "gh-academic", f"/groups/{group}/")
    author.locator("summary", has_text="Start a lesson").click()
    author.get_by_label("Title").fill(title)
    author.get_by_role("button", name="Start the draft").click()
    writing(author)
    draft = author.url.removeprefix(url)
    guest = arrive(url, "tz-women-miners-rep", draft)
    expect(guest.locator("h1")).not_to_contain_text(title)  # nobody else finds it

    convenor = arrive(url, "gh-convenor", draft)
    convenor.locator("summary", has_text="Invite somebody of another country").click()
    seat = convenor.get_by_label("Seat in another country")
    seat.select_option("Women miners’ representative")
    convenor.get_by_role("button", name="Invite", exact=True).click()
    expect(convenor.locator("#readers")).to_contain_text("Tanzania")

    guest.goto("/lessons/")
    guest.goto(draft)
    put_caret(author, -1, end=True)
    author.keyboard.type("Four pumps came; one has a keeper.")
    until_same(author, guest, holds=lambda lines: lines == ["Four pumps came; one has a keeper."])
    put_caret(guest, -1, end=True)
    guest.keyboard.press("Enter")
    guest.keyboard.type("With us it was the same.")
    text = until_same(author, guest, holds=lambda lines: len(lines) == 2)
    expect(author.locator(SAVED).first).to_be_visible()
    expect(guest.locator(SAVED).first).to_be_visible()

    author.locator("summary", has_text="Publish").click()
    author.get_by_role("button", name="Publish it for all countries").click()
    expect(author.locator("h1")).to_have_text(title)
    expect(author.locator("article.prose-text p")).to_have_text(text)
    lesson = author.url.removeprefix(url)
    assert re.fullmatch(r"/lessons/[0-9a-f-]{36}/", lesson)

    live(author)
    peer = arrive(url, "mg-commune", lesson, small=True)
    peer.locator("textarea[name=body]").fill("Chez nous, une gardienne par puits.")
    peer.locator("select[name=language]").select_option("fr")
    peer.locator("form", has=peer.locator("textarea[name=body]")).get_by_role("button").last.click()
    post = author.locator(".post")
    expect(post).to_contain_text("une gardienne par puits", timeout=AT_ONCE)
    expect(post.locator(".post-text")).to_have_attribute("lang", "fr")
    # what is published stays as it is, whatever becomes of the draft
    put_caret(guest, -1, end=True)
    guest.keyboard.type(" Later.")
    expect(guest.locator(SAVED).first).to_be_visible()
    assert lines_of(guest)[-1].endswith("Later.")
    peer.reload()
    expect(peer.locator("article.prose-text p")).to_have_text(text)
