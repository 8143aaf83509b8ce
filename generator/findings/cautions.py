"""What speaks against calling a figure a strength or a weakness, though it counts for the score.

Three things, each measured: what is known of a figure and written down with its reason (`data/errors.yml`);
on how few events it rests; and how long figures of its kind last, where it is an old one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import NATIONS, Area, Caution, FarFromMiddle, Framework
from generator.catalogue.stated_errors import find_events
from generator.composite.arrays import Bools, Floats
from generator.findings.comparison import Comparisons
from generator.findings.persistence import place_in_years
from generator.findings.thresholds import EXTREME, OLD, PERIODS
from generator.index.averages import count_periods, find_lag
from generator.index.results import Index, Status

_LEAST_PAIRS = 30
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Spoken:
    """One caution and the figures that it is about, shape (A, I)."""

    caution: Caution
    figures: Bools


def find_cautions(index: Index, framework: Framework) -> tuple[Spoken, ...]:
    """Return the cautions of a framework with their figures."""
    column = {slug: i for i, slug in enumerate(index.structure.indicators)}
    found = []
    for caution in framework.cautions:
        figures = np.zeros(index.level.value.shape, dtype=bool)
        figures[:, [column[slug] for slug in caution.indicators]] = True
        if caution.years:
            figures &= np.isin(index.level.year, caution.years)
        if caution.where:
            figures &= _find_far(index, caution.where, column)[:, None]
        found.append(Spoken(caution, figures & ~np.isnan(index.level.value)))
    return tuple(found)


def list_place_cautions(index: Index, framework: Framework) -> dict[str, tuple[Caution, ...]]:
    """Return the cautions that are about some councils only, by the code of each of these."""
    spoken = [one for one in find_cautions(index, framework) if one.caution.where]
    return {
        code: found
        for a, code in enumerate(index.panel.areas)
        if (found := tuple(one.caution for one in spoken if one.figures[a].any()))
    }


def _find_far(index: Index, where: FarFromMiddle, column: Mapping[str, int]) -> Bools:
    """Return the councils in which an indicator is far from that of the middle one, shape (A,)."""
    share = index.level.value[:, column[where.of]]
    if where.per:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = share / index.level.value[:, column[where.per]]
    known = share[np.isfinite(share)]
    if not len(known):
        return np.zeros(len(share), dtype=bool)
    middle = float(np.median(known))
    return np.asarray(share > where.above * middle if where.above else share < (where.below or 0.0) * middle)


def count_events(
    index: Index, framework: Framework, areas: Mapping[str, Area], comparisons: Comparisons
) -> Floats:
    """Return on how many events a figure rests, NaN where it is no rate of events, shape (A, I).

    A low figure rests on the events that there would have been at the middle of those compared.
    """
    panel = index.panel
    nation = np.array([NATIONS.index(areas[code].nation) for code in panel.areas])
    people = np.array([areas[code].population for code in panel.areas], dtype=np.float64)
    middles = np.array([one.middle for one in comparisons.sets] or [math.nan])
    middle = np.where(comparisons.set_of >= 0, middles[comparisons.set_of], math.nan)
    rate = np.maximum(np.abs(index.level.value), np.abs(middle))
    periods = np.maximum(count_periods(panel, index.level), 1)
    found = np.full(rate.shape, np.nan)
    for (i, n), one in find_events(framework).items():
        rows = nation == n
        found[rows, i] = np.floor(
            rate[rows, i] * people[rows] * one.base / one.per * periods[rows, i] + _ROUNDING
        )
    return found


def measure_lasting(index: Index, comparisons: Comparisons, *, year: int) -> Floats:
    """Return how long figures last: of those in an outer fifth twice, the share in it so many years later.

    Twice is in two periods one after the other; so many years are as many as the latest figure is old, or as
    many as the past allows. Shape (A, I), NaN where figures are not old, and where the past is too short.

    Args:
        index: one run.
        comparisons: the sets of today.
        year: of the edition.
    """
    panel, age = index.panel, year - index.level.year
    periods = count_periods(panel, index.level)
    lasting = np.full(age.shape, np.nan)
    old = (age >= OLD) & (age < len(panel.years)) & ~np.isnan(index.level.value)
    for i in np.flatnonzero(old.any(axis=0)).tolist():
        own = np.where(panel.status[:, i] <= Status.RECAST, panel.value[:, i], np.nan)
        lag = find_lag(panel, i)
        if (periods[:, i] > 1).any():
            own = _average(own, lag=lag)
        good = place_in_years(own, i, comparisons, turned=bool(index.structure.sign[i] < 0))
        for years in np.unique(age[old[:, i], i]).tolist():
            shares = (_look_later(good, lag=lag, years=reach) for reach in range(years, OLD - 1, -1))
            known = next((share for share in shares if not math.isnan(share)), math.nan)
            lasting[old[:, i] & (age[:, i] == years), i] = known
    return lasting


def _look_later(good: Floats, *, lag: int, years: int) -> float:
    """Return the share of places in an outer fifth twice that are in it so many years later, or NaN.

    Args:
        good: percentiles from the worse end in each year, shape (A, Y).
        lag: years between two periods.
        years: so many years later.
    """
    later = good[:, lag + years :]
    tested = kept = 0
    for there in (good >= 100 - EXTREME, good <= EXTREME):
        held = (there[:, lag:] & there[:, :-lag])[:, :-years] & ~np.isnan(later)
        tested += int(held.sum())
        kept += int((held & there[:, lag + years :]).sum())
    return kept / tested if tested >= _LEAST_PAIRS else math.nan


def _average(values: Floats, *, lag: int) -> Floats:
    """Return the mean of each year and the two periods before it, NaN where one lacks, shape (A, Y)."""
    found = np.full(values.shape, np.nan)
    first = (PERIODS - 1) * lag
    if first < values.shape[1]:
        whole = values.shape[1] - first
        parts = [values[:, start : start + whole] for start in range(0, first + 1, lag)]
        found[:, first:] = sum(parts) / PERIODS
    return found
