"""What the engine takes and returns: plain arrays with their axes named.

Axes, everywhere in the same order: ``A`` areas, ``I`` indicators, ``Y`` years, ``N`` nodes (overall, domains,
pillars, elements: the tree in reading order). Missing is NaN in float arrays and 0 in rank arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats, Ints


class Status(IntEnum):
    """How a cell came by its value, from best to worst."""

    OBSERVED = 0
    DERIVED = 1
    ESTIMATED = 2
    RECAST = 3
    UPPER_TIER = 4
    INTERPOLATED = 5
    CARRIED = 6
    MISSING = 7

    @property
    def label(self) -> str:
        """The word used in files and tables."""
        return self.name.lower()


@dataclass(frozen=True)
class Node:
    """A node of the tree above the indicators.

    Attributes:
        key: "overall", or the slug of a domain, pillar or element.
        level: overall, domain, pillar or element.
        parent: index of the parent node in the tuple of nodes (-1 for overall).
        weight: weight within the parent.
    """

    key: str
    level: str
    parent: int
    weight: float


@dataclass(frozen=True)
class Structure:
    """The framework as arrays: what the engine needs to know of the tree.

    Attributes:
        nodes: overall first, then domains, pillars, elements.
        indicators: slugs, the order of axis I.
        element_of: node index of each indicator's element, shape (I,).
        weight: weight of each indicator within its element, shape (I,).
        sign: +1 where higher is better, -1 where lower is, shape (I,).
        uk_share: share of each node's weight that one definition measures in all four nations, shape (N,).
    """

    nodes: tuple[Node, ...]
    indicators: tuple[str, ...]
    element_of: Ints
    weight: Floats
    sign: Floats
    uk_share: Floats

    @cached_property
    def places(self) -> dict[str, Ints]:
        """Positions of the nodes of each level on axis N."""
        levels = [node.level for node in self.nodes]
        return {
            level: np.array([place for place, own in enumerate(levels) if own == level], dtype=np.int32)
            for level in dict.fromkeys(levels)
        }


@dataclass(frozen=True)
class Panel:
    """All cells.

    Attributes:
        areas: council codes, axis A.
        indicators: slugs, axis I.
        years: calendar years, axis Y.
        value, lower, upper: shape (A, I, Y), in the indicator's unit; the interval is NaN where none is
            published.
        status: Status as int8, shape (A, I, Y).
        period: index into ``periods`` of the observation behind the cell (-1 none), shape (A, I, Y). A
            carried cell keeps the period of the value that was carried, a missing cell has that of the row
            that says why there is no figure, an interpolated cell has -1.
        periods: ISO 8601 period strings.
        reason: Reason as int8, shape (A, I, Y): why there is no figure of the year's own; 0 where there is,
            so that an interpolated or carried cell has both a value and a reason.
        note: index into ``notes`` (-1 none), shape (A, I, Y), of the remark on the year's own observation.
        notes: what was done to observations, or why they have no value, in plain words.
        group: standardisation group of each cell's series, shape (A, I): cells of one indicator with the same
            number are comparable; -1 where the indicator has no series for the area.
        pooled: True where all groups of an indicator are comparable with each other, shape (I,).
        nation: position of each area's nation in ``NATIONS``, shape (A,).
    """

    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    years: tuple[int, ...]
    value: Floats
    lower: Floats
    upper: Floats
    status: npt.NDArray[np.int8]
    period: Ints
    periods: tuple[str, ...]
    reason: npt.NDArray[np.int8]
    note: Ints
    notes: tuple[str, ...]
    group: npt.NDArray[np.int8]
    pooled: Bools
    nation: Ints


@dataclass(frozen=True)
class Goalposts:
    """Worst and best value per indicator and group, on the treated scale, fixed over the panel.

    Attributes:
        low, high: shape (I, G); low maps to 0 and high to 100 before direction is applied.
        logged: True where the indicator was logged before normalisation, shape (I,).
    """

    low: Floats
    high: Floats
    logged: Bools


@dataclass(frozen=True)
class Scores:
    """Scores of the tree for one year.

    Attributes:
        score: shape (A, N), 0 to 100.
        coverage: share of the weight under a node that rests on cells with a value, shape (A, N).
        rank: among all areas: 1 is best, ties share the best place, shape (A, N); 0 where there is no score,
            and on nodes that ``ranking.allow_uk_ranks`` leaves out.
        ranked: number of areas ranked so, shape (N,).
        nation_rank: the same among the areas of the same nation, on all nodes, shape (A, N).
        nation_ranked: number of areas of the same nation that are ranked, shape (A, N).
    """

    score: Floats
    coverage: Floats
    rank: Ints
    ranked: Ints
    nation_rank: Ints
    nation_ranked: Ints


@dataclass(frozen=True)
class Level:
    """The level index: every indicator at its latest usable value.

    Attributes:
        value, lower, upper: shape (A, I), in the indicator's unit.
        status: Status as int8, shape (A, I): how the latest value came about (never CARRIED or INTERPOLATED).
        period: index into ``Panel.periods``, -1 where missing, shape (A, I).
        year: calendar year of the value, 0 where missing, shape (A, I).
        reason: Reason as int8, shape (A, I): why there is no value, 0 where there is one.
        note: index into ``Panel.notes`` (-1 none), shape (A, I), of the remark on the value, or on its lack.
        gap_period: index into ``Panel.periods`` of the latest row about a cell without a value (a figure that
            was withheld, or that is too old), -1 where there is none, shape (A, I).
        percentile: share of comparable areas with a lower value, plus half of ties, 0 to 100, shape (A, I);
            within the area's own group where groups are not comparable.
        indicator_score: 0 to 100, 100 best, shape (A, I).
        reference: mean of the indicator's scores, that scores of nodes are level-neutral by, shape (I,).
        scores: the tree.
    """

    value: Floats
    lower: Floats
    upper: Floats
    status: npt.NDArray[np.int8]
    period: Ints
    year: Ints
    reason: npt.NDArray[np.int8]
    note: Ints
    gap_period: Ints
    percentile: Floats
    indicator_score: Floats
    reference: Floats
    scores: Scores


@dataclass(frozen=True)
class Trend:
    """The trend index: the same composition in every year.

    Attributes:
        years: axis Y of this index.
        score: shape (A, N, Y).
        measured: share of a node's weight in a year that rests on cells of a publisher, upper tier at worst
            (not on interpolated or carried ones), shape (A, N, Y).
        straight: the part of ``measured`` in years that bent nothing of the cell's series, shape (A, N, Y).
        carried: share that rests on carried cells, shape (A, N, Y).
        in_trend: indicators used for the area, shape (A, I).
        base_year: first year in which the median area has at least half of the overall weight measured and
            less than a quarter carried; changes of the overall score are stated since that year.
    """

    years: tuple[int, ...]
    score: Floats
    measured: Floats
    straight: Floats
    carried: Floats
    in_trend: Bools
    base_year: int


class ErrorKind(IntEnum):
    """How the error of a value is known."""

    NONE = 0
    PUBLISHED = 1
    COUNT = 2
    SURVEY = 3
    SERIES = 4
    ASSUMED = 5
    COMPLETE = 6

    @property
    def label(self) -> str:
        """The word used in tables."""
        return self.name.lower()


@dataclass(frozen=True)
class Errors:
    """Errors of the latest values.

    Attributes:
        size: standard errors in points, NaN where there is no value, shape (A, I).
        kind: ErrorKind as int8, NONE where there is no value, shape (A, I).
        like: for assumed errors the position of the indicator that they are taken from, itself where that is
            known in other nations, -1 for none, by indicator and nation of ``NATIONS``, shape (I, 4).
        triples: of values in a row that the scatter rests on, by indicator and nation, shape (I, 4).
        reliability: 1 less mean error variance over variance, by indicator and nation, NaN where a nation has
            fewer than three values or they do not differ, shape (I, 4).
        single: the same of single periods, also where the mean of several is scored, shape (I, 4).
    """

    size: Floats
    kind: npt.NDArray[np.int8]
    like: Ints
    triples: Ints
    reliability: Floats
    single: Floats


@dataclass(frozen=True)
class Robustness:
    """What the Monte Carlo says of each area and node, all of shape (A, N).

    Attributes:
        rank_low, rank_high: 5th and 95th percentile of the rank among all areas (low is the better rank).
        score_low, score_high: 5th and 95th percentile of the score; NaN for elements.
        score_mean: mean of the drawn scores, on the scale of the published ones; NaN for elements.
        p_fifth: probability of being in each fifth of that ranking, best first, shape (A, N, 5).
        outside: whether the published rank lies outside these percentiles, so that the range was widened.
        nation_low, nation_high, nation_p_fifth, nation_outside: the same of the rank in the nation.
        draws: number of draws.
        seed: seed of the random generator.
    """

    rank_low: Ints
    rank_high: Ints
    score_low: Floats
    score_high: Floats
    score_mean: Floats
    p_fifth: Floats
    outside: Bools
    nation_low: Ints
    nation_high: Ints
    nation_p_fifth: Floats
    nation_outside: Bools
    draws: int
    seed: int


@dataclass(frozen=True)
class Standing:
    """Ranks in one set of areas with what the Monte Carlo says of them, all of shape (A, N).

    Attributes:
        rank: 1 is best, 0 where there is none in this set.
        ranked: number of areas ranked.
        low, high: 5th and 95th percentile of the rank.
        p_fifth: probability of each fifth of the ranking, best first, shape (A, N, 5).
        outside: whether the range was widened to hold the rank.
    """

    rank: Ints
    ranked: Ints
    low: Ints
    high: Ints
    p_fifth: Floats
    outside: Bools

    def percentile(self, rank: Ints) -> Floats:
        """Return the share of the areas below some ranks and half of their own place, 0 to 100; NaN for none.

        A rank of 1 among n is at 100 - 50/n, so that the middle area stands at 50.
        """
        places = 100 * (1 - (rank - 0.5) / np.maximum(self.ranked, 1))
        return np.where(self.rank > 0, places, np.nan)


@dataclass(frozen=True)
class Snapshot:
    """Where the councils stand now: the results without trend and draws."""

    structure: Structure
    panel: Panel
    goalposts: Goalposts
    level: Level


@dataclass(frozen=True)
class SobolIndices:
    """Which choice moves the ranks most: Sobol indices of the mean rank shift.

    Attributes:
        nodes: keys of the overall score, the domains and the pillars, axis N of the arrays here.
        factors: names of the choices, axis F.
        first: share of the variance that a factor explains alone, shape (F, N).
        total: share in which it has a part, with other factors or alone, shape (F, N).
        first_low, first_high, total_low, total_high: 90 % intervals of both.
        mean_shift: mean distance of an area's rank from its published rank, in places, shape (N,).
        base: draws in each of the two sets of the design.
        seed: seed of the random generator.
    """

    nodes: tuple[str, ...]
    factors: tuple[str, ...]
    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    mean_shift: Floats
    base: int
    seed: int


@dataclass(frozen=True)
class Estimate(Snapshot):
    """The point estimate: the results without draws.

    Attributes:
        trend: of the overall score, domains and pillars.
        recent: of elements: the same, on to later years, by the indicators that reach them.
    """

    trend: Trend
    recent: Trend
    errors: Errors


@dataclass(frozen=True)
class Index(Estimate):
    """All results of one run over the councils.

    ``sobol`` is None where the edition asks for none.
    """

    robustness: Robustness
    sobol: SobolIndices | None = None

    @cached_property
    def uk(self) -> Standing:
        """Standing among all areas, on the nodes on which all nations can be compared."""
        scores, robust = self.level.scores, self.robustness
        ranked = np.broadcast_to(scores.ranked, scores.rank.shape)
        return Standing(
            *(scores.rank, ranked, robust.rank_low, robust.rank_high, robust.p_fifth, robust.outside)
        )

    @cached_property
    def nation(self) -> Standing:
        """Standing among the areas of the same nation."""
        scores, robust = self.level.scores, self.robustness
        return Standing(
            rank=scores.nation_rank,
            ranked=scores.nation_ranked,
            low=robust.nation_low,
            high=robust.nation_high,
            p_fifth=robust.nation_p_fifth,
            outside=robust.nation_outside,
        )
