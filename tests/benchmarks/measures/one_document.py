"""One document, more and more editors."""

from dataclasses import dataclass

from ..bench import Bench
from ..figures import Plot, Result, Target, limit_target, percent, ratio_target
from ..generator import Window
from ..subjects import Hocuspocus, NaiveChannels, OnDaphne, OnSqlite, OnUvicorn, Subject, YWebsocket

NAME = "one-document"
TITLE = "One document, many editors"
HOW = (
    "All have the same document open and type five keys a second. Times are from the key to the other screens; ours "
    "are stored by then, in PostgreSQL with fsync. *Delivered* is read letter by letter from the screens of 20 editors."
)
MOST: dict[type[Subject], int] = {OnUvicorn: 1200, OnDaphne: 1200, Hocuspocus: 800, YWebsocket: 400, OnSqlite: 400,
                                  NaiveChannels: 200}  # fmt: skip
HOPELESS = 2000.0  # milliseconds: with more editors it only gets worse
PROBES = 5


@dataclass
class Point:
    subject: type[Subject]
    editors: int
    window: Window

    @property
    def p99(self) -> float | None:
        return self.window.shown["p99"] if self.window.shown else None

    @property
    def delivered(self) -> float:
        return float(self.window.seen["delivered"] or 0)

    def row(self) -> list[str]:
        return [
            self.subject.label, str(self.editors), percent(self.delivered), *self.window.told(),
            f"{self.window.server:.2f}", f"{self.window.seen['generator']:.2f}", f"{self.window.core:.2f}",
        ]  # fmt: skip


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW,
        ["server", "editors", "delivered", "p50 ms", "p99 ms", "CPU of the server", "CPU of the generator",
         "its core in all"],
    )  # fmt: skip
    points: list[Point] = []
    for kind, most in MOST.items():
        points += _of(bench, kind, most)
    result.rows = [point.row() for point in points]
    result.targets = _targets(points)
    lines: dict[str, list[tuple[float, float]]] = {}
    for point in points:
        lines.setdefault(point.subject.label, []).append((point.editors, point.window.server))
    result.plot = Plot("editors in one document", "share of a core", lines)
    return result


def _of(bench: Bench, kind: type[Subject], most: int) -> list[Point]:
    points: list[Point] = []
    if not bench.has_time(40, kind.label):
        return points
    with bench.serving(kind) as (subject, generator):
        for editors in bench.plan.editors:
            if editors > most or not bench.has_time(30, f"{kind.label} with {editors} editors"):
                break
            documents = subject.documents(1)
            generator.ask("join", **subject.door, documents=documents, editors=editors, probes=PROBES)
            point = Point(kind, editors, bench.window(subject, generator))
            generator.ask("leave")
            points.append(point)
            bench.say(" · ".join(point.row()))
            shown = point.window.seen["shown"]
            if point.delivered < 0.9 or shown is None or shown["p99"] > HOPELESS:
                break
    return points


def _targets(points: list[Point]) -> list[Target]:
    found = {(point.subject, point.editors): point for point in points}
    targets = []
    for kind, most, limit in ((OnUvicorn, 1200, 800), (OnDaphne, 800, 400)):
        mine = [point for point in points if point.subject is kind and point.editors <= most]
        reached = max((point.editors for point in mine if point.delivered == 1), default=0)
        all_there = all(point.delivered == 1 for point in mine)
        met = False if not all_there else True if reached == most else None
        targets.append(Target(f"all delivered up to {most} on {kind.kind}", f"up to {reached}", met if mine else None))
        for editors in (200, 400):
            ours, theirs = found.get((kind, editors)), found.get((Hocuspocus, editors))
            factor = 0.4 if kind is OnUvicorn else 0.6
            asked = f"CPU on {kind.kind} ≤ {factor}× Hocuspocus’s at {editors}"
            used = (ours and ours.window.server) or None, (theirs and theirs.window.server) or None
            targets.append(ratio_target(asked, *used, limit=factor))
        times = [point.p99 for point in mine if point.editors <= limit]
        worst = max((time for time in times if time), default=None) if None not in times else None
        targets.append(limit_target(f"p99 ≤ 50 ms up to {limit} on {kind.kind}", worst, 50))
    return targets
