"""The lead of a report: the few findings that tell a place at a glance, chosen from those that passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.catalogue.pairs import Pair, PairEnd
from generator.catalogue.records import Area
from generator.findings import tree
from generator.findings.evidence import (
    Deprived,
    ElementExtreme,
    End,
    Evidence,
    GapToNation,
    LeadGap,
    LeadMarks,
    LeadPair,
    LeadPeople,
    LeadUnlike,
)
from generator.findings.finding import AnyFinding, Finding, pick
from generator.findings.rules import passes
from generator.findings.strengths import KIND
from generator.geography.inside_spread import Spread
from generator.index.results import Index, Standing

MOST_NAMED = 3
"""Strengths, or weaknesses, that a lead names."""
OUTNUMBERED = 2
"""How many times the strengths there are as many weaknesses where these are told first."""
TENTH = 0.1
"""Share of its people in the most deprived tenth of the nation from which that is told, and not the fifth."""
LEAD = "lead"


def find_leads(
    codes: Sequence[str],
    *,
    found: Mapping[str, Sequence[AnyFinding]],
    gaps: Mapping[str, Mapping[str, Finding[GapToNation]]],
    spreads: Mapping[str, Spread],
    pairs: Sequence[Pair] = (),
    alike: Alike | None = None,
) -> dict[str, tuple[AnyFinding, ...]]:
    """Return the lead of every council in the order in which it is told; empty where nothing stands out.

    Nothing is found anew: a lead tells what the lists below it hold, so it cannot say anything else.

    Args:
        codes: of the councils.
        found: strengths and weaknesses of each, the weightiest first.
        gaps: how far each lies from its nation, by node.
        spreads: how far the small areas of each lie apart, by the latest edition that counts people.
        pairs: the reviewed list of what belongs together.
        alike: the statistical neighbours of each, and where all stand in their nations.
    """
    return {
        code: tuple(
            each
            for each in (
                *find_marks(code, found.get(code, ())),
                *find_pair(code, found.get(code, ()), pairs),
                *find_lead_people(code, spreads.get(code)),
                *find_lead_gap(code, gaps.get(code, {})),
                *find_unlike(code, found.get(code, ()), alike),
            )
            if passes(each)
        )
        for code in codes
    }


def find_marks(code: str, found: Sequence[AnyFinding]) -> tuple[Finding[LeadMarks], ...]:
    """Return what marks a place most at either end: weaknesses first where they are twice as many."""
    extremes = {side: [each for each in found if each.kind == KIND[side]] for side in order_ends(found)}
    sides = [side for side, told in extremes.items() if told]
    return tuple(
        _mark(code, side, list(pick(extremes[side], ElementExtreme)), first=side == sides[0])
        for side in sides
    )


def _state(code: str, part: str, evidence: Evidence, weight: float = 0.0) -> Finding[Any]:
    return Finding(
        id=f"{code}/{LEAD}/overall/{part}",
        subject=code,
        kind=LEAD,
        node="overall",
        evidence=evidence,
        weight=weight,
    )


def order_ends(found: Iterable[AnyFinding]) -> tuple[End, End]:
    """Return which end is told first: weaknesses where there are at least twice as many as strengths."""
    counted = Counter(each.kind for each in found)
    strong, weak = (counted[KIND[side]] for side in ("high", "low"))
    return ("low", "high") if 0 < weak >= OUTNUMBERED * strong else ("high", "low")


def _mark(
    code: str, side: End, extremes: Sequence[Finding[ElementExtreme]], *, first: bool
) -> Finding[LeadMarks]:
    ordered = sorted(extremes, key=lambda each: (-each.weight, each.id))[:MOST_NAMED]
    return _state(
        code,
        side,
        LeadMarks(
            side=side,
            first=int(first),
            found=len(extremes),
            named=tuple(each.node for each in ordered),
            carried_by={each.node: each.evidence.indicator for each in ordered},
            told_claim={each.node: each.evidence.claim for each in ordered},
            figure={each.node: each.evidence.value for each in ordered},
            consequence={each.node: each.weight for each in ordered},
        ),
        weight=ordered[0].weight,
    )


def find_pair(code: str, found: Sequence[AnyFinding], pairs: Sequence[Pair]) -> Iterator[Finding[LeadPair]]:
    """Yield the weightiest pair of which both ends hold."""
    extremes = list(pick(found, ElementExtreme))
    holding = [
        (one, other, pair)
        for pair in pairs
        for one in extremes
        if _fits(pair.first, one)
        for other in extremes
        if _fits(pair.second, other)
    ]
    if not holding:
        return
    one, other, pair = min(holding, key=lambda each: (-(each[0].weight + each[1].weight), each[2].slug))
    yield _state(
        code,
        "pair",
        LeadPair(
            pair=pair.slug,
            joined_by="and" if pair.alike else "but",
            first_element=one.node,
            first_side=one.evidence.side,
            first_indicator=one.evidence.indicator,
            second_element=other.node,
            second_side=other.evidence.side,
            second_indicator=other.evidence.indicator,
            consequence=one.weight + other.weight,
        ),
    )


def _fits(end: PairEnd, finding: Finding[ElementExtreme]) -> bool:
    return end.fits(finding.node, finding.evidence.side, finding.evidence.indicator)


def find_lead_people(code: str, spread: Spread | None) -> Iterator[Finding[LeadPeople]]:
    """Yield how many live in the most deprived tenth of the nation, or where few do so, in the fifth."""
    if spread is None or spread.people is None or not spread.people[0]:
        return
    people, in_tenth, in_fifth = spread.people
    among: Deprived = "tenth" if in_tenth >= TENTH * people else "fifth" if spread.fifth else "none"
    yield _state(
        code,
        "people",
        LeadPeople(
            among=among,
            nation=spread.nation,
            index_year=spread.edition.year,
            small_areas=spread.areas,
            areas_among=spread.tenth if among == "tenth" else spread.fifth,
            people=people,
            counted=spread.edition.people_are,
            people_among=in_tenth if among == "tenth" else in_fifth,
        ),
    )


def find_unlike(code: str, found: Sequence[AnyFinding], alike: Alike | None) -> Iterator[Finding[LeadUnlike]]:
    """Yield what sets a place apart most from its statistical neighbours in its nation.

    Of its strengths and weaknesses it is the one on which the whole range of its rank lies beyond the ranges
    of the largest share of them; of several the weightiest.
    """
    if alike is None:
        return
    told = [
        alike.compare(code, each)
        for each in pick(found, ElementExtreme)
        if each.kind == KIND[each.evidence.side]
    ]
    passing = [each for each in told if passes(each)]
    if passing:
        yield min(
            passing,
            key=lambda each: (
                -each.evidence.clear / each.evidence.alike,
                -each.weight,
                each.evidence.element,
            ),
        )


@dataclass(frozen=True)
class Alike:
    """Which places are like which, and where they stand.

    Attributes:
        index: the run.
        areas: by code.
        neighbours: statistical neighbours of each council, nearest first.
    """

    index: Index
    areas: Mapping[str, Area]
    neighbours: Mapping[str, Sequence[str]]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each council on axis A."""
        return {code: row for row, code in enumerate(self.index.panel.areas)}

    @cached_property
    def nodes(self) -> Mapping[str, int]:
        """Position of each element on axis N."""
        return tree.node_numbers(self.index.structure, level="element")

    @cached_property
    def standing(self) -> Standing:
        """Ranks in the nations."""
        return self.index.nation

    def compare(self, code: str, finding: Finding[ElementExtreme]) -> Finding[LeadUnlike]:
        """Return how a strength or weakness of a council stands to its neighbours in the nation."""
        node, row, nation = self.nodes[finding.node], self.rows[code], self.areas[code].nation
        low, high = self.standing.low[:, node], self.standing.high[:, node]
        places = [
            each
            for each in self.neighbours.get(code, ())
            if each in self.rows
            and self.areas[each].nation == nation
            and self.standing.rank[self.rows[each], node] > 0
        ]
        others = [self.rows[each] for each in places]
        strong = finding.evidence.side == "high"
        clear = sum(bool(high[row] < low[each] if strong else low[row] > high[each]) for each in others)
        return _state(
            code,
            "unlike",
            LeadUnlike(
                side=finding.evidence.side,
                element=finding.node,
                nation=nation,
                rank_low=int(low[row]),
                rank_high=int(high[row]),
                places=tuple(places),
                alike=len(places),
                clear=clear,
            ),
            weight=finding.weight,
        )


def find_lead_gap(code: str, gaps: Mapping[str, Finding[GapToNation]]) -> Iterator[Finding[LeadGap]]:
    """Yield how the gap to the nation moved, where it clearly did."""
    gap = gaps.get("overall")
    if gap is None:
        return
    told = gap.evidence
    yield _state(
        code,
        "gap",
        LeadGap(
            category=told.category,
            nation=told.nation,
            start_year=told.start_year,
            end_year=told.end_year,
            gap_start=told.gap_start,
            gap_end=told.gap_end,
        ),
    )
