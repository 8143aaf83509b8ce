"""What the scores rest on: how much is known, how it came about and how old it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.catalogue.records import NATIONS, Area, Framework
from generator.composite.arrays import Floats, Ints
from generator.index.audit.correlations import pillar_of
from generator.index.audit.pairs import correlate
from generator.index.audit.variation import list_constant
from generator.index.results import Index, Status
from generator.index.structure import OVERALL, nominal_weights, places

OLD, TOO_OLD = 3, 6
"""Years from which a value counts as old, and from which no finding rests on it."""


def measure_ages(index: Index) -> Floats:
    """Return the age of each value in years at the edition, NaN where missing, shape (A, I)."""
    edition_year = index.panel.years[-1]
    return np.where(index.level.year > 0, edition_year - index.level.year, np.nan)


def make_coverage(index: Index, councils: Sequence[Area]) -> pd.DataFrame:
    """Return councils with a score and mean coverage, per nation (and the UK) and node above the elements."""
    scores = index.level.scores
    nation = np.array([council.nation for council in councils], dtype=object)
    rows = []
    for name in ("UK", *NATIONS):
        inside = np.ones(len(nation), dtype=bool) if name == "UK" else nation == name
        if not inside.any():
            continue
        for number, node in enumerate(index.structure.nodes):
            if node.level != "element":
                rows.append(
                    {
                        "nation": name,
                        "level": node.level,
                        "node": node.key,
                        "councils": int(inside.sum()),
                        "scored": int((~np.isnan(scores.score[inside, number])).sum()),
                        "coverage": float(scores.coverage[inside, number].mean()),
                        "least_coverage": float(scores.coverage[inside, number].min()),
                    }
                )
    return pd.DataFrame(rows)


def make_councils(index: Index, councils: Sequence[Area]) -> pd.DataFrame:
    """Return one row per council: how much is known of it, how that came about and how old it is.

    Shares are of the overall weight that rests on a figure.
    """
    level, structure = index.level, index.structure
    present = ~np.isnan(level.indicator_score)
    weight = present * nominal_weights(structure)[OVERALL]
    total = np.maximum(weight.sum(axis=1), np.finfo(float).tiny)
    ages = measure_ages(index)
    pillars = level.scores.score[:, places(structure, "pillar")]

    def share(cells: np.ndarray) -> Floats:
        return np.asarray((weight * cells).sum(axis=1) / total)

    return pd.DataFrame(
        {
            "area_code": list(index.panel.areas),
            "area_name": [council.name for council in councils],
            "nation": [council.nation for council in councils],
            "published": (index.panel.group >= 0).sum(axis=1),
            "indicators": present.sum(axis=1),
            "pillars": (~np.isnan(pillars)).sum(axis=1),
            "ranked": ~np.isnan(level.scores.score[:, OVERALL]),
            "coverage": level.scores.coverage[:, OVERALL],
            "recast": share(level.status == Status.RECAST),
            "upper_tier": share(level.status == Status.UPPER_TIER),
            "mean_age": share(np.nan_to_num(ages)),
            "older_than_3": share(np.nan_to_num(ages) > OLD),
            "older_than_6": share(np.nan_to_num(ages) > TOO_OLD),
        }
    )


def make_indicators(index: Index, framework: Framework, councils: Sequence[Area]) -> pd.DataFrame:
    """Return one row per indicator: councils, years, ages, status, clips and fit in its pillar.

    Shares are of the councils with a value. ``pillar_correlation`` is with the mean of the other elements of
    its pillar.
    """
    level = index.level
    score, present = level.indicator_score, ~np.isnan(level.indicator_score)
    count = np.maximum(present.sum(axis=0), 1)
    mean = np.where(present.any(axis=0), np.nan_to_num(score).sum(axis=0) / count, np.nan)
    ages = measure_ages(index)
    known = [column[~np.isnan(column)] for column in ages.T]
    constant = list_constant(level.value, np.array([council.nation for council in councils], dtype=object))
    return pd.DataFrame(
        {
            "indicator": list(index.structure.indicators),
            "councils": present.sum(axis=0),
            "nations": ["|".join(indicator.nations) for indicator in framework.indicators],
            "comparable": [indicator.comparable for indicator in framework.indicators],
            "oldest_year": [_edge(years, least=True) for years in level.year.T],
            "latest_year": [_edge(years, least=False) for years in level.year.T],
            "median_age": [float(np.median(column)) if len(column) else np.nan for column in known],
            "older_than_3": (np.nan_to_num(ages) > OLD).sum(axis=0) / count,
            "older_than_6": (np.nan_to_num(ages) > TOO_OLD).sum(axis=0) / count,
            "recast": (level.status == Status.RECAST).sum(axis=0) / count,
            "upper_tier": (level.status == Status.UPPER_TIER).sum(axis=0) / count,
            "logged": index.goalposts.logged,
            "at_0": (score <= 0).sum(axis=0) / count,
            "at_100": (score >= 100).sum(axis=0) / count,
            "mean_score": mean,
            "score_spread": np.sqrt(np.where(present, (score - mean) ** 2, 0.0).sum(axis=0) / count),
            "pillar_correlation": correlate_with_pillar(index),
            "constant_in": ["|".join(names) for names in constant],
        }
    )


def correlate_with_pillar(index: Index) -> list[float]:
    """Return each indicator's correlation with the mean of the other elements of its pillar."""
    structure, score = index.structure, index.level.scores.score
    pillar, elements = pillar_of(structure), places(structure, "element")
    parents = np.array([structure.nodes[element].parent for element in elements])
    weights = np.array([structure.nodes[element].weight for element in elements])
    found = []
    for i, own in enumerate(structure.element_of.tolist()):
        others = (parents == pillar[i]) & (elements != own)
        part = score[:, elements[others]]
        known = ~np.isnan(part)
        total = (np.where(known, part, 0.0) * weights[others]).sum(axis=1)
        weight = (known * weights[others]).sum(axis=1)
        mean = np.where(weight > 0, total / np.maximum(weight, 1e-12), np.nan)
        found.append(correlate(index.level.indicator_score[:, i], mean))
    return found


def _edge(years: Ints, *, least: bool) -> int:
    known = years[years > 0]
    return int(known.min() if least else known.max()) if len(known) else 0
