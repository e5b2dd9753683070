"""Two people write one description: nothing that either typed is lost, whatever becomes of server, worker or Redis."""

import json
import subprocess

from playwright.sync_api import Page, expect

from tests.databases import ROOT
from tests.redis_server import Redis
from tests.servers import Server, TwoWorkers

from .people import SAVED, Arrive, lines_of, put_caret, until_same, writing

ACTION = "SELECT id, description_id FROM boards_action WHERE title = 'Women’s seats on every district mining committee'"
FIRST = "".join(chr(97 + n % 26) for n in range(200))
SECOND = "".join(chr(48 + n % 10) for n in range(200))


def action_of(server: Server) -> tuple[str, str]:
    """The address of an action's page, and the id of its document."""
    ((action, document),) = server.rows(ACTION)
    return f"/actions/{action}/", str(document)


def at_the_end(page: Page) -> None:
    """Put the caret into a new last paragraph."""
    put_caret(page, -1, end=True)
    page.keyboard.press("Enter")


def type_by_turns(one: Page, two: Page, *, times: int = 20) -> None:
    """Both type 200 characters at once: ten here, ten there, without waiting for each other."""
    for number in range(times):
        part = slice(number * 10, number * 10 + 10)
        one.keyboard.type(FIRST[part])
        two.keyboard.type(SECOND[part])


def test_both_type_at_different_and_at_the_same_place_while_the_server_is_killed(
    server: Server, arrive: Arrive
) -> None:
    path, _ = action_of(server)
    one, two = arrive(server.url, "gh-women-miners-rep", path), arrive(server.url, "gh-miner", path)
    at_the_end(one)
    one.keyboard.type("At a place of one’s own: ")
    until_same(one, two, holds=lambda lines: lines[-1].startswith("At a place"))
    put_caret(two, 0, end=False)
    for number in range(20):
        part = slice(number * 10, number * 10 + 10)
        one.keyboard.type(FIRST[part])
        two.keyboard.type(SECOND[part])
        if number == 9:
            server.kill()
        if number == 12:
            expect(one.locator(SAVED)).to_have_count(0)
            server.start()
    shown = until_same(one, two, holds=lambda lines: FIRST in lines[-1] and SECOND in lines[0])
    assert shown[0].startswith(SECOND)

    at_the_end(one)
    one.keyboard.type("Same place ")
    until_same(one, two, holds=lambda lines: lines[-1] == "Same place ")
    put_caret(two, -1, end=True)
    type_by_turns(one, two)
    shown = until_same(one, two, holds=lambda lines: len(lines[-1]) == len("Same place ") + 400)
    together = shown[-1].removeprefix("Same place ")
    assert "".join(c for c in together if c.isalpha()) == FIRST
    assert "".join(c for c in together if c.isdigit()) == SECOND
    for page in (one, two):
        expect(page.locator(SAVED).first).to_be_visible(timeout=20_000)
    third = arrive(server.url, "gh-academic", path)
    writing(third)
    until_same(one, two, third, holds=lambda lines: lines == shown)


def test_a_stock_yjs_client_edits_the_same_document(server: Server, arrive: Arrive) -> None:
    path, document = action_of(server)
    page = arrive(server.url, "gh-women-miners-rep", path)
    at_the_end(page)
    page.keyboard.type("Written in the browser. ")
    expect(page.locator(SAVED).first).to_be_visible(timeout=20_000)
    visitor = server.visitor("gh-academic")
    script = subprocess.run(
        ["node", str(ROOT / "tests" / "browser" / "stock_client.mjs"), server.url, document, visitor.cookies],
        input="Written by any Yjs client.", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert script.returncode == 0, script.stderr
    until_same(page, holds=lambda lines: "Written by any Yjs client." in lines)
    answer = json.loads(script.stdout)
    assert answer["text"] == lines_of(page), answer


def test_two_workers_and_a_redis_that_goes_and_comes(
    two_workers: TwoWorkers, redis_server: Redis, arrive: Arrive
) -> None:
    path, _ = action_of(two_workers.workers[0])
    one = arrive(two_workers.urls[0], "gh-women-miners-rep", path)
    two = arrive(two_workers.urls[1], "gh-miner", path)
    at_the_end(one)
    one.keyboard.type("On the first worker")
    until_same(one, two, holds=lambda lines: lines[-1] == "On the first worker")
    redis_server.stop()
    put_caret(two, -1, end=True)
    two.keyboard.type(", and on the second while Redis is away")
    expect(two.locator(SAVED).first).to_be_visible(timeout=20_000)
    until_same(one, two, holds=lambda lines: lines[-1].endswith("while Redis is away"))
    redis_server.start()
    one.keyboard.type("!")
    until_same(one, two, holds=lambda lines: lines[-1].count("!") == 1)
