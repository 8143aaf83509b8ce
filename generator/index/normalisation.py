"""Goalposts, and the step from a value to a score between 0 and 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import log
from generator.composite.scales import describe, place_between, turn
from generator.composite.treatment import log_columns
from generator.errors import ProsperityError
from generator.index.results import Goalposts, Panel
from generator.index.treatment import measured_cells

SHARES = (0.01, 0.99)
_LEAST_AREAS = 3
_FLAT = 1e-9

Given = Sequence[tuple[float, float] | None]


def fit_goalposts(
    panel: Panel,
    *,
    latest: Floats,
    logged: Bools,
    given: Given,
    first_year: int,
    latest_only: Bools,
    shares: tuple[float, float] = SHARES,
) -> Goalposts:
    """Return the worst and best value of each indicator and group, on the treated scale.

    They are the 1st and 99th percentile of the measured cells of all areas and all years from
    ``first_year``, or the values given in the framework. Groups that are not comparable are first
    standardised, each with the mean and the standard deviation of its own latest values, and get common
    goalposts on that scale. So two nations with different definitions have the same mean in the level index,
    however many years each has published.

    Args:
        panel: all cells.
        latest: the values of the level index, shape (A, I), untreated.
        logged: shape (I,).
        given: goalposts from the framework per indicator, in its unit, or None.
        first_year: first year whose cells count.
        latest_only: indicators whose goalposts rest on the latest values alone, shape (I,): money at current
            prices, which inflation would otherwise push towards the upper end.
        shares: which quantiles are the ends.

    Raises:
        ProsperityError: an indicator, or a group of one, does not vary.
    """
    cells = measured_cells(panel, first_year=first_year)
    treated, current = log_columns(panel.value, logged), log_columns(latest, logged)
    groups = max(int(panel.group.max()) + 1, 1)
    low, high = (np.full((len(panel.indicators), groups), np.nan) for _ in range(2))
    for place, slug in enumerate(panel.indicators):
        group = panel.group[:, place]
        if not panel.pooled[place]:
            group = np.where(np.isnan(current[:, place]), -1, group)
        scales = _scales(current[:, place], group, pooled=bool(panel.pooled[place]), slug=slug)
        if not scales:
            continue
        pool = (
            current[:, place, None]
            if latest_only[place]
            else np.where(cells[:, place], treated[:, place], np.nan)
        )
        values = [scale.standardise(pool[panel.group[:, place] == g]) for g, scale in scales.items()]
        ends = _ends(np.concatenate([part[~np.isnan(part)] for part in values]), shares=shares, slug=slug)
        fixed = _treated_pair(given[place], logged=bool(logged[place]), slug=slug)
        for g, scale in scales.items():
            low[place, g], high[place, g] = fixed or (scale.restore(ends[0]), scale.restore(ends[1]))
    return Goalposts(low=low, high=high, logged=logged)


@dataclass(frozen=True)
class _Scale:
    """Centre and spread of a group."""

    centre: float
    spread: float

    def standardise(self, values: Floats) -> Floats:
        return (values - self.centre) / self.spread

    def restore(self, z: float) -> float:
        return self.centre + z * self.spread


def _scales(current: Floats, group: npt.NDArray[np.int8], *, pooled: bool, slug: str) -> dict[int, _Scale]:
    """Centre and spread per group; all groups of a pooled indicator keep their own unit."""
    numbers = [int(number) for number in np.unique(group) if number >= 0]
    if pooled:
        return {number: _Scale(0.0, 1.0) for number in numbers}
    found = {}
    for number in numbers:
        values = current[(group == number) & ~np.isnan(current)]
        if len(values) < _LEAST_AREAS or _is_flat(values.max() - values.min(), values):
            raise _refuse(slug, f"the {len(values)} areas of its group {number} do not vary")
        mean, spread = describe(values[:, None], lost=1)
        found[number] = _Scale(float(mean[0]), float(spread[0]))
    return found


def _ends(values: Floats, *, shares: tuple[float, float], slug: str) -> tuple[float, float]:
    if len(values) == 0:
        raise _refuse(slug, "it has no measured value")
    low, high = (float(end) for end in np.quantile(values, shares))
    if _is_flat(high - low, values):
        raise _refuse(slug, "the ends of its scale are equal: most areas share one value")
    return low, high


def _is_flat(spread: float, values: Floats) -> bool:
    return bool(spread <= _FLAT * max(1.0, float(np.abs(values).max())))


def _refuse(slug: str, why: str) -> ProsperityError:
    return ProsperityError(
        f"The indicator '{slug}' cannot be scored: {why}.",
        file="data/framework.yml",
        code=slug,
        expected="values that differ between areas",
        mend="leave the indicator, or that nation's series, out of the framework",
    )


def _treated_pair(pair: tuple[float, float] | None, *, logged: bool, slug: str) -> tuple[float, float] | None:
    if pair is None:
        return None
    low, high = pair
    if not low < high or (logged and low <= 0):
        raise ProsperityError(
            f"The goalposts of '{slug}' are not usable: {low} to {high}.",
            file="data/framework.yml",
            field="goalposts",
            code=slug,
            expected="a lower and a higher value; both above 0 where the indicator is logged",
            mend="correct them",
        )
    return (float(log(low)), float(log(high))) if logged else (low, high)


def place_values(values: Floats, *, panel: Panel, goalposts: Goalposts, sign: Floats) -> Floats:
    """Return where values stand between the goalposts, 0 the worse and 100 the better end, not clipped.

    Args:
        values: shape (A, I) or (A, I, Y), in the indicator's unit.
        panel: gives each cell's group.
        goalposts: shape (I, G).
        sign: +1 where higher is better, shape (I,).
    """
    low, high = spread_goalposts(panel, goalposts)
    tail = (1,) * (values.ndim - 2)
    low, high = low.reshape(*low.shape, *tail), high.reshape(*high.shape, *tail)
    share = place_between(log_columns(values, goalposts.logged), low, high)
    return np.asarray(100.0 * turn(share, sign.reshape(1, -1, *tail)))


def normalise(values: Floats, *, panel: Panel, goalposts: Goalposts, sign: Floats) -> Floats:
    """Return scores from 0 to 100: :func:`place_values`, clipped."""
    return np.clip(place_values(values, panel=panel, goalposts=goalposts, sign=sign), 0.0, 100.0)


def spread_goalposts(panel: Panel, goalposts: Goalposts) -> tuple[Floats, Floats]:
    """Return each cell's goalposts, two arrays of shape (A, I), NaN where the area has no series."""
    group = np.maximum(panel.group, 0)
    columns = np.arange(len(panel.indicators))
    absent = panel.group < 0
    low, high = (ends[columns, group].astype(np.float64) for ends in (goalposts.low, goalposts.high))
    return np.where(absent, np.nan, low), np.where(absent, np.nan, high)
