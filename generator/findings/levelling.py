"""The levelling-up test: did a matter improve, and did the true gap between councils narrow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.catalogue.records import NATIONS, Area, Framework
from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log
from generator.composite.spread import (
    HIGH,
    LOW,
    Distribution,
    Spread,
    measure_moves,
    measure_reliability,
    measure_slope,
    measure_spread,
    percentiles,
)
from generator.findings.change_guards import (
    levelling_category,
    name_slope,
    ratio_is_told,
    side_of_gap,
    side_of_mean,
)
from generator.findings.evidence import LevellingUpTest
from generator.findings.finding import Finding
from generator.findings.measured import cover_nations
from generator.findings.rules import passes
from generator.findings.thresholds import HALF_MEASURED, MEASURED_HERE, SMALLEST_MOVE, SMALLEST_SET
from generator.index.ends import UK, AllEnds, Ends
from generator.index.results import Index


@dataclass(frozen=True)
class Register:
    """The councils, in the order of axis A.

    Attributes:
        nation, county: names, county "" where there is none, shape (A,).
        people: shape (A,).
    """

    nation: npt.NDArray[np.str_]
    county: npt.NDArray[np.str_]
    people: Floats

    @classmethod
    def of(cls, councils: Sequence[Area]) -> Register:
        """Read what is looked at from the register of areas."""
        return cls(
            nation=np.array([council.nation for council in councils]),
            county=np.array([council.county_name for council in councils]),
            people=np.array([council.population for council in councils], dtype=np.float64),
        )


def find_levelling(
    index: Index,
    framework: Framework,
    councils: Sequence[Area],
    groups: Mapping[str, Bools],
    ends: AllEnds,
) -> dict[str, dict[str, Finding[LevellingUpTest]]]:
    """Return subject -> node key -> answer of the levelling-up test, where one can be given.

    The mean is weighted by population; the gap is that between the 10th and the 90th percentile, errors taken
    out. Both compare the same councils at both ends. Districts whose score rests mainly on a county's figures
    count as one place: else the gap of one county would weigh as often as it has districts.

    Args:
        index: results of one run.
        framework: says how sentences call an indicator.
        councils: in the order of axis A.
        groups: subject of the finding -> its members, shape (A,).
        ends: both ends of every node, by scope.
    """
    register = Register.of(councils)
    subjects = [indicator.subject for indicator in framework.indicators]
    found: dict[str, dict[str, Finding[LevellingUpTest]]] = {}
    for subject, members in groups.items():
        scope = ends.get(choose_scope(register.nation, members), {})
        stated = (
            _name_lead(finding, index, subjects)
            for each in scope.values()
            for finding in _test(index, register, subject, members, each)
        )
        found[subject] = {finding.node: finding for finding in stated if passes(finding)}
    return found


def _name_lead(
    finding: Finding[LevellingUpTest], index: Index, subjects: Sequence[str]
) -> Finding[LevellingUpTest]:
    lead = finding.evidence.lead
    if lead is None:
        return finding
    subject = subjects[index.structure.indicators.index(lead)]
    return replace(finding, evidence=replace(finding.evidence, lead_subject=subject))


def choose_scope(nation: npt.NDArray[np.str_], members: Bools) -> str:
    """Return the nation of some councils, or the UK where they lie in several."""
    nations = np.unique(nation[members])
    return str(nations[0]) if len(nations) == 1 else UK


def share_counties(own: Floats, county: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """Return the county whose figures a council shares, or "" for one that stands for itself, shape (C,)."""
    return np.where(np.nan_to_num(own) > MEASURED_HERE, "", county)


def _test(
    index: Index, register: Register, subject: str, members: Bools, ends: Ends
) -> list[Finding[LevellingUpTest]]:
    """The finding of a group and node, its guards not yet applied; none where there is nothing to test."""
    both = members & ~np.isnan(ends.start + ends.end + ends.error_start + ends.error_end)
    nations = cover_nations(register.nation, register.people, members=members, both=both)
    both &= np.isin(register.nation, nations)
    if both.sum() < SMALLEST_SET:
        return []
    places = gather_places(
        Distribution(
            ends.start[both],
            ends.end[both],
            ends.error_start[both],
            ends.error_end[both],
            register.people[both],
        ),
        share_counties(ends.own[both], register.county[both]),
    )
    if len(places.start) < SMALLEST_SET:
        return []
    return [_state(index, register, subject, members, both, places, ends=ends, nations=nations)]


def gather_places(councils: Distribution, shared_by: npt.NDArray[np.str_]) -> Distribution:
    """Count councils that share a county's figures as one place, with the means weighted by people.

    Args:
        councils: shape (C,).
        shared_by: the county, or "" for a council that stands for itself, shape (C,).
    """
    place = number_places(shared_by)
    total = np.bincount(place, weights=councils.people).astype(np.float64)
    start, end, error_start, error_end = (
        np.bincount(place, weights=part * councils.people) / total
        for part in (councils.start, councils.end, councils.error_start, councils.error_end)
    )
    return Distribution(start, end, error_start, error_end, total)


def number_places(shared_by: npt.NDArray[np.str_]) -> npt.NDArray[np.intp]:
    """Return the number of each council's place: a county that shares its figures is one, shape (C,)."""
    names = [county or f" {number}" for number, county in enumerate(shared_by.tolist())]
    return np.unique(names, return_inverse=True)[1]


def _state(
    index: Index,
    register: Register,
    subject: str,
    members: Bools,
    both: Bools,
    places: Distribution,
    *,
    ends: Ends,
    nations: Sequence[str],
) -> Finding[LevellingUpTest]:
    structure = index.structure
    node = structure.nodes[ends.node]
    mean, gap = measure_moves(places)
    before, after = (
        measure_spread(scores, errors)
        for scores, errors in ((places.start, places.error_start), (places.end, places.error_end))
    )
    mean_side = side_of_mean(mean.change, low=mean.low, high=mean.high, relative=ends.relative)
    gap_side = side_of_gap(gap.change, low=gap.low, high=gap.high, real=min(before.real, after.real))
    slope, reliability = measure_slope(places), measure_reliability(places)
    whole = [nation for nation in NATIONS if (members & (register.nation == nation)).any()]
    evidence = LevellingUpTest(
        category=levelling_category(mean=mean_side, gap=gap_side),
        level=node.level,
        start_year=ends.start_year,
        end_year=ends.end_year,
        mean_start=float(np.average(places.start, weights=places.people)),
        mean_end=float(np.average(places.end, weights=places.people)),
        mean_change=mean.change,
        mean_low=mean.low,
        mean_high=mean.high,
        mean_side=mean_side,
        p10_start=before.low,
        p90_start=before.high,
        p10_end=after.low,
        p90_end=after.high,
        error_start=before.error,
        error_end=after.error,
        real_start=before.real,
        real_end=after.real,
        gap_start=before.gap,
        gap_end=after.gap,
        gap_change=gap.change,
        gap_low=gap.low,
        gap_high=gap.high,
        gap_side=gap_side,
        slope=slope.change,
        slope_low=slope.low,
        slope_high=slope.high,
        slope_side=name_slope(slope.change, low=slope.low, high=slope.high, reliability=reliability),
        reliability=reliability,
        zone=SMALLEST_MOVE,
        councils=int(both.sum()),
        places=len(places.start),
        people_share=float(register.people[both].sum() / register.people[members].sum()),
        nations=tuple(nations),
        whole=tuple(whole),
        pooled=min(float(np.median(ends.pooled[both & (register.nation == nation)])) for nation in nations),
        relative=ends.relative,
        measured_start=float(np.median(ends.measured_start[both])),
        measured_end=float(np.median(ends.measured_end[both])),
        indicators=len(ends.columns),
        measures=tuple(structure.indicators[i] for i in ends.columns),
    )
    return Finding(
        id=f"{subject}/levelling/{node.key}",
        subject=subject,
        kind="levelling",
        node=node.key,
        evidence=_in_own_unit(evidence, index, register, both, ends),
        weight=abs(gap.change),
    )


def _in_own_unit(
    evidence: LevellingUpTest, index: Index, register: Register, both: Bools, ends: Ends
) -> LevellingUpTest:
    """Add where the places near both ends stand in the unit of the heaviest indicator, errors taken out.

    Both percentiles are drawn towards the middle place by the part of the spread that is error. Nothing is
    added where the indicator has too few figures, or where errors make most of what parts the places; nor
    where it went against a clear side of the gap, which then rests on other indicators or on how the scale
    ends. No interval is known of it, so it is no "but" either.
    """
    lead = ends.lead
    if lead is None:
        return evidence
    here = both & ~np.isnan(lead.start + lead.end)
    if here.sum() < SMALLEST_SET:
        return evidence
    start, end = (log(part[here]) if lead.logged else part[here] for part in (lead.start, lead.end))
    shared = share_counties(ends.own[here], register.county[here])
    places = gather_places(
        Distribution(start, end, lead.error_start[here], lead.error_end[here], register.people[here]), shared
    )
    spreads = (
        (places.start, measure_spread(places.start, places.error_start)),
        (places.end, measure_spread(places.end, places.error_end)),
    )
    if len(places.start) < SMALLEST_SET or min(spread.real for _, spread in spreads) < HALF_MEASURED:
        return evidence
    (low_start, high_start), (low_end, high_end) = (_draw_in(values, spread) for values, spread in spreads)
    if lead.logged:
        low_start, high_start, low_end, high_end = exp([low_start, high_start, low_end, high_end]).tolist()
    as_ratio = ratio_is_told((low_start, low_end), (high_start, high_end))
    if lead.priced and not as_ratio:
        return evidence
    apart = high_end - low_end - (high_start - low_start)
    if as_ratio and (lead.logged or lead.priced):
        apart = high_end / low_end - high_start / low_start
    if (evidence.gap_side == "up" and apart < 0) or (evidence.gap_side == "down" and apart > 0):
        return evidence
    return replace(
        evidence,
        lead=index.structure.indicators[lead.column],
        low_start=low_start,
        high_start=high_start,
        low_end=low_end,
        high_end=high_end,
    )


def _draw_in(values: Floats, spread: Spread) -> tuple[float, float]:
    """Return the 10th and 90th percentile, drawn towards the middle by the root of what is real."""
    low, middle, high = percentiles(values, (LOW, 50, HIGH))
    share = spread.real**0.5
    return middle - (middle - low) * share, middle + (high - middle) * share
