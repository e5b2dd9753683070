"""How much is measured, by the minutes that there are: fewer points and shorter windows, never another way."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plan:
    """Sizes of a run. `seconds` is a window of typing that counts, after `warm` seconds that do not."""

    minutes: float
    seconds: float
    warm: float
    editors: tuple[int, ...]
    documents: tuple[int, ...]
    histories: tuple[int, ...]
    idle: int
    returning: int
    lone: float
    people: int = 200


FULL = Plan(
    minutes=40, seconds=10, warm=2, editors=(50, 200, 400, 800, 1200),
    documents=(100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100),
    histories=(1_000, 10_000, 100_000, 1_000_000), idle=2000, returning=400, lone=60,
)  # fmt: skip
BRIEF = Plan(
    minutes=25, seconds=6, warm=1.5, editors=(50, 200, 400, 800, 1200),
    documents=(150, 300, 450, 600, 700, 800, 900, 1000),
    histories=(1_000, 10_000, 100_000, 1_000_000), idle=2000, returning=400, lone=40,
)  # fmt: skip
QUICK = Plan(
    minutes=10, seconds=4, warm=1, editors=(50, 200, 400, 800),
    documents=(150, 300, 450, 600, 750, 900),
    histories=(1_000, 10_000, 100_000), idle=1000, returning=400, lone=20,
)  # fmt: skip
PLANS = (FULL, BRIEF, QUICK)


def plan_for(minutes: float) -> Plan:
    """The largest plan that ends in time."""
    return next((plan for plan in PLANS if plan.minutes <= minutes), QUICK)


@dataclass
class Clock:
    """What is left of the minutes."""

    minutes: float
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        return self.minutes * 60 - (time.monotonic() - self.began)
