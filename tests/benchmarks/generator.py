"""The generator as a process: one command a line to it, one answer a line back, and what a window of typing cost."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.node import find_pinned_node

from .cores import OTHERS, SERVER, busy_seconds, cpu_seconds, on_core
from .figures import ms

FOLDER = Path(__file__).parent / "generator"
FULL = 0.97  # of its core: past it, times say more about the generator than about the server
BUSY = 0.3  # cores taken by other programs
LATE = 100.0  # milliseconds behind its own schedule, for one key in a hundred


class GeneratorFailed(RuntimeError):
    """The generator could not do what it was told; the message holds its own words."""


@dataclass
class Window:
    """A window of typing: what the generator saw (times in ms), and what it cost, as shares of a core."""

    seen: dict[str, Any]
    server: float
    core: float  # how busy the core of generator and stores was
    strangers: float  # what programs that are no part of this took of both cores

    @property
    def unfit(self) -> str:
        """Why the times of this window would mislead; empty when they hold."""
        late = self.seen["late"]
        if self.core <= FULL and (late is None or late["p99"] <= LATE):
            return ""
        return "machine busy" if self.strangers > BUSY else "generator saturated"

    @property
    def shown(self) -> dict[str, float] | None:
        """Times until a letter stood on another screen, where they hold."""
        times: dict[str, float] | None = self.seen["shown"]
        return None if self.unfit else times

    def told(self, *, of: str = "shown") -> list[str]:
        """The two cells for p50 and p99."""
        times = self.seen[of]
        if self.unfit:
            return [self.unfit] * 2
        return [ms(times["p50"]), ms(times["p99"])] if times else ["–", "–"]

    @property
    def updates_per_second(self) -> float:
        return float(self.seen["keys"] / self.seen["seconds"])


class Generator:
    def __init__(self) -> None:
        with on_core(OTHERS):
            self.process = subprocess.Popen(
                [find_pinned_node().node, "--max-old-space-size=4096", FOLDER / "main.js"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )

    def ask(self, what: str, **details: Any) -> dict[str, Any]:
        """Have it do one thing to its end."""
        self.begin(what, **details)
        return self.end()

    def begin(self, what: str, **details: Any) -> None:
        """Have it do one thing while something else is done here; `end()` waits for its answer."""
        self._tell(what, details)

    def end(self) -> dict[str, Any]:
        return self._answer({})

    def type(self, servers: list[int], stores: list[int], **details: Any) -> Window:
        """Have everybody type, and look at what that costs meanwhile; the stores are known by their processes, too."""
        self._tell("type", details)
        marks: dict[str, tuple[float, ...]] = {}
        seen = self._answer(marks, (servers, [*stores, self.process.pid]))
        seconds, served, others, core, server_core = (
            after - before for before, after in zip(marks["begin"], marks["end"], strict=True)
        )
        strangers = core + server_core - served - others
        return Window(seen, served / seconds, core / seconds, max(0.0, strangers / seconds))

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _tell(self, what: str, details: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self.process.stdin.flush()

    def _answer(self, marks: dict[str, tuple[float, ...]], pids: tuple[list[int], ...] = ()) -> dict[str, Any]:
        assert self.process.stdout
        for line in self.process.stdout:
            said = json.loads(line)
            if "event" in said:
                used = [sum(map(cpu_seconds, group)) for group in pids]
                marks[said["event"]] = (time.monotonic(), *used, busy_seconds(OTHERS), busy_seconds(SERVER))
            elif "error" in said:
                raise GeneratorFailed(said["error"])
            else:
                answer: dict[str, Any] = said["answer"]
                return answer
        raise GeneratorFailed("the generator ended")
