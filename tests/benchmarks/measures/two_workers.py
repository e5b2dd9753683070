"""Two workers on different documents, against one: does an update cost the same?"""

import contextlib

from ..bench import Bench
from ..cores import CORES, OTHERS, on_core
from ..figures import Plot, Result, Target, percent
from ..generator import Window
from ..subjects import OnUvicorn

NAME = "two-workers"
TITLE = "Two workers against one"
HOW = (
    "Each worker serves so many documents with three editors each; both use one PostgreSQL and one Redis. With two "
    "cores the second worker shares its own with the generator and the stores, so what is compared is the CPU that an "
    "update costs."
)
DOCUMENTS = 100  # for each worker
LIMIT = 1.1


def measure(bench: Bench) -> Result:
    result = Result(
        NAME,
        TITLE,
        HOW,
        ["workers", "updates/s", "delivered", "p50 ms", "p99 ms", "CPU of the workers", "µs per update"],
    )
    if not bench.has_time(40, TITLE):
        return result
    costs: list[float] = []
    with contextlib.ExitStack() as stack:
        subject, generator = stack.enter_context(bench.serving(OnUvicorn))
        assert isinstance(subject, OnUvicorn)
        documents = subject.documents(DOCUMENTS * 2)
        generator.ask("join", **subject.door, documents=documents[:DOCUMENTS], editors=3, probes=60)
        _note(bench, result, costs, "1", bench.window(subject, generator))
        second = subject.make(subject.server.database_url, bench.ground.redis.url)
        stack.callback(second.close)
        with on_core(OTHERS):
            second.start()
        assert second.process
        door = subject.door
        door["server"] |= {"url": second.url.replace("http", "ws", 1), "origin": second.url}
        generator.ask("join", **door, documents=documents[DOCUMENTS:], editors=3, probes=60)
        _note(bench, result, costs, "2", bench.window(subject, generator, also=[second.process.pid]))
    share = costs[1] / costs[0]
    found = f"{share:.2f}× on {len(CORES)} cores"
    result.targets.append(Target("equal CPU per update (± 10 %) with two workers", found, share <= LIMIT))
    result.plot = Plot("workers", "µs of CPU per update", {"uvicorn": [(1, costs[0]), (2, costs[1])]})
    return result


def _note(bench: Bench, result: Result, costs: list[float], workers: str, window: Window) -> None:
    costs.append(window.server / window.updates_per_second * 1e6)
    row = [
        workers, f"{window.updates_per_second:,.0f}", percent(window.seen["delivered"]), *window.told(),
        f"{window.server:.2f}", f"{costs[-1]:.0f}",
    ]  # fmt: skip
    result.rows.append(row)
    bench.say(" · ".join(row))
