"""An hour of ordinary work: people come, write, and go on to the next document."""

import contextlib
import statistics
import threading
import time

from ..bench import Bench
from ..cores import resident_kilobytes
from ..figures import Plot, Result, Target, percent
from ..generator import Generator
from ..subjects import Baraza, OnDaphne, OnUvicorn

NAME = "soak"
TITLE = "Hours of ordinary work"
HOW = (
    "On each server 60 people write in six documents, carets and all; every minute they leave and go on to the next "
    "six of sixty. A background worker folds and draws beside them."
)
DOCUMENTS, AT_ONCE, EDITORS = 60, 6, 10
ROUND_SECONDS = 55.0
SAMPLE_SECONDS = 10.0
WARM_UP = 1 / 6  # of the time
LIMIT = 0.05
KINDS: tuple[type[Baraza], ...] = (OnUvicorn, OnDaphne)


class Visit(threading.Thread):
    """Keeps one server busy until the end."""

    def __init__(self, bench: Bench, subject: Baraza, generator: Generator, until: float) -> None:
        super().__init__(daemon=True)
        self.bench, self.subject, self.generator, self.until = bench, subject, generator, until
        self.delivered: list[float] = []
        self.closed = 0
        self.keys = 0
        self.failed = ""

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.failed = repr(error)

    def _work(self) -> None:
        documents = self.subject.documents(DOCUMENTS)
        turn = 0
        while (left := self.until - time.monotonic()) > 5:
            now = [documents[(turn + index) % DOCUMENTS] for index in range(AT_ONCE)]
            turn += AT_ONCE
            self.generator.ask("join", **self.subject.door, documents=now, editors=EDITORS, probes=AT_ONCE)
            seconds = min(ROUND_SECONDS, left - 3)
            window = self.bench.window(self.subject, self.generator, seconds=seconds, warm=1, moving=True)
            self.delivered.append(window.seen["delivered"] or 0)
            self.closed += window.seen["closed"]
            self.keys += window.seen["keys"]
            self.generator.ask("leave")


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW, ["server", "minutes", "keys", "delivered", "closed", "MB after warm-up", "at the end"]
    )
    seconds = bench.hours * 3600
    lines: dict[str, list[tuple[float, float]]] = {kind.label: [] for kind in KINDS}
    with contextlib.ExitStack() as stack:
        began = time.monotonic()
        visits = []
        for kind in KINDS:
            subject, generator = stack.enter_context(bench.serving(kind))
            assert isinstance(subject, Baraza)
            subject.start_background()
            visits.append(Visit(bench, subject, generator, began + seconds))
        for visit in visits:
            visit.start()
        while any(visit.is_alive() for visit in visits):
            for visit in visits:
                held = sum(map(resident_kilobytes, visit.subject.pids)) / 1024
                lines[visit.subject.label].append(((time.monotonic() - began) / 60, held))
            time.sleep(SAMPLE_SECONDS)
        for visit in visits:
            _note(bench, result, visit, lines[visit.subject.label])
    result.plot = Plot("minutes", "MB", lines)
    return result


def _note(bench: Bench, result: Result, visit: Visit, line: list[tuple[float, float]]) -> None:
    if visit.failed:
        result.notes.append(f"{visit.subject.label} ended early: {visit.failed}")
    end = line[-1][0]
    third = (end - end * WARM_UP) / 5
    early = statistics.median(mb for minute, mb in line if end * WARM_UP <= minute <= end * WARM_UP + third)
    late = statistics.median(mb for minute, mb in line if minute >= end - third)
    delivered = min(visit.delivered, default=0.0)
    row = [
        visit.subject.label, f"{end:.0f}", f"{visit.keys:,}", percent(delivered), str(visit.closed), f"{early:.0f}",
        f"{late:.0f}",
    ]  # fmt: skip
    result.rows.append(row)
    bench.say(" · ".join(row))
    grown = late / early - 1
    met = grown <= LIMIT and delivered == 1 and not visit.failed
    result.targets.append(Target(f"memory flat within 5 % after warm-up, {visit.subject.kind}", f"{grown:+.1%}", met))
