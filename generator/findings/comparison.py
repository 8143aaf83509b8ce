"""Comparison sets: the councils a figure can be set against, and where each council stands among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import NATIONS, Area
from generator.composite.arrays import Floats, Ints
from generator.findings.finding import Comparison
from generator.index.results import Index, Snapshot

GREAT_BRITAIN = ("England", "Wales", "Scotland")


@dataclass(frozen=True)
class ComparisonSet:
    """The councils with a figure for one indicator that can be compared with each other.

    Attributes:
        key, label: as in ``Comparison``.
        n: councils in the set.
        middle: median, in the indicator's unit.
        mad: median absolute deviation from the middle, same unit.
    """

    key: str
    label: str
    n: int
    middle: float
    mad: float


@dataclass(frozen=True)
class Comparisons:
    """Every figure's set and place, axes as in ``index.records``.

    Attributes:
        sets: all sets.
        set_of: index into ``sets``, -1 where there is no figure, shape (A, I).
        percentile: share of the set with a lower value plus half of ties (own value included), shape (A, I).
        rank_from_top: 1 = highest value, ties share the best place, shape (A, I).
        ties: councils of the set with this very value, itself included, shape (A, I).
        distinct_in_nation: different values among the set's councils of the area's own nation, shape (A, I).
    """

    sets: tuple[ComparisonSet, ...]
    set_of: Ints
    percentile: Floats
    rank_from_top: Ints
    ties: Ints
    distinct_in_nation: Ints

    def describe(self, area: int, indicator: int) -> Comparison:
        """Return the comparison of one figure; positions are those of axes A and I."""
        chosen = self.sets[int(self.set_of[area, indicator])]
        return Comparison(
            key=chosen.key,
            label=chosen.label,
            n=chosen.n,
            middle=chosen.middle,
            percentile=float(self.percentile[area, indicator]),
            rank_from_top=int(self.rank_from_top[area, indicator]),
        )


def count_councils(areas: Mapping[str, Area]) -> dict[str, int]:
    """Return the number of councils of each nation in the register."""
    councils = [area for area in areas.values() if area.kind == "council"]
    return {nation: sum(area.nation == nation for area in councils) for nation in NATIONS}


def name_nations(nations: Sequence[str]) -> str:
    """Return how a sentence says a list of nations: "the UK", "Great Britain", "England and Wales"."""
    present = tuple(nation for nation in NATIONS if nation in nations)
    if len(present) == len(NATIONS):
        return "the UK"
    if present == GREAT_BRITAIN:
        return "Great Britain"
    return " and ".join(filter(None, (", ".join(present[:-1]), present[-1])))


def name_set(nations: Sequence[str], n: int, *, totals: Mapping[str, int]) -> tuple[str, str]:
    """Return key and label of a set of ``n`` councils that lie in ``nations``.

    "the 361 councils of the UK" when all councils of those nations are in the set, otherwise "the 352
    councils of the UK with figures".
    """
    present = tuple(nation for nation in NATIONS if nation in nations)
    if len(present) == len(NATIONS):
        key = "uk"
    else:
        key = f"nation:{present[0]}" if len(present) == 1 else "group:" + "+".join(present)
    complete = n == sum(totals[nation] for nation in present)
    label = f"the {n} councils of {name_nations(present)}"
    return key, label if complete else f"{label} with figures"


def label_ranked(index: Index, areas: Mapping[str, Area], node: int) -> tuple[str, str]:
    """Return key and label of the councils that are ranked on a node (position on axis N)."""
    rows = np.flatnonzero(index.level.scores.rank[:, node] > 0)
    nations = sorted({areas[index.panel.areas[row]].nation for row in rows.tolist()})
    if not nations:
        return "uk", "the councils of the UK"
    key, label = name_set(nations, len(rows), totals=count_councils(areas))
    return key, label.replace("with figures", "with a score")


def median_score(index: Index, node: int) -> float:
    """Return the middle council's score of a node, 0 where no council has one (and none is compared)."""
    scores = index.level.scores.score[:, node]
    present = scores[~np.isnan(scores)]
    return float(np.median(present)) if len(present) else 0.0


def compare(index: Snapshot, areas: Mapping[str, Area]) -> Comparisons:
    """Place every figure of the level index in its comparison set.

    A set is all councils with a usable figure where the indicator is pooled, otherwise those whose series
    has the same standardisation group.
    """
    shape = index.level.value.shape
    set_of = np.full(shape, -1, dtype=np.int32)
    percentile = np.full(shape, np.nan)
    counts = [np.zeros(shape, dtype=np.int32) for _ in range(3)]
    totals = count_councils(areas)
    nation = np.array([areas[code].nation for code in index.panel.areas])
    sets: list[ComparisonSet] = []
    for i in range(shape[1]):
        for rows in _members(index, i):
            values = index.level.value[rows, i]
            set_of[rows, i] = len(sets)
            sets.append(_summarise(values, nations=sorted(set(nation[rows].tolist())), totals=totals))
            below, equal = _count_against_all(values)
            percentile[rows, i] = 100 * (below + equal / 2) / len(rows)
            counts[0][rows, i] = len(rows) - below - equal + 1
            counts[1][rows, i] = equal
            own = nation[rows]
            distinct = {each: len(set(values[own == each].tolist())) for each in set(own.tolist())}
            counts[2][rows, i] = [distinct[each] for each in own.tolist()]
    return Comparisons(tuple(sets), set_of, percentile, *counts)


def _members(index: Snapshot, indicator: int) -> list[Ints]:
    usable = ~np.isnan(index.level.value[:, indicator])
    group = index.panel.group[:, indicator]
    if index.panel.pooled[indicator]:
        chosen = [usable]
    else:
        chosen = [usable & (group == number) for number in sorted(set(group[usable].tolist()))]
    return [np.flatnonzero(mask).astype(np.int32) for mask in chosen if mask.any()]


def _summarise(values: Floats, *, nations: Sequence[str], totals: Mapping[str, int]) -> ComparisonSet:
    middle = float(np.median(values))
    key, label = name_set(nations, len(values), totals=totals)
    return ComparisonSet(key, label, len(values), middle, float(np.median(np.abs(values - middle))))


def _count_against_all(values: Floats) -> tuple[Ints, Ints]:
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    equal = np.searchsorted(ordered, values, side="right") - below
    return below.astype(np.int32), equal.astype(np.int32)
