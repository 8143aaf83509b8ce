"""Scores of regions, nations, the UK and clusters: the mean of their councils, weighted by population."""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Bools, Floats
from generator.composite.means import average, weigh_enough
from generator.composite.step import make_step, weigh_up

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
    step = make_step([np.flatnonzero(row) for row in members], population)
    people = weigh_up(step, population[:, None], ~np.isnan(flat))
    enough = (people > 0) & weigh_enough(people, step.full[:, None], POPULATION_NEEDED)
    mean = np.where(enough, average(step, flat, held=people), np.nan)
    return mean.reshape(members.shape[0], *scores.shape[1:])
