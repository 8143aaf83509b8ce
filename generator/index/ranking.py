"""Ranks and bands of scores."""

from __future__ import annotations

import numpy as np

from generator.composite.arrays import Floats, Ints
from generator.composite.ranking import rank_descending

BAND_CERTAINTY = 0.8
FIFTHS = 5


def rank(scores: Floats) -> Ints:
    """Return competition ranks per column: 1 is the highest score, ties share the best place, NaN gets 0.

    Scores are tied where they are the same in whole thousandths of a point: no difference that small means
    anything, and rounding errors must not part places at a ceiling. The draws have the same rule.

    Args:
        scores: shape (A, N).

    Returns:
        Ranks, shape (A, N).
    """
    ranks = rank_descending(scores.T, same="thousandths").T
    return np.asarray(np.nan_to_num(ranks), dtype=np.int32)


def find_bands(p_fifth: Floats) -> Ints:
    """Return the shortest run of neighbouring fifths that holds each area with probability 0.8 or more.

    Args:
        p_fifth: probability of each fifth, best first, shape (..., 5).

    Returns:
        First and last fifth (0 is the best), the likelier of equally short runs, the better of equally likely
        ones; -1 where there is no rank. Shape (..., 2).
    """
    total = p_fifth.sum(axis=-1)
    open_still = np.isfinite(total) & (total > 0)
    bands = np.full((*p_fifth.shape[:-1], 2), -1, dtype=np.int32)
    bands[open_still] = (0, FIFTHS - 1)
    for length in range(1, FIFTHS):
        runs = [p_fifth[..., first : first + length].sum(axis=-1) for first in range(FIFTHS + 1 - length)]
        chances = np.stack(runs, axis=-1)
        sure = open_still & (chances.max(axis=-1) >= BAND_CERTAINTY - 1e-12)
        first = chances.argmax(axis=-1)[sure]
        bands[sure] = np.stack([first, first + length - 1], axis=-1)
        open_still &= ~sure
    return bands
