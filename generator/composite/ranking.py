"""Ranks of scores and of values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.table import Rows

SAME_BITS = 40
"""Aggregates are compared in so many binary digits, about twelve decimal ones: the order in which a sum is
taken must not break a tie. Indicators are no sums: theirs are compared as they are."""


def rank_descending(scores: Floats, *, exact: bool = False) -> Floats:
    """Return competition ranks along the last axis: 1 is the highest, ties share the best place, NaN stays
    NaN.

    Args:
        scores: shape (..., R).
        exact: compare all digits, not the first 40.
    """
    scores = scores if exact else shorten(scores)
    # Which of equals comes first does not matter, for they share a place: the fastest sort will do.
    order = np.argsort(np.ascontiguousarray(-scores), axis=-1)
    ordered = np.take_along_axis(scores, order, axis=-1)
    tied = ordered[..., :-1] == ordered[..., 1:]
    first = np.broadcast_to(np.arange(1.0, scores.shape[-1] + 1), scores.shape)
    if tied.any():
        # Of those that share a place only the first keeps its number; the others take it on.
        numbers = first.copy()
        numbers[..., 1:][tied] = 1.0
        first = np.maximum.accumulate(numbers, axis=-1)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, first, axis=-1)
    return np.where(np.isnan(scores), np.nan, ranks)


def shorten(scores: Floats) -> Floats:
    """Return scores rounded to 40 binary digits, a half to the even one; shape as given."""
    fraction, exponent = np.frexp(scores)
    return np.asarray(np.ldexp(np.rint(np.ldexp(fraction, SAME_BITS)), exponent - SAME_BITS))


def rank_ascending(values: Floats, *, average: bool = False) -> Floats:
    """Return ranks along the last axis, 1 for the lowest; only equal values are tied; NaN stays NaN.

    Args:
        values: shape (..., R).
        average: give ties the mean of their places, not the lowest.
    """
    lowest = rank_descending(-values, exact=True)
    if not average:
        return lowest
    count = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    return np.asarray((lowest + count + 1 - rank_descending(values, exact=True)) / 2)


def rank_within(scores: Floats, blocks: Sequence[Rows], *, exact: bool = False) -> Floats:
    """Return the ranks of each column within each block of rows (the periods of a panel).

    Args:
        scores: shape (..., R, N).
        blocks: rows of each block.
        exact: compare all digits, not the first 40.
    """
    ranks = np.full(scores.shape, np.nan)
    for rows in blocks:
        columns = np.moveaxis(scores[..., rows, :], -1, -2)
        ranks[..., rows, :] = np.moveaxis(rank_descending(columns, exact=exact), -2, -1)
    return ranks
