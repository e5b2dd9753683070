"""Measure, print the tables, and write them into docs/benchmarks/.

python -m tests.benchmarks.run --only one-document,many-documents --budget 25
"""

import argparse
import signal
import sys

from tools.say import say

from .bench import Bench
from .ground import open_ground
from .measures import ASKED_FOR, MEASURES, soak
from .plan import QUICK, Clock, plan_for
from .report import cells, conditions, keep, table

QUIET = 0.15  # of a core: what a machine does beside


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Baraza and its peers.")
    parser.add_argument("--only", default="", help=f"some of: {', '.join(MEASURES)}")
    parser.add_argument("--budget", type=float, default=40, help="minutes that it may take")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK.minutes} minutes, fewer points")
    parser.add_argument("--hours", type=float, default=1, help="how long the soak takes")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    minutes = min(asked.budget, QUICK.minutes) if asked.quick else asked.budget
    names = asked.only.split(",") if asked.only else [name for name in MEASURES if name not in ASKED_FOR]
    if unknown := [name for name in names if name not in MEASURES]:
        sys.exit(f"There is no measure {', '.join(unknown)}. There are: {', '.join(MEASURES)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # what was started ends with us
    command = "make bench" + (f" ONLY={asked.only}" if asked.only else "") + f" BUDGET={minutes:g}"
    if soak.NAME in names:
        command += f" ARGS='--hours {asked.hours:g}'"
    clock = Clock(minutes)
    with open_ground() as ground:
        for name in names:
            say(f"\n── {name} ──")
            bench = Bench(ground, plan_for(minutes), clock, hours=asked.hours)
            result = MEASURES[name](bench)
            result.notes += bench.notes
            if bench.strangers > QUIET:
                result.notes.append(f"Other programs took up to {bench.strangers:.2f} of two cores meanwhile.")
            result.conditions = conditions(ground, command)
            keep(result)
            say(f"\n{table(result)}")
            for target in result.targets:
                say(f"  {cells(target)}")


if __name__ == "__main__":
    main()
