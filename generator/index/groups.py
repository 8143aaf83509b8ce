"""Scores of regions, nations, the UK and clusters: the mean of their councils, weighted by population."""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.sums import multiply

POPULATION_NEEDED = 0.5


def group_scores(scores: Floats, *, members: Bools, population: Floats) -> Floats:
    """Return the population-weighted mean score of each group's councils.

    A group has a score where councils with a score hold at least half of its people.

    Args:
        scores: shape (A, ...), NaN where missing.
        members: shape (G, A).
        population: people, shape (A,).

    Returns:
        Shape (G, ...).
    """
    flat = scores.reshape(scores.shape[0], -1)
    weight = members * population
    known = ~np.isnan(flat)
    people = multiply(weight, known)
    total = multiply(weight, np.where(known, flat, 0.0))
    everyone = weight.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / people
    enough = (people > 0) & (people >= POPULATION_NEEDED * everyone - 1e-9)
    return np.where(enough, mean, np.nan).reshape(members.shape[0], *scores.shape[1:])
