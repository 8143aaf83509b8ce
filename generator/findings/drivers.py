"""Which elements lift or lower a council's pillar score, against the middle council."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.catalogue.records import Area
from generator.composite.arrays import Floats
from generator.findings import tree
from generator.findings.comparison import Standings, rank_where_many
from generator.findings.evidence import PillarDrivers
from generator.findings.finding import Finding
from generator.findings.measured import share_measured_here
from generator.findings.thresholds import MEASURED_HERE
from generator.index.results import Index

MOST = 2
"""Elements named on each side."""
OUTER_THIRD = 100 / 3
"""Percentile points from either end within which an element counts as pulling."""


def find_drivers(index: Index, areas: Mapping[str, Area]) -> dict[str, dict[str, Finding[PillarDrivers]]]:
    """Return area code -> pillar slug -> finding that names the elements pulling its score up and down.

    An element pulls when its score lies in the outer third of the councils that it is ranked with: those of
    the nation, or of the UK where the nation has few. Its pull is its share of the pillar's present weight
    times its distance from their median score, in points of the pillar score. An
    element half or more of whose score rests on figures of a larger area is not named among those that pull
    up and down: it stands under ``shared``, if it pulls.
    """
    pillars = tree.node_numbers(index.structure, level="pillar")
    result: dict[str, dict[str, Finding[PillarDrivers]]] = {
        code: {} for code in index.panel.areas if code in areas
    }
    own = share_measured_here(index) > MEASURED_HERE
    places = rank_where_many(index, areas)
    for pillar, n in pillars.items():
        elements = tree.children_of(index.structure, n)
        pulls, percentiles = _pulls(index, elements, places)
        for a, code in enumerate(index.panel.areas):
            if not np.isnan(index.level.scores.score[a, n]):
                slugs = [index.structure.nodes[e].key for e in elements]
                shared = {slug for slug, e in zip(slugs, elements, strict=True) if not own[a, e]}
                result[code][pillar] = _state(
                    code, pillar, slugs, pulls=pulls[a], percentiles=percentiles[a], shared=shared
                )
    return result


def _pulls(index: Index, elements: tuple[int, ...], places: Standings) -> tuple[Floats, Floats]:
    scores = index.level.scores
    score = scores.score[:, elements]
    weight = np.array([index.structure.nodes[e].weight for e in elements])
    present = np.where(np.isnan(score), 0.0, weight)
    total = present.sum(axis=1, keepdims=True)
    share = np.divide(present, total, out=np.zeros_like(present), where=total > 0)
    middle = np.array([[places.find_middle(a, e) for e in elements] for a in range(len(score))])
    percentile = places.standing.percentile(places.standing.rank)
    return share * (score - middle), percentile[:, elements]


def _state(
    code: str, pillar: str, slugs: list[str], *, pulls: Floats, percentiles: Floats, shared: set[str]
) -> Finding[PillarDrivers]:
    present = [
        (slug, float(pull), float(place))
        for slug, pull, place in zip(slugs, pulls, percentiles, strict=True)
        if not np.isnan(pull)
    ]
    up = sorted(
        (each for each in present if each[2] >= 100 - OUTER_THIRD and each[1] > 0),
        key=lambda each: (-each[1], each[0]),
    )
    down = sorted(
        (each for each in present if each[2] <= OUTER_THIRD and each[1] < 0),
        key=lambda each: (each[1], each[0]),
    )
    held_back = sorted((each for each in (*up, *down) if each[0] in shared), key=lambda each: -abs(each[1]))
    return Finding(
        id=f"{code}/drivers/{pillar}",
        subject=code,
        kind="drivers",
        node=pillar,
        evidence=PillarDrivers(
            pull={slug: pull for slug, pull, _ in present},
            percentile={slug: place for slug, _, place in present},
            elements=len(slugs),
            elements_scored=len(present),
            elements_own=sum(slug not in shared for slug, _, _ in present),
            up=tuple(slug for slug, _, _ in up if slug not in shared)[:MOST],
            down=tuple(slug for slug, _, _ in down if slug not in shared)[:MOST],
            shared=tuple(slug for slug, _, _ in held_back)[:MOST],
        ),
    )
