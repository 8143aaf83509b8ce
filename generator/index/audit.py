"""Audit: what a careful reader should know of an edition, as tables.

Coverage, effective weights, clipped values, correlations inside a pillar, indicators that do not vary in a
nation, and the age of values. Nothing here changes a score.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.index.aggregation import effective_weights
from generator.index.records import Floats, Index, Structure
from generator.index.structure import OVERALL, nominal_weights, places

REDUNDANT = 0.92
_LEAST_PAIRS = 20


def audit(index: Index, nation: npt.NDArray[np.object_]) -> dict[str, pd.DataFrame]:
    """Return all tables of the audit by name.

    Args:
        index: one run.
        nation: name of each council's nation, shape (A,).
    """
    return {
        "audit-coverage": make_coverage(index, nation),
        "audit-indicators": make_indicators(index, nation),
        "audit-correlations": make_correlations(index),
    }


def make_coverage(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return councils with a score and mean coverage, per nation and node above the elements."""
    scores = index.level.scores
    rows = []
    for name in sorted(set(nation.tolist())):
        inside = nation == name
        for number, node in enumerate(index.structure.nodes):
            if node.level == "element":
                continue
            rows.append(
                {
                    "nation": name,
                    "level": node.level,
                    "node": node.key,
                    "councils": int(inside.sum()),
                    "scored": int((~np.isnan(scores.score[inside, number])).sum()),
                    "coverage": float(scores.coverage[inside, number].mean()),
                }
            )
    return pd.DataFrame(rows)


def make_indicators(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per indicator: councils, age, clipping, weight, fit in its pillar, constant nations.

    ``median_weight`` is the indicator's share of the overall score for the median council that has it.
    ``pillar_correlation`` is with the mean of the other elements of its pillar.
    """
    level, structure = index.level, index.structure
    score, present = level.indicator_score, ~np.isnan(level.indicator_score)
    weights = measure_weights(index)
    count = np.maximum(present.sum(axis=0), 1)
    return pd.DataFrame(
        {
            "indicator": structure.indicators,
            "councils": present.sum(axis=0),
            "oldest_year": [_edge(level.year[:, i], least=True) for i in range(len(count))],
            "latest_year": [_edge(level.year[:, i], least=False) for i in range(len(count))],
            "logged": index.goalposts.logged,
            "at_0": (score <= 0).sum(axis=0) / count,
            "at_100": (score >= 100).sum(axis=0) / count,
            "nominal_weight": nominal_weights(structure)[OVERALL],
            "median_weight": [_median(weights[present[:, i], i]) for i in range(len(count))],
            "pillar_correlation": _correlate_with_pillar(index),
            "constant_in": [
                "|".join(_constant_nations(level.value[:, i], nation)) for i in range(len(count))
            ],
        }
    )


def measure_weights(index: Index) -> Floats:
    """Return each indicator's share of each council's overall score, shape (A, I)."""
    present, offered = ~np.isnan(index.level.indicator_score), index.panel.group >= 0
    rows = [
        effective_weights(index.structure, here, offered=published)[OVERALL]
        for here, published in zip(present, offered, strict=True)
    ]
    return np.array(rows)


def make_correlations(index: Index) -> pd.DataFrame:
    """Return pairs of indicators inside a pillar whose scores are negatively related or nearly the same."""
    score, structure = index.level.indicator_score, index.structure
    pillar = pillar_of(structure)
    rows = []
    for number in np.unique(pillar):
        columns = np.flatnonzero((pillar == number) & (structure.weight > 0))
        for place, first in enumerate(columns):
            for second in columns[place + 1 :]:
                r = correlate(score[:, first], score[:, second])
                if r < 0 or r > REDUNDANT:
                    rows.append(
                        {
                            "pillar": structure.nodes[number].key,
                            "first": structure.indicators[first],
                            "second": structure.indicators[second],
                            "correlation": r,
                            "flag": "negative" if r < 0 else "nearly the same",
                        }
                    )
    return pd.DataFrame(rows, columns=["pillar", "first", "second", "correlation", "flag"])


def pillar_of(structure: Structure) -> npt.NDArray[np.int32]:
    """Return the node position of each indicator's pillar, shape (I,)."""
    parents = np.array([node.parent for node in structure.nodes], dtype=np.int32)
    return parents[structure.element_of]


def correlate(first: Floats, second: Floats) -> float:
    """Return Pearson's correlation over councils that have both, NaN for fewer than 20 or no variation."""
    both = ~np.isnan(first) & ~np.isnan(second)
    if both.sum() < _LEAST_PAIRS or np.ptp(first[both]) == 0 or np.ptp(second[both]) == 0:
        return float("nan")
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _correlate_with_pillar(index: Index) -> list[float]:
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


def _constant_nations(values: Floats, nation: npt.NDArray[np.object_]) -> list[str]:
    """Nations whose councils with a value all have the same one."""
    found = []
    for name in sorted(set(nation.tolist())):
        here = values[(nation == name) & ~np.isnan(values)]
        if len(here) > 1 and np.ptp(here) == 0:
            found.append(name)
    return found


def _edge(years: npt.NDArray[np.int32], *, least: bool) -> int:
    known = years[years > 0]
    return int(known.min() if least else known.max()) if len(known) else 0


def _median(values: Floats) -> float:
    return float(np.median(values)) if len(values) else float("nan")
