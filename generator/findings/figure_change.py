"""Change of single published figures over five to ten years, for all areas and indicators at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Floats, Ints
from generator.index.results import Panel, Status

SHORTEST, LONGEST = 5, 10
"""Years over which the change of a single figure is stated."""


@dataclass(frozen=True)
class FigureChanges:
    """Changes from the earliest fitting to the latest published year, of shape (A, I).

    Attributes:
        change: in the indicator's unit, NaN where an end is missing.
        start: calendar year of the start, 0 where there is none.
    """

    change: Floats
    start: Ints


def measure_changes(panel: Panel) -> FigureChanges:
    """Return how figures changed since the earliest published year five to ten years before the latest.

    Both ends are figures of the place itself, published or added up from its former councils; nothing is said
    of interpolated years.
    """
    published = panel.status <= Status.RECAST
    years = np.array(panel.years)
    # Years stand without gaps on their axis, so positions differ as years do.
    last = len(years) - 1 - published[..., ::-1].argmax(axis=-1)
    ago = last[..., None] - np.arange(len(years))
    fits = published & (ago >= SHORTEST) & (ago <= LONGEST)
    first = fits.argmax(axis=-1)
    stated = fits.any(axis=-1)
    ends = np.stack([first, last], axis=-1)
    before, now = np.moveaxis(np.take_along_axis(panel.value, ends, axis=-1), -1, 0)
    return FigureChanges(
        change=np.where(stated, now - before, np.nan),
        start=np.where(stated, years[first], 0).astype(np.int32),
    )
