"""Every council a dot on one axis: where a place stands in the country.

Dots of nearly the same score are piled up. The places of the region (or the members of a cluster) are the
darker dots at the foot of each pile. Below the axis, in a lane of its own where nothing can cover it, stands
this place with the range of its score.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from markupsafe import Markup

from generator.charts.cache import Renderer
from generator.charts.stencil import Stencil, frame, make_stencil, scatter, short, text
from generator.charts.theme import plain
from generator.composite.arrays import Bools, Floats
from generator.errors import ProsperityError

LANE = 19  # from the axis down to the middle of this place's lane, pixels
FOOT = 58  # from the axis to the foot of the drawing
RAISE = 28  # how much higher the labels of the axis stand where there is no lane
HEAD = 26  # room for the label of the UK middle
LETTER = 8.6  # mean width of a letter of the label, pixels: only to decide on which side it fits


@dataclass(frozen=True)
class Variant:
    """One size of the chart: the width of its plotting area and of a dot's column, pixels."""

    css: str
    width: int
    step: float


WIDE = Variant("roomy", 1080, 6.6)
NARROW = Variant("narrow", 352, 5.5)


@dataclass(frozen=True)
class Drawn:
    """The stencil of one variant and the column of each council (-1 without a score), shape (A,)."""

    variant: Variant
    stencil: Stencil
    column: tuple[int, ...]


@dataclass(frozen=True)
class SwarmStencil:
    """The swarm of all councils, drawn once in two sizes, to be marked for each place."""

    drawn: tuple[Drawn, ...]
    scores: Floats
    middle: float
    memo: dict[tuple[str, str, bool], str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def build(cls, scores: Floats, *, renderer: Renderer | None = None) -> SwarmStencil:
        """Lay out all councils.

        Args:
            scores: 0 to 100, shape (A,), NaN where a council has none.
            renderer: where renderings are kept; the project's cache if not given.

        Raises:
            ProsperityError: if fewer than two councils have a score.
        """
        known = scores[~np.isnan(scores)]
        if known.size < 2 or known.min() == known.max():
            raise ProsperityError("a swarm needs at least two different scores")
        # The axis starts and ends at a multiple of five, a point clear of the outermost dots.
        domain = (float(np.floor((known.min() - 1) / 5) * 5), float(np.ceil((known.max() + 1) / 5) * 5))
        middle = float(np.median(known))
        drawn = tuple(
            lay_out(variant, scores, domain=domain, middle=middle, renderer=renderer)
            for variant in (WIDE, NARROW)
        )
        return cls(drawn=drawn, scores=scores, middle=middle)

    def draw(
        self,
        *,
        prefix: str,
        title: str,
        desc: str,
        region_mask: Bools | None = None,
        index: int | None = None,
        label: str = "",
        score: float | None = None,
        low: float | None = None,
        high: float | None = None,
        middle_label: str = "",
    ) -> Markup:
        """Return both sizes as inline SVG; the style sheet shows the one that fits.

        Args:
            prefix: starts every id; unique on the page.
            title: the message of the chart, as words.
            desc: what is shown and the takeaway.
            region_mask: councils to darken, shape (A,).
            index: position of this place on axis A; None for a region or cluster.
            label: what stands beside this place's mark, already worded, e.g. "Blackpool 33".
            score: this place's score; taken from the index where ``index`` is given.
            low, high: range of the score.
            middle_label: what stands at the UK middle, e.g. "UK middle 51"; the rounded median if not given.
        """
        at = score if score is not None or index is None else float(self.scores[index])
        words = middle_label or f"UK middle {self.middle:.0f}"
        pictures = []
        for drawn in self.drawn:
            marked = at is not None and not np.isnan(at)
            body = self.country(drawn, words, lane=marked) + self.region(drawn, region_mask)
            if at is not None and marked:
                body += draw_place(drawn, index=index, label=label, at=at, low=low, high=high)
            stencil = drawn.stencil
            pictures.append(
                frame(
                    body,
                    box=(
                        -8,
                        -HEAD,
                        stencil.width + 16,
                        stencil.height + HEAD + (FOOT if marked else FOOT - RAISE),
                    ),
                    css=f"chart swarm {drawn.variant.css}",
                    prefix=f"{prefix}-{drawn.variant.css[0]}",
                    title=title,
                    desc=desc,
                )
            )
        return Markup("").join(pictures)

    def region(self, drawn: Drawn, mask: Bools | None) -> str:
        """Return the darker dots; the councils of a region share them."""
        key = (drawn.variant.css, "" if mask is None else mask.tobytes().hex(), False)
        if key not in self.memo:
            self.memo[key] = draw_region(drawn, mask)
        return self.memo[key]

    def country(self, drawn: Drawn, words: str, *, lane: bool) -> str:
        """Return what is the same on every page, drawn once."""
        key = (drawn.variant.css, words, lane)
        if key not in self.memo:
            self.memo[key] = draw_country(drawn, words, middle=self.middle, lane=lane)
        return self.memo[key]


def pile(scores: Floats, *, domain: tuple[float, float], width: float, step: float) -> tuple[int, ...]:
    """Return the column of each score on an axis of ``width`` pixels with dots ``step`` apart; -1 for NaN."""
    low, high = domain
    return tuple(
        -1 if np.isnan(score) else int((score - low) / (high - low) * width / step) for score in scores
    )


def lay_out(
    variant: Variant,
    scores: Floats,
    *,
    domain: tuple[float, float],
    middle: float,
    renderer: Renderer | None,
) -> Drawn:
    """Design one variant in Altair and read it back."""
    # Imported here: it takes a third of a second, which a build has while the draws go on.
    import altair as alt

    column = pile(scores, domain=domain, width=variant.width, step=variant.step)
    counts = Counter(place for place in column if place >= 0)
    unit = (domain[1] - domain[0]) / variant.width
    dots = pd.DataFrame(
        [
            {"score": domain[0] + (place + 0.5) * variant.step * unit, "row": row + 0.5}
            for place in sorted(counts)
            for row in range(counts[place])
        ]
    )
    rows = max(counts.values()) + 1
    every = 10 if domain[1] - domain[0] > 20 else 5
    ticks = list(range(-int(-domain[0] // every) * every, int(domain[1]) + 1, every))
    x = alt.X("score:Q", scale=alt.Scale(domain=domain, nice=False, zero=False))
    y = alt.Y("row:Q", scale=alt.Scale(domain=[0, rows], nice=False), axis=None)
    axis = alt.Axis(values=ticks, grid=False, labelPadding=FOOT - 20, format="d")
    country = alt.Chart(dots, name="dots").mark_circle().encode(x=x.axis(axis), y=y)
    median = alt.Chart(pd.DataFrame({"score": [middle]}), name="medl").mark_rule().encode(x=x)
    spec = plain(country + median, width=variant.width, height=round(rows * variant.step))
    return Drawn(variant, make_stencil(spec, renderer), column)


def draw_country(drawn: Drawn, words: str, *, middle: float, lane: bool) -> str:
    """Return axis, all councils and the UK middle; without a lane for a place the axis labels move up."""
    stencil = drawn.stencil
    at = stencil.scales["x"](middle)
    (rule,) = stencil.shapes["medl"]
    labels = stencil.svg("axis-label", "tick")
    return (
        dots(stencil.svg("dots", "dots"), drawn.variant)
        + stencil.svg("axis-domain", "axis")
        + (labels if lane else f'<g transform="translate(0 -{RAISE})">{labels}</g>')
        + f'<path class="medl" d="M{short(rule.x)} -20V{short(stencil.height)}"/>'
        + text(words, at + 7, -10, css="lab")
    )


def dots(path: str, variant: Variant) -> str:
    """Return a path of round dots with the width of this variant's dots."""
    return path.replace("<path ", f'<path stroke-width="{short(variant.step - 1)}" ', 1)


def dot_at(drawn: Drawn, column: int, row: int) -> tuple[float, float]:
    """Return the middle of the dot in a pile, counted from the foot."""
    step = drawn.variant.step
    return (column + 0.5) * step, drawn.stencil.scales["y"](row + 0.5)


def draw_region(drawn: Drawn, mask: Bools | None) -> str:
    """Return the darker dots, at the foot of their piles."""
    if mask is None:
        return ""
    counts = Counter(place for place, inside in zip(drawn.column, mask, strict=True) if inside and place >= 0)
    places = [dot_at(drawn, column, row) for column in sorted(counts) for row in range(counts[column])]
    path = scatter(places)
    return dots(f'<path class="dots-rg" d="{path}"/>', drawn.variant) if path else ""


def draw_place(
    drawn: Drawn, *, index: int | None, label: str, at: float, low: float | None, high: float | None
) -> str:
    """Return this place: its dot in the pile, and below the axis its mark, its range and its label."""
    scale, base = drawn.stencil.scales["x"], drawn.stencil.height
    x, y = scale.clip(at), base + LANE
    body = ""
    if index is not None:
        cx, cy = dot_at(drawn, drawn.column[index], 0)
        body += (
            f'<circle class="me" cx="{short(cx)}" cy="{short(cy)}" r="{short(drawn.variant.step * 0.6)}"/>'
        )
    left = right = x
    if low is not None and high is not None:
        left, right = scale.clip(low), scale.clip(high)
        body += f'<path class="ci" d="M{short(left)} {short(y)}H{short(right)}"/>'
    body += f'<path class="lead" d="M{short(x)} {short(base + 2)}V{short(y - 5)}"/>'
    body += f'<circle class="me" cx="{short(x)}" cy="{short(y)}" r="6.5"/>'
    left, right = min(left, x - 7), max(right, x + 7)
    room = drawn.stencil.width - right
    if len(label) * LETTER >= max(room, left):
        # A long name has room on neither side of a narrow chart. The page names the place: the score is left.
        label = f"{at:.0f}"
    fits = len(label) * LETTER < room
    words = (
        text(label, right + 8, y + 6, css="labme")
        if fits
        else text(label, left - 8, y + 6, css="labme", anchor="end")
    )
    return body + words
