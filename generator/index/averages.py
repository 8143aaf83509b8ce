"""The mean of the last three periods, scored where one alone says too little of a place.

Which indicators are averaged is kept in ``data/errors.yml``, once for all nations and councils, so that an
indicator measures one thing everywhere and no import changes what it measures. The rule behind the list: one
period has a reliability under 0.7 in a nation that has three of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from generator.catalogue.period import parse_period
from generator.catalogue.records import Framework
from generator.composite.arrays import Bools, Floats, Ints
from generator.index.results import ErrorKind, Errors, Level, Panel, Status

if TYPE_CHECKING:
    from generator.index.level import Latest

SOUND = 0.7
"""Reliability from which a single figure is usually said to tell places apart."""
PERIODS = 3
FURTHEST = 5
"""Years between the first and the last of the periods, at most."""
JOINT = "|"
"""Between periods whose mean is one value."""
_DAYS = 365.25
_HALF = 0.5


def find_averaged(framework: Framework) -> Bools:
    """Return which indicators are averaged, shape (I,)."""
    chosen = {one.indicator for one in framework.averages}
    return np.array([indicator.slug in chosen for indicator in framework.indicators], dtype=bool)


def find_together(framework: Framework) -> Floats:
    """Return how far the errors of successive periods hang together, as a correlation, shape (I,)."""
    stated = {one.indicator: one.together for one in framework.averages}
    return np.array([stated.get(indicator.slug, 0.0) for indicator in framework.indicators])


def measure_mean_error(sizes: Floats, together: Floats | float) -> Floats:
    """Return the error of a mean whose parts have errors that hang together.

    Args:
        sizes: of the parts in the order of their periods, shape (..., K).
        together: correlation of neighbours; that of parts further apart is its power by their distance in the
            row. Shape (...).
    """
    count = sizes.shape[-1]
    variance = np.zeros(sizes.shape[:-1])
    for one in range(count):
        for other in range(count):
            variance = variance + sizes[..., one] * sizes[..., other] * together ** abs(one - other)
    return np.asarray(np.sqrt(variance) / count)


def shrink_errors(count: Ints, together: Floats) -> Floats:
    """Return what the error of a mean is as a share of that of one period, (A, I); 1 for single periods.

    Args:
        count: periods of each mean, shape (A, I).
        together: see ``find_together``.
    """
    found = np.ones(count.shape)
    for number in range(2, int(count.max(initial=1)) + 1):
        share = measure_mean_error(np.ones((len(together), number)), together)
        found = np.where(count == number, share, found)
    return found


def find_lag(panel: Panel, column: int) -> int:
    """Return years between values of an indicator whose periods do not overlap, and that stand as usual."""
    measured = panel.status[:, column] <= Status.UPPER_TIER
    years = np.flatnonzero(measured.any(axis=0))
    if len(years) < 2:
        return 1
    steps, counts = np.unique(np.diff(years), return_counts=True)
    numbers = np.unique(panel.period[:, column][measured])
    spans = [parse_period(panel.periods[number]) for number in numbers if number >= 0]
    longest = max(((span.last - span.start).days / _DAYS for span in spans), default=1.0)
    return int(max(steps[int(np.argmax(counts))], np.ceil(longest - 0.1), 1))


def list_periods(measured: Bools, *, last: int, lag: int) -> tuple[int, ...]:
    """Return the periods that a mean is made of, latest first: positions on the axis of years.

    Args:
        measured: of the councils of one nation, shape (A, Y). A year counts if half of those that have a
            figure in any have one in it.
        last: position of the latest value.
        lag: years between periods that do not overlap.
    """
    some = measured.any(axis=1)
    usual = measured.sum(axis=0) >= _HALF * max(int(some.sum()), 1)
    found = [last]
    for year in range(last - lag, max(last - FURTHEST, 0) - 1, -1):
        if usual[year] and year <= found[-1] - lag and len(found) < PERIODS:
            found.append(year)
    return tuple(found)


def average_periods(
    latest: Latest,
    panel: Panel,
    averaged: Bools,
    nation: npt.NDArray[np.integer],
    *,
    together: Floats,
) -> tuple[Latest, Panel]:
    """Return the values to score: latest ones, or means of the last three periods where these are scored.

    A council that lacks one of the periods of its nation has the mean of the others. The interval of a mean
    comes from the half widths and from how far the periods hang together, see ``measure_mean_error``. The
    status is the worst of its values.

    Args:
        latest: the latest values.
        panel: all cells.
        averaged: indicators of which means are scored, shape (I,).
        nation: number of each area's nation, shape (A,).
        together: see ``find_together``, shape (I,).

    Returns:
        The values, and the panel with periods such as "2021-01-01/P1Y|2022-01-01/P1Y" added to its list.
    """
    parts = {name: getattr(latest, name).copy() for name in ("value", "lower", "upper", "status", "period")}
    periods, number = list(panel.periods), {text: k for k, text in enumerate(panel.periods)}
    measured = panel.status <= Status.UPPER_TIER
    for i in np.flatnonzero(averaged).tolist():
        lag = find_lag(panel, i)
        windows: dict[tuple[int, int], tuple[int, ...]] = {}
        for a in np.flatnonzero(latest.year[:, i] > 0).tolist():
            key = int(nation[a]), int(latest.year[a, i]) - panel.years[0]
            if key not in windows:
                windows[key] = list_periods(measured[nation == key[0], i], last=key[1], lag=lag)
            years = [year for year in windows[key] if measured[a, i, year]][::-1]
            if len(years) > 1:
                cells = (a, i, years)
                value = panel.value[cells]
                parts["value"][a, i] = mean = float(value.sum()) / len(years)
                for name, side in (("lower", -1.0), ("upper", 1.0)):
                    widths = np.abs(getattr(panel, name)[cells] - value)
                    width = float(measure_mean_error(widths, float(together[i])))
                    parts[name][a, i] = mean + side * width
                parts["status"][a, i] = panel.status[cells].max()
                text = JOINT.join(panel.periods[k] for k in panel.period[cells])
                if text not in number:
                    number[text] = len(periods)
                    periods.append(text)
                parts["period"][a, i] = number[text]
    return replace(latest, **parts), replace(panel, periods=tuple(periods))


def count_periods(panel: Panel, level: Level | Latest) -> Ints:
    """Return how many periods each value is the mean of: 1 for a single one, 0 for none, shape (A, I)."""
    counts = np.array([text.count(JOINT) + 1 for text in panel.periods] + [0], dtype=np.int32)
    return np.where(level.period >= 0, counts[level.period], 0)


def choose_limited(panel: Panel, level: Level, errors: Errors, nation: npt.NDArray[np.integer]) -> Bools:
    """Return which indicators the rule would limit today, and in which nation, shape (I, 4).

    They are those with a reliability under a half, and those of one unrepeated period whose error is a
    survey's or is assumed.

    Args:
        panel: all cells.
        level: the values that are scored.
        errors: of these.
        nation: number of each area's nation, shape (A,).
    """
    measured = panel.status <= Status.UPPER_TIER
    found = errors.reliability < _HALF
    for n in range(found.shape[1]):
        inside = nation == n
        once = measured[inside].any(axis=0).sum(axis=1) == 1
        unsure = np.isin(errors.kind[inside], (ErrorKind.SURVEY, ErrorKind.ASSUMED)).any(axis=0)
        found[:, n] |= once & unsure & ~np.isnan(level.value[inside]).all(axis=0)
    return found


def choose_averaged(panel: Panel, single: Floats, nation: npt.NDArray[np.integer]) -> Bools:
    """Return of which indicators the rule would score the mean today, and for which nation, shape (I, 4).

    Args:
        panel: all cells.
        single: reliability of single values by nation, shape (I, 4).
        nation: number of each area's nation, shape (A,).
    """
    measured = panel.status <= Status.UPPER_TIER
    found = np.zeros(single.shape, dtype=bool)
    for i, n in np.argwhere(single < SOUND).tolist():
        inside = measured[nation == n, i]
        years = np.flatnonzero(inside.any(axis=0))
        if len(years):
            periods = list_periods(inside, last=int(years[-1]), lag=find_lag(panel, i))
            found[i, n] = len(periods) == PERIODS
    return found
