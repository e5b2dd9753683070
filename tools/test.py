"""`make test`: the front end's tests, everything on PostgreSQL and Redis, then the data layer once more on SQLite.

Arguments go to pytest; with a path among them only that is run: `make test ARGS="tests/realtime -x"`.
"""

import os
import subprocess
import sys
import time

from tools import frontend, translations
from tools.node import find_node
from tools.say import ROOT, fail, say

WORKERS = "2"  # the servers and browsers that tests start need the other half of a small machine
NO_TESTS = 5  # pytest's word for "nothing was chosen"


def pytest(*arguments: str, sqlite: bool = False) -> bool:
    environment = os.environ | {"TEST_SQLITE": "1" if sqlite else "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment)
    return done.returncode == 0 or (sqlite and done.returncode == NO_TESTS)


def vitest() -> bool:
    node = find_node()
    return subprocess.run([node.npm, "test"], cwd=frontend.FRONTEND, env=node.environment()).returncode == 0


def main() -> None:
    began = time.monotonic()
    chosen = sys.argv[1:]
    frontend.build()
    frontend.install()
    translations.compile_catalogues()
    results = {}
    if not chosen:
        say("\n── Front end ──")
        results["front end"] = vitest()
    say("\n── PostgreSQL, Redis, Chromium ──")
    results["PostgreSQL and Redis"] = pytest("-n", WORKERS, *chosen)
    say("\n── The data layer on SQLite and memory ──")
    results["SQLite"] = pytest("-n", WORKERS, "-m", "data", *chosen, sqlite=True)
    say(f"\nAll took {time.monotonic() - began:.0f} s.")
    if not all(results.values()):
        fail(f"Not green: {', '.join(name for name, good in results.items() if not good)}.")
    say("✓ Green.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("Stopped.")
