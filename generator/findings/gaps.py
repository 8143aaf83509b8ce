"""How far each region, cluster, nation and council lies from its nation, or the UK, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import NATIONS, Area
from generator.composite.arrays import Bools, Floats
from generator.findings.change_guards import gap_category, side_of_change
from generator.findings.evidence import GapToNation
from generator.findings.finding import Finding
from generator.findings.levelling import Register, number_places, share_counties
from generator.findings.rules import passes
from generator.findings.thresholds import HALF_MEASURED, SMALLEST_MOVE
from generator.index.ends import UK, AllEnds, Ends
from generator.index.results import Index

_Z_90 = 1.645
"""Standard errors in half of a 90 % interval."""


@dataclass(frozen=True)
class Gap:
    """One place, or every council, against the whole of a scope.

    Attributes:
        start, end: own scores, of a group the mean by population.
        whole_start, whole_end: mean of all councils of the scope with both years, by population.
        error: standard error of the change of the gap.
    """

    start: Floats
    end: Floats
    whole_start: float
    whole_end: float
    error: Floats

    @property
    def gaps(self) -> tuple[Floats, Floats]:
        """Own score less that of the whole, in both years."""
        return self.start - self.whole_start, self.end - self.whole_end

    @property
    def change(self) -> Floats:
        """How far the gap moved."""
        before, after = self.gaps
        return after - before

    @property
    def interval(self) -> tuple[Floats, Floats]:
        """90 % interval of the change."""
        return self.change - _Z_90 * self.error, self.change + _Z_90 * self.error


@dataclass(frozen=True)
class Whole:
    """The councils of one scope with both ends of a node.

    Attributes:
        both: which they are, shape (A,).
        share: of each in the people of all of them, 0 elsewhere, shape (A,).
        place: number of each council's place, shape (A,): what districts share of a county errs as one.
        places: how many there are.
    """

    ends: Ends
    both: Bools
    share: Floats
    place: np.ndarray
    places: int

    @classmethod
    def of(cls, ends: Ends, register: Register) -> Whole:
        """Find the councils of a scope."""
        both = ~np.isnan(ends.start + ends.end + ends.error_start + ends.error_end)
        place = np.zeros(len(both), dtype=np.intp)
        place[both] = number_places(share_counties(ends.own[both], register.county[both]))
        people = np.where(both, register.people, 0.0)
        return cls(ends, both, people / people.sum(), place, int(place.max()) + 1)

    def average(self, share: Floats) -> tuple[float, float]:
        """Return the means of both ends by some shares, shape (A,)."""
        start, end = (
            float((np.where(self.both, part, 0.0) * share).sum()) for part in (self.ends.start, self.ends.end)
        )
        return start, end

    def compare_group(self, members: Bools, people: Floats) -> Gap:
        """Return the gap of the members that have both years, one or more."""
        own = np.where(self.both & members, people, 0.0)
        own = own / own.sum()
        variance = 0.0
        for errors in (self.ends.error_start, self.ends.error_end):
            terms = np.where(self.both, errors, 0.0) * (own - self.share)
            variance += float((np.bincount(self.place, terms, self.places) ** 2).sum())
        start, end = (np.array(mean) for mean in self.average(own))
        return Gap(start, end, *self.average(self.share), np.array(variance**0.5))

    def compare_each(self) -> Gap:
        """Return the gaps of all councils, NaN for those without both years."""
        variance = np.zeros(len(self.both))
        for errors in (self.ends.error_start, self.ends.error_end):
            error = np.where(self.both, errors, 0.0)
            sums = np.bincount(self.place, error * self.share, self.places)
            variance += (sums**2).sum() - sums[self.place] ** 2 + (error - sums[self.place]) ** 2
        start, end = (np.where(self.both, part, np.nan) for part in (self.ends.start, self.ends.end))
        return Gap(start, end, *self.average(self.share), np.sqrt(variance))


def list_wholes(ends: AllEnds, register: Register) -> Iterator[tuple[str, Ends, Whole]]:
    """Yield scope, ends and councils of every node that has any."""
    for scope, by_node in ends.items():
        for each in by_node.values():
            whole = Whole.of(each, register)
            if whole.both.any():
                yield scope, each, whole


def find_margins(ends: AllEnds, councils: Sequence[Area]) -> dict[int, Floats]:
    """Return half of the 90 % interval of each council's change against the UK's, shape (A,), by node."""
    return {
        each.node: _Z_90 * whole.compare_each().error
        for scope, each, whole in list_wholes(ends, Register.of(councils))
        if scope == UK
    }


def find_main_nation(register: Register, members: Bools) -> str:
    """Return the nation in which at least half of a group's people live; "" where there is none."""
    people = {name: register.people[members & (register.nation == name)].sum() for name in NATIONS}
    total = sum(people.values())
    return next((name for name in NATIONS if people[name] >= HALF_MEASURED * total > 0), "")


def find_gaps(
    index: Index, councils: Sequence[Area], groups: Mapping[str, Bools], ends: AllEnds
) -> dict[str, dict[str, Finding[GapToNation]]]:
    """Return subject -> node -> how far it lies from its nation, then and now.

    Told are the overall score, and pillars and elements on which the gap of a group clearly moved. Of
    councils it is told of the overall score alone; the table of gaps has the others.

    Args:
        index: results of one run.
        councils: in the order of axis A.
        groups: regions and clusters: key -> members, shape (A,).
        ends: both ends of every node, by scope.
    """
    register = Register.of(councils)
    found: dict[str, dict[str, Finding[GapToNation]]] = {}
    main = {key: find_main_nation(register, members) for key, members in groups.items()}
    for scope, each, whole in list_wholes(ends, register):
        if scope == UK:
            continue
        node = index.structure.nodes[each.node]
        for key, members in groups.items():
            inside = members & (register.nation == scope)
            if main[key] != scope or not (inside & whole.both).any():
                continue
            told = _state(key, whole, inside, register, index, scope)
            if passes(told) and (node.level == "overall" or told.evidence.gap_side != "unclear"):
                found.setdefault(key, {})[node.key] = told
        if node.level == "overall":
            for a, council in enumerate(councils):
                if whole.both[a]:
                    alone = np.arange(len(councils)) == a
                    told = _state(council.code, whole, alone, register, index, scope)
                    if passes(told):
                        found.setdefault(council.code, {})[node.key] = told
    return found


def _state(
    key: str, whole: Whole, members: Bools, register: Register, index: Index, nation: str
) -> Finding[GapToNation]:
    ends, node = whole.ends, index.structure.nodes[whole.ends.node]
    gap = whole.compare_group(members, register.people)
    (start, end), change = (float(part) for part in gap.gaps), float(gap.change)
    low, high = (float(part) for part in gap.interval)
    side = side_of_change(change, low=low, high=high, zone=SMALLEST_MOVE)
    both = members & whole.both
    return Finding(
        id=f"{key}/gap/{node.key}",
        subject=key,
        kind="gap",
        node=node.key,
        evidence=GapToNation(
            category=gap_category(start=start, end=end, side=side),
            level=node.level,
            nation=nation,
            start_year=ends.start_year,
            end_year=ends.end_year,
            start=float(gap.start),
            end=float(gap.end),
            nation_start=gap.whole_start,
            nation_end=gap.whole_end,
            gap_start=start,
            gap_end=end,
            gap_change=change,
            gap_low=low,
            gap_high=high,
            gap_side=side,
            zone=SMALLEST_MOVE,
            councils=int(both.sum()),
            people_share=float(register.people[both].sum() / register.people[members].sum()),
            measured_start=float(np.median(ends.measured_start[both])),
            measured_end=float(np.median(ends.measured_end[both])),
            indicators=len(ends.columns),
        ),
        weight=abs(change),
    )
