"""Change over about ten and about five years, node by node: a council's own, and that of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, Area, Edition, Framework
from generator.composite.arrays import Bools, Floats, Ints
from generator.findings import tree
from generator.findings.change import SCALE, spread_of
from generator.findings.comparison import count_councils, name_set
from generator.findings.evidence import ChangeOverYears
from generator.findings.finding import Comparison, Finding
from generator.findings.measured import cover_nations, share_of_indicators, share_of_trend
from generator.findings.rules import passes
from generator.findings.thresholds import (
    HALF_MEASURED,
    MOST_BENT,
    SMALLEST_MOVE,
    SMALLEST_SET,
    TOLERANCE,
    TREND_INDICATORS,
)
from generator.index.normalisation import normalise
from generator.index.results import Index, Trend
from generator.index.structure import build_structure, nominal_weights

LEVELS = ("overall", "pillar", "element")
SPANS = tuple(TOLERANCE)
"""Years, the longer first."""
FEWEST_IN_REGION = 3
"""Councils of a region that have both years, below which no change of the region is stated."""
_Z_95, _Z_90 = 1.960, 1.645


@dataclass(frozen=True)
class Window:
    """The change of one node between two years, in councils that can be compared with each other.

    Attributes:
        node: position on axis N.
        span: years it is meant to cover; the years themselves may lie one or two apart from that.
        nations: nations whose councils are compared, in the usual order.
        change: points, shape (A,); NaN for councils outside the set.
        measured_start, measured_end: share of the weight that is measured in a year that did not bend it,
            shape (A,).
        margin: half-width of the 90 % interval of ``change`` from published sampling errors, 0 where none is
            published, shape (A,).
        stated: where a change may be stated of the council itself, shape (A,).
        indicators: how many of the node's indicators are in the trend, shape (A,).
        whole_change: change of the mean of all councils in the set, weighted by population.
        region_change: the same within the council's region, NaN where there is none, shape (A,).
        zone: median absolute deviation of the changes, at least one point: about as much as the whole.
    """

    node: int
    span: int
    start_year: int
    end_year: int
    nations: tuple[str, ...]
    start: Floats
    end: Floats
    change: Floats
    margin: Floats
    measured_start: Floats
    measured_end: Floats
    measured_here: Floats
    indicators: Ints
    stated: Bools
    whole_change: float
    region_change: Floats
    zone: float


@dataclass(frozen=True)
class _WindowInputs:
    """What every node looks at: axis A of people, nation and region; weights and errors of indicators."""

    trend: Trend
    people: Floats
    nation: npt.NDArray[np.str_]
    region: npt.NDArray[np.str_]
    weights: Floats
    pooled: Floats
    own: Floats
    error: Floats


def measure_windows(index: Index, framework: Framework, areas: Mapping[str, Area]) -> tuple[Window, ...]:
    """Return the changes of the overall score, every pillar and element over about ten and about five years.

    The last year is the latest in which the middle council has half of the node's weight measured and little
    of it bent, the first the one nearest to ten (five) years before that has, at most two years (one year)
    off. What elements did is told on to later years than the rest, see ``Estimate``. Nations in which
    the node is measured each in its own way are compared within themselves. A change is stated of a council
    where half of the weight was measured in both years, more than half of it there, and on three indicators;
    an element may rest on one.
    """
    councils = [areas[code] for code in index.panel.areas]
    large, recent = (
        _gather_inputs(replace(index, trend=trend), framework, councils)
        for trend in (index.trend, index.recent)
    )
    found = []
    for n, node in enumerate(index.structure.nodes):
        if node.level in LEVELS:
            inputs, needed = (recent, 1) if node.level == "element" else (large, TREND_INDICATORS)
            columns = tree.columns_under(index.structure, n)
            count = inputs.trend.in_trend[:, columns].sum(axis=1, dtype=np.int32)
            for rows in _comparable(inputs, n):
                found += [_measure(inputs, n, rows, span, count=count, needed=needed) for span in SPANS]
    return tuple(window for window in found if window is not None)


def _gather_inputs(index: Index, framework: Framework, councils: Sequence[Area]) -> _WindowInputs:
    """Read what every node looks at, from the index with the trend that is asked about."""
    return _WindowInputs(
        trend=index.trend,
        people=np.array([council.population for council in councils], dtype=np.float64),
        nation=np.array([council.nation for council in councils]),
        region=np.array([council.region_code or council.nation for council in councils]),
        weights=nominal_weights(build_structure(framework, trend=True)),
        pooled=np.nan_to_num(share_of_indicators(index, framework, index.panel.pooled)),
        own=np.nan_to_num(share_of_trend(index, framework)),
        error=_standard_errors(index),
    )


def _standard_errors(index: Index) -> Floats:
    """Sampling error of each indicator's score in each year of the trend, shape (A, I, Y); 0 if unpublished.

    From the published 95 % interval, moved on to the scale of scores; a score stops at 0 and 100, so does its
    interval.
    """
    panel, years = index.panel, [index.panel.years.index(year) for year in index.trend.years]
    low, high = (
        normalise(ends[..., years], panel=panel, goalposts=index.goalposts, sign=index.structure.sign)
        for ends in (panel.lower, panel.upper)
    )
    return np.nan_to_num(np.abs(high - low) / (2 * _Z_95))


def _comparable(inputs: _WindowInputs, n: int) -> list[Bools]:
    """Rows that can be compared on a node: nations on one scale together, every other one by itself."""
    scored = ~np.isnan(inputs.trend.score[:, n, :]).all(axis=1)
    together, sets = np.zeros_like(scored), []
    for nation in NATIONS:
        rows = scored & (inputs.nation == nation)
        if rows.any() and np.median(inputs.pooled[rows, n]) > HALF_MEASURED:
            together |= rows
        elif rows.any():
            sets.append(rows)
    return [rows for rows in (together, *sets) if rows.any()]


def find_years(trend: Trend, node: int, rows: Bools, span: int) -> tuple[int, int] | None:
    """Return first and last year of a window as places on axis Y, or None where there is none.

    Args:
        trend: the trend index.
        node: position on axis N.
        rows: councils whose middle one has to be measured, shape (A,).
        span: years wanted; of two years equally near to it the earlier counts.
    """
    measured, straight = (np.nan_to_num(part[rows, node, :]) for part in (trend.measured, trend.straight))
    bent = np.median(measured - straight, axis=0)
    usable = np.flatnonzero((np.median(straight, axis=0) >= HALF_MEASURED) & (bent < MOST_BENT)).tolist()
    if not usable:
        return None
    off = {first: abs(trend.years[usable[-1]] - trend.years[first] - span) for first in usable}
    first = min(usable, key=off.__getitem__)
    return (first, usable[-1]) if off[first] <= TOLERANCE[span] else None


def _measure(
    inputs: _WindowInputs, n: int, rows: Bools, span: int, *, count: Ints, needed: int
) -> Window | None:
    trend = inputs.trend
    ends = find_years(trend, n, rows, span)
    if ends is None:
        return None
    start, end = (np.where(rows, trend.score[:, n, y], np.nan) for y in ends)
    both = ~np.isnan(start) & ~np.isnan(end)
    everybody = np.ones_like(both)
    nations = tuple(cover_nations(inputs.nation, inputs.people, members=everybody, both=both))
    both &= np.isin(inputs.nation, nations)
    if both.sum() < SMALLEST_SET:
        return None
    change = np.where(both, end - start, np.nan)
    measured = [trend.straight[:, n, y] for y in ends]
    own = inputs.own[:, n]
    return Window(
        node=n,
        span=span,
        start_year=trend.years[ends[0]],
        end_year=trend.years[ends[1]],
        nations=nations,
        start=start,
        end=end,
        change=change,
        margin=_margin(inputs, n, ends),
        measured_start=measured[0],
        measured_end=measured[1],
        measured_here=own,
        indicators=count,
        stated=both & (np.minimum(*measured) >= HALF_MEASURED) & (own > HALF_MEASURED) & (count >= needed),
        whole_change=float(np.average(change[both], weights=inputs.people[both])),
        region_change=_by_region(inputs, change, both, nations),
        zone=max(SMALLEST_MOVE, spread_of(change[both])),
    )


def _margin(inputs: _WindowInputs, n: int, ends: tuple[int, int]) -> Floats:
    """Half-width of the 90 % interval of a change, from the errors of both ends, shape (A,)."""
    weight = inputs.trend.in_trend * inputs.weights[n]
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    variance = sum((share**2 * inputs.error[..., y] ** 2).sum(axis=1) for y in ends)
    return np.asarray(_Z_90 * np.sqrt(variance))


def _by_region(inputs: _WindowInputs, change: Floats, both: Bools, nations: Sequence[str]) -> Floats:
    """Change of the mean of each council's region; a nation that is compared with itself is no region."""
    found = np.full(len(change), np.nan)
    for region in np.unique(inputs.region[both]):
        inside = inputs.region == region
        have = inside & both
        if region in nations and len(nations) == 1:
            continue
        enough = inputs.people[have].sum() >= HALF_MEASURED * inputs.people[inside].sum()
        if have.sum() >= FEWEST_IN_REGION and enough:
            found[inside] = np.average(change[have], weights=inputs.people[have])
    return found


def find_moves(
    index: Index, windows: Sequence[Window], areas: Mapping[str, Area], edition: Edition
) -> dict[str, tuple[Finding[ChangeOverYears], ...]]:
    """Return area code -> findings on nodes that improved, or declined, clearly and by more than the whole.

    In the order of the nodes, the longer window first.
    """
    found: dict[str, list[Finding[ChangeOverYears]]] = {code: [] for code in index.panel.areas}
    totals = count_councils(areas)
    for window in windows:
        node = index.structure.nodes[window.node]
        changes = np.sort(window.change[~np.isnan(window.change)])
        key, label = name_set(window.nations, len(changes), totals=totals)
        clear = np.abs(np.nan_to_num(window.change - window.whole_change)) > window.zone
        for a in np.flatnonzero(window.stated & clear).tolist():
            code = index.panel.areas[a]
            compared = _place(float(window.change[a]), changes, key=key, label=label)
            age = edition.year - window.end_year
            finding = _state(areas[code], a, window, compared, node=node.key, level=node.level, age=age)
            if passes(finding):
                found[code].append(finding)
    return {code: tuple(each) for code, each in found.items()}


def _place(change: float, changes: Floats, *, key: str, label: str) -> Comparison:
    """Return where a change stands among those of the councils compared, sorted upwards."""
    below, upto = (int(np.searchsorted(changes, change, side=side)) for side in ("left", "right"))
    return Comparison(
        key=key,
        label=label,
        n=len(changes),
        middle=float(np.median(changes)),
        percentile=100 * (below + upto) / 2 / len(changes),
        rank_from_top=len(changes) - upto + 1,
    )


def _state(
    area: Area, a: int, window: Window, compared: Comparison, *, node: str, level: str, age: int
) -> Finding[ChangeOverYears]:
    change, margin = float(window.change[a]), float(window.margin[a])
    relative = change - window.whole_change
    kind = "improved" if change > 0 else "declined"
    has_region = not np.isnan(window.region_change[a])
    evidence = ChangeOverYears(
        level=level,
        span=window.span,
        start_year=window.start_year,
        end_year=window.end_year,
        start=float(window.start[a]),
        end=float(window.end[a]),
        change=change,
        margin=margin,
        whole_change=window.whole_change,
        relative=relative,
        zone=window.zone,
        nations=window.nations,
        measured_start=float(window.measured_start[a]),
        measured_end=float(window.measured_end[a]),
        indicators=int(window.indicators[a]),
        measured_here=float(window.measured_here[a]),
        population=area.population,
        age=age,
        # No score can move by more than the whole scale.
        lower=max(change - margin, -SCALE) if margin > 0 else None,
        upper=min(change + margin, SCALE) if margin > 0 else None,
        region=area.region_name or area.nation if has_region else None,
        region_change=float(window.region_change[a]) if has_region else None,
    )
    return Finding(
        id=f"{area.code}/{kind}/{node}/{window.span}",
        subject=area.code,
        kind=kind,
        node=node,
        comparison=compared,
        evidence=evidence,
        weight=abs(relative),
    )
