"""Are the errors of figures right? Those of earlier periods, held against a period that they do not know.

The last period of each indicator is hidden. From the rest come the errors ``s`` and the real movement ``t``
between two periods: the variance of past differences that the errors leave. Then the new period is looked at:
nine in ten differences should lie within 1.645 times the root of s1^2 + s2^2 + t^2. What all councils of a
nation did together is taken out on both sides.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from generator.catalogue.records import NATIONS
from generator.composite.arrays import Floats
from generator.index.averages import find_lag
from generator.index.errors import LEAST_COUNCILS, WITHIN_ONE, Places, estimate_single, measure_intervals
from generator.index.hindsight import Hindsight
from generator.index.level import pick_latest
from generator.index.normalisation import place_values
from generator.index.results import ErrorKind, Index, Status
from generator.index.structure import places

NINE_IN_TEN = 1.645
LEAST, MOST = 0.85, 0.95
"""Shares between which errors count as right."""
FEWEST = 30
"""Differences below which nothing is said of an element."""
TOO_SMALL, TOO_LARGE, FEW = "errors too small", "errors too large", "too few"


def make_calibration(index: Index, hindsight: Hindsight, about: Places) -> pd.DataFrame:
    """Return one row per element and nation: how many new figures lie where the errors said.

    Only figures of the councils' own count: one that a county shares would count many times.

    Args:
        index: one run.
        hindsight: what was known a period earlier.
        about: of the areas.
    """
    structure = index.structure
    off, spread = _measure(index, hindsight, about)
    inside = np.abs(off) <= NINE_IN_TEN * spread
    rows = []
    for node in places(structure, "element").tolist():
        columns = np.flatnonzero((structure.element_of == node) & (structure.weight > 0))
        for n, name in enumerate(NATIONS):
            area = about.nation == n
            if not area.any():
                continue
            tested = ~np.isnan(off[np.ix_(area, columns)])
            count = int(tested.sum())
            share = float(inside[np.ix_(area, columns)][tested].mean()) if count else float("nan")
            rows.append(
                {
                    "element": structure.nodes[node].key,
                    "nation": name,
                    "indicators": len(columns),
                    "tested": int(tested.any(axis=0).sum()),
                    "differences": count,
                    "within": share,
                    "verdict": judge(count, share),
                }
            )
    return pd.DataFrame(rows)


def judge(count: int, share: float) -> str:
    """Return what is wrong with the errors, or nothing."""
    if count < FEWEST:
        return FEW
    return TOO_SMALL if share < LEAST else TOO_LARGE if share > MOST else ""


def _measure(index: Index, hindsight: Hindsight, about: Places) -> tuple[Floats, Floats]:
    """Return the differences to the new figures and the spread expected of them, in points, shape (A, I)."""
    panel, before = index.panel, hindsight.panel
    structure, goalposts = index.structure, index.goalposts
    old = pick_latest(before, edition_year=panel.years[-1])
    errors = estimate_single(before, structure=structure, goalposts=goalposts, level=old, about=about)
    own = panel.status <= Status.RECAST
    place = place_values(panel.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    place = np.where(own, place, np.nan)
    first, second = (hindsight.pick(place, about.nation, when) for when in (hindsight.base, hindsight.last))
    lower, upper = (hindsight.pick(ends, about.nation, hindsight.last) for ends in (panel.lower, panel.upper))
    published = measure_intervals(panel, level=replace(old, lower=lower, upper=upper), goalposts=goalposts)
    size = np.where((errors.kind == ErrorKind.PUBLISHED) & ~np.isnan(published), published, errors.size)
    off, moved = second - first, np.full(first.shape, np.nan)
    known = np.where(before.status <= Status.RECAST, place, np.nan)
    for i in range(off.shape[1]):
        lag = find_lag(panel, i)
        for n in np.unique(about.nation).tolist():
            area = about.nation == n
            tested = ~np.isnan(off[area, i])
            if not tested.any():
                continue
            off[area, i] -= np.median(off[area, i][tested])
            moved[area, i] = _fit_movement(known[area, i], lag, errors.size[area, i])
    spread = np.sqrt(errors.size**2 + size**2 + moved**2)
    return np.where(np.isnan(spread), np.nan, off), spread


def _fit_movement(past: Floats, lag: int, size: Floats) -> float:
    """Return the real movement between two periods that the past shows, NaN where there is none.

    Args:
        past: shape (A, Y), NaN where not measured or hidden.
        lag: years between periods.
        size: errors, shape (A,).
    """
    steps = past[:, lag:] - past[:, :-lag]
    steps = steps[:, (~np.isnan(steps)).sum(axis=0) >= LEAST_COUNCILS]
    if not steps.size:
        return float("nan")
    apart = np.abs(steps - np.nanmedian(steps, axis=0))
    variance = float(np.quantile(apart[~np.isnan(apart)], WITHIN_ONE)) ** 2
    return float(np.sqrt(max(variance - 2.0 * float(np.nanmean(size**2)), 0.0)))
