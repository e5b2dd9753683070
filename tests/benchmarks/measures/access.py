"""Who may see what: lists, counts and checks, beside what guardian itself offers for them."""

import json
from typing import Any

from tests.databases import environment, run

from ..bench import Bench
from ..figures import Plot, Result, Target, limit_target, ms

NAME = "access"
TITLE = "Who may see what"
HOW = (
    "10,000 spaces of 200 groups, 5,000 people, 200,000 things and 200,000 events, on the same rows: `visible` and "
    "`levels_in` beside guardian's `get_objects_for_user` and `has_perm`, which must give the same answers. Medians, "
    "in ms; queries in brackets. Lists are of the first 50: of things in the order of their keys, or of events in the "
    "order of time; the moderator sees everything."
)
LONGEST_MS = 100


def measure(bench: Bench) -> Result:
    result = Result(NAME, TITLE, HOW, ["database", "asked", "ours", "guardian", "times as fast"])
    lines: dict[str, list[tuple[float, float]]] = {}
    for label, url in (("PostgreSQL", bench.ground.database()), ("SQLite", bench.ground.sqlite())):
        if not bench.has_time(60, label):
            continue
        settings = environment(DATABASE_URL=url, REDIS_URL="")
        run("-m", "tools.serve", "migrate", env=settings)
        found = json.loads(run("-m", "tests.benchmarks.access_world", env=settings))
        for each in found:
            row = _row(label, each)
            result.rows.append(row)
            bench.say(" · ".join(row))
        result.targets += _targets(label, found)
        lines[label] = [(n, each["ours"]) for n, each in enumerate(found, 1)]
    result.plot = Plot("row of the table", "ms", lines, (LONGEST_MS, "no reader waits longer"), log_y=True)
    return result


def _row(label: str, each: dict[str, Any]) -> list[str]:
    theirs = "–" if each["theirs"] is None else f"{ms(each['theirs'])} ({each['theirs_queries']:,})"
    times = "–" if each["theirs"] is None else f"{each['theirs'] / each['ours']:.1f}×"
    return [label, each["what"], f"{ms(each['ours'])} ({each['queries']})", theirs, times]


def _targets(label: str, found: list[dict[str, Any]]) -> list[Target]:
    lists = [each for each in found if each["what"].startswith("list")]
    asked = lists + [each for each in found if each["what"].startswith("count")]
    slowest = min(each["theirs"] / each["ours"] for each in lists)
    checks = next(each for each in found if "checks" in each["what"])
    sockets = next(each for each in found if "sockets" in each["what"])
    faster = checks["theirs"] / checks["ours"]
    return [
        Target(f"lists ≥ 2× as fast, {label}", f"{slowest:.1f}× at least", slowest >= 2),
        limit_target(
            f"no list or count over {LONGEST_MS} ms, {label}", max(each["ours"] for each in asked), LONGEST_MS
        ),
        Target(f"checks ≥ 100× as fast, {label}", f"{faster:,.0f}×", faster >= 100),
        limit_target(f"re-check of 1,000 sockets ≤ 1 s, {label}", sockets["ours"], 1_000),
    ]
