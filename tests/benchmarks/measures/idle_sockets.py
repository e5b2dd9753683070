"""Thousands of sockets that stay silent: what each of them holds in memory."""

import time

from ..bench import Bench
from ..cores import resident_kilobytes
from ..figures import Plot, Result, ratio_target
from ..subjects import Hocuspocus, OnDaphne, OnUvicorn, Subject, YWebsocket

NAME = "idle-sockets"
TITLE = "Idle sockets"
HOW = (
    "Twenty people have each of so many documents open and do nothing. Memory is what the process holds, less what it "
    "held with the first hundred."
)
EACH = 20  # in a document
FIRST = 100  # sockets that warm the process up
SETTLE_SECONDS = 5  # nothing goes on that could be waited for: garbage may be collected meanwhile


def measure(bench: Bench) -> Result:
    result = Result(NAME, TITLE, HOW, ["server", "sockets", "kB per socket", "MB in all"])
    each: dict[type[Subject], float] = {}
    lines: dict[str, list[tuple[float, float]]] = {}
    for kind in (OnUvicorn, OnDaphne, Hocuspocus, YWebsocket):
        if bench.has_time(45, kind.label):
            each[kind], lines[kind.label] = _of(bench, kind, result)
    for kind in (OnUvicorn, OnDaphne):
        asked = f"≤ ½ of Hocuspocus per socket, on {kind.kind}"
        result.targets.append(ratio_target(asked, each.get(kind), each.get(Hocuspocus), limit=0.5))
    result.plot = Plot("idle sockets", "MB", lines)
    return result


def _of(bench: Bench, kind: type[Subject], result: Result) -> tuple[float, list[tuple[float, float]]]:
    line = []
    with bench.serving(kind) as (subject, generator):
        documents = subject.documents(bench.plan.idle // EACH)
        there = 0
        for sockets in (FIRST, bench.plan.idle // 2, bench.plan.idle):
            newcomers = documents[there // EACH : sockets // EACH]
            joined = generator.ask("join", **subject.door, documents=newcomers, editors=EACH, probes=0)
            there = sockets
            time.sleep(SETTLE_SECONDS)
            line.append((float(sockets), sum(map(resident_kilobytes, subject.pids)) / 1024))
        if closed := joined["closed"]:
            result.notes.append(f"{kind.label}: {closed} sockets were closed.")
    each = (line[-1][1] - line[0][1]) * 1024 / (line[-1][0] - line[0][0])
    row = [kind.label, f"{bench.plan.idle:,}", f"{each:.1f}", f"{line[-1][1]:.0f}"]
    result.rows.append(row)
    bench.say(" · ".join(row))
    return each, line
