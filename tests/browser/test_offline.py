"""Without a network, a server or a right to write: nothing that was typed is lost, and the page says so."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import SAVED, Arrive, lines_of, put_caret, sign_in, until_same, writing
from tests.servers import Server

SOON = 20_000  # ms: a broken connection comes back after a wait that grows
STORES = (
    "async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('baraza:'))"
)
WORDS = "Written under a tree, without a network."


def expect_bar(page: Page, words: str) -> None:
    expect(page.locator("[data-connection-bar]")).to_contain_text(words, timeout=SOON)


def write_offline(page: Page, words: str = WORDS) -> None:
    """Lose the network, then write a new first line of the page's text; it is on this device when this returns."""
    put_caret(page, 0, end=False)
    page.context.set_offline(True)
    expect_bar(page, "No connection. Keep writing.")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect_unsent(page)


def expect_unsent(page: Page) -> None:
    expect(page.locator("[data-step=device][aria-current=step]").first).to_be_visible()
    expect(page.locator("[data-step=device] [data-n]").first).to_have_text(re.compile(r"^\([1-9]\d*\)$"))


def leave(page: Page) -> BrowserContext:
    """Close the tab once the page says that all is on the device; what is in its context stays."""
    expect(page.locator("[data-document][data-kept=true]").first).to_be_visible()
    expect(page.locator("[data-document][data-kept=false]")).to_have_count(0)
    context = page.context
    context.new_page()
    page.close()
    return context


def at(context: BrowserContext, path: str) -> Page:
    page = context.pages[-1]
    page.goto(path)
    return page


def end_term(server: Server, seat: str) -> None:
    """The convenor ends the term of whoever holds a seat of Ghana."""
    server.manage(
        "shell", "-c",
        "from workspace.groups import commands\n"
        "from workspace.groups.models import Seat\n"
        "from workspace.people.models import User\n"
        f"seat = Seat.objects.get(group__short_name='Ghana', name={seat!r})\n"
        "commands.end_seat(actor=User.objects.get(username='gh-convenor'), seat=seat)\n",
    )  # fmt: skip


def test_a_text_written_offline_on_a_phone_survives_the_tab(board: OwnBoard, arrive: Arrive) -> None:
    url, path = board.server.url, board.action("Pump")
    page, other = arrive(url, "gh-women-miners-rep", path, small=True), arrive(url, "gh-academic", path)
    put_caret(page, -1, end=True)
    page.keyboard.type("Before.")
    until_same(page, other, holds=lambda lines: lines == ["Before."])
    write_offline(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Not sent yet (1)").click()
    expect(page.locator("#unsent-list")).to_contain_text("Pump")
    page.locator("#unsent-list").get_by_role("button", name="Close").click()

    # a reload without a network shows a plain page, in the shell's own words
    page.reload()
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    assert lines_of(other) == ["Before."]
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    until_same(page, other, holds=lambda lines: lines == [WORDS, "Before."])
    expect(page.locator(SAVED).first).to_be_visible()
    expect(page.locator("[data-connection-bar]")).to_be_empty()


def test_a_text_written_while_the_server_is_down_comes_from_this_device(server: Server, arrive: Arrive) -> None:
    ((action,),) = server.rows("SELECT id FROM boards_action WHERE title LIKE 'Guide to the licence steps%%'")
    path = f"/actions/{action}/"
    page = arrive(server.url, "gh-women-miners-rep", path, small=True)
    put_caret(page, 0, end=False)
    server.kill()
    expect_bar(page, "Trying again. What you write is kept on this device.")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Not sent yet (1)")).to_be_visible()
    context = leave(page)
    server.start()
    page = at(context, path)
    other = arrive(server.url, "gh-academic", path)
    until_same(page, other, holds=lambda lines: lines[0] == WORDS)

    # and without leaving: the bar says when all is safe again
    put_caret(page, 0, end=False)
    server.kill()
    expect_bar(page, "Trying again.")
    page.keyboard.type("Again. ")
    server.start()
    expect_bar(page, "Connected again. All is sent and saved.")
    until_same(page, other, holds=lambda lines: lines[0] == f"Again. {WORDS}")


def test_a_half_typed_form_is_sent_when_the_network_is_back(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-women-miners-rep", board.path, small=True)
    other = arrive(board.server.url, "gh-academic", board.path)
    expect(page.locator("[data-when=live]")).to_be_visible()
    form = board.lane(page, "Water").locator("form[data-clear]")
    board.lane(page, "Water").locator("summary", has_text="Add an action here").click()
    page.context.set_offline(True)
    expect_bar(page, "No connection. Keep writing.")
    form.locator("[name=title]").fill("Rope")
    form.locator("[name=title]").press("Enter")
    expect(form).to_contain_text("Not sent yet. It is kept here and tried again.")
    expect(page.get_by_role("button", name="Not sent yet (1)")).to_be_visible()
    page.context.set_offline(False)
    expect(board.titles(other, "Water")).to_have_text(["Pump", "Ponds", "Filters", "Rope"], timeout=SOON)
    expect(form.locator("[name=title]")).to_have_value("")
    expect(board.titles(page, "Water")).to_have_text(["Pump", "Ponds", "Filters", "Rope"])


def test_signing_out_asks_about_unsent_text_and_wipes(board: OwnBoard, arrive: Arrive) -> None:
    path = board.action("Bridge")
    page = arrive(board.server.url, "gh-women-miners-rep", path, small=True)
    write_offline(page)
    context = leave(page)
    context.set_offline(False)
    page = at(context, "/sign-out/")
    sign_out = page.locator("main").get_by_role("button", name="Sign out")
    sign_out.click()
    question = page.get_by_role("dialog", name="Sign out and lose text that is not sent?")
    expect(question).to_contain_text("Texts that are not sent yet: 1.")
    question.get_by_role("button", name="Stay, and send it first").click()
    assert len(page.evaluate(STORES)) == 1
    sign_out.click()
    question.get_by_role("button", name="Delete it and sign out").click()
    page.wait_for_url(re.compile("/sign-in/"))
    assert page.evaluate(STORES) == []

    # somebody else in the same browser
    sign_in(page, "gh-academic")
    page.goto(path)
    writing(page)
    assert lines_of(page) == [""]
    page.goto("/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()  # nothing is unsent: no question
    page.wait_for_url(re.compile("/sign-in/"))


def test_who_signs_in_after_somebody_else_sees_nothing_of_their_text(board: OwnBoard, arrive: Arrive) -> None:
    path = board.action("Culvert")
    page = arrive(board.server.url, "gh-women-miners-rep", path)
    write_offline(page)
    context = leave(page)
    context.set_offline(False)
    context.clear_cookies()  # the session ended without a sign-out: a lost cookie, another administrator's device
    page = context.pages[-1]
    sign_in(page, "gh-academic")
    page.goto(path)
    writing(page)
    assert lines_of(page) == [""]
    # and who wrote it finds it again
    context.clear_cookies()
    sign_in(page, "gh-women-miners-rep")
    page.goto(path)
    until_same(page, holds=lambda lines: lines[0] == WORDS)


def test_a_member_whose_term_ends_keeps_their_text_to_copy(server: Server, arrive: Arrive) -> None:
    ((action,),) = server.rows("SELECT id FROM boards_action WHERE title LIKE 'Guide to the licence steps%%'")
    path = f"/actions/{action}/"
    here = arrive(server.url, "gh-academic", path, small=True, permissions=["clipboard-read", "clipboard-write"])
    away = arrive(server.url, "gh-academic", path, small=True, permissions=["clipboard-read", "clipboard-write"])
    writing(here)
    write_offline(away)
    end_term(server, "Academic")

    for page in (here, away):
        page.context.set_offline(False)
        expect(page.get_by_text("You may no longer edit this").first).to_be_visible(timeout=SOON)
        expect_bar(page, "You can no longer see this.")
        expect(page.locator("[data-document] [contenteditable=true]")).to_have_count(0)
    assert lines_of(away)[0] == WORDS
    away.get_by_role("button", name="Copy the text").click()
    expect(away.locator("[data-notices]")).to_contain_text("Copied.")
    assert away.evaluate("navigator.clipboard.readText()").startswith(WORDS)
    other = arrive(server.url, "gh-women-miners-rep", path)
    writing(other)
    assert WORDS not in lines_of(other)
    here.reload()
    expect(here.get_by_text("Guide to the licence steps")).to_have_count(0)


def test_an_observer_reads_along(board: OwnBoard, arrive: Arrive) -> None:
    url, path = board.server.url, board.action("Roof")
    writer, reader = arrive(url, "gh-academic", path), arrive(url, "observer-donor", path, small=True)
    expect(reader.get_by_text("You read along as it changes")).to_be_visible(timeout=SOON)
    put_caret(writer, -1, end=True)
    writer.keyboard.type("Tin, not thatch.")
    text = reader.locator("[data-document] .ProseMirror")
    expect(text).to_contain_text("Tin, not thatch.")
    expect(text).to_have_attribute("contenteditable", "false")
    text.click()
    reader.keyboard.type("I may not.")
    writer.keyboard.type(" Agreed.")
    expect(text).to_contain_text("Tin, not thatch. Agreed.")
    until_same(writer, holds=lambda lines: lines == ["Tin, not thatch. Agreed."])
    expect(reader.locator("[data-document] [data-tools]")).to_be_hidden()
