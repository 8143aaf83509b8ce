"""Relative findings, for councils high or low on nearly everything: measured against their own middle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import Area, Edition, Framework
from generator.composite.arrays import Floats
from generator.findings import tree
from generator.findings.comparison import Standings, count_ties, rank_in_nations, rank_where_many
from generator.findings.drivers import OUTER_THIRD
from generator.findings.evidence import ElementExtreme, ElementRelative, End
from generator.findings.finding import Comparison, Finding, Value
from generator.findings.measured import share_measured_here
from generator.findings.rules import passes
from generator.findings.thresholds import RELATIVE_GAP
from generator.index.results import Index

FEW_BELOW = 2
"""A council with fewer strengths (or weaknesses) than this is given relative ones."""
MOST = 3
"""Relative findings of one kind a council is given at most."""
PER_PILLAR = 1
KIND: Mapping[End, str] = {"high": "relative_strength", "low": "relative_weakness"}
ABSOLUTE: Mapping[End, str] = {"high": "strength", "low": "weakness"}


@dataclass(frozen=True)
class _RelativeInputs:
    index: Index
    edition: Edition
    percentile: Floats
    wide: Floats
    low: Floats
    high: Floats
    measured_here: Floats
    places: Standings
    nodes: Mapping[str, int]
    pillar_of: Mapping[str, str]
    population: Sequence[int]
    context: frozenset[str]


def find_relative(
    index: Index,
    framework: Framework,
    areas: Mapping[str, Area],
    edition: Edition,
    *,
    absolute: Mapping[str, Sequence[Finding[ElementExtreme]]],
) -> dict[str, tuple[Finding[ElementRelative], ...]]:
    """Return relative strengths and weaknesses of councils with few absolute ones.

    Args:
        index, framework, areas, edition: the run.
        absolute: what ``find_strengths`` returned; its elements are not used twice.

    An element qualifies when its score's percentile in its nation lies at least 20 points from the
    median percentile of the council's own elements, and that median lies outside the 5 % to 95 % range of
    the element's place over the robustness draws. More than half of its score must rest on figures of the
    council's own: what a county shares with all its districts says nothing of one of them.
    """
    inputs = _gather_inputs(index, framework, areas, edition)
    return {
        code: tuple(finding for side in KIND for finding in _of_side(inputs, a, side, absolute.get(code, ())))
        for a, code in enumerate(index.panel.areas)
    }


def _gather_inputs(
    index: Index, framework: Framework, areas: Mapping[str, Area], edition: Edition
) -> _RelativeInputs:
    places = rank_in_nations(index, areas)
    standing, wide = places.standing, rank_where_many(index, areas).standing
    nodes = tree.node_numbers(index.structure, level="element")
    return _RelativeInputs(
        index=index,
        edition=edition,
        percentile=standing.percentile(standing.rank),
        wide=wide.percentile(wide.rank),
        low=standing.percentile(standing.high),
        high=standing.percentile(standing.low),
        measured_here=share_measured_here(index),
        places=places,
        nodes=nodes,
        context=find_context(framework),
        pillar_of={slug: pillar.slug for slug, (pillar, _) in tree.elements_by_slug(framework).items()},
        population=[areas[code].population for code in index.panel.areas],
    )


def find_context(framework: Framework) -> frozenset[str]:
    """Return the elements that rest mainly on what goes with a place, by their slugs."""
    return frozenset(
        element.slug
        for element in framework.elements
        if (scored := [each for each in element.indicators if each.counts_for == "score"])
        and 2 * sum(each.weight for each in scored if each.reading == "context")
        > sum(each.weight for each in scored)
    )


def _of_side(
    inputs: _RelativeInputs, area: int, side: End, absolute: Sequence[Finding[ElementExtreme]]
) -> tuple[Finding[ElementRelative], ...]:
    own = np.array([inputs.percentile[area, node] for node in inputs.nodes.values()])
    if np.isnan(own).all():
        return ()
    own_median = float(np.nanmedian(own))
    taken = inputs.context | {finding.node for finding in absolute}
    count = sum(finding.kind == ABSOLUTE[side] for finding in absolute)
    found = [
        _state(inputs, area, node, slug, side=side, own_median=own_median, count=count)
        for slug, node in inputs.nodes.items()
        if slug not in taken
        and abs(inputs.percentile[area, node] - own_median) >= RELATIVE_GAP
        and not _pulls_the_other_way(inputs.wide[area, node], side)
    ]
    kept: list[Finding[ElementRelative]] = []
    seen: Counter[str] = Counter()
    for finding in sorted(found, key=lambda each: (-each.weight, each.id)):
        seen[inputs.pillar_of[finding.node]] += passes(finding)
        if passes(finding) and seen[inputs.pillar_of[finding.node]] <= PER_PILLAR:
            kept.append(finding)
    return tuple(kept[:MOST])


def _pulls_the_other_way(percentile: float, side: End) -> bool:
    """Say whether an element lies in the other outer third of all with which it can be compared."""
    return percentile <= OUTER_THIRD if side == "high" else percentile >= 100 - OUTER_THIRD


def _state(
    inputs: _RelativeInputs, area: int, node: int, slug: str, *, side: End, own_median: float, count: int
) -> Finding[ElementRelative]:
    code = inputs.index.panel.areas[area]
    score = float(inputs.index.level.scores.score[area, node])
    percentile = float(inputs.percentile[area, node])
    key, label = inputs.places.name(area, node)
    ranked = int(inputs.places.standing.ranked[area, node])
    return Finding(
        id=f"{code}/{KIND[side]}/{slug}",
        subject=code,
        kind=KIND[side],
        node=slug,
        value=Value(score, "out of 100", 0, str(inputs.edition.year), "computed", "index"),
        comparison=Comparison(
            key=key,
            label=label,
            n=ranked,
            middle=inputs.places.find_middle(area, node),
            percentile=percentile,
            rank_from_top=int(inputs.places.standing.rank[area, node]),
        ),
        evidence=ElementRelative(
            side=side,
            edition=inputs.edition.name,
            score=score,
            ranked=ranked,
            rank_ties=count_ties(inputs.index, area, node),
            percentile=percentile,
            percentile_low=float(inputs.low[area, node]),
            percentile_high=float(inputs.high[area, node]),
            own_median=own_median,
            measured_here=float(np.nan_to_num(inputs.measured_here[area, node])),
            population=inputs.population[area],
            absolute_findings=count,
            few_below=FEW_BELOW,
        ),
        weight=abs(percentile - own_median),
    )
