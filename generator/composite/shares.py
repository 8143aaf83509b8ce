"""What each leaf weighs in each score: shares, step by step up the tree.

Only arithmetic means have shares: a score is then the sum of share times leaf.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.step import Places, Step, weigh_up, widen


def divide(step: Step, there: Bools, scored: Bools | None = None) -> Floats:
    """Return the share of each child in its parent's mean; 0 where it is missing or the parent has no score.

    Args:
        step: who is whose child; each child has one parent.
        there: children with a score, shape (C, ...).
        scored: parents with a score, shape (P, ...); those with a weight that is there if not given.

    Returns:
        Shape (C, ...); the shares under a parent add up to 1, or are all 0.
    """
    weights = widen(step.weights, there)
    total = weigh_up(step, weights, there)
    able = total > 0 if scored is None else scored & (total > 0)
    parent = step.parent_of
    with np.errstate(invalid="ignore", divide="ignore"):
        part = weights * there / total[parent]
    return np.where(np.logical_and(able[parent], widen(parent >= 0, there)), part, 0.0)


def spread(steps: Sequence[Step], parts: Sequence[Floats]) -> list[tuple[Places, Floats]]:
    """Return for each step what each leaf weighs in its ancestor there.

    Args:
        steps: bottom up; ``below`` of each names the level of its children, 0 the leaves.
        parts: share of each child in its parent, from ``divide``, shape (C, ...) each.

    Returns:
        For each step the place of each leaf's ancestor, shape (I,), and the leaf's share in it, shape
        (I, ...).
    """
    leaves = np.arange(len(steps[0].weights))
    levels: list[tuple[Places, Floats]] = [(leaves, np.ones(np.shape(parts[0])))]
    for step, part in zip(steps, parts, strict=True):
        place, share = levels[step.below]
        levels.append((step.parent_of[place], part[place] * share))
    return levels[1:]
