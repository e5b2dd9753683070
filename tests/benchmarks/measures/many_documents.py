"""Many documents with three editors each, more and more of them."""

from ..bench import Bench
from ..figures import Plot, Result, percent, ratio_target
from ..generator import Window
from ..subjects import Hocuspocus, OnDaphne, OnUvicorn, Subject

NAME = "many-documents"
TITLE = "Many documents with three editors each"
HOW = "Each editor types five keys a second; documents are added until one letter in a hundred takes more than 250 ms."
EDITORS = 3
PROBED = 30  # documents in which all three look at what comes
LIMIT = 250.0  # milliseconds


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW,
        ["server", "documents", "updates/s", "delivered", "p50 ms", "p99 ms", "CPU of the server",
         "CPU of the generator", "its core in all"],
    )  # fmt: skip
    held: dict[type[Subject], float] = {}
    lines: dict[str, list[tuple[float, float]]] = {}
    for kind in (OnUvicorn, OnDaphne, Hocuspocus):
        if bench.has_time(60, kind.label):
            held[kind], lines[kind.label] = _of(bench, kind, result)
    for kind in (OnUvicorn, OnDaphne):
        asked = f"≥ 2.5× the updates/s that Hocuspocus holds, on {kind.kind}"
        result.targets.append(ratio_target(asked, held.get(kind), held.get(Hocuspocus), limit=2.5, least=True))
    result.plot = Plot("updates per second", "p99, ms", lines, (LIMIT, "the limit"), log_y=True)
    return result


def _of(bench: Bench, kind: type[Subject], result: Result) -> tuple[float, list[tuple[float, float]]]:
    held, line, there = 0.0, list[tuple[float, float]](), 0
    with bench.serving(kind) as (subject, generator):
        documents = subject.documents(bench.plan.documents[-1])
        for number in bench.plan.documents:
            if not bench.has_time(30, f"{kind.label} with {number} documents"):
                break
            probes = PROBED * EDITORS if not there else 0
            newcomers = documents[there:number]
            generator.ask("join", **subject.door, documents=newcomers, editors=EDITORS, probes=probes)
            there = number
            window = bench.window(subject, generator)
            row = _row(kind, number, window)
            result.rows.append(row)
            bench.say(" · ".join(row))
            shown, delivered = window.seen["shown"], window.seen["delivered"] or 0
            if window.shown:
                line.append((window.updates_per_second, window.shown["p99"]))
            if shown is None or shown["p99"] > LIMIT or delivered < 0.999:
                break
            if not window.unfit:
                held = window.updates_per_second
    return held, line


def _row(kind: type[Subject], documents: int, window: Window) -> list[str]:
    return [
        kind.label, str(documents), f"{window.updates_per_second:,.0f}", percent(window.seen["delivered"]),
        *window.told(), f"{window.server:.2f}", f"{window.seen['generator']:.2f}", f"{window.core:.2f}",
    ]  # fmt: skip
