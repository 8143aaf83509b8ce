"""How far the small areas of a place lie apart: a council, or several councils of one nation together.

Small areas are compared inside their nation and inside one edition of its index only: the indices of the
nations are made differently, and each edition ranks anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.inside import Bools, Inside, SmallAreas
from generator.catalogue.inside_records import IndexEdition
from generator.catalogue.records import Area, Cluster

FEWEST = 10
"""Small areas with a rate that a place needs before its fifths at both ends are compared: each has two."""


@dataclass(frozen=True)
class Spread:
    """The small areas of one place in one edition of the index of its nation.

    Attributes:
        code: of the place, or slug of a cluster.
        kind: council, region or cluster.
        nation: whose index it is; a cluster has a spread for each nation that it lies in.
        areas: how many small areas of the place are ranked.
        tenth, fifth: how many of them are among the most deprived tenth and fifth of the nation.
        people: who live in all of them, in the tenth and in the fifth; None where the edition does not count
            the people of each.
        income_high, income_low: mean share of people who are deprived of income, in per cent, over the fifth
            of the small areas where it is highest and where it is lowest, each area counting alike; None
            where the edition has no such shares or the place fewer than ``FEWEST`` areas with one.
    """

    code: str
    kind: str
    nation: str
    edition: IndexEdition
    areas: int
    tenth: int
    fifth: int
    people: tuple[int, int, int] | None
    income_high: float | None
    income_low: float | None

    @property
    def share_tenth(self) -> float:
        """Per cent of the small areas that are among the nation's most deprived tenth."""
        return 100 * self.tenth / self.areas

    @property
    def share_fifth(self) -> float:
        """Per cent of the small areas that are among the nation's most deprived fifth."""
        return 100 * self.fifth / self.areas

    @property
    def income_gap(self) -> float | None:
        """Percentage points between ``income_high`` and ``income_low``."""
        if self.income_high is None or self.income_low is None:
            return None
        return self.income_high - self.income_low


def measure_all(inside: Inside, areas: Sequence[Area], clusters: Sequence[Cluster]) -> Iterator[Spread]:
    """Yield the spread of every council, region and cluster, in the order of the register and the list.

    Nations and the clusters that are one are left out: a tenth of theirs is the most deprived tenth.

    Args:
        inside: the small areas.
        areas, clusters: of the register.
    """
    councils = [area for area in areas if area.kind == "council"]
    for council in councils:
        yield from measure_spread(inside, council.code, "council", [council.code])
    for region in (area for area in areas if area.kind == "region"):
        members = [council.code for council in councils if council.region_code == region.code]
        yield from measure_spread(inside, region.code, "region", members)
    for cluster in clusters:
        if cluster.kind not in ("region", "nation"):
            yield from measure_spread(inside, cluster.slug, "cluster", cluster.members)


def measure_spread(inside: Inside, code: str, kind: str, councils: Iterable[str]) -> Iterator[Spread]:
    """Yield the spread of some councils together, by nation and edition, the latest first.

    Args:
        inside: the small areas.
        code, kind: of the place that the councils make up.
        councils: their codes; those without small areas count for nothing.
    """
    members = list(councils)
    for one in inside.sets:
        parts = [one.by_council[council] for council in members if council in one.by_council]
        inside_them = np.zeros(len(one.codes), dtype=bool)
        for part in parts:
            inside_them[part] = True
        for edition in one.about.editions if parts else ():
            spread = _measure(one, edition, inside_them, code=code, kind=kind)
            if spread is not None:
                yield spread


def find_latest(inside: Inside, council: str) -> Spread | None:
    """Return the spread of one council by the latest edition that counts people; None where there is none."""
    spreads = measure_spread(inside, council, "council", [council])
    return next((spread for spread in spreads if spread.people is not None), None)


def _measure(
    one: SmallAreas,
    edition: IndexEdition,
    places: Bools,
    *,
    code: str,
    kind: str,
) -> Spread | None:
    """Return the spread of the areas that ``places`` marks, shape (S,); None where none is ranked."""
    ranks = one.figures[f"rank_{edition.year}"][places]
    ranked = ~np.isnan(ranks)
    if not ranked.any():
        return None
    low = high = None
    if "income" in edition.measures:
        shares = one.figures[f"income_{edition.year}"][places]
        low, high = compare_fifths(shares[~np.isnan(shares)].tolist())
    tenth, fifth = (ranked & (ranks <= last) for last in (edition.tenth, edition.fifth))
    people = None
    if "people" in edition.measures:
        counts = one.figures[f"people_{edition.year}"][places]
        if not np.isnan(counts[ranked]).any():
            whole, most, more = (int(counts[some].sum()) for some in (ranked, tenth, fifth))
            people = whole, most, more
    return Spread(
        code=code,
        kind=kind,
        nation=one.about.nation,
        edition=edition,
        areas=int(ranked.sum()),
        tenth=int(tenth.sum()),
        fifth=int(fifth.sum()),
        people=people,
        income_high=high,
        income_low=low,
    )


def compare_fifths(shares: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    """Return the means over the fifths of some shares at both ends; nothing where they are few.

    A fifth is the fifth part of their number, rounded to the nearest.

    Args:
        shares: in per cent.
    """
    if len(shares) < FEWEST:
        return None, None
    ordered, size = sorted(shares), round(len(shares) / 5)
    # Exact sums: the same in any order.
    return math.fsum(ordered[:size]) / size, math.fsum(ordered[-size:]) / size
