"""The page that people read: docs/benchmarks/README.md, its plots, and the figures beside it as JSON.

python -m tests.benchmarks.report     write the page again from the figures that are there
"""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .cores import CORES, PINNED
from .figures import Result, Target
from .ground import Ground
from .plot import draw

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"
OPENING = """# Measured
`make bench` makes this page. One generator plays stock Yjs clients against every server: real updates, five keys a
second and person. The server has one core to itself; the generator, PostgreSQL and Redis share another. Baraza runs as
it is shipped, with access checks, limits, presence and metrics on, and stores with fsync before it shows anything to
anyone. Where the generator's own core was full no time is given.
"""
VERDICTS = {True: "✓ met", False: "✗ missed", None: "–"}


def conditions(ground: Ground, command: str) -> dict[str, str]:
    """What one must know to measure the same again."""
    packages = ("django", "channels", "daphne", "uvicorn", "uvloop", "pycrdt", "psycopg")
    peers = json.loads((Path(__file__).parent / "peers" / "package.json").read_text())["dependencies"]
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "command": command,
        "machine": machine(),
        "versions": ", ".join(
            [f"Python {platform.python_version()}"]
            + [f"{name} {version(name)}" for name in packages]
            + [f"PostgreSQL {ground.postgres_version}", f"Node {node_version()}"]
        ),
        "peers": ", ".join(f"{name} {number}" for name, number in peers.items()),
    }


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in cpu_lines() if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    pinned = "" if PINNED else "; nothing could be pinned to a core, so the figures are rough"
    return f"{len(CORES) or os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}{pinned}"


def cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def node_version() -> str:
    import subprocess

    from tools.node import find_pinned_node

    return subprocess.run([find_pinned_node().node, "--version"], capture_output=True, text=True).stdout.strip()


def keep(result: Result) -> None:
    """Put the figures and the plot of one measure in their place, and write the page again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result.as_json(), ensure_ascii=False, indent=1)
    (FOLDER / f"{result.name}.json").write_text(text + "\n", encoding="utf-8")
    if result.plot:
        (FOLDER / f"{result.name}.svg").write_text(draw(result.plot, result.title), encoding="utf-8")
    write_page()


def write_page() -> None:
    (FOLDER / "README.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """The page, from the figures that are kept."""
    from .measures import MEASURES

    kept = [FOLDER / f"{name}.json" for name in MEASURES]
    results = [Result.from_json(json.loads(path.read_text(encoding="utf-8"))) for path in kept if path.exists()]
    parts = [OPENING, "## What must be reached", _all_targets(results), *map(section, results)]
    return "\n".join(parts)


def _all_targets(results: list[Result]) -> str:
    lines = ["| measure | must reach | found | |", "|---|---|---|---|"]
    for result in results:
        link = f"[{result.title}](#{anchor(result.title)})"
        lines += [f"| {link} | {cells(target)} |" for target in result.targets]
    return "\n".join(lines) + "\n"


def cells(target: Target) -> str:
    return f"{target.asked} | {target.found} | {VERDICTS[target.met]}"


def anchor(title: str) -> str:
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")


def section(result: Result) -> str:
    """A measure as people read it."""
    parts = [f"## {result.title}\n{result.how}\n", table(result)]
    if result.plot:
        parts.append(f"![{result.title}]({result.name}.svg)\n")
    parts += [f"- {note}" for note in result.notes]
    if result.notes:
        parts.append("")
    said = result.conditions
    parts.append(
        f"<details><summary>{said.get('date', '')}, <code>{said.get('command', '')}</code></summary>\n\n"
        + "\n".join(f"- {name}: {said[name]}" for name in ("machine", "versions", "peers") if name in said)
        + "\n\n</details>\n"
    )
    return "\n".join(parts)


def table(result: Result) -> str:
    lines = ["| " + " | ".join(result.columns) + " |", "|" + "---|" * len(result.columns)]
    lines += ["| " + " | ".join(row) + " |" for row in result.rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_page()
