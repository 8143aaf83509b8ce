"""How many points of a score come from each indicator, where all means are arithmetic."""

from __future__ import annotations

import numpy as np

from generator.composite.aggregation import ARITHMETIC, aggregate
from generator.composite.arrays import Floats
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
    share = np.where(np.isnan(levels[-1]), 0.0, 1.0)
    for level in reversed(range(len(tree.families))):
        there = ~np.isnan(levels[level])
        below = np.zeros(there.shape)
        for family in tree.families[level]:
            weights = tree.weights[level][family.children] * there[:, family.children]
            total = weights.sum(axis=1, keepdims=True)
            part = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
            below[:, family.children] = part * share[:, [family.parent]]
        share = below
    return np.where(np.isnan(leaves), 0.0, share * np.nan_to_num(leaves))
