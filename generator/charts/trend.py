"""Change over the years: this place against its region and the UK, and the sparkline of a pillar.

Where most of a year's weight rests on carried values the line is dotted, so that nobody reads stillness or
movement into figures that were not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from generator.charts.cache import Renderer
from generator.charts.stencil import Scale, Stencil, frame, make_stencil, pair, short, text
from generator.charts.theme import plain
from generator.composite.arrays import Floats
from generator.errors import ProsperityError

MEASURED = 0.5  # share of a year's weight that must be measured for a firm line
LINE = 17  # from one line of a label to the next, pixels
LONGEST = 22  # letters in a line of a label


@dataclass(frozen=True)
class Variant:
    """One size: plotting area, room for labels on the right (none: a key above), years per tick."""

    css: str
    width: int
    height: int
    labels: int
    every: int


WIDE = Variant("roomy", 560, 250, 180, 2)
NARROW = Variant("narrow", 310, 190, 12, 4)
LEFT, TOP, FOOT = 30, 12, 28  # room for the labels of the axes


@dataclass(frozen=True)
class Line:
    """One line of the chart: its class, the class of its words, its label and its values by year."""

    css: str
    words: str
    label: str
    values: Floats
    measured: Floats | None = None


@dataclass(frozen=True)
class TrendStencil:
    """Axes of the trend chart, drawn once in two sizes: the same for every place, so that slopes compare."""

    drawn: tuple[tuple[Variant, Stencil], ...]
    years: tuple[int, ...]

    @classmethod
    def build(cls, years: Sequence[int], scores: Floats, *, renderer: Renderer | None = None) -> TrendStencil:
        """Design the axes.

        Args:
            years: calendar years.
            scores: everything that may be drawn, any shape; sets the ends of the upright axis (in tens).
            renderer: where renderings are kept; the project's cache if not given.

        Raises:
            ProsperityError: if there are fewer than two years or no score.
        """
        known = scores[np.isfinite(scores)]
        if len(years) < 2 or known.size == 0:
            raise ProsperityError("a trend chart needs two years and at least one score")
        low = float(np.floor(known.min() / 10) * 10)
        high = float(max(np.ceil(known.max() / 10) * 10, low + 10))
        drawn = tuple((size, design(size, years, (low, high), renderer)) for size in (WIDE, NARROW))
        return cls(drawn=drawn, years=tuple(years))

    def draw(
        self,
        *,
        prefix: str,
        title: str,
        desc: str,
        label: str,
        place: Floats,
        measured: Floats | None = None,
        region_label: str = "",
        region: Floats | None = None,
        uk: Floats | None = None,
    ) -> Markup:
        """Return both sizes as inline SVG, the narrow one with a key above it.

        Args:
            prefix: starts every id; unique on the page.
            title: the message; desc: what is shown and the takeaway.
            label: name of this place.
            place: its score by year, shape (Y,).
            measured: share of each year's weight that was measured, shape (Y,); below a half it is dotted.
            region_label, region: the same for what it is compared with.
            uk: the UK's score by year, shape (Y,).
        """
        lines = [
            Line("ln-uk", "t-uk", "UK", uk) if uk is not None else None,
            Line("ln-rg", "t-rg", region_label, region) if region is not None else None,
            Line("ln", "labme", label, place, measured),
        ]
        shown = [line for line in lines if line is not None and np.isfinite(line.values).any()]
        return Markup("").join(
            self.picture(size, stencil, shown, prefix=prefix, title=title, desc=desc)
            for size, stencil in self.drawn
        )

    def picture(
        self, size: Variant, stencil: Stencil, lines: list[Line], *, prefix: str, title: str, desc: str
    ) -> Markup:
        """Return one size of the chart."""
        body = (
            stencil.svg("axis-grid", "grid")
            + stencil.svg("axis-domain", "axis")
            + stencil.svg("axis-label", "tick")
            + "".join(draw_line(line, self.years, stencil) for line in lines)
        )
        roomy = size is WIDE
        if roomy:
            body += draw_labels(lines, self.years, stencil)
        box = (-LEFT, -TOP, size.width + LEFT + size.labels, size.height + TOP + FOOT)
        chart = frame(
            body,
            box=box,
            css=f"chart trend {size.css}",
            prefix=f"{prefix}-{size.css[0]}",
            title=title,
            desc=desc,
        )
        return chart if roomy else key(lines) + chart


def design(
    size: Variant, years: Sequence[int], domain: tuple[float, float], renderer: Renderer | None
) -> Stencil:
    """Return the axes of one size, designed in Altair and read back."""
    # Imported here: it takes a third of a second, which a build has while the draws go on.
    import altair as alt

    ends = pd.DataFrame({"year": [years[0], years[-1]], "score": list(domain)})
    ticks = list(range(years[-1], years[0] - 1, -size.every))[::-1]
    steps = list(range(int(domain[0]), int(domain[1]) + 1, 10))
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[years[0], years[-1]], nice=False, zero=False),
        axis=alt.Axis(values=ticks, format="d", grid=False, labelPadding=9),
    )
    y = alt.Y(
        "score:Q",
        scale=alt.Scale(domain=list(domain), nice=False, zero=False),
        axis=alt.Axis(values=steps, grid=True, domain=False),
    )
    chart = alt.Chart(ends, name="ends").mark_circle().encode(x=x, y=y)
    return make_stencil(plain(chart, width=size.width, height=size.height), renderer)


def draw_line(line: Line, years: Sequence[int], stencil: Stencil) -> str:
    """Return a line, firm where it was measured and dotted where it was not, with a dot at its end."""
    firm, loose = split_line(line.values, line.measured, years, stencil.scales["x"], stencil.scales["y"])
    drawn = f'<path class="{line.css}" d="{firm}"/>' if firm else ""
    drawn += f'<path class="{line.css} dash" d="{loose}"/>' if loose else ""
    if line.css == "ln":
        x, y = last_point(line.values, years, stencil)
        drawn += f'<circle class="me" cx="{short(x)}" cy="{short(y)}" r="5"/>'
    return drawn


def split_line(
    values: Floats, measured: Floats | None, years: Sequence[int], x: Scale, y: Scale
) -> tuple[str, str]:
    """Return the path of the firm and of the dotted steps from year to year; a gap stays a gap."""
    paths: dict[bool, list[str]] = {True: [], False: []}
    ends: dict[bool, int] = {True: -1, False: -1}
    sound = [True] * len(years) if measured is None else (measured >= MEASURED).tolist()
    points = [
        pair(x(year), y(value)) if isfinite(value) else None
        for year, value in zip(years, values.tolist(), strict=True)
    ]
    for step, (here, there) in enumerate(pairwise(points)):
        if here is None or there is None:
            continue
        firm = sound[step] and sound[step + 1]
        paths[firm].append(f"L{there}" if ends[firm] == step else f"M{here}L{there}")
        ends[firm] = step + 1
    return "".join(paths[True]), "".join(paths[False])


def last_point(values: Floats, years: Sequence[int], stencil: Stencil) -> tuple[float, float]:
    """Return the place of the last known value, pixels."""
    last = int(np.flatnonzero(np.isfinite(values))[-1])
    return stencil.scales["x"](years[last]), stencil.scales["y"](float(values[last]))


def draw_labels(lines: list[Line], years: Sequence[int], stencil: Stencil) -> str:
    """Return the names of the lines at their ends, moved apart where they would touch."""
    blocks = sorted(
        ((last_point(line.values, years, stencil)[1], line) for line in lines), key=lambda b: b[0]
    )
    wrapped = [wrap(line.label) for _, line in blocks]
    tops = spread(
        [y - LINE * (len(rows) - 1) / 2 for (y, _), rows in zip(blocks, wrapped, strict=True)], wrapped
    )
    return "".join(
        text(row, stencil.width + 12, top + 5 + LINE * place, css=line.words)
        for (_, line), rows, top in zip(blocks, wrapped, tops, strict=True)
        for place, row in enumerate(rows)
    )


def spread(tops: list[float], rows: list[list[str]]) -> list[float]:
    """Return ``tops`` (sorted) moved down, and then together up by half of it, so that no blocks overlap."""
    moved: list[float] = []
    for place, top in enumerate(tops):
        free = moved[-1] + LINE * len(rows[place - 1]) if moved else top
        moved.append(max(top, free))
    lift = max((new - old for new, old in zip(moved, tops, strict=True)), default=0.0) / 2
    return [top - lift for top in moved]


def wrap(label: str) -> list[str]:
    """Return a label as lines of at most ``LONGEST`` letters, broken between words."""
    rows: list[str] = []
    for word in label.split():
        if rows and len(rows[-1]) + 1 + len(word) <= LONGEST:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def key(lines: list[Line]) -> Markup:
    """Return the names of the lines as a list, for the narrow chart."""
    items = "".join(f"<li>{sample(line.css)}{escape(line.label)}</li>" for line in reversed(lines))
    return Markup(f'<ul class="keys narrow-only">{items}</ul>')


def sample(css: str) -> Markup:
    """Return a short piece of a line, for a key."""
    return frame(f'<path class="{css}" d="M2 8h24"/>', box=(0, 0, 28, 16), css="line-key")


SPARK = (150, 34)


def sparkline(
    years: Sequence[int],
    values: Floats,
    *,
    measured: Floats | None = None,
    prefix: str = "",
    title: str = "",
    desc: str = "",
) -> Markup:
    """Return a small line without axes: the run of a score over the years.

    The axis spans the values, but never less than ten points, so that noise does not look like a trend.

    Args:
        years: calendar years, axis Y.
        values: score by year, shape (Y,), at least two known.
        measured: share of each year's weight that was measured, shape (Y,).
        prefix, title, desc: for readers who do not see it; without a title it is hidden from them.
    """
    width, height = SPARK
    known = values[np.isfinite(values)]
    middle, reach = (known.max() + known.min()) / 2, max(float(known.max() - known.min()), 10.0) / 2
    x = Scale((years[0], years[-1]), (0, width))
    y = Scale((float(middle - reach), float(middle + reach)), (height, 0))
    firm, loose = split_line(values, measured, years, x, y)
    body = f'<path class="ln-sp" d="{firm}"/>' if firm else ""
    body += f'<path class="ln-sp dash" d="{loose}"/>' if loose else ""
    last = int(np.flatnonzero(np.isfinite(values))[-1])
    body += f'<circle class="me" cx="{short(x(years[last]))}" cy="{short(y(float(values[last])))}" r="4.5"/>'
    return frame(
        body, box=(-5, -5, width + 10, height + 10), css="spark", prefix=prefix, title=title, desc=desc
    )
