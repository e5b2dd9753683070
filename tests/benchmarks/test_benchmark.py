"""The generator, the tables and the page stay whole until somebody measures. Nothing here looks at speed."""

import json
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import run
from tests.servers import Server

from .figures import Plot, Result, Target
from .generator import Generator
from .plan import BRIEF, FULL, QUICK, plan_for
from .plot import draw
from .report import FOLDER, page, section
from .world import PEOPLE

PATIENCE = 60  # seconds that a crowded machine may take


@pytest.fixture
def generator() -> Iterator[Generator]:
    started = Generator()
    yield started
    started.close()


def test_what_the_generator_does_is_stored_and_reaches_every_screen(server: Server, generator: Generator) -> None:
    def world(*what: str) -> Any:
        return json.loads(run("-m", "tests.benchmarks.world", *what, env=server.environment))

    made = world("people")
    one, other = world("documents", made["space"], "2")
    assert len(made["cookies"]) == PEOPLE and server.process
    address = {"url": server.url.replace("http", "ws", 1), "origin": server.url, "dialect": "y-websocket"}
    door = {"server": address | {"path": "/ws/documents/{document}"}, "people": made["cookies"]}

    joined = generator.ask("join", **door, documents=[one, other], editors=4, probes=5)
    assert joined["clients"] == 8 and joined["closed"] == 0, joined
    window = generator.type([server.process.pid], [], seconds=1, warm=0, rate=5, moving=True, drain=PATIENCE)
    assert window.seen["delivered"] == 1 and window.seen["closed"] == 0
    assert window.seen["shown"]["count"] > 0 and window.seen["saved"]["count"] > 0
    assert window.server > 0 and window.updates_per_second > 0
    assert server.rows("SELECT count(*) FROM realtime_documentupdate WHERE document_id = %s", one)[0][0] > 0
    strangers = generator.ask("join", **door | {"people": [""]}, documents=[one], editors=1, probes=0)
    assert strangers["closed"] == 1 and "4401" in strangers["refused"], "without a session nobody comes in"

    with tempfile.TemporaryDirectory() as folder:
        yjs = generator.ask("history", edits=300, characters=2000, path=f"{folder}/history")
        past = world("history", made["space"], f"{folder}/history")
    opened = generator.ask("open", **door, document=past, times=2)
    assert opened["characters"] == yjs["characters"] and opened["bytes"] > 0
    for query in ("", "?after=300&epoch=1"):
        generator.ask("gather", **door, document=past, clients=3, query=query)
        came = generator.ask("return", writers=1)
        assert came["lost"] == 0 and came["last"] > 0


def test_a_measure_becomes_a_table_and_a_plot() -> None:
    plot = Plot("editors", "ms", {"<ours>": [(1, 0.5), (1200, 40)], "theirs": [(1, 3)]}, (250, "limit"), log_y=True)
    result = Result("one", "One", "So.", ["server", "ms"], [["ours", "4"]], [Target("≤ 5 ms", "4 ms", True)], plot=plot)
    again = Result.from_json(result.as_json())
    assert "| ours | 4 |" in section(again) and "![One](one.svg)" in section(again)
    drawn = ElementTree.fromstring(draw(plot, "One"))
    assert len([element for element in drawn.iter() if element.tag.endswith("polyline")]) == 2


def test_the_page_says_what_the_figures_say() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == page()


def test_a_smaller_budget_gives_a_smaller_plan() -> None:
    assert [plan_for(minutes) for minutes in (90, 40, 25, 10, 1)] == [FULL, FULL, BRIEF, QUICK, QUICK]
