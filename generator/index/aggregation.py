"""Weighted arithmetic means up the tree, over what is present, and what each indicator contributes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log
from generator.composite.sums import multiply
from generator.index.records import Structure
from generator.index.structure import HALF, OVERALL_NEEDS, Step, build_steps, nominal_weights

# Ten twelfths has no exact binary form: a share of exactly what is needed must pass.
TOLERANCE = 1e-9
LEAST = 0.25
"""Share of a node's full weight below which it has no score, however little its nation publishes."""
_STRETCH = 0.99


FEWEST_IN_PILLAR = 2
"""Indicators that a pillar's score needs: a pillar is more than one figure."""


def aggregate(
    structure: Structure,
    indicator_score: Floats,
    *,
    offered: Bools | None = None,
    pillars_needed: float = OVERALL_NEEDS,
    needed: float = HALF,
    geometric: Collection[str] = (),
) -> Floats:
    """Return the score of every node from the scores of the indicators.

    Each node is the weighted arithmetic mean of the children that have a score. An element, pillar or domain
    needs at least half of the weight that is published in the area's nation, and at least a quarter of its
    full weight; a pillar needs two indicators as well, for it is more than one figure; the overall score
    needs 10 of 12 pillars (five sixths). Else it is NaN.

    Args:
        structure: the tree.
        indicator_score: shape (..., I), 0 to 100, NaN where missing. Leading axes are free (areas, years).
        offered: True where the indicator has a series for the area's nation, broadcast against
            ``indicator_score``; all of them if not given, which makes it half of the full weight.
        pillars_needed: share of the pillars that the overall score needs.
        needed: share of the published weight that an element, pillar or domain needs. The published index
            needs half; another share only shows what that choice does.
        geometric: levels ("element", "pillar", "domain", "overall") whose nodes are geometric means of their
            children, on a scale from 1 to 100. The published index has none.

    Returns:
        Scores of shape (..., N).
    """
    score = np.full((*indicator_score.shape[:-1], len(structure.nodes)), np.nan)
    *lower, to_overall = build_steps(structure)
    to_element, to_pillar, to_domain = (replace(step, needed=needed) for step in lower)
    leaves = np.ones(len(structure.indicators), dtype=bool) if offered is None else offered
    elements = _mean(to_element, indicator_score, leaves, geometric="element" in geometric)
    branches = offers(to_element, leaves)
    pillars = _mean(to_pillar, elements, branches, geometric="pillar" in geometric)
    pillars = np.where(has_enough_figures(structure, ~np.isnan(indicator_score)), pillars, np.nan)
    score[..., to_element.parents] = elements
    score[..., to_pillar.parents] = pillars
    trunks = offers(to_pillar, branches)
    score[..., to_domain.parents] = _mean(to_domain, pillars, trunks, geometric="domain" in geometric)
    to_overall = replace(to_overall, needed=pillars_needed)
    score[..., to_overall.parents] = _mean(to_overall, pillars, None, geometric="overall" in geometric)
    return score


def has_enough_figures(structure: Structure, present: Bools) -> Bools:
    """Return which pillars rest on two indicators, or on all they have, (..., I) to (..., pillars)."""
    to_element, to_pillar, _, _ = build_steps(structure)
    # Counts are whole numbers, which ``@`` adds exactly.
    below = ((to_pillar.matrix > 0).astype(np.float64) @ (to_element.matrix > 0)) > 0
    needed = np.minimum(below.sum(axis=1), FEWEST_IN_PILLAR)
    return np.asarray(present.astype(np.float64) @ below.T >= needed)


def offers(step: Step, offered: Bools) -> Bools:
    """Return which parents could have a score if all that is published were there, (..., C) to (..., P)."""
    published = _weigh_up(step.matrix, offered)
    return np.asarray(published >= (LEAST - TOLERANCE) * step.matrix.sum(axis=1))


def _enough(step: Step, weight: Floats, offered: Bools | None) -> Bools:
    """Say which parents hold enough weight for a score."""
    full = step.matrix.sum(axis=1)
    if offered is None:
        return np.asarray(weight >= (step.needed - TOLERANCE) * full)
    published = _weigh_up(step.matrix, offered)
    return np.asarray(
        (weight >= step.needed * published - TOLERANCE) & (weight >= (LEAST - TOLERANCE) * full)
    )


def _mean(step: Step, children: Floats, offered: Bools | None, *, geometric: bool = False) -> Floats:
    """Weighted mean of the present children, shape (..., C) to (..., P)."""
    present = ~np.isnan(children)
    # From 0 to 100 the geometric mean would be 0 wherever one child is.
    children = log(1.0 + _STRETCH * children) if geometric else children
    total = _weigh_up(step.matrix, np.where(present, children, 0.0))
    weight = _weigh_up(step.matrix, present)
    enough = _enough(step, weight, offered)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / weight
    mean = (exp(mean) - 1.0) / _STRETCH if geometric else mean
    return np.where(enough & (weight > 0), mean, np.nan)


def _weigh_up(matrix: Floats | Bools, children: Floats | Bools) -> Floats:
    """Return sums of children by their weights, shapes (P, C) and (..., C) to (..., P)."""
    return np.moveaxis(multiply(matrix, np.moveaxis(children, -1, 0)), 0, -1)


def cover(structure: Structure, present: Bools) -> Floats:
    """Return the share of each node's full weight that rests on cells with a value.

    Args:
        structure: the tree.
        present: True where the indicator has a value, shape (..., I).

    Returns:
        Shares from 0 to 1, shape (..., N).
    """
    return np.minimum(_weigh_up(nominal_weights(structure), present), 1.0)


def effective_weights(
    structure: Structure, present: Sequence[bool] | Bools, *, offered: Bools | None = None
) -> Floats:
    """Return each indicator's share in each node's score for one area, given which indicators it has.

    Args:
        structure: the tree.
        present: True where the area has the indicator, shape (I,).
        offered: as in ``aggregate``, shape (I,).

    Returns:
        Shape (N, I). A row adds to 1 where the node has a score and is all 0 where it has none.
    """
    here = np.asarray(present, dtype=bool)
    leaves = np.ones(len(structure.indicators), dtype=bool) if offered is None else offered
    shares = np.zeros((len(structure.nodes), len(structure.indicators)))
    to_element, to_pillar, to_domain, to_overall = build_steps(structure)
    shares[to_element.parents] = _split(to_element, here, leaves)
    branches = offers(to_element, leaves)
    scored = shares.sum(axis=1) > 0
    split = _split(to_pillar, scored[to_element.parents], branches)
    split = split * has_enough_figures(structure, here)[:, None]
    # An indicator has one parent, so each of these sums has one term that is not 0: ``@`` gives it exactly.
    shares[to_pillar.parents] = split @ shares[to_element.parents]
    scored = shares.sum(axis=1) > 0
    trunks = offers(to_pillar, branches)
    for step, known in ((to_domain, trunks), (to_overall, None)):
        split = _split(step, scored[to_pillar.parents], known)
        shares[step.parents] = split @ shares[to_pillar.parents]
    return shares


def _split(step: Step, present: Bools, offered: Bools | None) -> Floats:
    weights = step.matrix * present
    total = weights.sum(axis=1)
    enough = _enough(step, total, offered) & (total > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weights / total[:, None]
    return np.where(enough[:, None], shares, 0.0)


def contributions(structure: Structure, indicator_score: Floats, *, offered: Bools | None = None) -> Floats:
    """Return how many points of each node's score come from each indicator, for one area.

    Args:
        structure: the tree.
        indicator_score: shape (I,), NaN where missing.
        offered: as in ``aggregate``, shape (I,).

    Returns:
        Shape (N, I); each row adds up to the node's score (to rounding), or is all 0 where it has none.
    """
    weights = effective_weights(structure, ~np.isnan(indicator_score), offered=offered)
    return weights * np.nan_to_num(indicator_score)
