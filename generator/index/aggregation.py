"""The index's rules bound to the engine's means: what a node needs for a score, and what it is made of.

Parts of a node have means of their own over the areas, so that a plain mean of the parts that an area has
would move with which of them it lacks. Means here are level-neutral: with ``m`` the reference of each part,
its mean over all areas that have it, and ``M`` that of the node, the same mean of all its parts,

    S = M + sum of w (s - m) / sum of w, over the parts that are there.

An area with all parts has the plain mean of them. Nothing is filled in and nothing shrunk: what is missing
counts as far from its reference as what is there is from its own: the idea of the difference estimator of
survey sampling (Särndal, Swensson and Wretman 1992, *Model Assisted Survey Sampling*, chapter 6).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.means import ARITHMETIC, Mean, average, weigh_enough
from generator.composite.scales import describe
from generator.composite.shares import divide
from generator.composite.step import Step, weigh_up, widen
from generator.composite.sums import multiply
from generator.index.results import Structure
from generator.index.structure import (
    HALF,
    OVERALL_NEEDS,
    STEPS_TO,
    build_steps,
    nominal_weights,
    place_shares,
    places,
)

LEAST = 0.25
"""Share of a node's full weight below which it has no score, however little its nation publishes."""
Cell = TypeVar("Cell", bound=np.generic)
HIGHEST = 100.0
"""End of the scale."""
FROM_1 = Mean("geometric", stretch=0.99)
"""The geometric mean on a scale from 1 to 100: from 0 to 100 it would be 0 wherever one child is."""
FEWEST_IN_PILLAR = 2
"""Indicators that a pillar's score needs: a pillar is more than one figure."""


def aggregate(
    structure: Structure,
    indicator_score: Floats,
    *,
    reference: Floats | None = None,
    offered: Bools | None = None,
    pillars_needed: float = OVERALL_NEEDS,
    needed: float = HALF,
    geometric: Collection[str] = (),
) -> Floats:
    """Return the score of every node from the scores of the indicators.

    Each node is the level-neutral weighted mean of the children that have a score, held between 0 and 100. An
    element, pillar or domain needs at least half of the weight that is published in the area's nation, and at
    least a quarter of its full weight; a pillar needs two indicators as well, for it is more than one figure;
    the overall score needs 10 of 12 pillars (five sixths). Else it is NaN.

    Args:
        structure: the tree.
        indicator_score: shape (..., I), 0 to 100, NaN where missing. Leading axes are free (areas, years).
        reference: of each indicator, shape (I,), from ``find_reference``; without it the means are plain.
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
    steps = build_steps(structure)
    leaves = _put_first(indicator_score, indicator_score.ndim)
    known = _find_known(steps, ~np.isnan(leaves), offered, pillars_needed=pillars_needed, needed=needed)
    score = np.full((*indicator_score.shape[:-1], len(structure.nodes)), np.nan)
    levels = [leaves]
    references = [None if reference is None else widen(np.nan_to_num(reference), leaves)]
    for level, step, weight, scored in zip(STEPS_TO, steps, known.weight, known.there[1:], strict=True):
        kind, below = FROM_1 if level in geometric else ARITHMETIC, levels[step.below]
        mean, base = average(step, below, kind, held=weight), references[step.below]
        if base is not None:
            here = average(step, np.where(np.isnan(below), np.nan, base), kind, held=weight)
            level_of = average(step, base, kind)
            references.append(level_of)
            mean = np.clip(_put_level(mean, here, level_of, kind), 0.0, HIGHEST)
        else:
            references.append(None)
        levels.append(np.where(scored, mean, np.nan))
        score[..., places(structure, level)] = np.moveaxis(levels[-1], 0, -1)
    return score


def _put_level(mean: Floats, here: Floats, level: Floats, kind: Mean) -> Floats:
    """Return means of the children that are there, brought from their own level to that of all children."""
    if kind.stretch is None:
        return mean + (level - here)
    raised = [1.0 + kind.stretch * part for part in (mean, level, here)]
    return (raised[0] * raised[1] / raised[2] - 1.0) / kind.stretch


def find_reference(indicator_score: Floats) -> Floats:
    """Return the reference of each indicator: its mean over the areas that have it, (A, I) to (I,).

    NaN where no area has it.
    """
    return describe(indicator_score)[0]


def _put_first(cells: npt.NDArray[Cell], axes: int) -> npt.NDArray[Cell]:
    """Return cells of shape (..., I) with so many axes, the indicators first and each in one block."""
    cells = cells.reshape(*(1,) * (axes - cells.ndim), *cells.shape)
    return np.ascontiguousarray(np.moveaxis(cells, -1, 0))


@dataclass(frozen=True)
class _Known:
    """What is known, step by step.

    Attributes:
        there: which indicators have a score, then which parents of each step, shape (C, ...) each.
        weight: weight of the children that have one, for each step, shape (P, ...).
    """

    there: tuple[Bools, ...]
    weight: tuple[Floats, ...]


def _find_known(
    steps: tuple[Step, Step, Step, Step],
    present: Bools,
    offered: Bools | None,
    *,
    pillars_needed: float = OVERALL_NEEDS,
    needed: float = HALF,
) -> _Known:
    """Return which nodes have a score, from which indicators have one; arguments as for ``aggregate``."""
    there, weights = [present], []
    everything = np.ones(len(present), dtype=bool)
    published = [_put_first(everything if offered is None else offered, present.ndim)]
    *lower, to_overall = steps
    for level, step in zip(STEPS_TO, lower, strict=False):
        own = widen(step.weights, present)
        weight = weigh_up(step, own, there[step.below])
        full, offer = widen(step.full, present), weigh_up(step, own, published[step.below])
        scored = (weight > 0) & weigh_enough(weight, full, needed, offered=offer, least=LEAST)
        there.append(scored & _have_enough_figures(steps, present) if level == "pillar" else scored)
        # Could it have a score, if all that is published were there?
        published.append(weigh_enough(offer, full, LEAST))
        weights.append(weight)
    weight = weigh_up(to_overall, widen(to_overall.weights, present), there[to_overall.below])
    enough = weigh_enough(weight, widen(to_overall.full, present), pillars_needed)
    return _Known((*there, (weight > 0) & enough), (*weights, weight))


def _have_enough_figures(steps: Sequence[Step], present: Bools) -> Bools:
    """Return which pillars rest on two indicators, or on all they have, (I, ...) to (pillars, ...)."""
    found, in_all = present.astype(np.float64), np.ones((len(present), *(1,) * (present.ndim - 1)))
    for step in steps[:2]:
        counts = widen((step.weights > 0).astype(np.float64), present)
        found, in_all = weigh_up(step, counts, found), weigh_up(step, counts, in_all)
    return np.asarray(found >= np.minimum(in_all, FEWEST_IN_PILLAR))


def cover(structure: Structure, present: Bools) -> Floats:
    """Return the share of each node's full weight that rests on cells with a value.

    Args:
        structure: the tree.
        present: True where the indicator has a value, shape (..., I).

    Returns:
        Shares from 0 to 1, shape (..., N).
    """
    share = multiply(nominal_weights(structure), np.moveaxis(present, -1, 0))
    return np.moveaxis(np.minimum(share, 1.0), 0, -1)


def effective_weights(
    structure: Structure, present: Sequence[bool] | Bools, *, offered: Bools | None = None
) -> Floats:
    """Return each indicator's share in each node's score, given which indicators an area has.

    Args:
        structure: the tree.
        present: True where the area has the indicator, shape (..., I).
        offered: as in ``aggregate``.

    Returns:
        Shape (..., N, I). A row adds to 1 where the node has a score and is all 0 where it has none.
    """
    steps, here = build_steps(structure), np.asarray(present, dtype=bool)
    known = _find_known(steps, _put_first(here, here.ndim), offered)
    parts = [
        divide(step, known.there[step.below], scored)
        for step, scored in zip(steps, known.there[1:], strict=True)
    ]
    return place_shares(structure, steps, parts)


def contributions(structure: Structure, indicator_score: Floats, *, offered: Bools | None = None) -> Floats:
    """Return how many points of each node's score come from each indicator.

    Args:
        structure: the tree.
        indicator_score: shape (..., I), NaN where missing.
        offered: as in ``aggregate``.

    Returns:
        Shape (..., N, I), all 0 where a node has no score. With the points of ``level_points`` each row adds
        up to the node's score, to rounding, unless that, or a score it is made of, was held at 0 or 100.
    """
    weights = effective_weights(structure, ~np.isnan(indicator_score), offered=offered)
    return np.asarray(weights * np.nan_to_num(indicator_score)[..., None, :])


def find_levels(structure: Structure, reference: Floats) -> Floats:
    """Return the reference level of each node: the mean of the references of all its parts, (I,) to (N,)."""
    return multiply(nominal_weights(structure), np.nan_to_num(reference))


def level_points(structure: Structure, weights: Floats, reference: Floats) -> Floats:
    """Return the points by which scores are level-neutral: the references of all parts less those there.

    0 where nothing is missing; above 0 where an area lacks what is high everywhere.

    Args:
        structure: the tree.
        weights: from ``effective_weights``, shape (..., N, I).
        reference: of each indicator, shape (I,).

    Returns:
        Shape (..., N), 0 where a node has no score.
    """
    here = multiply(weights.reshape(-1, weights.shape[-1]), np.nan_to_num(reference))
    points = find_levels(structure, reference) - here.reshape(weights.shape[:-1])
    return np.where((weights > 0).any(axis=-1), points, 0.0)
