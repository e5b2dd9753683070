"""`make check`: every check that needs no running program. `--fix` repairs what a machine can."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import frontend
from tools.node import find_node
from tools.say import ROOT, fail, say

CORES = os.cpu_count() or 1
PYTHON = (sys.executable, "-m")
Command = Sequence[str | Path]


def checks(npm: Path) -> dict[str, Command]:
    return {
        "format of Python": (*PYTHON, "ruff", "format", "--check", "--quiet", "."),
        "lint of Python": (*PYTHON, "ruff", "check", "--quiet", "."),
        "import rules": (sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"),
        "types of Python": (*PYTHON, "mypy", "--no-error-summary"),
        "models and migrations": (*PYTHON, "django", "makemigrations", "--check", "--dry-run", "--verbosity", "1"),
        "settings of Django": (*PYTHON, "django", "check", "--fail-level", "WARNING"),
        "templates": (*PYTHON, "djlint", "frontend/templates", "--lint", "--quiet"),
        "front end": (npm, "run", "--silent", "check"),
    }


def fixes(npm: Path) -> dict[str, Command]:
    return {
        "lint of Python": (*PYTHON, "ruff", "check", "--fix", "--quiet", "."),
        "format of Python": (*PYTHON, "ruff", "format", "--quiet", "."),
        "front end": (npm, "run", "--silent", "fix"),
    }


def run(what: str, command: Command) -> subprocess.CompletedProcess[str]:
    front = what == "front end"
    environment = (find_node().environment() if front else os.environ) | {
        "DEMO": "1",  # settings that need no environment; nothing here touches data
        "DJANGO_SETTINGS_MODULE": "workspace.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        command,
        cwd=frontend.FRONTEND if front else ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def holds(what: str, done: subprocess.CompletedProcess[str]) -> bool:
    """Say in a line that it holds, or show what it found."""
    if done.returncode == 0:
        say(f"✓ {what}")
        return True
    say(f"✗ {what}\n{done.stdout.rstrip()}\n")
    return False


def main() -> None:
    frontend.install()
    frontend.build()  # Django looks for its manifest
    repairs = "--fix" in sys.argv[1:]
    wanted = (fixes if repairs else checks)(find_node().npm)
    with ThreadPoolExecutor(1 if repairs else CORES) as side_by_side:  # repairs write the same files
        results = [holds(*each) for each in zip(wanted, side_by_side.map(run, wanted, wanted.values()), strict=True)]
    if not all(results):
        fail(f"{results.count(False)} of {len(results)} do not hold.")


if __name__ == "__main__":
    main()
