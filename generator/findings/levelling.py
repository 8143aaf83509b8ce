"""The levelling-up test: did a matter improve, and did the gap between councils narrow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, Area, Framework
from generator.composite.arrays import Bools, Floats
from generator.composite.ranking import THOUSANDTHS, count_thousandths
from generator.findings import tree
from generator.findings.change import find_ends
from generator.findings.change_guards import levelling_category, side_of_change
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.findings.measured import cover_nations, share_of_indicators, share_of_trend
from generator.findings.rules import passes
from generator.findings.thresholds import HALF_MEASURED, MEASURED_HERE, SMALLEST_MOVE, SMALLEST_SET
from generator.index.results import Index

LEVELS = ("overall", "pillar", "element")
LOW, HIGH = 10, 90
"""Percentiles of the councils near the bottom and near the top."""
RESAMPLES = 200
SEED = 20_150_701
"""Of the resamples; the same for every edition, so that a re-run gives the same answers."""
INTERVAL = (5, 95)


@dataclass(frozen=True)
class _LevellingInputs:
    """What every group looks at.

    Attributes:
        people: shape (A,).
        nation, county: names, county "" where there is none, shape (A,).
        columns: positions of the indicators below each node.
        own, pooled, relative: share of each node's trend weight on figures of the council's own, on
            indicators with one scale for the UK, and on such as rank places within a nation, shape (A, N).
    """

    index: Index
    people: Floats
    nation: npt.NDArray[np.str_]
    county: npt.NDArray[np.str_]
    columns: Mapping[int, tuple[int, ...]]
    own: Floats
    pooled: Floats
    relative: Floats


@dataclass(frozen=True)
class Distribution:
    """Scores at both ends, one entry for each place, shape (P,); a county that shares its figures is one."""

    start: Floats
    end: Floats
    people: Floats


@dataclass(frozen=True)
class Move:
    """A change in points with its 90 % interval over resamples of the places."""

    change: float
    low: float
    high: float


def find_levelling(
    index: Index, framework: Framework, councils: Sequence[Area], groups: Mapping[str, Bools]
) -> dict[str, dict[str, Finding[LevellingUpTest]]]:
    """Return subject -> node key -> answer of the levelling-up test, where one can be given.

    The mean is weighted by population; the gap is that between the 10th and the 90th percentile. Both
    compare the same councils at both ends. Districts whose score rests mainly on a county's figures count as
    one place: else the gap of one county would weigh as often as it has districts.

    Args:
        index: results; the trend is looked at.
        framework: says which indicators carry the trend, and which rank places within a nation.
        councils: in the order of axis A.
        groups: subject of the finding -> its members, shape (A,).
    """
    ranks = np.array([indicator.comparable == "nation" for indicator in framework.indicators])
    numbers = [n for n, node in enumerate(index.structure.nodes) if node.level in LEVELS]
    inputs = _LevellingInputs(
        index=index,
        people=np.array([council.population for council in councils], dtype=np.float64),
        nation=np.array([council.nation for council in councils]),
        county=np.array([council.county_name for council in councils]),
        columns={n: tree.columns_under(index.structure, n) for n in numbers},
        own=np.nan_to_num(share_of_trend(index, framework)),
        pooled=np.nan_to_num(share_of_indicators(index, framework, index.panel.pooled)),
        relative=np.nan_to_num(share_of_indicators(index, framework, ranks)),
    )
    found: dict[str, dict[str, Finding[LevellingUpTest]]] = {}
    for subject, members in groups.items():
        stated = (finding for n in numbers for finding in _test(inputs, subject, members, n))
        found[subject] = {finding.node: finding for finding in stated if passes(finding)}
    return found


def _test(inputs: _LevellingInputs, subject: str, members: Bools, n: int) -> list[Finding[LevellingUpTest]]:
    """The finding of a group and node, its guards not yet applied; none where there is nothing to test."""
    trend = inputs.index.trend
    rows = members & ~np.isnan(trend.score[:, n, :]).all(axis=1)
    ends = find_ends(trend, n, rows) if rows.sum() >= SMALLEST_SET else None
    if ends is None:
        return []
    start, end = (trend.score[:, n, y] for y in ends)
    both = rows & ~np.isnan(start) & ~np.isnan(end)
    nations = cover_nations(inputs.nation, inputs.people, members=members, both=both)
    both &= np.isin(inputs.nation, nations)
    places = gather_places(
        start[both],
        end[both],
        people=inputs.people[both],
        shared_by=np.where(inputs.own[both, n] > MEASURED_HERE, "", inputs.county[both]),
    )
    if len(places.start) < SMALLEST_SET:
        return []
    return [_state(inputs, subject, members, both, places, n=n, ends=ends, nations=nations)]


def gather_places(
    start: Floats, end: Floats, *, people: Floats, shared_by: npt.NDArray[np.str_]
) -> Distribution:
    """Count councils that share a county's figures as one place, with the mean weighted by people.

    Args:
        start, end: scores, shape (C,).
        people: shape (C,).
        shared_by: the county, or "" for a council that stands for itself, shape (C,).
    """
    names = [county or f" {number}" for number, county in enumerate(shared_by.tolist())]
    place = np.unique(names, return_inverse=True)[1]
    total = np.bincount(place, weights=people).astype(np.float64)
    return Distribution(
        start=np.bincount(place, weights=start * people) / total,
        end=np.bincount(place, weights=end * people) / total,
        people=total,
    )


def measure_moves(places: Distribution) -> tuple[Move, Move]:
    """Return the change of the mean and of the gap between the 10th and the 90th percentile."""
    counts = _resamples(len(places.start))
    change = places.end - places.start
    # People and thousandths of a point are whole numbers: the sums are exact in any order.
    steps = places.people * count_thousandths(change)
    means = (steps @ counts) / (places.people @ counts) / THOUSANDTHS
    gaps = _resampled_gaps(places.end, counts) - _resampled_gaps(places.start, counts)
    mean = float(np.average(change, weights=places.people))
    (low_start, high_start), (low_end, high_end) = (
        percentiles(scores, (LOW, HIGH)) for scores in (places.start, places.end)
    )
    gap = (high_end - low_end) - (high_start - low_start)
    return _with_interval(mean, means), _with_interval(gap, gaps)


def percentiles(scores: Floats, shares: Sequence[float]) -> list[float]:
    """Return percentiles on a straight line between neighbours, as ``np.percentile`` gives, in less time."""
    ladder: list[float] = np.sort(scores).tolist()
    found = []
    for share in shares:
        place = share / 100 * (len(ladder) - 1)
        below = int(place)
        above = min(below + 1, len(ladder) - 1)
        found.append(ladder[below] + (place - below) * (ladder[above] - ladder[below]))
    return found


def _middle(numbers: Floats) -> float:
    return percentiles(numbers, (50,))[0]


def _with_interval(change: float, draws: Floats) -> Move:
    return Move(change, *percentiles(draws, INTERVAL))


@lru_cache(maxsize=512)
def _resamples(places: int) -> npt.NDArray[np.float32]:
    """How often each place is drawn in each resample, shape (P, RESAMPLES); the same for every node."""
    picked = np.random.default_rng(SEED).integers(0, places, size=(RESAMPLES, places))
    cells = picked * RESAMPLES + np.arange(RESAMPLES)[:, None]
    counts = np.bincount(cells.ravel(), minlength=places * RESAMPLES).reshape(places, RESAMPLES)
    return counts.astype(np.float32)


def _resampled_gaps(scores: Floats, counts: npt.NDArray[np.float32]) -> Floats:
    """Gap between the percentiles in each resample, read from the sorted scores, shape (RESAMPLES,)."""
    order = np.argsort(scores, kind="stable")
    ladder, drawn = scores[order], np.cumsum(counts[order], axis=0)
    low, high = (ladder[(drawn < share / 100 * len(scores)).sum(axis=0)] for share in (LOW, HIGH))
    return np.asarray(high - low)


def _state(
    inputs: _LevellingInputs,
    subject: str,
    members: Bools,
    both: Bools,
    places: Distribution,
    *,
    n: int,
    ends: tuple[int, int],
    nations: Sequence[str],
) -> Finding[LevellingUpTest]:
    trend, structure = inputs.index.trend, inputs.index.structure
    node = structure.nodes[n]
    mean, gap = measure_moves(places)
    mean_side, gap_side = (
        side_of_change(move.change, low=move.low, high=move.high, zone=SMALLEST_MOVE) for move in (mean, gap)
    )
    columns = inputs.columns[n]
    carried = trend.in_trend[np.ix_(np.flatnonzero(both), np.array(columns))].mean(axis=0) >= HALF_MEASURED
    measures = [structure.indicators[i] for i, does in zip(columns, carried, strict=True) if does]
    (bottom_start, top_start), (bottom_end, top_end) = (
        percentiles(scores, (LOW, HIGH)) for scores in (places.start, places.end)
    )
    measured_start, measured_end = (_middle(trend.measured[both, n, y]) for y in ends)
    whole = [nation for nation in NATIONS if (members & (inputs.nation == nation)).any()]
    return Finding(
        id=f"{subject}/levelling/{node.key}",
        subject=subject,
        kind="levelling",
        node=node.key,
        evidence=LevellingUpTest(
            category=levelling_category(mean=mean_side, gap=gap_side),
            level=node.level,
            start_year=trend.years[ends[0]],
            end_year=trend.years[ends[1]],
            mean_start=float(np.average(places.start, weights=places.people)),
            mean_end=float(np.average(places.end, weights=places.people)),
            mean_change=mean.change,
            mean_low=mean.low,
            mean_high=mean.high,
            mean_side=mean_side,
            p10_start=bottom_start,
            p90_start=top_start,
            p10_end=bottom_end,
            p90_end=top_end,
            gap_start=top_start - bottom_start,
            gap_end=top_end - bottom_end,
            gap_change=gap.change,
            gap_low=gap.low,
            gap_high=gap.high,
            gap_side=gap_side,
            zone=SMALLEST_MOVE,
            councils=int(both.sum()),
            places=len(places.start),
            people_share=float(inputs.people[both].sum() / inputs.people[members].sum()),
            nations=tuple(nations),
            whole=tuple(whole),
            pooled=min(_middle(inputs.pooled[both & (inputs.nation == nation), n]) for nation in nations),
            relative=float(np.average(inputs.relative[both, n], weights=inputs.people[both])),
            measured_start=measured_start,
            measured_end=measured_end,
            indicators=len(measures),
            measures=tuple(measures),
        ),
        weight=abs(gap.change),
    )
