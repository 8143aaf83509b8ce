"""The log rule: which indicators are so skewed that they are compared on a logarithmic scale."""

from __future__ import annotations

import numpy as np

from generator.index.elementary import log
from generator.index.records import Bools, Floats, Panel, Status

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
    """Return which cells are observed, recast or upper-tier in years from ``first_year``, shape (A, I, Y)."""
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
        values.append(found if panel.pooled[place] else _standardise(found))
    if not values:
        return False
    skew, kurtosis = measure_shape(np.concatenate(values))
    return skew > SKEW_LIMIT and kurtosis > KURTOSIS_LIMIT


def _standardise(values: Floats) -> Floats:
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))


def measure_shape(values: Floats) -> tuple[float, float]:
    """Return sample skewness G1 and excess kurtosis G2 (Joanes and Gill 1998); 0, 0 below 8 values."""
    n = len(values)
    centred = values - values.mean()
    square = centred * centred
    m2 = float(square.mean())
    if n < _LEAST_CELLS or m2 <= 0:
        return 0.0, 0.0
    g1 = float((square * centred).mean()) / (m2 * np.sqrt(m2))
    g2 = float((square * square).mean()) / (m2 * m2) - 3
    skew = g1 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
    return float(skew), float(kurtosis)


def treat(values: Floats, *, logged: Bools) -> Floats:
    """Return the values with the logged indicators on the natural-log scale.

    Args:
        values: shape (A, I) or (A, I, Y).
        logged: shape (I,).
    """
    result = values.copy()
    result[:, logged] = log(values[:, logged])
    return result
