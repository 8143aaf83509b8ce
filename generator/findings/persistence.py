"""Did a figure stand where it stands before? In how many of its last periods it lay in the outer fifth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Floats, Ints
from generator.composite.scales import rank_percent
from generator.findings.comparison import Comparisons
from generator.findings.thresholds import EXTREME, PERIODS, SMALLEST_SET
from generator.index.averages import find_lag
from generator.index.results import Index, Status


@dataclass(frozen=True)
class Persistence:
    """Periods of each figure that do not overlap, the last three at most; all of shape (A, I).

    Attributes:
        periods: in which enough councils can be compared.
        high, low: of these, in which the figure lay in the better and in the worse fifth.
    """

    periods: Ints
    high: Ints
    low: Ints


def count_periods(index: Index, comparisons: Comparisons) -> Persistence:
    """Return how often each figure lay in an outer fifth of the councils it is compared with today.

    Args:
        index: one run.
        comparisons: the sets of today.
    """
    panel, shape = index.panel, comparisons.set_of.shape
    periods, high, low = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    for i in range(shape[1]):
        lag = find_lag(panel, i)
        own = np.where(panel.status[:, i] <= Status.UPPER_TIER, panel.value[:, i], np.nan)
        good = place_in_years(own, i, comparisons, turned=bool(index.structure.sign[i] < 0))
        known = ~np.isnan(good)
        free = np.full(shape[0], len(panel.years))
        for year in range(len(panel.years) - 1, -1, -1):
            counted = known[:, year] & (year <= free) & (periods[:, i] < PERIODS)
            periods[counted, i] += 1
            high[counted & (good[:, year] >= 100 - EXTREME), i] += 1
            low[counted & (good[:, year] <= EXTREME), i] += 1
            free[counted] = year - lag
    return Persistence(periods, high, low)


def place_in_years(values: Floats, column: int, comparisons: Comparisons, *, turned: bool) -> Floats:
    """Return percentiles from the worse end in each year among the sets of today, (A, Y) to (A, Y)."""
    good = np.full(values.shape, np.nan)
    set_of = comparisons.set_of[:, column]
    for number in np.unique(set_of[set_of >= 0]).tolist():
        rows = comparisons.members[number]
        part = values[rows]
        enough = (~np.isnan(part)).sum(axis=0) >= SMALLEST_SET
        place = rank_percent(part.T).T
        here = set_of[rows] == number
        good[rows[here]] = np.where(enough, 100 - place if turned else place, np.nan)[here]
    return good
