"""How reliable the figures of each nation are: a row of bars, as tall as indicators there are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from generator.charts.cache import Renderer
from generator.charts.stencil import frame, make_stencil, text
from generator.charts.theme import plain

WIDTH, ROW = 380, 64
BINS = 20
TALLEST = 0.72
"""Height of the tallest bar, in rows."""
LIMITS = (0.5, 0.7)
_BESIDE = 8


def draw_reliability(
    rows: Mapping[str, Sequence[float]], *, prefix: str, renderer: Renderer | None = None
) -> Markup:
    """Return the picture.

    Args:
        rows: reliabilities from 0 to 1 by the name that stands above the row, the first on top.
        prefix: starts every id; unique on the page.
        renderer: where renderings are kept; the project's cache if not given.
    """
    # Imported here: it takes a third of a second.
    import altair as alt

    bars = list_bars(rows)
    x = alt.X(
        "left:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.7, 1], grid=False, format=".2~f"),
    )
    y = alt.Y("foot:Q", scale=alt.Scale(domain=[0, len(rows)], nice=False), axis=None)
    drawn = alt.Chart(bars, name="bars").mark_rect().encode(x=x, x2="right", y=y, y2="top")
    limits = alt.Chart(pd.DataFrame({"at": LIMITS}), name="limits").mark_rule().encode(x="at:Q")
    layers = alt.LayerChart(layer=[drawn, limits])
    stencil = make_stencil(plain(layers, width=WIDTH, height=ROW * len(rows)), renderer)
    words = "".join(
        text(name, 0, ROW * place + ROW * (1 - TALLEST) - _BESIDE / 2, css="lab")
        for place, name in enumerate(rows)
    )
    body = (
        stencil.svg("bars", "b90")
        + stencil.svg("limits", "medl")
        + stencil.svg("axis-domain", "axis")
        + stencil.svg("axis-label", "lab")
        + words
    )
    box = (-_BESIDE, -_BESIDE, WIDTH + 2 * _BESIDE, stencil.height + 4 * _BESIDE)
    middles = [f"{float(np.median(values)):.2f} in {name}" for name, values in rows.items()]
    desc = (
        "For each nation bars from 0, all error, to 1, all real, as tall as indicators there are many. "
        f"The middle indicator has {', '.join(middles)}."
    )
    title = "Reliability of the figures of each nation"
    return frame(body, box=box, css="chart reliability", prefix=prefix, title=title, desc=desc)


def list_bars(rows: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Return the ends of the bars: of each row the fullest is the tallest; empty ones are left out."""
    found = []
    for place, values in enumerate(rows.values()):
        counts, ends = np.histogram(np.asarray(values, dtype=np.float64), bins=BINS, range=(0.0, 1.0))
        foot = len(rows) - 1 - place
        for count, left, right in zip(counts.tolist(), ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            if count:
                height = TALLEST * count / max(int(counts.max()), 1)
                found.append((round(left, 4), round(right, 4), foot, foot + round(height, 4)))
    return pd.DataFrame(found, columns=["left", "right", "foot", "top"])
