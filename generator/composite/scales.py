"""Common scales: where values stand between two ends, how many spreads from the mean, at which rank.

Each column by itself, over the cells that are known; NaN stays NaN. Direction is the caller's: either the
values are turned first, as in COINr (Becker and others 2022), or what comes out is (``turn``). The two give
the same but for the last bit.

No library does this here: scipy is no part of the project, and those functions of pandas that know gaps
(``std``, ``rank``) are slower, and ask for pandas to be loaded, which takes longer than to score a table.
"""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.ranking import rank_ascending


def place_between(values: Floats, low: Floats, high: Floats) -> Floats:
    """Return where values stand, 0 at the low and 1 at the high end, not clipped.

    With the lowest and the highest value this is min-max, with fixed ends it is goalposts (OECD/JRC Handbook
    2008, step 5).

    Args:
        values: any shape.
        low, high: broadcast against the values; where they are equal the place is NaN or infinite.
    """
    return np.asarray((values - low) / (high - low))


def turn(share: Floats, sign: Floats) -> Floats:
    """Return shares of 0 to 1 counted from the other end where lower is better.

    Args:
        share: any shape.
        sign: 1 or -1, broadcast against it.
    """
    return np.where(sign > 0, share, 1 - share)


def find_ends(values: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest known value of each column, shape (R, C) to (C,); NaN for none."""
    return np.asarray(np.fmin.reduce(values, axis=0)), np.asarray(np.fmax.reduce(values, axis=0))


def describe(values: Floats, *, lost: int = 0, always: bool = False) -> tuple[Floats, Floats]:
    """Return the mean and the standard deviation of each column's known cells.

    Args:
        values: shape (R, C).
        lost: degrees of freedom that the mean took: 1 for the spread of a sample (R's ``sd``, and COINr),
            0 for that of all there are.
        always: where the cells tell nothing, give a mean of 0, or a spread of 1, that can be divided by.

    Returns:
        Shape (C,) each; NaN where there is no cell, or no more cells than are lost.
    """
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / count
        spread = np.sqrt(np.square(np.where(known, values - mean, 0.0)).sum(axis=0) / (count - lost))
    return (np.nan_to_num(mean), np.where(spread > 0, spread, 1.0)) if always else (mean, spread)


def rank_percent(values: Floats) -> Floats:
    """Return the share of values that are lower plus half of those that are equal, along the last axis.

    A value is half below itself: the lowest of n is at 0.5 / n and the highest at 1 - 0.5 / n. (COINr's
    ``n_prank`` goes from 0 to 1 and counts no ties: see ``normalisation``.)

    Args:
        values: shape (..., R).

    Returns:
        Shares of 100, so that all sums are whole: 0 to 100.
    """
    count = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(100.0 * (2 * rank_ascending(values, average=True) - 1) / (2 * count))
