"""Does a council move from one period to the next about as others do, and as it does itself at other times?

The spread of changes is the median absolute deviation (times 1.4826, its ratio to the standard deviation of a
normal distribution; Rousseeuw and Croux 1993), and at least what the ninth decile of deviations implies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import Floats, MeasuredSeries, Setting
from generator.sources.gates.thresholds import (
    FEWEST_COUNCILS,
    JUMP_CHANGES,
    JUMP_SPREADS,
    JUMP_TAIL,
    OWN_CHANGES,
    SKEWED,
)

MAD = 1.4826
"""Ratio of the standard deviation of a normal distribution to its median absolute deviation."""
_DECILE = 1.6449
"""Ninth decile of the absolute value of a standard normal variable."""


@dataclass(frozen=True)
class Scale:
    """How figures become comparable: as they are, or their logarithm.

    Attributes:
        typical: middle positive figure: the scale is linear well below it and that of ratios well above; None
            where figures stay as they are.
        step: what one unit of the last decimal shown is worth at most.
    """

    typical: float | None
    step: float

    def apply(self, values: Floats) -> Floats:
        """Return the figures on the scale."""
        return values if self.typical is None else np.asarray(np.log1p(values / self.typical))

    def invert(self, values: Floats) -> Floats:
        """Return figures from the scale."""
        return values if self.typical is None else np.asarray(np.expm1(values) * self.typical)


def check_jumps(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return striking changes of single councils, the most striking first; None for too few changes."""
    rows = _list_distinct(measured)
    values = measured.councils.values[rows]
    scale = choose_scale(measured.councils.values, decimals=measured.series.decimals)
    on_scale = scale.apply(values)
    change = np.diff(on_scale, axis=1)
    change[:, (~np.isnan(change)).sum(axis=0) < FEWEST_COUNCILS] = np.nan
    if (~np.isnan(change)).sum() < JUMP_CHANGES:
        return None
    usual = _median(change)
    score = score_changes(change - usual, step=scale.step)
    expected = scale.invert(on_scale[:, :-1] + usual)
    found = [(int(row), int(column)) for row, column in np.argwhere(score >= JUMP_SPREADS)]
    found.sort(key=lambda place: (-score[place], place))
    return [
        measured.tell(
            "jumps",
            "warning",
            area_code=measured.councils.codes[rows[row]],
            period=measured.councils.periods[column + 1],
            found=f"{measured.write(float(values[row, column + 1]))} after "
            f"{measured.write(float(values[row, column]))}, {score[row, column]:.0f} times the usual spread",
            expected=f"about {measured.write(float(expected[row, column]))}, as the middle council moved",
        )
        for row, column in found
    ]


def choose_scale(values: Floats, *, decimals: int) -> Scale:
    """Return the logarithmic scale for skewed figures none of which is negative, else the linear one."""
    known = values[~np.isnan(values)]
    step = 10.0**-decimals
    positive = known[known > 0]
    if len(positive) == 0 or known.min() < 0 or _skewness(known) < SKEWED:
        return Scale(None, step)
    typical = float(np.median(positive))
    return Scale(typical, step / typical)


def score_changes(deviation: Floats, *, step: float) -> Floats:
    """Return how many usual spreads each change is away from the middle one; 0 where there is no change.

    The usual spread is the largest of three: that of all changes of the series, that of the same period, and
    the council's own; and never below one step of the last decimal.

    Args:
        deviation: councils x changes, difference to the median change of the period, NaN where not known.
        step: see ``Scale``.
    """
    size = np.abs(deviation)
    known = size[~np.isnan(size)]
    overall = max(measure_spread(known), step)
    by_period = np.array([measure_spread(column) for column in size.T])
    spread = np.maximum(overall, by_period)[np.newaxis, :] * np.ones_like(size)
    candidates = np.nan_to_num(size / spread, nan=0.0) >= JUMP_SPREADS
    for row, column in np.argwhere(candidates):
        others = np.delete(size[row], column)
        others = others[~np.isnan(others)]
        if len(others) >= OWN_CHANGES:
            spread[row, column] = max(spread[row, column], MAD * float(np.median(others)))
    return np.asarray(np.nan_to_num(size / spread, nan=0.0))


def measure_spread(size: Floats) -> float:
    """Return the spread of absolute deviations, those left out that are not known."""
    size = size[~np.isnan(size)]
    if len(size) == 0:
        return 0.0
    return max(MAD * float(np.median(size)), float(np.quantile(size, JUMP_TAIL)) / _DECILE)


def _list_distinct(measured: MeasuredSeries) -> list[int]:
    """Return the rows of the grid, those that share all their figures with an earlier one left out."""
    grid = measured.councils
    seen: set[bytes] = set()
    rows = []
    for row, history in enumerate(grid.values):
        if grid.shared[row].any():
            if history.tobytes() in seen:
                continue
            seen.add(history.tobytes())
        rows.append(row)
    return rows


def _median(changes: Floats) -> Floats:
    """Return the median of what is known in each column, NaN where nothing is."""
    known = ~np.isnan(changes).all(axis=0)
    result = np.full(changes.shape[1], np.nan)
    result[known] = np.nanmedian(changes[:, known], axis=0)
    return result


def _skewness(values: Floats) -> float:
    spread = values.std()
    return float(((values - values.mean()) ** 3).mean() / spread**3) if spread > 0 else 0.0
