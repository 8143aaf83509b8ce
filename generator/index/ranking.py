"""Ranks, percentiles and bands."""

from __future__ import annotations

import math

import numpy as np

from generator.index.records import Floats, Ints

BANDS = ("very high", "high", "middle", "low", "very low")
BAND_CERTAINTY = 0.8


def rank(scores: Floats) -> Ints:
    """Return competition ranks per column: 1 is the highest score, ties share the best place, NaN gets 0.

    Args:
        scores: shape (A, N).

    Returns:
        Ranks, shape (A, N).
    """
    places = np.zeros(scores.shape, dtype=np.int32)
    for column in range(scores.shape[1]):
        here = np.flatnonzero(~np.isnan(scores[:, column]))
        ordered = np.sort(-scores[here, column])
        places[here, column] = np.searchsorted(ordered, -scores[here, column], side="left") + 1
    return places


def percentile(values: Floats) -> Floats:
    """Return the share of the others with a lower value, plus half of ties, 0 to 100; NaN stays NaN.

    A value is half below itself, so the lowest of n is at 50/n and the highest at 100 - 50/n.

    Args:
        values: shape (A,).
    """
    result = np.full(values.shape, np.nan)
    here = ~np.isnan(values)
    if here.any():
        known = values[here]
        ordered = np.sort(known)
        below = np.searchsorted(ordered, known, side="left")
        upto = np.searchsorted(ordered, known, side="right")
        result[here] = 100.0 * (below + upto) / (2 * len(known))
    return result


def find_band(p_fifth: Floats) -> tuple[int, int] | None:
    """Return the shortest run of neighbouring fifths that holds the area with probability 0.8 or more.

    Args:
        p_fifth: probability of each fifth, best first, shape (5,).

    Returns:
        First and last fifth (0 is the best), the likelier of equally short runs; None where it has no rank.
    """
    # Plain floats: the files and pages ask some hundred thousand times.
    chances = [float(p) for p in p_fifth]
    if not math.isfinite(sum(chances)) or sum(chances) <= 0:
        return None
    for length in range(1, 6):
        runs = [(sum(chances[start : start + length]), -start) for start in range(6 - length)]
        chance, start = max(runs)
        if chance >= BAND_CERTAINTY - 1e-12:
            return -start, -start + length - 1
    return 0, 4


def name_band(p_fifth: Floats) -> str:
    """Return the band in words, lower end first: "high", "low to middle", or "" where there is no ranking."""
    band = find_band(p_fifth)
    if band is None:
        return ""
    best, worst = band
    return BANDS[best] if best == worst else f"{BANDS[worst]} to {BANDS[best]}"
