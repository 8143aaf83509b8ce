"""Copeland's method: a unit's score is how many others it outranks, less how many outrank it."""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Floats

_BLOCK_CELLS = 4_000_000
_EVEN = 1e-9


def outrank(children: Floats, weights: Floats) -> Floats:
    """Return the share of weight on which each unit is above each other, ties counting half, shape (R, R).

    Args:
        children: shape (R, K), no gap.
        weights: shape (K,).
    """
    count = len(children)
    share = np.empty((count, count))
    step = max(1, _BLOCK_CELLS // max(1, children.size))
    for start in range(0, count, step):
        mine = children[start : start + step, None, :]
        above = (mine > children).astype(np.float64) + 0.5 * (mine == children)
        share[start : start + step] = (above * weights).sum(axis=-1) / weights.sum()
    return share


def score_copeland(children: Floats, weights: Floats) -> Floats:
    """Return Copeland scores, shape (R,), from -(R - 1) to R - 1.

    Two units with half of the weight each are even; the half is met within 1e-9, for weights are not exact.
    """
    margin = outrank(children, weights) - 0.5
    wins = (margin > _EVEN).astype(np.float64) - (margin < -_EVEN)
    np.fill_diagonal(wins, 0.0)
    return np.asarray(wins.sum(axis=1))
