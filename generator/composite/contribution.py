"""How many points of a score come from each indicator, where all means are arithmetic."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from generator.composite.aggregation import aggregate
from generator.composite.arrays import Floats
from generator.composite.means import ARITHMETIC
from generator.composite.shares import divide, spread
from generator.composite.table import Table
from generator.composite.tree import Tree


def contribute(tree: Tree, leaves: Floats, *, table: Table, threshold: float | None = None) -> Floats:
    """Return the points that each indicator gives to the top score, shape (R, I).

    A row adds up to the unit's arithmetic score at the top (to rounding), and is all 0 where it has none.
    Weights go from what is missing to the siblings that are there, as in the means.

    Args:
        tree: who is whose child.
        leaves: normalised indicators, shape (R, I).
        table: the rows.
        threshold: as in :func:`aggregate`.
    """
    levels = aggregate(tree, leaves, [ARITHMETIC], table=table, threshold=threshold)
    there = [~np.isnan(level).T for level in levels]
    parts = [divide(step, *pair) for step, pair in zip(tree.steps, pairwise(there), strict=True)]
    _, share = spread(tree.steps, parts)[-1]
    return np.where(np.isnan(leaves), 0.0, share.T * np.nan_to_num(leaves))
