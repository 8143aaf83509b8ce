"""Ranks of scores and of values.

Three rules say which scores are the same (``Same``); all else is shared. ``pandas.DataFrame.rank`` knows the
first alone, and takes longer to load than a table takes to score.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.table import Rows

Same = Literal["exact", "digits", "thousandths"]
"""Which scores share a rank.

``exact``: equal ones, as in R's ``rank``; for indicators, which are no sums.
``digits``: the same in 40 binary digits, for aggregates on any scale: the order in which a sum is taken
must not break a tie.
``thousandths``: the same in whole thousandths of a point, the rule of the index of this project on its
scale of 0 to 100: no difference that small means anything. The draws have the same rule.
"""
SAME_BITS = 40
THOUSANDTHS = 1000.0
"""Steps of a point in which scores are ranked, and drawn."""


def rank_descending(scores: Floats, *, same: Same = "digits") -> Floats:
    """Return competition ranks along the last axis: 1 is the highest, ties share the best place, NaN stays
    NaN.

    Args:
        scores: shape (..., R).
        same: which scores are tied.
    """
    if same == "thousandths":
        scores = count_thousandths(scores)
    return _rank(-(shorten(scores) if same == "digits" else scores))


def rank_ascending(values: Floats, *, average: bool = False) -> Floats:
    """Return ranks along the last axis, 1 for the lowest; only equal values are tied; NaN stays NaN.

    Args:
        values: shape (..., R).
        average: give ties the mean of their places, not the lowest.
    """
    return _rank(values, average=average)


def _rank(values: Floats, *, average: bool = False) -> Floats:
    # Which of equals comes first does not matter, for they share a place: the fastest sort will do.
    order = np.argsort(np.ascontiguousarray(values), axis=-1)
    alone = values.ndim == 1
    ordered = values[order] if alone else np.take_along_axis(values, order, axis=-1)
    tied = ordered[..., :-1] == ordered[..., 1:]
    numbers = np.broadcast_to(np.arange(1.0, values.shape[-1] + 1), values.shape)
    if tied.any():
        # Of those that share a place only the first keeps its number; the others take it on.
        first = numbers.copy()
        first[..., 1:][tied] = 1.0
        np.maximum.accumulate(first, axis=-1, out=first)
        numbers = (first + _last_of_equals(numbers, tied)) / 2 if average else first
    ranks = np.empty(values.shape)
    if alone:
        ranks[order] = numbers
    else:
        np.put_along_axis(ranks, order, numbers, axis=-1)
    return np.where(np.isnan(values), np.nan, ranks)


def _last_of_equals(numbers: Floats, tied: Bools) -> Floats:
    last = numbers.copy()
    last[..., :-1][tied] = last.shape[-1]
    return np.asarray(np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1])


def shorten(scores: Floats) -> Floats:
    """Return scores rounded to 40 binary digits, about twelve decimal ones, a half to the even one."""
    fraction, exponent = np.frexp(scores)
    return np.asarray(np.ldexp(np.rint(np.ldexp(fraction, SAME_BITS)), exponent - SAME_BITS))


def count_thousandths(scores: Floats) -> Floats:
    """Return scores as whole thousandths of a point; a half goes to the even one, NaN stays NaN."""
    return np.asarray(np.rint(scores * THOUSANDTHS))


def rank_within(scores: Floats, blocks: Sequence[Rows], *, same: Same = "digits") -> Floats:
    """Return the ranks of each column within each block of rows (the periods of a panel).

    Args:
        scores: shape (..., R, N).
        blocks: rows of each block.
        same: which scores are tied.
    """
    ranks = np.full(scores.shape, np.nan)
    for rows in blocks:
        columns = np.moveaxis(scores[..., rows, :], -1, -2)
        ranks[..., rows, :] = np.moveaxis(rank_descending(columns, same=same), -2, -1)
    return ranks
