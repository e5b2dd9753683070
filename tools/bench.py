"""`make bench`: fetch the peers that Baraza is measured beside, then measure (tests/benchmarks/)."""

import os
import subprocess
import sys
from pathlib import Path

from tools import frontend, translations
from tools.node import find_pinned_node
from tools.say import ROOT, step

PEERS = ROOT / "tests/benchmarks/peers"


def install_peers() -> None:
    """What package-lock.json names, and not a script of theirs is run."""
    lock, there = PEERS / "package-lock.json", PEERS / "node_modules/.package-lock.json"
    if there.exists() and there.stat().st_mtime > lock.stat().st_mtime:
        return
    node = find_pinned_node()
    command: list[str | Path] = [node.npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    step(
        "Fetching the peers",
        command,
        cwd=PEERS,
        env=node.environment(),
        otherwise="Could not fetch the peers from npm: check the network and start again.",
    )


def main() -> None:
    frontend.build()
    frontend.install()
    translations.compile_catalogues()
    install_peers()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.benchmarks.run", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
