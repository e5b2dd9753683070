"""What every measure gets: the ground, the plan, the time that is left, and a generator."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.say import say

from .generator import Generator, Window
from .ground import Ground
from .plan import Clock, Plan
from .subjects import Subject


@dataclass
class Bench:
    ground: Ground
    plan: Plan
    clock: Clock
    hours: float = 1.0
    notes: list[str] = field(default_factory=list)
    strangers: float = 0.0  # the most that other programs took, in cores

    def has_time(self, seconds: float, what: str) -> bool:
        """Whether so much can still be measured; what cannot is noted."""
        if self.clock.left >= seconds:
            return True
        self.notes.append(f"{what}: not measured, the time was up.")
        return False

    @contextlib.contextmanager
    def serving(self, kind: type[Subject]) -> Iterator[tuple[Subject, Generator]]:
        """A fresh server of this kind and a fresh generator."""
        with contextlib.ExitStack() as stack:
            subject = stack.enter_context(kind(self.ground))
            generator = Generator()
            stack.callback(generator.close)
            yield subject, generator

    def window(self, subject: Subject, generator: Generator, *, also: Sequence[int] = (), **more: Any) -> Window:
        """Everybody who has joined types for a window of the plan; `also` names further processes of the server."""
        details = {"seconds": self.plan.seconds, "warm": self.plan.warm, "rate": 5, "moving": False} | more
        window = generator.type([*subject.pids, *also], self.ground.pids, **details)
        self.strangers = max(self.strangers, window.strangers)
        return window

    def say(self, text: str) -> None:
        say(f"  {text}")
