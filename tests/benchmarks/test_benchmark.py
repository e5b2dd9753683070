"""The generator, the tables and the page stay whole until somebody measures. Nothing here looks at speed."""

import json
import xml.etree.ElementTree as ElementTree

from tests.databases import run
from tests.servers import Server

from .figures import Plot, Result, Target
from .generator import Generator
from .plan import BRIEF, FULL, QUICK, plan_for
from .plot import draw
from .report import FOLDER, page, section
from .world import PEOPLE

PATIENCE = 60  # seconds that a crowded machine may take


def test_what_the_generator_types_is_stored_and_reaches_every_screen(server: Server) -> None:
    made = json.loads(run("-m", "tests.benchmarks.world", "people", env=server.environment))
    ids = json.loads(run("-m", "tests.benchmarks.world", "documents", made["space"], "2", env=server.environment))
    assert len(made["cookies"]) == PEOPLE
    door = {"url": server.url.replace("http", "ws", 1), "origin": server.url, "dialect": "y-websocket"}
    door["path"] = "/ws/documents/{document}"
    assert server.process
    generator = Generator()
    try:
        joined = generator.ask("join", server=door, people=made["cookies"], documents=ids, editors=4, probes=5)
        assert joined["clients"] == 8 and joined["closed"] == 0, joined
        window = generator.type([server.process.pid], [], seconds=1, warm=0, rate=5, moving=True, drain=PATIENCE)
        strangers = generator.ask("join", server=door, people=[""], documents=ids[:1], editors=1, probes=0)
    finally:
        generator.close()
    assert window.seen["delivered"] == 1 and window.seen["closed"] == 0
    assert window.seen["shown"]["count"] > 0 and window.seen["saved"]["count"] > 0
    assert window.server > 0 and window.updates_per_second > 0
    assert strangers["closed"] == 1 and "4401" in strangers["refused"], "without a session nobody comes in"
    assert server.rows("SELECT count(*) FROM realtime_documentupdate WHERE document_id = %s", ids[0])[0][0] > 0


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
