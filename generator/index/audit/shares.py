"""What each indicator weighs in a score, council by council, and whether the contributions add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import HIGHEST, effective_weights, level_points
from generator.index.audit.pairs import correlate
from generator.index.results import Index
from generator.index.structure import LEVELS, OVERALL, nominal_weights

LIMIT = 1e-9
"""Largest difference, in points, between a score and the sum of its contributions."""


def measure_shares(index: Index) -> Floats:
    """Return each indicator's share in each node's score of each council, shape (A, N, I)."""
    present, offered = ~np.isnan(index.level.indicator_score), index.panel.group >= 0
    return effective_weights(index.structure, present, offered=offered)


def make_contributions(index: Index, shares: Floats) -> pd.DataFrame:
    """Return one row per level: scores checked, and how far they are from the sum of their contributions.

    The points by which scores are level-neutral are part of the sum. A score that was held at an end of the
    scale is not, nor is one made of it: those are counted apart.

    Where a node has no score its contributions must all be 0, which is checked as well.

    Args:
        index: one run.
        shares: from ``measure_shares``.
    """
    points = (shares * np.nan_to_num(index.level.indicator_score)[:, None, :]).sum(axis=2)
    points += level_points(index.structure, shares, index.level.reference)
    score = index.level.scores.score
    residual = np.abs(points - np.nan_to_num(score))
    held = find_held(index) & (residual >= LIMIT)
    residual = np.where(held, 0.0, residual)
    rows = []
    for level in LEVELS:
        columns = [place for place, node in enumerate(index.structure.nodes) if node.level == level]
        part = residual[:, columns]
        row, column = np.unravel_index(int(np.argmax(part)), part.shape)
        rows.append(
            {
                "level": level,
                "scores": int((~np.isnan(score[:, columns])).sum()),
                "without_score": int(np.isnan(score[:, columns]).sum()),
                "held": int(held[:, columns].sum()),
                "largest_residual": float(part[row, column]),
                "area_code": index.panel.areas[row],
                "node": index.structure.nodes[columns[column]].key,
                "within_limit": bool(part.max() < LIMIT),
            }
        )
    return pd.DataFrame(rows)


def find_held(index: Index) -> Bools:
    """Return which scores are at an end of the scale, or are made of one that is, shape (A, N)."""
    score = index.level.scores.score
    ends = (score <= 0.0) | (score >= HIGHEST)
    found = ends.copy()
    nodes = index.structure.nodes
    for place in range(len(nodes) - 1, 0, -1):
        found[:, nodes[place].parent] |= found[:, place]
    return found


def make_weights(index: Index, shares: Floats) -> pd.DataFrame:
    """Return one row per pillar, element and indicator: its weight, and what it does to the score.

    ``importance`` is the first-order sensitivity of the score to the part, estimated by the squared
    correlation: the share of the score's variance that would go if the part could be held fixed, were the
    relation linear. Paruolo, Saisana and Saltelli (2013), "Ratings and rankings: voodoo or science?", *J. R.
    Statist. Soc. A* 176, 609 to 634.

    Args:
        index: one run.
        shares: from ``measure_shares``.
    """
    structure, score = index.structure, index.level.scores.score
    nominal = nominal_weights(structure)
    below = nominal > 0
    rows = []
    for place, node in enumerate(structure.nodes):
        if node.level in ("pillar", "element"):
            part = _Part(score[:, place], below[place], node.parent)
            rows.append({"level": node.level, "node": node.key} | _weigh(index, shares, nominal, part))
    for place, slug in enumerate(structure.indicators):
        own = np.arange(len(structure.indicators)) == place
        part = _Part(index.level.indicator_score[:, place], own, int(structure.element_of[place]))
        rows.append({"level": "indicator", "node": slug} | _weigh(index, shares, nominal, part))
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Part:
    """A pillar, element or indicator: its scores, its indicators and the position of its parent."""

    score: Floats
    indicators: Bools
    parent: int


def _weigh(index: Index, shares: Floats, nominal: Floats, part: _Part) -> dict[str, object]:
    score = index.level.scores.score
    here = ~np.isnan(part.score) & ~np.isnan(score[:, OVERALL])
    actual = shares[here, OVERALL][:, part.indicators].sum(axis=1)
    to_parent = correlate(part.score, score[:, part.parent])
    to_overall = correlate(part.score, score[:, OVERALL])
    return {
        "parent": index.structure.nodes[part.parent].key,
        "weight_in_parent": float(nominal[part.parent, part.indicators].sum()),
        "correlation_in_parent": to_parent,
        "importance_in_parent": to_parent * to_parent,
        "nominal_weight": float(nominal[OVERALL, part.indicators].sum()),
        "median_weight": float(np.median(actual)) if len(actual) else float("nan"),
        "correlation": to_overall,
        "importance": to_overall * to_overall,
    }
