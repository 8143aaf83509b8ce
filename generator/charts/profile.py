"""The pillars as a table in which each row is a chart: all councils as a band, this place with its range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from generator.charts.cache import Renderer
from generator.charts.stencil import Stencil, frame, make_stencil, short
from generator.charts.theme import plain
from generator.composite.arrays import Floats

WIDTH, HEIGHT = 400, 22
MIDDLE = HEIGHT / 2
PAD = 7  # so that a mark at 0 or 100 is not cut
QUANTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class ProfileStencil:
    """One row of the profile, drawn once; the spread of all councils on each node.

    Attributes:
        stencil: the design, with a scale from 0 to 100.
        spread: 5th, 25th, 50th, 75th and 95th percentile of the councils' scores, shape (5, N).
    """

    stencil: Stencil
    spread: Floats

    @classmethod
    def build(cls, scores: Floats, *, renderer: Renderer | None = None) -> ProfileStencil:
        """Design a row and measure the spread of all councils.

        Args:
            scores: 0 to 100, shape (A, N), NaN where a council has none; every node needs one score.
            renderer: where renderings are kept; the project's cache if not given.
        """
        # Imported here: it takes a third of a second, which a build has while the draws go on.
        import altair as alt

        spread = np.nanpercentile(scores, QUANTILES, axis=0)
        scale = alt.Scale(domain=[0, 100], nice=False)
        frame_line = pd.DataFrame({"from": [0], "to": [100], "row": [0.5]})
        x = alt.X(
            "from:Q", scale=scale, axis=alt.Axis(values=[0, 50, 100], grid=True, labels=False, domain=False)
        )
        y = alt.Y("row:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
        row = alt.Chart(frame_line, name="grid").mark_rule().encode(x=x, x2="to:Q", y=y)
        return cls(make_stencil(plain(row, width=WIDTH, height=HEIGHT), renderer), spread)

    def row(
        self,
        node: int,
        *,
        score: float | None,
        low: float | None = None,
        high: float | None = None,
        region: float | None = None,
        prefix: str = "",
        title: str = "",
        desc: str = "",
    ) -> Markup:
        """Return the chart of one row.

        Args:
            node: position on axis N.
            score: this place's score; None draws the country alone.
            low, high: range of the score.
            region: score of the region or of whatever the triangle stands for.
            prefix, title, desc: for readers who do not see it; without a title it is hidden from them,
                which is right where the numbers stand in the same row of the table.
        """
        x = self.stencil.scales["x"].clip
        body = self.country(node)
        if region is not None and not np.isnan(region):
            body += triangle(x(region))
        if score is not None and not np.isnan(score):
            body += place(x(score), *(x(end) if end is not None else x(score) for end in (low, high)))
        box = (-PAD, 0, WIDTH + 2 * PAD, HEIGHT)
        return frame(body, box=box, css="prow", prefix=prefix, title=title, desc=desc)

    def country(self, node: int) -> str:
        """Return the marks that are the same for every place: band, middle half and middle."""
        x = self.stencil.scales["x"]
        p5, p25, p50, p75, p95 = (x(float(value)) for value in self.spread[:, node])
        return (
            self.stencil.svg("grid", "grid")
            + f'<path class="b90" d="{bar(p5, p95, 8)}"/><path class="b50" d="{bar(p25, p75, 8)}"/>'
            + f'<path class="md" d="M{short(p50)} 4v14"/>'
        )

    def key(self, *, place_label: str, region_label: str = "") -> Markup:
        """Return the key as a list: what band, tick, triangle and dot stand for, in words.

        Args:
            place_label: e.g. "Blackpool and the range of its score".
            region_label: e.g. "North West"; left out if empty.
        """
        band = f'<path class="b90" d="{bar(2, 78, 8)}"/><path class="b50" d="{bar(24, 54, 8)}"/>'
        entries = [
            (place(20, 4, 36), 40, place_label),
            (
                band + '<path class="md" d="M39 4v14"/>',
                80,
                "councils: nine in ten, the middle half, the middle one",
            ),
        ]
        if region_label:
            entries.insert(1, (triangle(8), 16, region_label))
        items = (
            f"<li>{frame(marks, box=(0, 0, width, HEIGHT), css='prow-key')}{escape(words)}</li>"
            for marks, width, words in entries
        )
        return Markup(f'<ul class="keys">{"".join(items)}</ul>')


def bar(left: float, right: float, high: float) -> str:
    """Return the path of a bar in the middle of the row."""
    top = MIDDLE - high / 2
    return f"M{short(left)} {short(top)}H{short(right)}v{short(high)}H{short(left)}z"


def triangle(x: float) -> str:
    """Return a triangle that points down at ``x`` from above the band."""
    return f'<path class="rg" d="M{short(x)} 7l-4.5-7h9z"/>'


def place(x: float, left: float, right: float) -> str:
    """Return the dot of this place and the range of its score."""
    line = f'<path class="ci" d="M{short(left)} 11H{short(right)}"/>' if right > left else ""
    return f'{line}<circle class="me" cx="{short(x)}" cy="11" r="5.5"/>'
