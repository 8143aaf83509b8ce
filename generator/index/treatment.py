"""The log rule: which indicators are so skewed that they are compared on a logarithmic scale."""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Bools
from generator.composite.scales import describe
from generator.composite.treatment import is_skewed, measure_shape
from generator.index.results import Panel, Status

SKEW_LIMIT = 2.0
KURTOSIS_LIMIT = 3.5
_LEAST_CELLS = 8


def choose_logs(panel: Panel, *, first_year: int) -> Bools:
    """Return which indicators are logged before normalisation, shape (I,).

    An indicator is logged where the measured cells of all areas and years from ``first_year`` have a skewness
    above 2 and an excess kurtosis above 3.5 and all are positive (OECD/JRC Handbook 2008, step 5; the limits
    are those of the COIN tool). Where groups are not comparable, each is first standardised: the shape is
    then that of a typical group, not that of the one with the widest spread.

    Only a long upper tail is treated: a logarithm would lengthen a lower one.
    """
    cells = measured_cells(panel, first_year=first_year)
    return np.array([_is_skewed(panel, cells, place) for place in range(len(panel.indicators))], dtype=bool)


def measured_cells(panel: Panel, *, first_year: int) -> Bools:
    """Return which cells have a figure of a publisher in years from ``first_year``, shape (A, I, Y)."""
    recent = np.array(panel.years) >= first_year
    return np.asarray((panel.status <= Status.UPPER_TIER) & recent)


def _is_skewed(panel: Panel, cells: Bools, place: int) -> bool:
    values, groups = [], panel.group[:, place]
    for group in np.unique(groups):
        inside = groups == group
        found = panel.value[inside, place][cells[inside, place]]
        if len(found) == 0:
            continue
        if found.min() <= 0:
            return False
        if not panel.pooled[place]:
            mean, spread = describe(found[:, None], always=True)
            found = (found - mean) / spread
        values.append(found)
    column = np.concatenate(values)[:, None] if values else np.empty((0, 1))
    if len(column) < _LEAST_CELLS:
        return False
    skew, kurtosis = measure_shape(column)
    return bool(is_skewed(skew, kurtosis, SKEW_LIMIT, KURTOSIS_LIMIT, tail="upper")[0])
