"""A line plot as SVG that can be read on light and on dark pages."""

import math
from html import escape

from .figures import Plot

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 48
COLOURS = ["#2f7de1", "#d9822b", "#2e9e6b", "#b0559e", "#c0392b", "#7a869a"]
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #3b4252; }
  .axis { stroke: #8892a6; stroke-width: 1; }
  .grid { stroke: #8892a6; stroke-opacity: .25; stroke-width: 1; }
  .limit { stroke: #8892a6; stroke-dasharray: 6 4; }
  .line { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) { text { fill: #d8dee9; } }
"""


def draw(plot: Plot, title: str) -> str:
    points = [point for line in plot.lines.values() for point in line]
    across = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT, log=plot.log_x)
    heights = [y for _, y in points] + ([plot.limit[0]] if plot.limit else [])
    legend = 18 * len(plot.lines)
    up = Axis(heights, TOP + HEIGHT - BOTTOM, TOP, log=plot.log_y)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {TOP + HEIGHT + legend}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
    ]
    bottom = TOP + HEIGHT - BOTTOM
    for value in up.ticks():
        at = up.place(value)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{number(value)}</text>')
    for value in across.ticks():
        at = across.place(value)
        out.append(f'<line class="axis" x1="{at:.1f}" x2="{at:.1f}" y1="{bottom}" y2="{bottom + 4}"/>')
        out.append(f'<text x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">{number(value)}</text>')
    out.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{bottom}" y2="{bottom}"/>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    out.append(f'<text x="{middle}" y="{bottom + 36}" text-anchor="middle">{escape(plot.x)}</text>')
    turned = (TOP + bottom) / 2
    out.append(f'<text transform="translate(14 {turned}) rotate(-90)" text-anchor="middle">{escape(plot.y)}</text>')
    if plot.limit:
        at = up.place(plot.limit[0])
        out.append(f'<line class="limit" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        out.append(f'<text x="{WIDTH - RIGHT}" y="{at - 4:.1f}" text-anchor="end">{escape(plot.limit[1])}</text>')
    for index, (name, line) in enumerate(plot.lines.items()):
        colour, at = COLOURS[index % len(COLOURS)], TOP + HEIGHT + 6 + 18 * index
        places = [(across.place(x), up.place(y)) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline class="line" stroke="{colour}" points="{path}"/>')
        if len(places) <= 40:
            out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        out.append(f'<line stroke="{colour}" stroke-width="3" x1="{LEFT}" x2="{LEFT + 24}" y1="{at}" y2="{at}"/>')
        out.append(f'<text x="{LEFT + 32}" y="{at + 4}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>", ""])


class Axis:
    """From values to places. Linear axes begin at nothing, logarithmic ones at a round number."""

    def __init__(self, values: list[float], start: float, end: float, *, log: bool) -> None:
        self.start, self.end, self.log = start, end, log
        most = max(values, default=1) or 1
        if log:
            least = min((value for value in values if value > 0), default=1)
            self.low, self.high = 10 ** math.floor(math.log10(least)), 10 ** math.ceil(math.log10(most))
            self.high = self.high if self.high > self.low else self.low * 10
        else:
            step = 10 ** math.floor(math.log10(most))
            self.step = next(s * step / 10 for s in (1, 2, 5, 10, 20) if most <= 6 * s * step / 10)
            self.low, self.high = 0, math.ceil(most / self.step) * self.step

    def place(self, value: float) -> float:
        if self.log:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            share = value / self.high
        return self.start + (self.end - self.start) * share

    def ticks(self) -> list[float]:
        if self.log:
            count = round(math.log10(self.high / self.low))
            return [self.low * 10**index for index in range(count + 1)]
        return [self.step * index for index in range(round(self.high / self.step) + 1)]


def number(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g} M"
    return f"{value:,.0f}" if value >= 10 else f"{value:g}" if value < 1 else f"{value:.3g}"
