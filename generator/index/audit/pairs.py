"""Covariances and correlations of columns with gaps, each pair over the areas that have both.

``DataFrame.corr`` and ``cov`` know gaps too, but not a column that varies by rounding errors alone, and both
would go through every pair again; here all sums are products of the same matrices, with a fixed order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.composite.arrays import Floats, Ints
from generator.composite.elementary import log
from generator.composite.ranking import rank_ascending
from generator.composite.sums import multiply

FEWEST_PAIRS = 20
"""Areas that must have both columns: a correlation over fewer says little."""

# Scores run from 0 to 100: a spread below a millionth of a point is rounding.
_NO_VARIANCE = 1e-12
_SURE = 1.96


@dataclass(frozen=True)
class Pairs:
    """What holds between each two columns, shape (K, K) each.

    Attributes:
        count: areas that have both.
        covariance: over these areas, with n - 1; NaN where they are fewer than 20.
        correlation: Pearson's; NaN where they are fewer than 20 or one column does not vary among them.
    """

    count: Ints
    covariance: Floats
    correlation: Floats


def relate(values: Floats) -> Pairs:
    """Return the covariance and the correlation of each two columns.

    Args:
        values: shape (A, K), on the scale of scores, NaN where missing.
    """
    known = ~np.isnan(values)
    number = np.maximum(known.sum(axis=0), 1)
    # Centred first, so that the sums of squares below lose no digits.
    centred = np.where(known, values - np.where(known, values, 0.0).sum(axis=0) / number, 0.0)
    present = known.astype(np.float64)
    count = multiply(present.T, present)
    total, square = multiply(centred.T, present), multiply((centred * centred).T, present)
    with np.errstate(invalid="ignore", divide="ignore"):
        product = multiply(centred.T, centred) - total * total.T / count
        variance = square - total * total / count
        covariance = product / (count - 1)
        correlation = product / np.sqrt(variance * variance.T)
        flat = variance / count <= _NO_VARIANCE
    few = count < FEWEST_PAIRS
    return Pairs(
        count=count.astype(np.int32),
        covariance=np.where(few, np.nan, covariance),
        correlation=np.where(few | flat | flat.T, np.nan, np.clip(correlation, -1.0, 1.0)),
    )


def correlate(first: Floats, second: Floats) -> float:
    """Return Pearson's correlation of two columns as ``relate`` does, shape (A,) each."""
    return float(relate(np.column_stack([first, second])).correlation[0, 1])


def correlate_ranks(first: Floats, second: Floats) -> float:
    """Return Spearman's correlation: Pearson's of the ranks among the areas that have both.

    Ties share the mean of their ranks. NaN as for ``correlate``.
    """
    both = ~np.isnan(first) & ~np.isnan(second)
    return correlate(*(rank_ascending(each[both], average=True) for each in (first, second)))


def is_surely_negative(correlation: float, count: int) -> bool:
    """Say whether the 95 % interval of a correlation lies below 0 (Fisher's z, with 1 / sqrt(n - 3))."""
    if not correlation < 0:
        return False
    if correlation <= -1:
        return True
    z = 0.5 * float(log((1 + correlation) / (1 - correlation)))
    return bool(z + _SURE / np.sqrt(count - 3) < 0)
