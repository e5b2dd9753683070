"""Somebody alone: from the key to *saved*."""

from ..bench import Bench
from ..figures import Plot, Result, limit_target
from ..subjects import Baraza, OnDaphne, OnSqlite, OnUvicorn

NAME = "lone-typist"
TITLE = "A lone typist, fsync on"
HOW = (
    "One person writes and nobody else does. *Saved* is told when the own letter comes back from the server, which "
    "sends it after it was committed."
)
KINDS: tuple[type[Baraza], ...] = (OnUvicorn, OnDaphne, OnSqlite)


def measure(bench: Bench) -> Result:
    result = Result(NAME, TITLE, HOW, ["server", "letters", "p50 ms", "p99 ms", "most ms", "CPU of the server"])
    lines: dict[str, list[tuple[float, float]]] = {}
    for kind in KINDS:
        if not bench.has_time(bench.plan.lone + 15, kind.label):
            continue
        with bench.serving(kind) as (subject, generator):
            generator.ask("join", **subject.door, documents=subject.documents(1), editors=1, probes=1)
            window = bench.window(subject, generator, seconds=bench.plan.lone)
        saved = window.seen["saved"]
        most = "–" if window.unfit else f"{saved['max']:.0f}"
        row = [kind.label, str(saved["count"]), *window.told(of="saved"), most, f"{window.server:.3f}"]
        result.rows.append(row)
        bench.say(" · ".join(row))
        lines[kind.label] = [(50, saved["p50"]), (95, saved["p95"]), (99, saved["p99"])]
        for name, limit in (("p50", 10), ("p99", 30)):
            value = None if window.unfit else saved[name]
            result.targets.append(limit_target(f"{name} ≤ {limit} ms, {kind.label}", value, limit))
    result.plot = Plot("percent of the letters", "ms until saved", lines, (30, "p99 must be below"))
    return result
