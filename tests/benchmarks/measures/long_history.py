"""Documents with a long past and a text of one size: opening them, and editing them."""

import statistics
from dataclasses import dataclass, field
from typing import Any

from ..bench import Bench
from ..cores import resident_kilobytes
from ..figures import Plot, Result, Target, ms, ratio_target
from ..generator import Generator
from ..subjects import Baraza, OnUvicorn

NAME = "long-history"
TITLE = "Documents with a long history"
HOW = (
    "Each document holds 20,000 letters in forty paragraphs; what differs is how many keys led there, one row of the "
    "log each, folded by the product's own task. *Cold* is the first to open it after the server started, *warm* the "
    "next. Then 60 people write in it."
)
LETTERS = 20_000
ROUNDS = 5  # starts of the server
WARM = 10  # opened again
EDITORS = 60


@dataclass
class Past:
    edits: int
    document: str
    yjs: dict[str, Any]
    cold: list[float] = field(default_factory=list)
    warm: float = 0.0
    bytes: int = 0
    kilobytes: int = 0
    cost: float = 0.0


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW,
        ["edits", "open cold ms", "open warm ms", "bytes", "Yjs’s own snapshot", "server’s memory for it",
         "µs of CPU per edit"],
    )  # fmt: skip
    pasts: list[Past] = []
    with bench.serving(OnUvicorn) as (subject, generator):
        assert isinstance(subject, Baraza)
        for edits in bench.plan.histories:
            if bench.has_time(40 + edits / 10_000, f"{edits:,} edits"):
                document, yjs = subject.history(generator, edits=edits, characters=LETTERS)
                pasts.append(Past(edits, document, yjs))
                bench.say(f"{edits:,} edits are in the log")
        for round_number in range(ROUNDS):
            _open_all(subject, generator, pasts, first=round_number == 0)
        for past in pasts:
            _edit(bench, subject, generator, past)
    for past in pasts:
        result.rows.append(
            [f"{past.edits:,}", ms(statistics.median(past.cold)), ms(past.warm), f"{past.bytes:,}",
             f"{past.yjs['snapshot']:,}", f"{past.kilobytes:,} kB", f"{past.cost:.0f}"]
        )  # fmt: skip
        bench.say(" · ".join(result.rows[-1]))
    result.targets = _targets(pasts)
    result.plot = Plot(
        "edits in the history", "ms, µs",
        {
            "open cold, ms": [(past.edits, statistics.median(past.cold)) for past in pasts],
            "open warm, ms": [(past.edits, past.warm) for past in pasts],
            "CPU per edit, µs": [(past.edits, past.cost) for past in pasts],
        },
        log_x=True,
        log_y=True,
    )  # fmt: skip
    return result


def _open_all(subject: Baraza, generator: Generator, pasts: list[Past], *, first: bool) -> None:
    subject.server.kill()
    subject.up()
    (other,) = subject.documents(1)
    generator.ask("open", **subject.door, document=other, times=WARM)  # what every start pays once is paid
    for past in pasts:
        before = sum(map(resident_kilobytes, subject.pids))
        seen = generator.ask("open", **subject.door, document=past.document, times=1 + WARM)
        past.cold.append(seen["first"])
        if first:
            past.kilobytes = sum(map(resident_kilobytes, subject.pids)) - before
            past.warm, past.bytes = seen["took"]["p50"], seen["bytes"]
            assert seen["characters"] == past.yjs["characters"], "the text is not what was typed"


def _edit(bench: Bench, subject: Baraza, generator: Generator, past: Past) -> None:
    generator.ask("join", **subject.door, documents=[past.document], editors=EDITORS, probes=3)
    windows = [bench.window(subject, generator) for _ in range(2)]
    past.cost = min(window.server / window.updates_per_second for window in windows) * 1e6
    generator.ask("leave")


def _targets(pasts: list[Past]) -> list[Target]:
    if len(pasts) < 2:
        return []
    least, most = pasts[0], pasts[-1]
    size = max(past.bytes / past.yjs["snapshot"] for past in pasts)
    opened = [statistics.median(past.cold) for past in pasts]
    span = f"{least.edits:,} → {most.edits:,}"
    return [
        Target("bytes ≤ 1.1× Yjs’s own snapshot", f"{size:.2f}×", size <= 1.1),
        ratio_target(f"opening flat within 1.3×, {span}", max(opened), min(opened), limit=1.3),
        ratio_target(f"an edit’s cost flat within 1.2×, {span}", most.cost, least.cost, limit=1.2),
    ]
