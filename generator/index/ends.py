"""Then and now: the two years between which a change of each node can be told, and the scores in both.

An element has a window of its own in each nation, and one for the UK: the longest of five years or more
with both ends measured, none of them in a year that bent the series. Both ends rest on the same indicators.
Pillars and the overall score take both years from the trend, whose composition is the same in all years.

Every score has an error, so that what parts councils can be told from what chance adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from generator.catalogue.bent_years import find_bent
from generator.catalogue.records import NATIONS, Area, Framework
from generator.catalogue.stated_errors import find_events, find_stated
from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.scales import describe
from generator.index.aggregation import HIGHEST
from generator.index.averages import find_together
from generator.index.errors import Places, find_errors_in
from generator.index.normalisation import normalise, spread_goalposts
from generator.index.results import Estimate, Panel, Status, Structure
from generator.index.scale import in_current_money
from generator.index.structure import HALF, build_structure, nominal_weights, places
from generator.index.trend import APART_YEARS, find_ends

UK = "UK"
"""The scope of windows of all nations that measure a matter alike."""
LARGE_LEVELS = ("overall", "pillar")
"""Nodes whose years are those of the trend."""


@dataclass(frozen=True)
class Span:
    """A window.

    Attributes:
        first, last: positions on axis Y of the panel.
        columns: indicators that are known in both years.
        able: weight of all indicators that have two years far enough apart.
    """

    first: int
    last: int
    columns: tuple[int, ...]
    able: float


def widen_span(span: Span, columns: Ints) -> Span:
    """Return a window with its indicators as positions on axis I; ``columns`` says where they lie."""
    return replace(span, columns=tuple(columns[list(span.columns)].tolist()))


@dataclass(frozen=True)
class Lead:
    """One indicator at both ends, in its own unit; money in proportion, see ``put_in_proportion``.

    Attributes:
        column: position on axis I.
        logged: True where places are spread on a logarithmic scale.
        priced: True for money at current prices, of which only ratios are told.
        start, end: values, NaN for councils outside or without both, shape (A,).
        error_start, error_end: standard errors, of the logarithms where it is logged, shape (A,).
    """

    column: int
    logged: bool
    priced: bool
    start: Floats
    end: Floats
    error_start: Floats
    error_end: Floats


@dataclass(frozen=True)
class Ends:
    """Both ends of one node in one nation, or in those of the UK that measure it alike.

    Attributes:
        node: position on axis N.
        nations: whose councils are compared, in the usual order.
        start_year, end_year: calendar years.
        columns: indicators that carry the change, positions on axis I.
        start, end: scores, NaN for councils outside or without both, shape (A,).
        error_start, error_end: their standard errors in points, shape (A,).
        measured_start, measured_end: share of the weight that is measured, shape (A,).
        own, pooled: share of the weight on figures of the council's own, and on indicators with one scale for
            the UK, shape (A,).
        relative: share of the weight that only moves against other councils: money, which is told relative to
            the middle council of the UK, and ranks within a nation.
        lead: the indicator of an element that weighs most; None for pillars and the overall score.
    """

    node: int
    nations: tuple[str, ...]
    start_year: int
    end_year: int
    columns: tuple[int, ...]
    start: Floats
    end: Floats
    error_start: Floats
    error_end: Floats
    measured_start: Floats
    measured_end: Floats
    own: Floats
    pooled: Floats
    relative: float
    lead: Lead | None = None


AllEnds = Mapping[str, Mapping[int, Ends]]
"""Both ends by scope, a nation or the UK, and by position of the node."""


def find_known(panel: Panel, rows: Bools) -> Bools:
    """Return the years in which half of some councils have a figure of the year's own, shape (I, Y)."""
    return np.asarray((panel.status[rows] <= Status.UPPER_TIER).mean(axis=0) >= HALF)


def find_span(known: Bools, weight: Floats, years: Sequence[int]) -> Span | None:
    """Return the longest window of an element, the later of two equally long ones; None if there is none.

    Indicators of at least half of the weight of those that have two years far enough apart must be known in
    both of its years.

    Args:
        known: years of each indicator that may be an end, shape (I, Y).
        weight: shape (I,).
        years: of axis Y.
    """
    able = np.array([reach(row, years) for row in known]) >= APART_YEARS
    whole = weight[able].sum()
    spans = [
        (years[last] - years[first], last, first)
        for first, last in combinations(range(len(years)), 2)
        if years[last] - years[first] >= APART_YEARS
        and weight[known[:, first] & known[:, last] & able].sum() >= HALF * whole > 0
    ]
    if not spans:
        return None
    _, last, first = max(spans)
    both = np.flatnonzero(known[:, first] & known[:, last])
    return Span(first, last, tuple(both.tolist()), float(whole))


def reach(known: Bools, years: Sequence[int]) -> int:
    """Return how many years lie between the first and the last known one."""
    found = np.flatnonzero(known)
    return years[found[-1]] - years[found[0]] if len(found) else 0


def choose_nations(
    known: Bools, weight: Floats, people: Floats, years: Sequence[int]
) -> tuple[Span, tuple[int, ...]] | None:
    """Return the window of several nations that holds most people, the longest of such; None without any.

    Args:
        known: years of each indicator that may be an end, by nation of ``NATIONS``, shape (I, 4, Y).
        weight: shape (I,).
        people: of each nation, shape (4,); they must be more than half of all.
        years: of axis Y.
    """
    best: tuple[float, int, int] | None = None
    found = None
    here = [n for n in range(len(NATIONS)) if people[n] > 0]
    for count in range(len(here), 1, -1):
        for chosen in combinations(here, count):
            span = find_span(np.asarray(known[:, chosen].all(axis=1)), weight, years)
            if span is None or people[list(chosen)].sum() <= HALF * people.sum():
                continue
            rank = (float(people[list(chosen)].sum()), years[span.last] - years[span.first], span.last)
            if best is None or rank > best:
                best, found = rank, (span, chosen)
    return found


def measure_ends(
    index: Estimate, framework: Framework, councils: Sequence[Area]
) -> dict[str, dict[int, Ends]]:
    """Return scope -> node -> both ends, where there is a window; scopes are the nations and the UK.

    Args:
        index: panel, trend and errors of one run.
        framework: the tree, with the years that bent series.
        councils: in the order of axis A.
    """
    return _Measure.of(index, framework, councils).all()


@dataclass(frozen=True)
class _Measure:
    """What every window looks at."""

    index: Estimate
    panel: Panel
    structure: Structure
    about: Places
    usable: Bools
    pooled: Bools
    priced: Bools
    relative: Bools
    shared: Bools
    weights: Floats
    scores: dict[int, Floats]
    errors: dict[int, Floats]

    @classmethod
    def of(cls, index: Estimate, framework: Framework, councils: Sequence[Area]) -> _Measure:
        nation = np.array([NATIONS.index(council.nation) for council in councils], dtype=np.int32)
        people = np.array([council.population for council in councils], dtype=np.float64)
        priced, structure = in_current_money(framework), build_structure(framework, trend=True)
        return cls(
            index=index,
            panel=put_in_proportion(index, priced),
            structure=structure,
            about=Places(
                nation, people, find_stated(framework), find_together(framework), find_events(framework)
            ),
            usable=find_usable(index.panel, framework, nation),
            pooled=np.array([one.comparable == "uk" for one in framework.indicators]),
            priced=priced,
            relative=priced | np.array([one.comparable == "nation" for one in framework.indicators]),
            shared=np.asarray((index.panel.status == Status.UPPER_TIER).any(axis=2)),
            weights=nominal_weights(structure),
            scores={},
            errors={},
        )

    def all(self) -> dict[str, dict[int, Ends]]:
        found: dict[str, dict[int, Ends]] = {}
        for n, name in enumerate(NATIONS):
            rows = self.about.nation == n
            if rows.any():
                found[name] = {ends.node: ends for ends in self._of_nation(n, rows)}
        found[UK] = {ends.node: ends for ends in self._of_uk()}
        return found

    def _of_nation(self, n: int, rows: Bools) -> Iterator[Ends]:
        for node, columns in self._elements():
            span = find_span(self.usable[columns, n], self.structure.weight[columns], self.panel.years)
            if span is not None:
                yield self._element(node, widen_span(span, columns), rows)
        yield from self._large(rows)

    def _of_uk(self) -> Iterator[Ends]:
        people = np.bincount(self.about.nation, self.about.population, len(NATIONS)).astype(np.float64)
        for node, columns in self._elements():
            columns = columns[self.pooled[columns]]
            found = choose_nations(
                self.usable[columns], self.structure.weight[columns], people, self.panel.years
            )
            if found is not None:
                span, chosen = found
                yield self._element(node, widen_span(span, columns), np.isin(self.about.nation, chosen))
        yield from self._large(np.ones(len(self.about.nation), dtype=bool))

    def _elements(self) -> Iterator[tuple[int, Ints]]:
        for node in places(self.structure, "element").tolist():
            yield node, np.flatnonzero(self.structure.element_of == node).astype(np.int32)

    def _place(self, year: int) -> Floats:
        if year not in self.scores:
            self.scores[year] = normalise(
                self.panel.value[..., year],
                panel=self.panel,
                goalposts=self.index.goalposts,
                sign=self.structure.sign,
            )
        return self.scores[year]

    def _error(self, year: int) -> Floats:
        if year not in self.errors:
            index = self.index
            self.errors[year] = find_errors_in(
                year,
                index.errors,
                self.panel,
                goalposts=index.goalposts,
                level=index.level,
                about=self.about,
            )
        return self.errors[year]

    def _element(self, node: int, span: Span, rows: Bools) -> Ends:
        """Return both ends: level-neutral means of the indicators that a council has in both."""
        used = np.array(span.columns, dtype=np.int32)
        weight = self.structure.weight[used]
        cells = np.ix_(np.flatnonzero(rows), used)
        both = np.ones((int(rows.sum()), len(used)), dtype=bool)
        ends, errors = [], []
        for year in (span.first, span.last):
            value, error = self._place(year)[cells], self._error(year)[cells]
            both &= (self.panel.status[cells][..., year] <= Status.UPPER_TIER) & ~np.isnan(value + error)
            ends.append(value)
            errors.append(error)
        held = (weight * both).sum(axis=1)
        share = np.where(held >= HALF * span.able, held, np.nan)
        middle = np.nan_to_num(describe(np.where(both, (ends[0] + ends[1]) / 2.0, np.nan))[0])
        level = float((weight * middle).sum() / weight.sum())
        scores = [
            np.clip(level + (weight * np.where(both, value - middle, 0.0)).sum(axis=1) / share, 0.0, HIGHEST)
            for value in ends
        ]
        sizes = [
            np.sqrt(((weight * np.where(both, error, 0.0)) ** 2).sum(axis=1)) / share for error in errors
        ]
        shared = (self.panel.status[cells] == Status.UPPER_TIER).any(axis=2)
        parts = [(weight * (both & some)).sum(axis=1) / share for some in (~shared, self.pooled[used])]
        start, end, error_start, error_end, measured, own, pooled = (
            _spread(part, rows) for part in (*scores, *sizes, share / span.able, *parts)
        )
        return Ends(
            node=node,
            nations=self._name(rows),
            start_year=self.panel.years[span.first],
            end_year=self.panel.years[span.last],
            columns=span.columns,
            start=start,
            end=end,
            error_start=error_start,
            error_end=error_end,
            measured_start=measured,
            measured_end=measured,
            own=own,
            pooled=pooled,
            relative=float((weight * self.relative[used]).sum() / weight.sum()),
            lead=self._lead(int(used[np.argmax(weight)]), span, rows),
        )

    def _lead(self, column: int, span: Span, rows: Bools) -> Lead:
        low, high = spread_goalposts(self.panel, self.index.goalposts)
        width = np.abs(high - low)[:, column] / HIGHEST
        years = [span.first, span.last]
        value = self.panel.value[:, column, years]
        error = np.stack([self._error(year)[:, column] for year in years], axis=1) * width[:, None]
        both = rows & (self.panel.status[:, column, years] <= Status.UPPER_TIER).all(axis=1)
        both &= ~np.isnan(value + error).any(axis=1)
        start, end, error_start, error_end = (
            np.where(both, part[:, place], np.nan) for part in (value, error) for place in (0, 1)
        )
        logged = bool(self.index.goalposts.logged[column])
        return Lead(column, logged, bool(self.priced[column]), start, end, error_start, error_end)

    def _large(self, rows: Bools) -> Iterator[Ends]:
        """Yield both ends of the overall score and of pillars, between two years of the trend."""
        trend = self.index.trend
        for node in np.concatenate([places(self.structure, level) for level in LARGE_LEVELS]).tolist():
            scored = rows & ~np.isnan(trend.score[:, node]).all(axis=1)
            found = find_ends(trend, node, scored)
            if found is None:
                continue
            weight = self.weights[node] * trend.in_trend
            whole = weight.sum(axis=1)
            share = np.where(rows & (whole > 0), whole, np.nan)
            own, pooled = ((weight * some).sum(axis=1) / share for some in (~self.shared, self.pooled))
            years = [trend.years[place] for place in found]
            sizes = [
                np.sqrt(
                    ((weight * np.nan_to_num(self._error(self.panel.years.index(year)))) ** 2).sum(axis=1)
                )
                / share
                for year in years
            ]
            carried = trend.in_trend[scored].mean(axis=0) >= HALF
            used = np.flatnonzero((self.weights[node] > 0) & carried)
            start, end = (np.where(rows, trend.score[:, node, place], np.nan) for place in found)
            measured = [np.where(rows, trend.measured[:, node, place], np.nan) for place in found]
            yield Ends(
                node=node,
                nations=self._name(rows & ~np.isnan(start + end)),
                start_year=years[0],
                end_year=years[1],
                columns=tuple(used.tolist()),
                start=np.where(np.isnan(end), np.nan, start),
                end=np.where(np.isnan(start), np.nan, end),
                error_start=sizes[0],
                error_end=sizes[1],
                measured_start=measured[0],
                measured_end=measured[1],
                own=own,
                pooled=pooled,
                relative=float((self.weights[node, used] * self.relative[used]).sum())
                / max(float(self.weights[node, used].sum()), 1e-12),
            )

    def _name(self, rows: Bools) -> tuple[str, ...]:
        return tuple(NATIONS[n] for n in np.unique(self.about.nation[rows]).tolist())


def _spread(part: Floats, rows: Bools) -> Floats:
    """Return numbers of some councils among all, shape (A,)."""
    whole = np.full(len(rows), np.nan)
    whole[rows] = part
    return whole


def find_usable(panel: Panel, framework: Framework, nation: Ints) -> Bools:
    """Return the years of each indicator that may be an end, by nation of ``NATIONS``, shape (I, 4, Y).

    Half of the nation's councils have a figure of the year's own, and nothing bent the series in it.
    """
    known = np.zeros((len(panel.indicators), len(NATIONS), len(panel.years)), dtype=bool)
    for n in np.unique(nation).tolist():
        known[:, n] = find_known(panel, nation == n)
    return known & ~find_bent(framework, panel.years)


def put_in_proportion(index: Estimate, priced: Bools) -> Panel:
    """Return the panel with money at current prices put in proportion to the middle council of the UK.

    A figure is multiplied by what brings the middle council's figure of its year to the latest one, so that
    it lies on the scale of today: prices move all, and what is told is how councils moved against each other.

    Args:
        index: panel and latest values.
        priced: indicators in money at current prices, shape (I,).
    """
    panel = index.panel
    own = np.where(panel.status <= Status.UPPER_TIER, panel.value, np.nan)[:, priced]
    factor = np.ones((len(priced), len(panel.years)))
    latest, middles = (find_middles(part) for part in (index.level.value[:, priced], own))
    factor[priced] = np.where(np.isnan(middles), 1.0, latest[:, None] / middles)
    return replace(panel, value=panel.value * factor, lower=panel.lower * factor, upper=panel.upper * factor)


def find_middles(values: Floats) -> Floats:
    """Return the middle of each column over axis A, NaN where there is none, (A, ...) to (...)."""
    known = ~np.isnan(values).all(axis=0)
    middles = np.full(values.shape[1:], np.nan)
    if known.any():
        middles[known] = np.nanmedian(values[:, known], axis=0)
    return middles
