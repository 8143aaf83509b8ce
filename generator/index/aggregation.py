"""Weighted arithmetic means up the tree, over what is present, and what each indicator contributes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generator.index.records import Bools, Floats, Structure
from generator.index.structure import Step, build_steps, nominal_weights

# Ten twelfths has no exact binary form: a share of exactly what is needed must pass.
TOLERANCE = 1e-9


def aggregate(structure: Structure, indicator_score: Floats) -> Floats:
    """Return the score of every node from the scores of the indicators.

    Each node is the weighted arithmetic mean of the children that have a score. An element, pillar or domain
    needs at least half of its weight, the overall score 10 of 12 pillars (five sixths); else it is NaN.

    Args:
        structure: the tree.
        indicator_score: shape (..., I), 0 to 100, NaN where missing. Leading axes are free (areas, years).

    Returns:
        Scores of shape (..., N).
    """
    score = np.full((*indicator_score.shape[:-1], len(structure.nodes)), np.nan)
    to_element, to_pillar, to_domain, to_overall = build_steps(structure)
    score[..., to_element.parents] = _mean(to_element, indicator_score)
    score[..., to_pillar.parents] = _mean(to_pillar, score[..., to_element.parents])
    pillars = score[..., to_pillar.parents]
    score[..., to_domain.parents] = _mean(to_domain, pillars)
    score[..., to_overall.parents] = _mean(to_overall, pillars)
    return score


def _mean(step: Step, children: Floats) -> Floats:
    """Weighted mean of the present children, shape (..., C) to (..., P)."""
    present = ~np.isnan(children)
    total = np.where(present, children, 0.0) @ step.matrix.T
    weight = present.astype(np.float64) @ step.matrix.T
    enough = weight >= (step.needed - TOLERANCE) * step.matrix.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / weight
    return np.where(enough & (weight > 0), mean, np.nan)


def cover(structure: Structure, present: Bools) -> Floats:
    """Return the share of each node's full weight that rests on cells with a value.

    Args:
        structure: the tree.
        present: True where the indicator has a value, shape (..., I).

    Returns:
        Shares from 0 to 1, shape (..., N).
    """
    return np.minimum(present.astype(np.float64) @ nominal_weights(structure).T, 1.0)


def effective_weights(structure: Structure, present: Sequence[bool] | Bools) -> Floats:
    """Return each indicator's share in each node's score for one area, given which indicators it has.

    Args:
        structure: the tree.
        present: True where the area has the indicator, shape (I,).

    Returns:
        Shape (N, I). A row adds to 1 where the node has a score and is all 0 where it has none.
    """
    here = np.asarray(present, dtype=bool)
    shares = np.zeros((len(structure.nodes), len(structure.indicators)))
    to_element, to_pillar, to_domain, to_overall = build_steps(structure)
    shares[to_element.parents] = _split(to_element, here)
    scored = shares.sum(axis=1) > 0
    shares[to_pillar.parents] = _split(to_pillar, scored[to_element.parents]) @ shares[to_element.parents]
    scored = shares.sum(axis=1) > 0
    for step in (to_domain, to_overall):
        shares[step.parents] = _split(step, scored[to_pillar.parents]) @ shares[to_pillar.parents]
    return shares


def _split(step: Step, present: Bools) -> Floats:
    weights = step.matrix * present
    total = weights.sum(axis=1, keepdims=True)
    enough = total >= (step.needed - TOLERANCE) * step.matrix.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weights / total
    return np.where(enough & (total > 0), shares, 0.0)


def contributions(structure: Structure, indicator_score: Floats) -> Floats:
    """Return how many points of each node's score come from each indicator, for one area.

    Args:
        structure: the tree.
        indicator_score: shape (I,), NaN where missing.

    Returns:
        Shape (N, I); each row adds up to the node's score (to rounding), or is all 0 where it has none.
    """
    weights = effective_weights(structure, ~np.isnan(indicator_score))
    return weights * np.nan_to_num(indicator_score)
