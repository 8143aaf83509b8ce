"""Strengths and weaknesses: elements in which a council stands out, each carried by one figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.catalogue.records import NATIONS, Area, Edition, Element, Framework, Indicator
from generator.composite.arrays import Floats, Ints
from generator.composite.scales import describe
from generator.findings import tree
from generator.findings.cautions import count_events, find_cautions, measure_lasting
from generator.findings.comparison import Comparisons, Standings, compare, count_place, rank_where_many
from generator.findings.evidence import ElementExtreme, End
from generator.findings.finding import AnyFinding, Finding, Value
from generator.findings.persistence import Persistence, count_periods
from generator.findings.rules import passes
from generator.findings.thresholds import EXTREME
from generator.index.normalisation import place_values
from generator.index.results import ErrorKind, Index, Status

KIND: Mapping[End, str] = {"high": "strength", "low": "weakness"}
CONTEXT = "context"
"""Kind of what goes with a place, at either end."""


@dataclass(frozen=True)
class _StrengthInputs:
    """What every candidate looks at."""

    index: Index
    areas: Mapping[str, Area]
    edition: Edition
    comparisons: Comparisons
    places: Standings
    good: Floats
    distance: Floats
    persistence: Persistence
    reliability: Floats
    beyond: Mapping[End, Floats]
    cautions: Mapping[End, Ints]
    events: Floats
    lasting: Floats


def find_strengths(
    index: Index, framework: Framework, areas: Mapping[str, Area], edition: Edition
) -> dict[str, tuple[Finding[ElementExtreme], ...]]:
    """Return the strengths and weaknesses of every council, strongest first within each kind.

    An element gives at most one finding, carried by its strongest qualifying indicator, and one of the kind
    "context", carried by an indicator that goes with a place. An empty tuple is a good answer: nothing stands
    out. The rule is ``element-extreme`` in ``rules``; the weight is element
    weight x indicator weight x distance of the indicator's score from the set's median score.
    """
    decimals = {indicator.slug: indicator.decimals for indicator in framework.indicators}
    comparisons = compare(index, areas, decimals=decimals)
    lower_is_better = index.structure.sign < 0
    good = np.where(lower_is_better, 100 - comparisons.percentile, comparisons.percentile)
    nation = [NATIONS.index(areas[code].nation) for code in index.panel.areas]
    # Where a nation has too few figures to tell, other guards bar those that hardly vary.
    reliability = np.nan_to_num(index.errors.reliability, nan=1.0).T[nation]
    inputs = _StrengthInputs(
        *(index, areas, edition, comparisons, rank_where_many(index, areas)),
        *(good, _distances(index, comparisons)),
        persistence=count_periods(index, comparisons),
        reliability=reliability,
        beyond=_measure_beyond(index, comparisons, reliability),
        cautions=_count_cautions(index, framework),
        events=count_events(index, framework, areas, comparisons),
        lasting=measure_lasting(index, comparisons, year=edition.year),
    )
    parts = _element_parts(index, framework)
    return {code: _of_area(inputs, a, parts) for a, code in enumerate(index.panel.areas)}


def choose_for_page(
    findings: Iterable[AnyFinding], kind: str, *, limit: int | None = None
) -> tuple[AnyFinding, ...]:
    """Return the findings of one kind, in the order they come: all, or the first so many."""
    return tuple(finding for finding in findings if finding.kind == kind)[:limit]


def _element_parts(
    index: Index, framework: Framework
) -> list[tuple[int, Element, list[tuple[int, Indicator]]]]:
    nodes = tree.node_numbers(index.structure, level="element")
    column = {slug: i for i, slug in enumerate(index.structure.indicators)}
    return [
        (
            nodes[element.slug],
            element,
            [(column[each.slug], each) for each in element.indicators if each.counts_for == "score"],
        )
        for element in framework.elements
    ]


def _of_area(
    inputs: _StrengthInputs, area: int, parts: list[tuple[int, Element, list[tuple[int, Indicator]]]]
) -> tuple[Finding[ElementExtreme], ...]:
    found: list[Finding[ElementExtreme]] = []
    good = inputs.good[area].tolist()
    for node, element, indicators in parts:
        candidates = [
            candidate
            for i, indicator in indicators
            # Most figures are nowhere near the ends: do not build evidence for them.
            if good[i] <= EXTREME or good[i] >= 100 - EXTREME
            for candidate in _candidates(inputs, area, node, element, i, indicator)
        ]
        for some in (
            [each for each in candidates if (each.kind == CONTEXT) == context] for context in (False, True)
        ):
            if some:
                strongest = max(some, key=lambda each: each.weight)
                found.append(_with_opposites(strongest, inputs, area, indicators))
    found.sort(key=lambda each: (each.kind, -each.weight, each.id))
    return tuple(found)


def _candidates(
    inputs: _StrengthInputs, area: int, node: int, element: Element, i: int, indicator: Indicator
) -> list[Finding[ElementExtreme]]:
    side: End = "high" if inputs.good[area, i] >= 50 else "low"
    finding = _state(inputs, area, node, element, i, indicator, side)
    return [finding] if passes(finding) else []


def _state(
    inputs: _StrengthInputs, area: int, node: int, element: Element, i: int, indicator: Indicator, side: End
) -> Finding[ElementExtreme]:
    level, code = inputs.index.level, inputs.index.panel.areas[area]
    comparison = inputs.comparisons.describe(area, i)
    chosen_set = inputs.comparisons.sets[int(inputs.comparisons.set_of[area, i])]
    value = _figure(inputs, area, i, indicator)
    fifth = float(inputs.places.standing.p_fifth[area, node, 0 if side == "high" else 4])
    probability = 0.0 if math.isnan(fifth) else fifth
    distance = float(inputs.distance[area, i])
    kind = CONTEXT if indicator.reading == "context" else KIND[side]
    evidence = ElementExtreme(
        side=side,
        indicator=indicator.slug,
        clause=indicator.clause_in(inputs.areas[code].nation),
        claim=indicator.claim(
            inputs.areas[code].nation, high=(side == "high") == (indicator.direction == "higher")
        ),
        past_best=int(_is_past_best(indicator, value.value)),
        status=value.status,
        age=inputs.edition.year - int(level.year[area, i]),
        value=value.value,
        decimals=indicator.decimals,
        percentile=comparison.percentile,
        good_percentile=float(inputs.good[area, i]),
        n=comparison.n,
        population=inputs.areas[code].population,
        place=count_place(comparison, int(inputs.comparisons.ties[area, i])),
        ties=int(inputs.comparisons.ties[area, i]),
        middle=comparison.middle,
        mad=chosen_set.mad,
        distinct_in_nation=int(inputs.comparisons.distinct_in_nation[area, i]),
        probability=probability,
        periods=int(inputs.persistence.periods[area, i]),
        periods_in_fifth=int(getattr(inputs.persistence, side)[area, i]),
        error_kind=ErrorKind(int(inputs.index.errors.kind[area, i])).label,
        reliability=float(inputs.reliability[area, i]),
        beyond=float(inputs.beyond[side][area, i]),
        events=None if np.isnan(inputs.events[area, i]) else int(inputs.events[area, i]),
        lasting=None if np.isnan(inputs.lasting[area, i]) else float(inputs.lasting[area, i]),
        cautions=int(inputs.cautions[side][area, i]),
        distance=distance,
        element_weight=element.weight,
        indicator_weight=indicator.weight,
        lower=value.lower,
        upper=value.upper,
        # Of the strongest alone, see below.
        opposite={},
        others=0,
    )
    return Finding(
        id=f"{code}/{kind}/{element.slug}",
        subject=code,
        kind=kind,
        node=element.slug,
        indicator=indicator.slug,
        value=value,
        comparison=comparison,
        probability=probability,
        evidence=evidence,
        weight=element.weight * indicator.weight * distance,
    )


def _count_cautions(index: Index, framework: Framework) -> dict[End, Ints]:
    """Return how many cautions speak against telling a figure at either end, shape (A, I) each."""
    spoken = find_cautions(index, framework)
    nothing = np.zeros(index.level.value.shape, dtype=np.int32)
    return {
        end: sum(
            (one.figures.astype(np.int32) for one in spoken if one.caution.end in (end, "both")), nothing
        )
        for end in KIND
    }


def _is_past_best(indicator: Indicator, value: float) -> bool:
    if indicator.goalposts is None:
        return False
    low, high = indicator.goalposts
    return value > high if indicator.direction == "higher" else value < low


def _figure(inputs: _StrengthInputs, area: int, i: int, indicator: Indicator) -> Value:
    level, panel = inputs.index.level, inputs.index.panel
    lower, upper = float(level.lower[area, i]), float(level.upper[area, i])
    published = not (np.isnan(lower) or np.isnan(upper))
    return Value(
        value=float(level.value[area, i]),
        unit=indicator.unit,
        decimals=indicator.decimals,
        period=panel.periods[int(level.period[area, i])],
        status=Status(int(level.status[area, i])).label,
        source=tree.source_of(indicator, inputs.areas[panel.areas[area]].nation),
        lower=lower if published else None,
        upper=upper if published else None,
    )


def _distances(index: Index, comparisons: Comparisons) -> Floats:
    """Points between each indicator's score and its set's median: the scale on which skew is treated."""
    scores = index.level.indicator_score
    distance = np.full(scores.shape, np.nan)
    for i in range(scores.shape[1]):
        for number in set(comparisons.set_of[:, i].tolist()) - {-1}:
            rows = comparisons.set_of[:, i] == number
            middle = np.median(scores[comparisons.members[number], i])
            distance[rows, i] = np.abs(scores[rows, i] - middle)
    return distance


def _measure_beyond(index: Index, comparisons: Comparisons, reliability: Floats) -> dict[End, Floats]:
    """Points by which figures lie beyond the border of either outer fifth once errors are reckoned with.

    An extreme figure is more often one with an error outwards than inwards. So where the true value is
    expected lies nearer to the mean of the nation's councils, by as much as is error of what tells them apart
    (Stein's estimate; Efron and Morris 1977, *Scientific American* 236). Shape (A, I) each.
    """
    panel, nation = index.panel, index.panel.nation
    place = place_values(index.level.value, panel=panel, goalposts=index.goalposts, sign=index.structure.sign)
    expected = place.copy()
    for number in np.unique(nation):
        rows = nation == number
        middle, _ = describe(place[rows])
        expected[rows] = middle + reliability[rows] * (place[rows] - middle)
    high, low = np.full(place.shape, np.nan), np.full(place.shape, np.nan)
    for i in range(place.shape[1]):
        set_of = comparisons.set_of[:, i]
        for number in set(set_of.tolist()) - {-1}:
            rows = set_of == number
            ends = np.percentile(place[comparisons.members[number], i], [EXTREME, 100 - EXTREME])
            high[rows, i], low[rows, i] = expected[rows, i] - ends[1], ends[0] - expected[rows, i]
    # Errors of sums must not tell on which side of a border a figure lies.
    return {"high": np.round(high, 9), "low": np.round(low, 9)}


def _with_opposites(
    finding: Finding[ElementExtreme],
    inputs: _StrengthInputs,
    area: int,
    indicators: list[tuple[int, Indicator]],
) -> Finding[ElementExtreme]:
    """Keep in evidence the element's other indicators that lie on the other side of their middle."""
    high = finding.evidence.side == "high"
    others = {
        indicator.slug: float(inputs.good[area, i])
        for i, indicator in indicators
        if indicator.slug != finding.indicator and not np.isnan(inputs.good[area, i])
    }
    opposite = {slug: good for slug, good in others.items() if (good < 50) == high and good != 50}
    return replace(finding, evidence=replace(finding.evidence, opposite=opposite, others=len(others)))
