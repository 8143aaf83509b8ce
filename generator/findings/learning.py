"""Places to learn from: similar places that surely stand high where a council surely stands low."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.catalogue.records import Area, Cluster
from generator.composite.arrays import Floats
from generator.findings import tree
from generator.findings.comparison import Standings, rank_where_comparable
from generator.findings.evidence import Better, LearnFromCluster, LearnFromNeighbours
from generator.findings.finding import AnyFinding, Finding
from generator.findings.measured import share_measured_here
from generator.findings.rules import passes
from generator.findings.thresholds import ALIKE, MEASURED_HERE
from generator.index.results import Index
from generator.index.structure import nominal_weights

MOST_PLACES = 3
"""Places a finding names; how many more there are is in its evidence."""
WEAK = ("weakness", "relative_weakness")
KINDS_TO_LEARN_FROM = ("political", "places")
"""Kinds of clusters whose members are alike: those that public debate names, and kinds of place.

Others are areas of administration, or sort all councils into a few broad classes.
"""
MOST_TIMES_PEOPLE = 3
"""How many times the people of a council another may have, or have fewer, to teach it anything."""
SETTLEMENT = "rural-urban"
"""Kind of the clusters that sort all councils by how densely their people live."""


@dataclass(frozen=True)
class _LearningInputs:
    """What every finding looks up; arrays of shape (A, N) unless said."""

    index: Index
    own: Floats
    weight: Floats
    position: Mapping[str, int]
    nodes: Mapping[str, int]
    places: Standings


def find_places_to_learn_from(
    index: Index,
    areas: Mapping[str, Area],
    neighbours: Mapping[str, Sequence[str]],
    *,
    found: Mapping[str, Sequence[AnyFinding]],
    clusters: Sequence[Cluster] = (),
) -> dict[str, tuple[Finding[LearnFromNeighbours], ...]]:
    """Return area code -> findings, one for each element in which it is weak and a similar place is not.

    Similar places are the statistical neighbours. Where none of them qualifies, the other members of the
    council's clusters are looked through, the smallest cluster first: the fewer the members, the more they
    have in common. All must be as urban or rural as the council, and have neither three times its people nor
    less than a third: a port teaches an island little, and a city a town.

    An element counts where it is among the council's weaknesses, absolute or relative, and the range of its
    rank lies wholly in the lower half: of the UK where nations can be compared, else of the nation. Another
    place counts where its range lies wholly in the upper half. Each range holds nine draws in ten with one in
    twenty beyond either end, so the two stand in this order in at least nine draws of ten, however the draws
    of the one go with those of the other. Both scores rest
    mainly on figures of the places' own, and on the same indicators, measured alike, for more than half of
    their weight.

    Args:
        index: the run.
        areas: by code.
        neighbours: statistical neighbours of each council, nearest first.
        found: strengths and weaknesses of each council, strongest first.
        clusters: all clusters; members are looked for in those of ``KINDS_TO_LEARN_FROM``.
    """
    inputs = _gather_inputs(index, areas)
    chosen = sorted(
        (cluster for cluster in clusters if cluster.kind in KINDS_TO_LEARN_FROM),
        key=lambda cluster: (len(cluster.members), cluster.slug),
    )
    settled = {
        member: cluster.slug
        for cluster in clusters
        if cluster.kind == SETTLEMENT
        for member in cluster.members
    }
    result = {}
    for code in index.panel.areas:
        weak = dict.fromkeys(each.node for each in found.get(code, ()) if each.kind in WEAK)
        own = [
            (cluster, _list_alike(code, cluster.mainly, settled, areas))
            for cluster in chosen
            if code in cluster.members
        ]
        near = _list_alike(code, neighbours.get(code, ()), settled, areas)
        stated = [_find(inputs, code, slug, near, own) for slug in weak]
        result[code] = tuple(each for each in stated if each is not None and passes(each))
    return result


def _find(
    inputs: _LearningInputs,
    code: str,
    slug: str,
    neighbours: Sequence[str],
    clusters: Sequence[tuple[Cluster, Sequence[str]]],
) -> Finding[LearnFromNeighbours] | None:
    """Return the finding of one element, from neighbours or else a cluster; None where neither has any."""
    near = _list_better(inputs, code, slug, neighbours)
    if near:
        return _state(inputs, code, slug, near)
    for cluster, others in clusters:
        if places := _list_better(inputs, code, slug, others):
            told = _state(inputs, code, slug, places)
            evidence = LearnFromCluster(
                **vars(told.evidence),
                cluster=cluster.slug,
                members=len(cluster.members),
                neighbours_better=len(near),
            )
            return replace(told, evidence=evidence)
    return None


def _list_alike(
    code: str, others: Iterable[str], settled: Mapping[str, str], areas: Mapping[str, Area]
) -> list[str]:
    """Return which other places are of the same kind of settlement and not of quite another size."""
    people = areas[code].population
    return [
        each
        for each in others
        if each != code
        and settled.get(each) == settled.get(code)
        and people / MOST_TIMES_PEOPLE <= areas[each].population <= people * MOST_TIMES_PEOPLE
    ]


def _gather_inputs(index: Index, areas: Mapping[str, Area]) -> _LearningInputs:
    nodes = tree.node_numbers(index.structure, level="element")
    return _LearningInputs(
        index=index,
        own=np.nan_to_num(share_measured_here(index)),
        weight=nominal_weights(index.structure),
        position={code: place for place, code in enumerate(index.panel.areas)},
        nodes=nodes,
        places=rank_where_comparable(index, areas),
    )


def _list_better(inputs: _LearningInputs, code: str, slug: str, others: Sequence[str]) -> list[int]:
    """Return which of some places stand surely in the upper half, measured alike, the surest first.

    Where nations cannot be compared only places of the same nation are looked at.
    """
    index, node, here = inputs.index, inputs.nodes[slug], inputs.position[code]
    high, ranked = (each[:, node] for each in (inputs.places.standing.high, inputs.places.standing.ranked))
    nation = index.panel.nation
    better = [
        place
        for place in (inputs.position[other] for other in others)
        if 0 < int(high[place]) <= int(ranked[place]) / 2
        and (inputs.places.everywhere[here, node] or nation[place] == nation[here])
        and inputs.own[place, node] > MEASURED_HERE
        and _share_alike(inputs, here, place, node) > ALIKE
    ]
    # The worse end of the range says how high a place stands whatever is chosen.
    return sorted(better, key=lambda place: int(high[place]))


def _state(
    inputs: _LearningInputs, code: str, slug: str, better: Sequence[int]
) -> Finding[LearnFromNeighbours]:
    """Return the finding that names the surest of the better places."""
    index, node, here = inputs.index, inputs.nodes[slug], inputs.position[code]
    low, high = inputs.places.standing.low[:, node], inputs.places.standing.high[:, node]
    ranked = int(inputs.places.standing.ranked[here, node])
    named = better[:MOST_PLACES]
    return Finding(
        id=f"{code}/learn_from/{slug}",
        subject=code,
        kind="learn_from",
        node=slug,
        probability=0.9,
        evidence=LearnFromNeighbours(
            ranked=ranked,
            set_label=inputs.places.name(here, node)[1],
            rank_low=int(low[here]),
            rank_high=int(high[here]),
            measured_here=float(inputs.own[here, node]),
            places=tuple(index.panel.areas[place] for place in named),
            better=len(better),
            worst_high=max(int(high[place]) for place in named),
            least_measured_there=min(float(inputs.own[place, node]) for place in named),
            least_alike=min(_share_alike(inputs, here, place, node) for place in named),
            named={
                index.panel.areas[place]: Better(rank_low=int(low[place]), rank_high=int(high[place]))
                for place in named
            },
        ),
        weight=float(low[here]) / ranked,
    )


def _share_alike(inputs: _LearningInputs, here: int, there: int, node: int) -> float:
    """Return the share of weight on indicators that both have, measured alike: the smaller of both shares."""
    level, panel = inputs.index.level, inputs.index.panel
    weight = inputs.weight[node]
    known = ~np.isnan(level.indicator_score[[here, there]])
    alike = known[0] & known[1] & (panel.pooled | (panel.group[here] == panel.group[there]))
    totals = [float(weight[have].sum()) for have in known]
    return float(weight[alike].sum()) / max(totals) if min(totals) > 0 else 0.0
