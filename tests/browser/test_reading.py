"""Pages as everybody must be able to read them: on a small screen, in three languages, with a screen reader,
by day and by night, and without JavaScript."""

from __future__ import annotations

import re
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boards import OwnBoard
from tests.browser.people import DESK, PHONE, Arrive, writing
from tests.databases import ROOT
from tests.servers import Server

WHO = "gh-convenor"  # sees most: all forms are on these pages
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One of each kind: a lane's, a card's, the editor's, the thumb bar's.
MENUS = "details.dropdown:is(.lane:first-child .lane-head *, .action-card:first-child *, [data-more], .thumb-bar *)"
GHANA = "SELECT id FROM groups_countrygroup WHERE short_name = 'Ghana'"
PAGES = {
    "home": "",
    "group": f"SELECT '/groups/' || id || '/' FROM ({GHANA}) g",
    "people": f"SELECT '/groups/' || id || '/people/' FROM ({GHANA}) g",
    "board": f"SELECT '/boards/' || id || '/' FROM boards_board WHERE group_id = ({GHANA}) AND title = 'Roadmap'",
    **{
        way or "filtered lanes": f"""SELECT '/boards/' || id || '/{way}{query}' FROM boards_board
            WHERE group_id = ({GHANA}) AND title = 'Roadmap'"""
        for way, query in {
            "overview": "/",
            "table": "/",
            "timeline": "/",
            "mine": "/",
            "": "?status=blocked&late=1&lead=none",
        }.items()
    },
    "exchange": f"""SELECT '/boards/' || id || '/exchange/' FROM boards_board
        WHERE group_id = ({GHANA}) AND title = 'Roadmap'""",
    "action": "SELECT '/actions/' || id || '/' FROM boards_action WHERE title LIKE 'Women’s seats%'",
    "evidence": """SELECT '/evidence/' || id || '/' FROM evidence_evidence
        WHERE caption = 'Notice board at the Tarkwa committee'""",
    "discussions": f"SELECT '/groups/' || id || '/discussions/' FROM ({GHANA}) g",
    "discussion": f"""SELECT '/discussions/' || d.id || '/' FROM discussions_discussion d JOIN boards_board b
        ON b.space_id = d.space_id WHERE b.group_id = ({GHANA}) ORDER BY d.last_number DESC LIMIT 1""",
    "history": f"""SELECT '/posts/' || p.id || '/history/' FROM discussions_post p JOIN boards_board b
        ON b.space_id = p.space_id WHERE b.group_id = ({GHANA}) AND p.edited_at IS NOT NULL LIMIT 1""",
    "text": """SELECT '/documents/' || description_id || '/history/' FROM boards_action
        WHERE title LIKE 'Women’s seats%'""",
    "version": """SELECT '/documents/' || description_id || '/versions/2/' FROM boards_action
        WHERE title LIKE 'Women’s seats%'""",
    "compare": """SELECT '/documents/' || description_id || '/compare/?from=1' FROM boards_action
        WHERE title LIKE 'Women’s seats%'""",
    "erase": """SELECT '/documents/' || description_id || '/erase/?keep=nothing' FROM boards_action
        WHERE title LIKE 'Women’s seats%'""",
    "sharing": "SELECT '/sharing/' || id || '/action/' FROM boards_action WHERE title LIKE 'Safety training%'",
    "restricting": """SELECT '/sharing/' || a.id || '/action/restrict/?seats=seat:' || s.id
        FROM boards_action a, groups_seat s WHERE a.title LIKE 'Safety training%' AND s.name = 'Academic'""",
    "desk": f"SELECT '/groups/' || id || '/invitations/' FROM ({GHANA}) g",
    "leaving the group": f"SELECT '/groups/' || id || '/leave/' FROM ({GHANA}) g",
    "record": f"SELECT '/groups/' || id || '/record/' FROM ({GHANA}) g",
    "lessons": "/lessons/",
    "draft": "SELECT '/lessons/drafts/' || id || '/' FROM lessons_lesson WHERE title = 'Women choose their own seat'",
    "lesson": "SELECT '/lessons/' || id || '/' FROM lessons_lessonversion WHERE title = 'Start in the field'",
    "caucus": "SELECT '/circles/' || id || '/' FROM circles_circle WHERE name = 'Women who mine'",
    "position": "SELECT '/circles/' || id || '/position/' FROM circles_circle WHERE name = 'Women who mine'",
    "leaving": "SELECT '/circles/' || id || '/leave/' FROM circles_circle WHERE name = 'Women who mine'",
    "invitation": "SELECT '/circles/invitations/' || id || '/' FROM circles_invitation WHERE answered_at IS NULL",
    "account": "/account/",
    "sessions": "/account/sessions/",
    "second step": "/account/second-step/",
    "sign-out": "/sign-out/",
    "offline": "/offline/",
    "not found": "/boards/00000000-0000-4000-8000-000000000000/",
}


OTHERS = {  # who reads what WHO may not
    "caucus": "gh-women-miners-rep",
    "position": "gh-women-miners-rep",
    "leaving": "gh-women-miners-rep",
    "invitation": "gh-academic",
}


def address(server: Server, name: str) -> str:
    where = PAGES[name]
    if not where.startswith("SELECT"):
        return where or "/"
    ((path,),) = server.rows(where.replace("%", "%%"))
    return str(path)


@cache
def axe() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe finds, one line for each element."""
    found: list[str] = page.evaluate(
        """async ([within, tags]) => {
            const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
            const { violations } = await axe.run(within, options);
            return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
                `${id}: ${node.html.slice(0, 160)} – ${node.failureSummary.replaceAll('\\n', ' ').slice(0, 240)}`));
        }""",
        [within, RULES],
    )
    return found


def settle(page: Page) -> None:
    """Wait until scripts did what they do to a page that was just opened."""
    if page.locator("[data-document]").count():
        expect(page.locator("[data-document] .ProseMirror").first).to_be_visible(timeout=20_000)
        expect(page.locator("[data-document] [data-foot]").first).to_be_visible()
    if page.locator("body[data-live]").count():
        expect(page.locator("[data-when=live]")).to_be_visible()


def open_all(page: Page) -> None:
    """All that opens in place; menus lie over the page, one at a time, and are looked at so."""
    page.evaluate("document.querySelectorAll('details:not(.dropdown)').forEach((each) => { each.open = true; })")


def sticks_out(page: Page) -> list[str]:
    """What makes the page scroll sideways: nothing."""
    found: list[str] = page.evaluate(
        """() => {
            const { clientWidth, scrollWidth } = document.documentElement;
            if (scrollWidth <= clientWidth) return [];
            return [...document.body.querySelectorAll('*')]
                .filter((each) => each.getBoundingClientRect().right > clientWidth + 1)
                .map((each) => each.outerHTML.slice(0, 120)).slice(0, 8);
        }"""
    )
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(shared_server: Server, arrive: Arrive, name: str) -> None:
    page = arrive(shared_server.url, OTHERS.get(name, WHO), address(shared_server, name))
    settle(page)
    page.evaluate(axe())
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{size['width']} {scheme} {line}" for line in violations(page)]
    open_all(page)
    found += [f"opened {line}" for line in violations(page)]
    menus = page.locator(MENUS).count()
    assert menus >= (3 if name == "board" else 0)
    for number in range(menus):
        page.evaluate("([menus, n]) => { document.querySelectorAll(menus)[n].open = true; }", [MENUS, number])
        found += [f"menu {line}" for line in violations(page, f"{MENUS}[open]")]
        page.evaluate("menus => { document.querySelector(`${menus}[open]`).open = false; }", MENUS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
def test_no_page_scrolls_sideways(shared_server: Server, arrive: Arrive, language: str) -> None:
    pages = {who: arrive(shared_server.url, who, small=True) for who in {WHO, *OTHERS.values()}}
    for page in pages.values():
        page.context.add_cookies([{"name": "django_language", "value": language, "url": shared_server.url}])
    wide = []
    for name in PAGES:
        page = pages[OTHERS.get(name, WHO)]
        page.goto(address(shared_server, name))
        expect(page.locator("html")).to_have_attribute("lang", language)
        settle(page)
        for opened in (False, True):
            if opened:
                open_all(page)
            for width in (320, 360):
                page.set_viewport_size({"width": width, "height": 780})
                wide += [f"{name} at {width}: {element}" for element in sticks_out(page)]
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize("language", ["en", "fr", "sw"])
def test_all_that_a_card_says_stands_within_its_lane(shared_server: Server, arrive: Arrive, language: str) -> None:
    page = arrive(shared_server.url, WHO)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": shared_server.url}])
    page.goto(address(shared_server, "board"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    for width in (1024, 1280):
        page.set_viewport_size({"width": width, "height": 780})
        beyond: list[str] = page.locator(".lane").evaluate_all(
            """lanes => lanes.flatMap(lane => [...lane.querySelectorAll('.action-card, .action-card :not(.sr-only)')]
                .filter(each => each.getBoundingClientRect().right > lane.getBoundingClientRect().right + 1)
                .map(each => each.outerHTML.slice(0, 160)))"""
        )
        assert not beyond, f"at {width}: " + "\n".join(beyond)


def test_the_way_in_reads_well_for_a_stranger(shared_server: Server, arrive: Arrive) -> None:
    page = arrive(shared_server.url, "", "/sign-in/", small=True)
    for path in ("/sign-in/", "/sign-in/code/"):
        page.goto(path)
        page.evaluate(axe())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert not violations(page)
        page.set_viewport_size({"width": 320, "height": 780})
        assert not sticks_out(page)


def test_a_text_is_read_without_javascript(shared_server: Server, arrive: Arrive) -> None:
    page = arrive(shared_server.url, WHO, small=True, java_script_enabled=False)
    for name, words in {
        "home": "What changed lately",
        "group": "Carries on what the dialogue in Tarkwa began",
        "board": "Keep simple cost and income records at 20 sites",
        "action": "What happened here",
        "discussion": "Where we have got to",
        "lesson": "The first two were spent at mine sites",
        "draft": "What was tried",
    }.items():
        page.goto(address(shared_server, name))
        expect(page.get_by_text(words).first).to_be_visible()
        if name in ("action", "discussion", "draft"):
            text = page.locator("[data-document] [data-rendering]")
            assert len(text.inner_text()) > 100
            expect(page.locator("[data-document] [data-tools]")).to_be_hidden()


def test_a_board_is_used_without_javascript(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-academic", board.path, small=True, java_script_enabled=False)
    page.get_by_role("navigation", name="Themes").get_by_role("link", name=re.compile("Roads")).click()
    roads = board.lane(page, "Roads")
    roads.locator("summary", has_text="Add an action here").click()
    roads.locator("input[name=title]").last.fill("Gravel")
    roads.get_by_role("button", name="Add it").click()
    expect(board.titles(page, "Roads")).to_have_text(["Culvert", "Bridge", "Gravel"])
    expect(page.locator("[data-notice]")).to_contain_text("Added to the board.")

    card = board.card(page, "Culvert")
    card.locator("summary").click()
    card.get_by_role("link", name="On its own page").click()  # where its forms are
    page.locator("summary", has_text="Move it on the board").click()
    page.get_by_role("button", name="Down").click()
    expect(board.titles(page, "Roads")).to_have_text(["Bridge", "Culvert", "Gravel"])  # back on the board
    page.locator("[data-notice]").get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Culvert")  # its page, with what happened to it
    page.goto(f"{board.path}?lane={board.lanes['Roads']}")
    expect(board.titles(page, "Roads")).to_have_text(["Culvert", "Bridge", "Gravel"])

    page.goto(board.action("Culvert"))
    page.locator("summary", has_text="Change the title").click()
    title = page.locator("details", has=page.locator("summary", has_text="Change the title"))
    title.get_by_label("Title").fill("A wider culvert")
    title.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A wider culvert")
    page.locator("[name=status]").select_option("blocked")
    status = page.locator("form", has=page.locator("[name=status]"))
    status.get_by_role("button", name="Save").click()
    expect(page.locator("[name=status_note][aria-invalid]")).to_be_visible()
    expect(page.locator("[name=status]")).to_have_value("blocked")  # as it was chosen
    page.locator("[name=status_note]").fill("The river is high.")
    status.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The river is high.").first).to_be_visible()


def test_a_discussion_is_held_without_javascript(board: OwnBoard, arrive: Arrive) -> None:
    page = arrive(board.server.url, "gh-academic", board.path, small=True, java_script_enabled=False)
    page.locator("summary", has_text="Open a discussion").click()
    page.get_by_label("What do you want to talk about?").fill("Who pays for the gravel?")
    page.get_by_role("button", name="Open the discussion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who pays for the gravel?")
    page.get_by_label("Your post").fill("The **assembly** does.")
    page.get_by_role("button", name="Post", exact=True).click()
    post = page.locator(".post")
    expect(post.locator("strong")).to_have_text("assembly")
    post.get_by_role("link", name="Correct it").click()
    page.get_by_label("Your post").fill("The *assembly* does, I hear.")
    page.get_by_role("button", name="Correct it").click()
    expect(post).to_contain_text("I hear")
    post.get_by_role("link", name=re.compile("Corrected")).click()
    expect(page.get_by_role("heading", name="As it was written")).to_be_visible()
    page.go_back()
    post.get_by_role("button", name="Take it back").click()
    expect(page.locator(".tombstone")).to_contain_text("was here")
    page.get_by_role("button", name="Put it back").click()
    expect(post).to_contain_text("I hear")


def test_a_text_that_one_may_write_is_a_field_with_a_name(shared_server: Server, arrive: Arrive) -> None:
    page = arrive(shared_server.url, "gh-women-miners-rep", address(shared_server, "action"))
    expect(writing(page)).to_have_role("textbox")
    expect(writing(page)).to_have_accessible_name("What we will do")


def test_a_text_that_one_only_reads_is_no_field(shared_server: Server, arrive: Arrive) -> None:
    page = arrive(shared_server.url, "observer-donor", address(shared_server, "action"))
    expect(page.locator("[data-document] .ProseMirror")).to_have_attribute("contenteditable", "false")
    expect(page.locator("[data-document]").get_by_role("textbox")).to_have_count(0)
    page.evaluate(axe())
    assert not violations(page)
