"""What a page costs: every byte that passes between browser and server, both ways, and what it went for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Arrive, writing
from tests.front import CHUNK, Front
from tests.servers import Server
from tests.visitor import Visitor

KB = 1_000
FIRST, AGAIN, EDITOR = 100 * KB, 20 * KB, 150 * KB
BOARD = "SELECT id FROM boards_board WHERE title = 'Roadmap' AND language = 'en' LIMIT 1"
ACTION = "SELECT id FROM boards_action WHERE title LIKE 'Women’s seats%%'"
WORKER_IS_READY = """async () => {
    await navigator.serviceWorker.ready;
    return Boolean(await caches.match('/offline/'));
}"""


class Meter(Front):
    """A network that counts what it carries, up and down: heads, bodies, handshakes, frames."""

    carried = 0

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        counted = asyncio.StreamReader()
        passing = asyncio.create_task(super()._pass_on(counted, writer))
        while data := await reader.read(CHUNK):
            self.carried += len(data)
            counted.feed_data(data)
        counted.feed_eof()
        await passing


class Wire:
    """What the browser says that each address cost the page; it leaves out the service worker's own requests."""

    def __init__(self, page: Page) -> None:
        self.names: dict[str, str] = {}
        self.cost: dict[str, int] = {}
        self.encodings: dict[str, str] = {}
        client = page.context.new_cdp_session(page)
        client.on("Network.responseReceived", self._answered)
        client.on("Network.loadingFinished", self._finished)
        client.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response["url"].startswith("data:"):
            return
        self.names[event["requestId"]] = response["url"]
        heads = {name.lower(): value for name, value in response["headers"].items()}
        self.encodings[response["url"]] = heads.get("content-encoding", "")

    def _finished(self, event: dict[str, Any]) -> None:
        if name := self.names.get(event["requestId"]):
            self.cost[name] = self.cost.get(name, 0) + int(event["encodedDataLength"])

    def __str__(self) -> str:
        rows = sorted(self.cost.items(), key=lambda row: -row[1])
        return "\n".join(f"{size:7d} {name} {self.encodings.get(name, '')}" for name, size in rows)


@pytest.fixture
def meter(shared_server: Server) -> Iterator[Meter]:
    meter = Meter([shared_server.port])
    yield meter
    meter.close()


def arrive_fresh(arrive: Arrive, url: str, who: str) -> Page:
    """Somebody signed in whose browser has never been here: nothing is in its cache."""
    page = arrive(url, "", "about:blank", small=True)
    visitor = Visitor(url).sign_in(who)
    page.context.add_cookies([{"name": each.name, "value": each.value or "", "url": url} for each in visitor.jar])
    return page


def visit(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("[data-when=live]")).to_be_visible()
    page.wait_for_function(WORKER_IS_READY)
    page.wait_for_load_state("networkidle")


def test_a_board_is_light(shared_server: Server, meter: Meter, arrive: Arrive) -> None:
    ((board,),) = shared_server.rows(BOARD)
    page = arrive_fresh(arrive, meter.url, "gh-convenor")
    wire, before = Wire(page), meter.carried
    visit(page, f"/boards/{board}/")
    first, before = meter.carried - before, meter.carried
    visit(page, f"/boards/{board}/")
    again = meter.carried - before
    print(f"First visit {first}, again {again}; both together:\n{wire}")
    for address, encoding in wire.encodings.items():
        assert encoding == "br", address
    assert first <= FIRST, wire
    assert again <= AGAIN, wire
    assert not any("/editor-" in address for address in wire.cost), wire


def test_the_editor_comes_only_where_there_is_one(shared_server: Server, meter: Meter, arrive: Arrive) -> None:
    ((action,),) = shared_server.rows(ACTION)
    page = arrive_fresh(arrive, meter.url, "gh-convenor")
    wire = Wire(page)
    visit(page, f"/actions/{action}/")
    writing(page)
    chunks = {name: size for name, size in wire.cost.items() if name.endswith(".js") and "/app-" not in name}
    print(f"{meter.carried} in all:\n{wire}")
    assert any("/editor-" in address for address in chunks), wire
    assert sum(chunks.values()) <= EDITOR, wire
    assert all(wire.encodings[address] == "br" for address in chunks)
    assert not any("/board-" in address for address in wire.cost), wire
