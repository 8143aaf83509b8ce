"""The strip of an indicator: a small outline of all comparable councils, their middle, and this place.

A page holds a hundred of them, so a strip is three or four short paths. Values run from lower on the left to
higher on the right, whatever is better: which side is better is said in words beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from markupsafe import Markup

from generator.charts.cache import Renderer
from generator.charts.stencil import Scale, Stencil, frame, make_stencil, short
from generator.charts.theme import plain
from generator.composite.arrays import Floats

WIDTH, BASE, STEP = 240, 17, 3
BINS = WIDTH // STEP
TALLEST, SMALLEST = 15, 2  # bar of the fullest bin, and of a single council
PAD = 6
FENCE = 3.0  # values further than this many middle halves from the middle half stand at the edge


@dataclass(frozen=True)
class StripStencil:
    """The strip of one set of comparable values.

    Attributes:
        scale: value to pixels; values beyond it stand at its edge.
        country: the marks that are the same for every place.
    """

    scale: Scale
    country: str

    @classmethod
    def build(cls, values: Floats, *, renderer: Renderer | None = None) -> StripStencil | None:
        """Draw the outline of all councils with a value.

        Args:
            values: one per comparable council, NaN where there is none.
            renderer: where renderings are kept; the project's cache if not given.

        Returns:
            None where fewer than five values, or no two different ones, are left: nothing to draw.
        """
        known = np.sort(values[~np.isnan(values)])
        if known.size < 5 or known[0] == known[-1]:
            return None
        low, high = ends_of(known)
        scale = Scale((low, high), design(renderer).scales["x"].range)
        middle = scale.clip(float(np.median(known)))
        country = (
            f'<path class="tk" d="{skyline(known, scale)}"/>'
            + f'<path class="md" d="M{short(middle)} 0v{BASE + 4}"/>'
        )
        return cls(scale, country)

    def draw(self, value: float | None, *, prefix: str = "", title: str = "", desc: str = "") -> Markup:
        """Return the strip with this place on it.

        Args:
            value: this place's value; None or NaN draws the country alone.
            prefix, title, desc: for readers who do not see it; without a title it is hidden from them,
                which is right where value, middle and position stand in the text or table beside it.
        """
        body = self.country
        if value is not None and not np.isnan(value):
            x = self.scale.clip(value)
            body += f'<circle class="me" cx="{short(x)}" cy="{BASE}" r="4.5"/>'
        box = (-PAD, -1, WIDTH + 2 * PAD, BASE + 7)
        return frame(body, box=box, css="strip", prefix=prefix, title=title, desc=desc)


def ends_of(known: Floats) -> tuple[float, float]:
    """Return the lowest and highest value the strip spans: all of them, but for extreme outliers."""
    lower, upper = np.percentile(known, [25, 75])
    reach = FENCE * (upper - lower)
    if reach == 0:
        return float(known[0]), float(known[-1])
    return float(max(known[0], lower - reach)), float(min(known[-1], upper + reach))


def skyline(known: Floats, scale: Scale) -> str:
    """Return a path of upright strokes, one per three pixels, as tall as councils there are many."""
    places = np.array([scale.clip(float(value)) for value in known])
    counts = np.bincount(np.minimum(places // STEP, BINS - 1).astype(int), minlength=BINS)
    tallest = int(counts.max())
    commands, gap, height = [f"M{short(STEP / 2)} {BASE}"], 0, 0
    for count in counts.tolist():
        if count:
            # From the foot of the bar before it to the foot of this one, and up.
            commands.append(f"m{gap} {height}" if gap else "")
            height = SMALLEST + round((TALLEST - SMALLEST) * (count - 1) / max(tallest - 1, 1))
            commands.append(f"v-{height}")
            gap = 0
        gap += STEP
    return "".join(commands)


@lru_cache(maxsize=4)
def design(renderer: Renderer | None) -> Stencil:
    """Return the design every strip shares: its width and its scale."""
    # Imported here: it takes a third of a second, which a build has while the draws go on.
    import altair as alt

    values = pd.DataFrame({"value": [0, 1], "row": [0, 0]})
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    y = alt.Y("row:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    chart = alt.Chart(values, name="place").mark_circle().encode(x=x, y=y)
    return make_stencil(plain(chart, width=WIDTH, height=BASE), renderer)
