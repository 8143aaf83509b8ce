"""How far places lie apart once chance is taken out, and whether those that started low gained more.

Errors of figures push places apart: what is observed is the true spread and that of the errors. For normal
distributions the squared gap between two percentiles is the sum of both, so the errors' part is taken out:

    true gap = root of (observed gap)^2 - (2.563)^2 x mean error variance,

as 2.563 standard deviations lie between the 10th and the 90th percentile. So noise that grows is not read as
places drifting apart.

A place that was low by chance is less so the next time, which looks like catching up. The slope of the change
on the start is corrected for that by the known errors (errors in variables; Fuller 1987, *Measurement Error
Models*, chapter 1): with s2 the mean error variance of the start,

    slope = (cov(change, start) + s2) / (var(start) - s2).

Intervals are those of resamples of the places, each with its errors. They hold what the errors leave open and
what hangs on a few places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generator.composite.arrays import Floats
from generator.composite.ranking import THOUSANDTHS, count_thousandths

LOW, HIGH = 10, 90
"""Percentiles of the places near the bottom and near the top."""
WIDTH = 2.5631031310892
"""Standard deviations of a normal distribution between these percentiles."""
RESAMPLES = 400
SEED = 20_150_701
"""Of the resamples; the same for every edition, so that a re-run gives the same answers."""
INTERVAL = (5, 95)


@dataclass(frozen=True)
class Distribution:
    """Scores at both ends with their standard errors, one entry for each place, shape (P,)."""

    start: Floats
    end: Floats
    error_start: Floats
    error_end: Floats
    people: Floats


@dataclass(frozen=True)
class Move:
    """A change, or a slope, with its 90 % interval over resamples of the places."""

    change: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """How far places lie apart at one end.

    Attributes:
        low, high: 10th and 90th percentile as observed.
        error: root of the mean error variance.
        gap: between the percentiles, errors taken out.
        real: part of the squared observed gap that is not error, 0 to 1; 0 where there is no gap.
    """

    low: float
    high: float
    error: float
    gap: float
    real: float


def measure_spread(scores: Floats, errors: Floats) -> Spread:
    """Return how far some places lie apart; both of shape (P,)."""
    low, high = percentiles(scores, (LOW, HIGH))
    noise = float((errors**2).mean())
    gap = float(take_out(np.array(high - low), np.array(noise)))
    return Spread(low, high, noise**0.5, gap, (gap / (high - low)) ** 2 if high > low else 0.0)


def take_out(gap: Floats, noise: Floats) -> Floats:
    """Return observed gaps without what errors of a mean variance ``noise`` add; 0 where they explain all."""
    return np.asarray(np.sqrt(np.maximum(gap**2 - WIDTH**2 * noise, 0.0)))


def measure_moves(places: Distribution) -> tuple[Move, Move]:
    """Return the change of the mean, by people, and of the true gap between the percentiles."""
    counts = _resamples(len(places.start))
    change = places.end - places.start
    # People and thousandths of a point are whole numbers: the sums are exact in any order.
    steps = places.people * count_thousandths(change)
    means = (steps @ counts) / (places.people @ counts) / THOUSANDTHS
    mean = float(np.average(change, weights=places.people))
    before, after = (
        take_out(_resampled_gaps(scores, counts), _resampled_noise(errors, counts))
        for scores, errors in ((places.start, places.error_start), (places.end, places.error_end))
    )
    gap = (
        measure_spread(places.end, places.error_end).gap
        - measure_spread(places.start, places.error_start).gap
    )
    return _with_interval(mean, means), _with_interval(gap, after - before)


def measure_slope(places: Distribution) -> Move:
    """Return the slope of the true change on the true start: -0.2 is a fifth of the distance made good.

    A resample in which errors explain all of the spread at the start tells no slope and counts as 0.
    """
    change, noise = places.end - places.start, float((places.error_start**2).mean())
    off = places.start - places.start.mean()
    freedom = len(off) - 1
    variance = float((off**2).sum()) / freedom - noise
    together = float((off * (change - change.mean())).sum()) / freedom + noise
    slope = together / variance if variance > 0 else 0.0
    return _with_interval(slope, _find_slopes(places, _resamples(len(off))))


def measure_reliability(places: Distribution) -> float:
    """Return which part of the variance of the start is not error, 0 to 1."""
    variance = float(places.start.var(ddof=1))
    return max(0.0, 1.0 - float((places.error_start**2).mean()) / variance) if variance > 0 else 0.0


def _find_slopes(places: Distribution, counts: Floats) -> Floats:
    """Slopes in some resamples; sums of whole numbers, exact in any order."""
    start = count_thousandths(places.start)
    change = count_thousandths(places.end) - start
    size = len(start)
    total, moved, squares, products = (part @ counts for part in (start, change, start**2, start * change))
    noise = _resampled_noise(places.error_start, counts) * THOUSANDTHS**2
    variance = (squares - total**2 / size) / (size - 1) - noise
    together = (products - total * moved / size) / (size - 1) + noise
    return np.asarray(np.divide(together, variance, out=np.zeros_like(variance), where=variance > 0))


def _resampled_noise(errors: Floats, counts: Floats) -> Floats:
    """Mean error variance in each resample, from whole millionths."""
    squares = np.rint((errors * THOUSANDTHS) ** 2)
    return np.asarray((squares @ counts) / len(errors) / THOUSANDTHS**2)


def percentiles(scores: Floats, shares: Sequence[float]) -> list[float]:
    """Return percentiles on a straight line between neighbours, as ``np.percentile`` gives, in less time."""
    ladder: list[float] = np.sort(scores).tolist()
    found = []
    for share in shares:
        place = share / 100 * (len(ladder) - 1)
        below = int(place)
        above = min(below + 1, len(ladder) - 1)
        found.append(ladder[below] + (place - below) * (ladder[above] - ladder[below]))
    return found


def _with_interval(change: float, draws: Floats) -> Move:
    return Move(change, *percentiles(draws, INTERVAL))


@lru_cache(maxsize=512)
def _resamples(places: int) -> Floats:
    """How often each place is drawn in each resample, shape (P, RESAMPLES); the same for every node."""
    picked = np.random.default_rng(SEED).integers(0, places, size=(RESAMPLES, places))
    cells = picked * RESAMPLES + np.arange(RESAMPLES)[:, None]
    counts = np.bincount(cells.ravel(), minlength=places * RESAMPLES).reshape(places, RESAMPLES)
    return counts.astype(np.float64)


def _resampled_gaps(scores: Floats, counts: Floats) -> Floats:
    """Gap between the percentiles in each resample, read from the sorted scores, shape (RESAMPLES,)."""
    order = np.argsort(scores, kind="stable")
    ladder, drawn = scores[order], np.cumsum(counts[order], axis=0)
    low, high = (ladder[(drawn < share / 100 * len(scores)).sum(axis=0)] for share in (LOW, HIGH))
    return np.asarray(high - low)
