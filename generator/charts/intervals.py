"""Changes with their intervals, one a row: a dot, a line for what is left open, and a line at nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from generator.charts.stencil import frame, short

LEFT, RIGHT, ROW, TOP = 190.0, 470.0, 18.0, 22.0
"""Where the scale begins and ends across the picture, height of a row, and room for the two sides' names."""


@dataclass(frozen=True)
class Interval:
    """One row.

    Attributes:
        name: printed before it.
        change, low, high: in one unit for all rows.
        side: "up" or "down" where the change is clear, else "unclear".
    """

    name: str
    change: float
    low: float
    high: float
    side: str


def draw_intervals(
    rows: Sequence[Interval],
    *,
    sides: tuple[str, str],
    prefix: str,
    title: str,
    desc: str,
    better: str = "down",
) -> Markup:
    """Return the chart; the scale holds all intervals, and nought.

    Args:
        rows: one or more, the first on top.
        sides: what a change below and above nought means.
        prefix: starts every id; unique on the page.
        title: the message.
        desc: what is shown and the takeaway.
        better: the side that is drawn in the colour of what is good.
    """
    good, bad = ("iv-dn", "iv-up")
    colour = {better: good, "up" if better == "down" else "down": bad}
    low = min(0.0, *(row.low for row in rows))
    high = max(0.0, *(row.high for row in rows))
    span = (high - low) or 1.0

    def across(change: float) -> float:
        return LEFT + (change - low) / span * (RIGHT - LEFT)

    nought, bottom = across(0.0), TOP + ROW * len(rows)
    parts = [
        f'<text class="lab" x="{short(nought - 6)}" y="10" text-anchor="end">{escape(sides[0])}</text>',
        f'<text class="lab" x="{short(nought + 6)}" y="10">{escape(sides[1])}</text>',
        f'<path class="iv-0" d="M{short(nought)} {short(TOP - 6)}V{short(bottom)}"/>',
    ]
    for number, row in enumerate(rows):
        y = TOP + ROW * (number + 0.5)
        css = colour.get(row.side, "iv")
        parts.append(
            f'<g class="{css}"><text x="{short(LEFT - 10)}" y="{short(y + 4)}" text-anchor="end">'
            f"{escape(row.name)}</text>"
            f'<path d="M{short(across(row.low))} {short(y)}H{short(across(row.high))}"/>'
            f'<circle cx="{short(across(row.change))}" cy="{short(y)}" r="4"/>'
            f'<text x="{short(RIGHT + 8)}" y="{short(y + 4)}">{row.change:+.1f}</text></g>'.replace(
                ">-", ">\u2212"
            )
        )
    return frame(
        "".join(parts),
        box=(0, 0, RIGHT + 48, bottom + 4),
        css="chart intervals",
        prefix=prefix,
        title=title,
        desc=desc,
    )
