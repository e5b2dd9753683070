"""Build frontend/dist, only when its sources changed. Several runs at once wait for each other."""

import contextlib
import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tools.node import find_node
from tools.say import ROOT, VAR, check_disk, fail, step

FRONTEND = ROOT / "frontend"
MANIFEST = FRONTEND / "dist/.vite/manifest.json"
STAMPS = VAR / "stamps"
# Not a source of what a browser gets: what npm and Vite made, what only Django reads, what only developers run.
OTHER = {"node_modules", "dist", "locale", "tests", "coverage"}


def fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def sources() -> list[Path]:
    top = [path for path in FRONTEND.iterdir() if path.name not in OTHER and not path.name.startswith(".")]
    return [path for place in top for path in (place.rglob("*") if place.is_dir() else [place]) if path.is_file()]


def is_stamped(name: str, value: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == value


def put_stamp(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_installed() -> bool:
    """True when node_modules holds what package-lock.json names; npm keeps its own list of what it put there."""
    try:
        wanted = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
        there = json.loads((FRONTEND / "node_modules/.package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    # What is optional may be for another kind of machine.
    return all(
        there.get(place, {}).get("version") == package.get("version")
        for place, package in wanted.items()
        if place and (place in there or not package.get("optional"))
    )


def install() -> None:
    """Fetch what package-lock.json names, unless it is there."""
    if is_installed():
        return
    check_disk()
    node = find_node()
    step(
        "Fetching the front end's packages",
        [node.npm, "ci", "--no-audit", "--no-fund"],
        cwd=FRONTEND,
        env=node.environment(),
        otherwise="Could not fetch the front end's packages from npm: check the network and start again.",
    )


def build() -> bool:
    """Build when something changed; say whether it did."""
    if not (FRONTEND / "package.json").exists():
        fail("The folder frontend/ is not complete: clone the repository again.")
    with one_at_a_time("build"):
        now = fingerprint(sources())
        if is_stamped("frontend", now) and MANIFEST.exists():
            return False
        install()
        node = find_node()
        step(
            "Building the front end",
            [node.npm, "run", "build"],
            cwd=FRONTEND,
            env=node.environment(),
            otherwise="The front end could not be built: what it said stands above.",
        )
        put_stamp("frontend", now)
        return True


if __name__ == "__main__":
    build()
