"""What a measure found: rows of a table, what was asked for beside what came out, and lines for a plot."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass
class Target:
    """One thing that the measure must reach. `met` is None when it could not be told."""

    asked: str
    found: str
    met: bool | None


@dataclass
class Plot:
    """Lines over an axis: {name: [(x, y), …]}; `limit` is a horizontal line, with what it means."""

    x: str
    y: str
    lines: dict[str, list[tuple[float, float]]]
    limit: tuple[float, str] | None = None
    log_x: bool = False
    log_y: bool = False


@dataclass
class Result:
    name: str
    title: str
    how: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    plot: Plot | None = None
    conditions: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        plot = kept.pop("plot")
        targets = [Target(**each) for each in kept.pop("targets")]
        return cls(**kept, targets=targets, plot=Plot(**plot) if plot else None)


def ms(value: float | None) -> str:
    """Milliseconds as people read them."""
    if value is None:
        return "–"
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def percent(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{share:.0%}" if share in (0, 1) else f"{share:.1%}"


def ratio_target(
    asked: str, value: float | None, against: float | None, limit: float, *, least: bool = False
) -> Target:
    """`value` is to be at most (or, with `least`, at least) `limit` times `against`."""
    if not value or not against:
        return Target(asked, "not measured", None)
    share = value / against
    return Target(asked, f"{share:.2f}×", share >= limit if least else share <= limit)


def limit_target(asked: str, value: float | None, limit: float, unit: str = "ms") -> Target:
    """`value` is to be at most `limit`."""
    if value is None:
        return Target(asked, "not measured", None)
    return Target(asked, f"{ms(value)} {unit}".strip(), value <= limit)
