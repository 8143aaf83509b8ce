"""Comparison sets: the councils a figure can be set against, and where each council stands among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from generator.catalogue.records import NATIONS, Area
from generator.composite.arrays import Bools, Floats, Ints
from generator.findings.finding import Comparison
from generator.findings.thresholds import SMALL_NATION
from generator.index.results import Index, Snapshot, Standing

GREAT_BRITAIN = ("England", "Wales", "Scotland")
MIDDLE = 50
"""Percentile of the middle of a set."""
OUTERMOST = 3
"""Places at either end of many councils that words name."""


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
        members: positions on axis A of the councils whose figures a set holds, set by set.
        set_of: index into ``sets``, -1 where there is no figure, shape (A, I).
        percentile: share of the set with a lower value plus half of ties (own value included), shape (A, I).
        rank_from_top: 1 = highest value, ties share the best place, shape (A, I).
        ties: councils of the set with this very value, itself included, shape (A, I).
        distinct_in_nation: different values among the set's councils of the area's own nation, shape (A, I).
    """

    sets: tuple[ComparisonSet, ...]
    members: tuple[Ints, ...]
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


def find_side(comparison: Comparison) -> str:
    """Return the end that a figure is nearer to, "highest" or "lowest"."""
    return "highest" if comparison.percentile >= MIDDLE else "lowest"


def count_place(comparison: Comparison, ties: int, side: str = "") -> int:
    """Return which a figure is in its set, counted from one end; equal figures have the same place.

    Args:
        comparison: of the figure.
        ties: figures of the set that are the same, this one too.
        side: the end from which to count, "highest" or "lowest"; the nearer one where it is empty.
    """
    top = comparison.rank_from_top
    return top if (side or find_side(comparison)) == "highest" else comparison.n - top - ties + 2


def is_beyond_nine_in_ten(comparison: Comparison, ties: int, side: str) -> bool:
    """Say whether at least nine in ten of the set lie on the inner side of a figure, as printed."""
    inner = comparison.n - (count_place(comparison, ties, side) - 1) - ties
    return 10 * inner >= 9 * comparison.n


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


@dataclass(frozen=True)
class Standings:
    """Where councils stand, each among those that it is ranked with.

    Attributes:
        standing: the ranks.
        everywhere: whether a council is ranked among those of all nations, and not of its own, shape (A, N).
        labels: key and label of the councils ranked on a node, by nation and node; nation "" for all.
        middles: middle score of these, by nation and node.
        nations: nation of each council, "" for none, along axis A.
    """

    standing: Standing
    everywhere: Bools
    labels: Mapping[tuple[str, int], tuple[str, str]]
    middles: Mapping[tuple[str, int], float]
    nations: Sequence[str]

    def name(self, area: int, node: int) -> tuple[str, str]:
        """Return key and label of the councils that one is ranked with on a node."""
        return self.labels["" if self.everywhere[area, node] else self.nations[area], node]

    def find_middle(self, area: int, node: int) -> float:
        """Return the middle score of the councils that one is ranked with on a node."""
        return self.middles["" if self.everywhere[area, node] else self.nations[area], node]


def rank_in_nations(index: Index, areas: Mapping[str, Area]) -> Standings:
    """Return where councils stand in their nations."""
    return _place(index, areas, index.nation, np.zeros(index.nation.rank.shape, dtype=bool))


def count_ties(index: Index, area: int, node: int) -> int:
    """Return how many councils of its nation have a council's very rank on a node, itself too."""
    peers = index.panel.nation == index.panel.nation[area]
    return int((index.nation.rank[peers, node] == index.nation.rank[area, node]).sum())


def rank_in_uk(index: Index, areas: Mapping[str, Area]) -> Standings:
    """Return where councils stand in the UK; on nodes that cannot be compared they have no rank."""
    return _place(index, areas, index.uk, np.ones(index.uk.rank.shape, dtype=bool))


def rank_where_many(index: Index, areas: Mapping[str, Area]) -> Standings:
    """Return where councils stand in their nation, or in the UK where the nation has few councils.

    A fifth of few councils tells little. Where such a nation cannot be compared with others, its own ranks
    are all there is.
    """
    few = (index.nation.ranked < SMALL_NATION) & (index.uk.rank > 0)
    return _place(index, areas, _mix(few, index.uk, index.nation), few)


def rank_where_comparable(index: Index, areas: Mapping[str, Area]) -> Standings:
    """Return where councils stand in the UK where nations can be compared, else in their nation."""
    everywhere = np.broadcast_to(index.level.scores.ranked > 0, index.uk.rank.shape)
    return _place(index, areas, _mix(everywhere, index.uk, index.nation), everywhere)


def _mix(first: Bools, one: Standing, other: Standing) -> Standing:
    return Standing(
        rank=np.where(first, one.rank, other.rank),
        ranked=np.where(first, one.ranked, other.ranked),
        low=np.where(first, one.low, other.low),
        high=np.where(first, one.high, other.high),
        p_fifth=np.where(first[..., None], one.p_fifth, other.p_fifth),
        outside=np.where(first, one.outside, other.outside),
    )


def _place(index: Index, areas: Mapping[str, Area], standing: Standing, everywhere: Bools) -> Standings:
    nations = [areas[code].nation if code in areas else "" for code in index.panel.areas]
    own = np.array(nations)
    totals, scores = count_councils(areas), index.level.scores.score
    labels, middles = {}, {}
    for nation in ("", *sorted(set(nations) - {""})):
        inside = own == nation if nation else own != ""
        for node in range(scores.shape[1]):
            rows = np.flatnonzero(inside & ~np.isnan(scores[:, node]))
            labels[nation, node] = _label_ranked(sorted(set(own[rows].tolist())), len(rows), totals=totals)
            middles[nation, node] = float(np.median(scores[rows, node])) if len(rows) else 0.0
    return Standings(standing, everywhere, labels, middles, nations)


def _label_ranked(nations: Sequence[str], count: int, *, totals: Mapping[str, int]) -> tuple[str, str]:
    """Return key and label of so many councils with a score that lie in these nations."""
    if not nations:
        return "uk", "the councils of the UK"
    key, label = name_set(nations, count, totals=totals)
    return key, label.replace("with figures", "with a score")


def compare(
    index: Snapshot,
    areas: Mapping[str, Area],
    *,
    in_nations: bool = True,
    decimals: Mapping[str, int] | None = None,
) -> Comparisons:
    """Place every figure of the level index in its comparison set.

    The widest set is all councils whose figures can be compared: all with a usable figure where the indicator
    is pooled, otherwise those whose series has the same standardisation group.

    Args:
        index: figures with their groups.
        areas: by code.
        in_nations: set the councils of a nation that has many with a figure among these alone; those of the
            others stay in the widest set.
        decimals: that each indicator is printed with. Places and ties are then those of the figures as they
            are printed, so that none is called lowest beside another that looks the same.
    """
    shape = index.level.value.shape
    set_of = np.full(shape, -1, dtype=np.int32)
    percentile = np.full(shape, np.nan)
    counts = [np.zeros(shape, dtype=np.int32) for _ in range(3)]
    totals = count_councils(areas)
    nation = np.array([areas[code].nation for code in index.panel.areas])
    sets: list[ComparisonSet] = []
    held: list[Ints] = []
    for i in range(shape[1]):
        for rows, placed in _list_sets(index, i) if in_nations else _list_widest(index, i):
            values = index.level.value[rows, i]
            inside = np.isin(rows, placed)
            set_of[placed, i] = len(sets)
            held.append(rows)
            sets.append(_summarise(values, nations=sorted(set(nation[rows].tolist())), totals=totals))
            below, equal = _count_against_all(values)
            percentile[placed, i] = (100 * (below + equal / 2) / len(rows))[inside]
            if decimals is not None:
                digits = decimals[index.structure.indicators[i]]
                below, equal = _count_against_all(round_as_printed(values, digits))
            counts[0][placed, i] = (len(rows) - below - equal + 1)[inside]
            counts[1][placed, i] = equal[inside]
            own = nation[rows]
            distinct = {each: len(set(values[own == each].tolist())) for each in set(own.tolist())}
            counts[2][placed, i] = [distinct[each] for each in own[inside].tolist()]
    return Comparisons(tuple(sets), tuple(held), set_of, percentile, *counts)


def round_as_printed(values: Floats, decimals: int) -> Floats:
    """Return figures as pages print them, halves of what is written rounded up."""
    step = Decimal(1).scaleb(-decimals)
    return np.array(
        [float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP)) for value in values.tolist()]
    )


def _list_widest(index: Snapshot, indicator: int) -> list[tuple[Ints, Ints]]:
    """Return the widest sets, in the form of ``_list_sets``."""
    return [(rows, rows) for rows in _list_comparable(index, indicator)]


def _list_sets(index: Snapshot, indicator: int) -> list[tuple[Ints, Ints]]:
    """Return the sets of an indicator: whose figures they hold, and those of these that are placed there."""
    nation, sets = index.panel.nation, []
    for rows in _list_comparable(index, indicator):
        own = [rows[nation[rows] == number] for number in np.unique(nation[rows])]
        many = [some for some in own if len(some) >= SMALL_NATION]
        few = [some for some in own if len(some) < SMALL_NATION]
        sets += [(some, some) for some in many]
        if few:
            sets.append((rows, np.sort(np.concatenate(few))))
    return sets


def _list_comparable(index: Snapshot, indicator: int) -> list[Ints]:
    """Return the councils whose figures can be compared with each other, set by set."""
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
