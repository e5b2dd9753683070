"""Carets: the same people with and without them."""

from ..bench import Bench
from ..figures import Plot, Result, Target, percent
from ..subjects import Hocuspocus, OnDaphne, OnUvicorn, Subject

NAME = "presence"
TITLE = "Presence: everybody’s caret moves"
HOW = "200 people type in one document; then the same people type, and their caret goes along with every key."
LIMIT = 0.25


def measure(bench: Bench) -> Result:
    people = bench.plan.people
    result = Result(
        NAME, TITLE, HOW,
        ["server", "people", "carets", "delivered", "p50 ms", "p99 ms", "CPU of the server", "frames/s"],
    )  # fmt: skip
    lines: dict[str, list[tuple[float, float]]] = {}
    kinds: tuple[type[Subject], ...] = (OnUvicorn, OnDaphne, Hocuspocus)
    for kind in kinds:
        if not bench.has_time(45, kind.label):
            continue
        used = []
        with bench.serving(kind) as (subject, generator):
            generator.ask("join", **subject.door, documents=subject.documents(1), editors=people, probes=5)
            for moving in (False, True):
                window = bench.window(subject, generator, moving=moving)
                row = [
                    kind.label, str(people), "move" if moving else "–", percent(window.seen["delivered"]),
                    *window.told(), f"{window.server:.2f}", f"{window.seen['frames']:,.0f}",
                ]  # fmt: skip
                result.rows.append(row)
                bench.say(" · ".join(row))
                used.append(window.server)
        lines[kind.label] = [(0, used[0]), (1, used[1])]
        if issubclass(kind, OnUvicorn | OnDaphne):
            more = used[1] / used[0] - 1
            result.targets.append(
                Target(f"≤ 25 % more CPU than without, on {kind.kind}", f"{more:+.0%}", more <= LIMIT)
            )
    result.plot = Plot("carets: 0 without, 1 with", "share of a core", lines)
    return result
