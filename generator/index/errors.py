"""The error of every value: published, from a count or a survey, or seen in the scatter of its own series.

A value without an interval is not exact. What is known of its error comes, in this order, from

* a statement in ``data/errors.yml``: a full register, a count behind a rate, a survey's sample or its
  coefficient of variation;
* the published interval;
* the past of the series: how far each value lies from the mean of the values before and after it. Independent
  errors of variance s2 give that difference a variance of 1.5 s2. The common move of all councils in the year
  is taken out first; the 68th percentile stands for one standard deviation, so that a few true jumps do not
  count; and the error may fall with the number of people, by a power between 0 and 1/2, as those of counts
  do. A nation with too short a past has the middle error of the others, where all are measured alike;
* the same indicator in other nations, or that of its pillar that goes with it most: the same share of the
  spread between councils, at least a twentieth.

No error of a rate of events is smaller than the chance of so many events, whatever it is told from. A
published interval stays as it is.

Second differences of a smooth course are an old way to tell noise from movement: von Neumann and others
(1941), "The mean square successive difference", *Annals of Mathematical Statistics* 12, 153 to 162.

All errors are standard errors on the scale of scores, in points, before anything is held at 0 or 100.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, EventRate, StatedError
from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.elementary import exp, log
from generator.composite.scales import describe
from generator.composite.treatment import log_columns
from generator.index.averages import count_periods, find_lag, shrink_errors
from generator.index.level import Latest, pick_latest
from generator.index.normalisation import place_values, spread_goalposts
from generator.index.results import ErrorKind, Errors, Goalposts, Level, Panel, Status, Structure

_INTERVAL_IN_ERRORS = 3.92
"""A 95 % interval is 2 x 1.96 standard errors wide."""
_LEAST_TRIPLES = 30
LEAST_COUNCILS = 8
WITHIN_ONE = 0.6827
"""Share of a normal distribution within one standard deviation."""
_TRIPLE = 1.5
"""Variance of a value less the mean of its two neighbours, in variances of one value."""
_STEEPEST = 0.5
_LEAST_OF_SPREAD = 0.05
_LEAST_COMMON = 50


@dataclass(frozen=True)
class Places:
    """What errors are told from.

    Attributes:
        nation: number of each area's nation, shape (A,).
        population: people of each area, shape (A,).
        stated: what is stated of errors, by indicator and nation.
        events: rates of events, likewise.
        together: how far errors of successive periods hang together, shape (I,).
    """

    nation: Ints
    population: Floats
    stated: Mapping[tuple[int, int], StatedError]
    together: Floats
    events: Mapping[tuple[int, int], EventRate]


def estimate_errors(
    panel: Panel, *, structure: Structure, goalposts: Goalposts, level: Level, about: Places
) -> Errors:
    """Return the error of every value that is scored.

    Values of different periods have errors of their own, so that a mean of three has a smaller error: by the
    root of three, or less where the periods hang together. What an error is told from is what is known of
    single values.

    Args:
        panel: all cells.
        structure: the tree.
        goalposts: of the level index.
        level: the values that are scored.
        about: of the areas.
    """
    single = pick_latest(panel, edition_year=panel.years[-1])
    errors = estimate_single(panel, structure=structure, goalposts=goalposts, level=single, about=about)
    count = count_periods(panel, level)
    if (count <= 1).all():
        return errors
    size = errors.size * shrink_errors(count, about.together)
    published = measure_intervals(panel, level=level, goalposts=goalposts)
    known = (count > 1) & (errors.kind == ErrorKind.PUBLISHED) & ~np.isnan(published)
    size = np.where(known, published, size)
    place = place_values(level.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    return replace(errors, size=size, reliability=measure_reliability(place, size, about.nation))


def estimate_single(
    panel: Panel, *, structure: Structure, goalposts: Goalposts, level: Latest, about: Places
) -> Errors:
    """Return the error of every latest value, whether its mean with others is scored or not.

    Args:
        panel: all cells.
        structure: the tree.
        goalposts: of the level index.
        level: the latest values.
        about: of the areas.
    """
    past = place_values(panel.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    past = np.where(panel.status <= Status.UPPER_TIER, past, np.nan)
    latest = place_values(level.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    published = measure_intervals(panel, level=level, goalposts=goalposts)
    shape = latest.shape
    size, kind = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8)
    like, triples = np.full((shape[1], len(NATIONS)), -1, dtype=np.int32), np.zeros((shape[1], 4), np.int32)
    waiting = []
    for i in range(shape[1]):
        scatter = _Scatter.of(past[:, i], lag=find_lag(panel, i), alike=bool(panel.pooled[i]), about=about)
        for n in np.unique(about.nation).tolist():
            cells = np.flatnonzero((about.nation == n) & ~np.isnan(latest[:, i]))
            if not len(cells):
                continue
            triples[i, n] = scatter.triples[n]
            stated = about.stated.get((i, n))
            inside = published[cells, i]
            spread = _measure_spread(latest[cells, i])
            if stated is not None and stated.kind not in ("series", "assumed"):
                found, how = _state(stated, level, panel, goalposts, cells=cells, column=i, about=about)
            elif stated is None and not np.isnan(inside).all():
                middle = float(np.nanmedian(inside))
                found, how = np.where(np.isnan(inside), middle, inside), ErrorKind.PUBLISHED
            elif (stated is None or stated.kind == "series") and scatter.known[n]:
                found, how = np.minimum(scatter.at(cells, n, about), spread), ErrorKind.SERIES
            else:
                waiting.append((i, n, cells, spread))
                continue
            size[cells, i], kind[cells, i] = found, how
    for i, n, cells, spread in waiting:
        like[i, n], share = _find_like(i, n, latest=latest, size=size, structure=structure, about=about)
        size[cells, i], kind[cells, i] = max(share, _LEAST_OF_SPREAD) * spread, ErrorKind.ASSUMED
    for (i, n), rate in about.events.items():
        cells = np.flatnonzero(
            (about.nation == n) & np.isin(kind[:, i], (ErrorKind.SERIES, ErrorKind.ASSUMED))
        )
        chance = _measure_chance(rate, level, panel, goalposts, cells=cells, column=i, about=about)
        size[cells, i] = np.maximum(size[cells, i], chance)
    reliability = measure_reliability(latest, size, about.nation)
    return Errors(size, kind, like, triples, reliability, reliability)


def measure_intervals(panel: Panel, *, level: Level | Latest, goalposts: Goalposts) -> Floats:
    """Return the standard error of each place from the published 95 % interval, NaN without one, (A, I)."""
    low, high = spread_goalposts(panel, goalposts)
    lower, upper = (log_columns(end, goalposts.logged) for end in (level.lower, level.upper))
    return np.asarray(100.0 * np.abs(upper - lower) / _INTERVAL_IN_ERRORS / np.abs(high - low))


def find_errors_in(
    year: int, errors: Errors, panel: Panel, *, goalposts: Goalposts, level: Level, about: Places
) -> Floats:
    """Return the standard errors of the values of one year, in points, shape (A, I).

    Each is known as that of the latest value is: from the interval of the year, or from its count or sample.
    Errors that are told from a series, or assumed, are the same in all years; a council without a latest
    value has the middle one of its nation. NaN where nothing is known.

    Args:
        year: position on axis Y.
        errors: of the latest values.
        panel, goalposts, level, about: as for ``estimate_errors``.
    """
    then = replace(
        pick_latest(panel, edition_year=panel.years[-1]),
        value=panel.value[..., year],
        lower=panel.lower[..., year],
        upper=panel.upper[..., year],
    )
    published = measure_intervals(panel, level=then, goalposts=goalposts)
    # Where a mean is scored its error is smaller than that of one year.
    size = errors.size / shrink_errors(count_periods(panel, level), about.together)
    for n in np.unique(about.nation).tolist():
        rows = np.flatnonzero(about.nation == n)
        known = errors.kind[rows].max(axis=0)
        for i in np.flatnonzero(known).tolist():
            own, inside = size[rows, i], published[rows, i]
            if known[i] == ErrorKind.PUBLISHED and not np.isnan(inside).all():
                own = np.where(np.isnan(inside), np.nanmedian(inside), inside)
            elif known[i] in (ErrorKind.COUNT, ErrorKind.SURVEY):
                own, _ = _state(about.stated[i, n], then, panel, goalposts, cells=rows, column=i, about=about)
            size[rows, i] = np.where(np.isnan(own), np.nanmedian(size[rows, i]), own)
    return size


def _measure_spread(values: Floats) -> float:
    return float(describe(values[:, None], always=True)[1][0]) if len(values) > 1 else 0.0


@dataclass(frozen=True)
class _Scatter:
    """How far values of one indicator lie from the mean of their neighbours in time.

    Attributes:
        known: by nation, whether there are triples enough, shape (4,).
        size: one standard error at the middle population, by nation, shape (4,).
        triples: their number by nation, shape (4,).
        power: by which the error falls with the number of people.
        middle: geometric mean of the populations, by nation, as a logarithm, shape (4,).
    """

    known: Bools
    size: Floats
    triples: Ints
    power: float
    middle: Floats

    @classmethod
    def of(cls, past: Floats, *, lag: int, alike: bool, about: Places) -> _Scatter:
        """Measure the scatter of one indicator.

        Args:
            past: shape (A, Y), NaN where not measured.
            lag: years between values that count as neighbours.
            alike: all nations have one definition.
            about: of the areas.
        """
        off = np.full(past.shape, np.nan)
        if past.shape[1] > 2 * lag:
            off[:, lag:-lag] = past[:, lag:-lag] - (past[:, : -2 * lag] + past[:, 2 * lag :]) / 2.0
        count = len(NATIONS)
        size, middle = np.zeros(count), np.zeros(count)
        known, triples = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int32)
        people = log(np.maximum(about.population, 1.0))
        shares = np.full(off.shape, np.nan)
        for n in range(count):
            rows = np.flatnonzero(about.nation == n)
            part = off[rows]
            there = ~np.isnan(part)
            triples[n] = there.sum()
            if triples[n] < _LEAST_TRIPLES or there.any(axis=1).sum() < LEAST_COUNCILS:
                continue
            wide = there.sum(axis=0) >= LEAST_COUNCILS
            part = part[:, wide] - np.nanmedian(part[:, wide], axis=0) if wide.any() else part
            found = np.abs(part[~np.isnan(part)])
            size[n] = float(np.quantile(found, WITHIN_ONE)) / np.sqrt(_TRIPLE) if len(found) else 0.0
            known[n] = size[n] > 0
            middle[n] = float(people[rows].mean())
            if known[n]:
                shares[np.ix_(rows, np.flatnonzero(wide))] = np.abs(part) / size[n]
        measured = known
        if alike and known.any():
            size = np.where(known, size, np.median(size[known]))
            known = np.ones(count, dtype=bool)
            middle = np.where(middle > 0, middle, middle[middle > 0].mean())
        power = _find_power(shares, people - middle[about.nation], measured[about.nation])
        return cls(known, size, triples, power, middle)

    def at(self, cells: npt.NDArray[np.integer], nation: int, about: Places) -> Floats:
        """Return the errors of some areas of a nation."""
        people = log(np.maximum(about.population[cells], 1.0))
        return np.asarray(self.size[nation] * exp(self.power * (self.middle[nation] - people)))


def _find_power(shares: Floats, people: Floats, used: Bools) -> float:
    """Return by which power of the number of people the scatter falls: smaller half against larger half."""
    rows = np.flatnonzero(used & ~np.isnan(shares).all(axis=1))
    if len(rows) < 2 * LEAST_COUNCILS:
        return 0.0
    order = rows[np.argsort(people[rows], kind="stable")]
    halves = order[: len(order) // 2], order[len(order) // 2 :]
    sizes = [float(np.nanquantile(shares[half], WITHIN_ONE)) for half in halves]
    apart = float(people[halves[1]].mean() - people[halves[0]].mean())
    if min(sizes) <= 0 or apart <= 0:
        return 0.0
    return float(np.clip(log(sizes[0] / sizes[1]) / apart, 0.0, _STEEPEST))


def _state(
    stated: StatedError,
    level: Latest,
    panel: Panel,
    goalposts: Goalposts,
    *,
    cells: npt.NDArray[np.integer],
    column: int,
    about: Places,
) -> tuple[Floats, ErrorKind]:
    """Return the errors that a statement gives, in points."""
    if stated.kind == "complete":
        return np.zeros(len(cells)), ErrorKind.COMPLETE
    value = level.value[cells, column]
    if stated.kind == "count":
        return _measure_chance(
            stated.rate,
            level,
            panel,
            goalposts,
            cells=cells,
            column=column,
            about=about,
            rounded_to=stated.rounded_to,
        ), ErrorKind.COUNT
    if stated.cv:
        own, how = np.abs(value) * stated.cv, ErrorKind.SURVEY
    else:
        share = np.clip(value / 100.0, 0.01, 0.99)
        own = 100.0 * np.sqrt(share * (1.0 - share) * stated.design / stated.sample)
        how = ErrorKind.SURVEY
    return _put_on_scale(own, value, panel, goalposts, cells=cells, column=column), how


def _measure_chance(
    rate: EventRate,
    level: Latest,
    panel: Panel,
    goalposts: Goalposts,
    *,
    cells: npt.NDArray[np.integer],
    column: int,
    about: Places,
    rounded_to: float = 0.0,
) -> Floats:
    """Return the errors that so many events have by chance (Poisson), and by rounding, in points."""
    value = level.value[cells, column]
    people = np.maximum(about.population[cells] * rate.base, 1.0)
    events = np.maximum(np.abs(value) * people / rate.per, 1.0)
    own = np.sqrt(events + rounded_to**2 / 12.0) * rate.per / people
    return _put_on_scale(own, value, panel, goalposts, cells=cells, column=column)


def _put_on_scale(
    own: Floats,
    value: Floats,
    panel: Panel,
    goalposts: Goalposts,
    *,
    cells: npt.NDArray[np.integer],
    column: int,
) -> Floats:
    """Return errors in the unit of an indicator as points."""
    if goalposts.logged[column]:
        own = own / np.maximum(np.abs(value), own)
    low, high = spread_goalposts(panel, goalposts)
    return np.asarray(100.0 * own / np.abs(high - low)[cells, column])


def _find_like(
    column: int, nation: int, *, latest: Floats, size: Floats, structure: Structure, about: Places
) -> tuple[int, float]:
    """Return the indicator that is most like one, and its error as a share of its spread; -1 for none.

    Most like it is itself in other nations, else that of its pillar with the largest correlation over the
    nation's councils, or over all where the nation has few; without any, the middle share of all indicators
    of the nation.
    """
    elsewhere = [np.flatnonzero(about.nation == n) for n in np.unique(about.nation).tolist() if n != nation]
    own = [dict(_list_shares(latest[:, [column]], size[:, [column]], rows)) for rows in elsewhere]
    if any(own):
        return column, float(np.median([share[0] for share in own if share]))
    inside = about.nation == nation
    if inside.sum() < _LEAST_COMMON:
        inside = np.ones(len(inside), dtype=bool)
    shares = dict(_list_shares(latest, size, np.flatnonzero(about.nation == nation)))
    shares.pop(column, None)
    best, found = 0.0, -1
    for other in shares:
        if _pillar(structure, other) != _pillar(structure, column):
            continue
        both = inside & ~np.isnan(latest[:, column]) & ~np.isnan(latest[:, other])
        if both.sum() < _LEAST_COMMON:
            continue
        pair = latest[np.ix_(both, [column, other])]
        centre, spread = describe(pair, always=True)
        close = abs(float(((pair - centre) / spread).prod(axis=1).sum() / len(pair)))
        if round(close, 9) > best:
            best, found = round(close, 9), other
    if found >= 0:
        return found, shares[found]
    return -1, float(np.median(list(shares.values()))) if shares else _LEAST_OF_SPREAD


def _list_shares(latest: Floats, size: Floats, rows: npt.NDArray[np.integer]) -> Iterator[tuple[int, float]]:
    """Yield each indicator with a known error in a nation, and the middle error as a share of the spread."""
    for column in range(latest.shape[1]):
        here = rows[~np.isnan(size[rows, column])]
        spread = _measure_spread(latest[here, column])
        if len(here) > 1 and spread > 0:
            yield column, float(np.median(size[here, column])) / spread


def _pillar(structure: Structure, column: int) -> int:
    return structure.nodes[int(structure.element_of[column])].parent


def measure_reliability(latest: Floats, size: Floats, nation: Ints) -> Floats:
    """Return the reliability of each indicator by nation: 1 less mean error variance over variance.

    Args:
        latest: places of the latest values, not held at 0 and 100, shape (A, I).
        size: standard errors of the same values, shape (A, I).
        nation: number of each area's nation, shape (A,).

    Returns:
        From 0 to 1, NaN where a nation has fewer than three values or they do not differ, shape (I, 4).
    """
    found = np.full((latest.shape[1], len(NATIONS)), np.nan)
    for n in range(len(NATIONS)):
        inside = nation == n
        variance = describe(latest[inside], lost=1)[1] ** 2
        noise = describe(size[inside] ** 2)[0]
        count = (~np.isnan(latest[inside])).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.clip(1.0 - noise / variance, 0.0, 1.0)
        found[:, n] = np.where((count >= 3) & (variance > 0), share, np.nan)
    return found
