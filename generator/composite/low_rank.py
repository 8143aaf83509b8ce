"""What a missing cell might have been, judged from the unit's other cells: a low-rank model of them all.

Principal components with the missing cells filled again and again until they agree (Josse and Husson 2012),
each component shrunk by its noise. The spread of a guess is measured, not assumed: cells that are known are
hidden, guessed and compared.

Linear algebra gives other last digits on other processors: whoever uses a guess rounds it. That is why the
index takes these guesses in its draws only, and ``prosperity score`` fills gaps by columns and rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.scales import describe

COMPONENTS = 5
_ROUNDS = 15
_FOLDS = 4
_GROUP_FOLDS = 3
_LEAST_HIDDEN = 10
_LARGEST_Z = 3.0
_SHIFT_WITHOUT_EVIDENCE = 0.5


@dataclass(frozen=True)
class Guess:
    """Guesses for the missing cells, on the scale of the input.

    Attributes:
        mean: shape (R, I); only missing cells are meant to be read.
        spread: standard deviation of the guess for one unit, shape (I,).
        shift: standard deviation of an error that all units of a group share where the whole group has no
            value, shape (I,).
        shared: True in those cells, shape (R, I).
    """

    mean: Floats
    spread: Floats
    shift: Floats
    shared: Bools


def guess_missing(values: Floats, *, group: npt.NDArray[np.int32], pooled: Bools) -> Guess:
    """Fit the model and measure how far its guesses are off.

    Args:
        values: on a common scale, shape (R, I), NaN where missing.
        group: number of each unit's group, shape (R,).
        pooled: indicators with one definition in all groups, shape (I,); only they can tell how far off a
            guess for a whole group is.
    """
    centre, spread = describe(values, always=True)
    z = np.clip((values - centre) / spread, -_LARGEST_Z, _LARGEST_Z)
    errors = _cross_validate(z)
    shift = _measure_shift(z, group=group, pooled=pooled)
    shared = np.zeros(z.shape, dtype=bool)
    for number in np.unique(group):
        inside = group == number
        shared[inside] = np.isnan(z[inside]).all(axis=0)
    return Guess(
        mean=centre + complete(z) * spread, spread=errors * spread, shift=shift * spread, shared=shared
    )


def complete(z: Floats) -> Floats:
    """Return the low-rank reconstruction of a standardised matrix with gaps (NaN), shape (R, I)."""
    gaps = np.isnan(z)
    filled = np.where(gaps, 0.0, z)
    fitted = np.zeros(z.shape)
    components = min(COMPONENTS, min(z.shape) - 1)
    if components < 1:
        return fitted
    for _ in range(_ROUNDS):
        values, vectors = np.linalg.eigh(filled.T @ filled)
        rest = values[:-components].mean()
        top, axes = values[-components:], vectors[:, -components:]
        shrink = np.maximum(top - rest, 0.0) / np.maximum(top, 1e-12)
        fitted = (filled @ axes) * shrink @ axes.T
        filled = np.where(gaps, fitted, z)
    return np.clip(fitted, -_LARGEST_Z, _LARGEST_Z)


def _cross_validate(z: Floats) -> Floats:
    """Root mean square error per indicator for known cells that are hidden in turn, shape (I,)."""
    # A fixed pattern, not a random one: the folds must not move when units are added at the end.
    rows, columns = np.indices(z.shape)
    fold = (rows * 7 + columns * 3 + rows // 5) % _FOLDS
    known = ~np.isnan(z)
    error = np.zeros(z.shape)
    for number in range(_FOLDS):
        hidden = known & (fold == number)
        error[hidden] = (z - complete(np.where(hidden, np.nan, z)))[hidden]
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.sqrt((error**2).sum(axis=0) / count)
    return np.where(count >= _LEAST_HIDDEN, np.clip(size, 0.1, 1.5), 1.0)


def _measure_shift(z: Floats, *, group: npt.NDArray[np.int32], pooled: Bools) -> float:
    """Root mean square of the mean error when the indicators of a whole group are hidden, in spreads."""
    numbers, counts = np.unique(group, return_counts=True)
    errors: list[float] = []
    for number in numbers[counts < counts.max()]:
        inside = group == number
        columns = np.flatnonzero(pooled & ~np.isnan(z[inside]).all(axis=0))
        for fold in range(_GROUP_FOLDS):
            hidden = columns[fold::_GROUP_FOLDS]
            if len(hidden) == 0:
                continue
            block = np.ix_(inside, hidden)
            masked = z.copy()
            masked[block] = np.nan
            errors.extend(np.nanmean(z[block] - complete(masked)[block], axis=0))
    return float(np.sqrt(np.mean(np.square(errors)))) if errors else _SHIFT_WITHOUT_EVIDENCE
