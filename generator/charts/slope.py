"""Slopes between two years: how the means of several places moved, each line named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.charts.stencil import frame, short

LEFT, RIGHT = 40.0, 170.0
"""Where the two years stand across the picture."""
WIDTH, HEIGHT = 380.0, 300.0
TOP = 34.0
LINE = 15.5
"""Least distance between two names."""
_LEAST_SPAN = 10.0


@dataclass(frozen=True)
class Slope:
    """One line.

    Attributes:
        name: of the place.
        start, end: scores.
        side: "up" or "down" where the change is clear, else "unclear".
        whole: True for the country, which is drawn stronger.
    """

    name: str
    start: float
    end: float
    side: str
    whole: bool = False


def draw_slopes(
    slopes: Sequence[Slope], *, years: tuple[str, str], prefix: str, title: str, desc: str
) -> Markup:
    """Return the chart; the scale holds all lines and says its ends.

    Args:
        slopes: two or more lines.
        years: first and last, as printed above the ends.
        prefix: starts every id; unique on the page.
        title: the message.
        desc: what is shown and the takeaway.
    """
    numbers = [number for slope in slopes for number in (slope.start, slope.end)]
    low, high = min(numbers), max(numbers)
    span = max(high - low, _LEAST_SPAN)
    middle = (low + high) / 2
    reach = max(HEIGHT, LINE * len(slopes))

    def rise(score: float) -> float:
        return TOP + reach * (0.5 - (score - middle) / span)

    ends = space_labels([rise(slope.end) for slope in slopes], least=LINE)
    starts = space_labels([rise(slope.start) for slope in slopes], least=LINE)
    parts = [
        f'<text class="lab" x="{short(x)}" y="10" text-anchor="{anchor}">{escape(year)}</text>'
        for x, anchor, year in ((LEFT, "end", years[0]), (RIGHT, "start", years[1]))
    ]
    for slope, label, first in zip(slopes, ends, starts, strict=True):
        y0, y1 = rise(slope.start), rise(slope.end)
        css = {"up": "sl-up", "down": "sl-dn"}.get(slope.side, "sl") + (" sl-whole" if slope.whole else "")
        parts.append(
            f'<g class="{css}"><path d="M{short(LEFT)} {short(y0)}L{short(RIGHT)} {short(y1)}"/>'
            f'<path class="sl-to" d="M{short(RIGHT)} {short(y1)}L{short(RIGHT + 14)} {short(label)}"/>'
            f'<text x="{short(LEFT - 6)}" y="{short(first + 4)}" text-anchor="end">{slope.start:.0f}</text>'
            f'<text x="{short(RIGHT + 18)}" y="{short(label + 4)}">{slope.end:.0f} '
            f"{escape(slope.name)}</text></g>"
        )
    bottom = max(*ends, *starts, TOP + reach) + 12
    top = min(0.0, *ends, *starts)
    return frame(
        "".join(parts),
        box=(0, round(top, 1), WIDTH, round(bottom - top, 1)),
        css="chart slopes",
        prefix=prefix,
        title=title,
        desc=desc,
    )


def space_labels(heights: Sequence[float], *, least: float) -> list[float]:
    """Return heights near the wanted ones, in the same order from top to bottom, ``least`` apart or more.

    Runs of crowded labels are centred on the mean of what they want (pool adjacent violators).
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    blocks: list[tuple[float, int]] = []  # mean of what its labels want for the first of them, and how many
    for rank, place in enumerate(order):
        blocks.append((heights[place] - rank * least, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (one, count), (other, more) = blocks[-2:]
            blocks[-2:] = [((one * count + other * more) / (count + more), count + more)]
    found = [0.0] * len(heights)
    rank = 0
    for mean, count in blocks:
        for _ in range(count):
            found[order[rank]] = mean + rank * least
            rank += 1
    return found
