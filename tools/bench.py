"""`make bench`: the tables of tests/benchmarks/bench_*.py, measured on real PostgreSQL and Redis."""

import subprocess
import sys

from tools import frontend
from tools.say import ROOT, fail


def main() -> None:
    files = sorted(str(path) for path in (ROOT / "tests/benchmarks").glob("bench_*.py"))
    if not files:
        fail("There are no benchmarks in tests/benchmarks.")
    frontend.build()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *files, *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
