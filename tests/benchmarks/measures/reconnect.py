"""kill -9, and everybody comes back at once."""

from typing import Any

from ..bench import Bench
from ..figures import Plot, Result, Target, limit_target, ms
from ..generator import Generator
from ..subjects import Baraza, OnDaphne, OnUvicorn

NAME = "reconnect"
TITLE = "Everybody comes back at once after kill -9"
HOW = (
    "All have one document of 20,000 letters open when the server is killed and started again. They knock until "
    "somebody answers. First nobody has anything new, and nothing may be stored or sent on; then twenty have typed a "
    "letter meanwhile. A stock client names its state vector, ours the last number of the log that it holds."
)
LETTERS, EDITS = 20_000, 5_000
WRITERS = 20
LIMIT = 5_000.0  # milliseconds


def measure(bench: Bench) -> Result:
    result = Result(
        NAME, TITLE, HOW,
        ["server", "clients", "of whom wrote", "first back ms", "last back ms", "bytes to each", "rows stored",
         "frames sent on"],
    )  # fmt: skip
    lines: dict[str, list[tuple[float, float]]] = {}
    for kind in (OnUvicorn, OnDaphne):
        if bench.has_time(60, kind.label):
            with bench.serving(kind) as (subject, generator):
                assert isinstance(subject, Baraza)
                lines[kind.label] = _of(bench, subject, generator, result)
    result.plot = Plot("storm", "ms until the last is back", lines, (LIMIT, "must be below"))
    return result


def _of(bench: Bench, subject: Baraza, generator: Generator, result: Result) -> list[tuple[float, float]]:
    document, _ = subject.history(generator, edits=EDITS, characters=LETTERS)
    line = []
    storms = [("stock", 0), ("stock", WRITERS), ("our", 0), ("our", WRITERS)]
    for number, (clients, writers) in enumerate(storms, 1):
        came = _storm(bench, subject, generator, document, clients == "our", writers)
        row = [
            f"{subject.label}, {clients} clients", str(bench.plan.returning), str(writers), ms(came["first"]),
            ms(came["last"]), f"{came['bytes']:,.0f}", str(came["rows"]), str(came["heard"]),
        ]  # fmt: skip
        result.rows.append(row)
        bench.say(" · ".join(row))
        line.append((float(number), came["last"]))
        if not writers:
            asked = f"what {clients} clients re-send in vain is neither stored nor sent on, {subject.kind}"
            found = f"{came['rows']} rows, {came['heard']} frames"
            result.targets.append(Target(asked, found, came["rows"] == 0 and came["heard"] == 0))
        else:
            asked = f"what {clients} clients wrote meanwhile is stored, {subject.kind}"
            result.targets.append(Target(asked, f"{writers - came['lost']} of {writers}", came["lost"] == 0))
    worst = max(last for _, last in line)
    result.targets.insert(0, limit_target(f"all synced again ≤ 5 s on {subject.kind}", worst, LIMIT))
    return line


def _storm(
    bench: Bench, subject: Baraza, generator: Generator, document: str, numbered: bool, writers: int
) -> dict[str, Any]:
    door = subject.door
    head = subject.head(document)
    query = f"?after={head}&epoch=1" if numbered else ""
    generator.ask("gather", **door, document=document, clients=bench.plan.returning, query=query)
    subject.server.kill()
    generator.begin("return", writers=writers)
    subject.up()
    came = generator.end()
    return came | {"rows": subject.head(document) - head}
