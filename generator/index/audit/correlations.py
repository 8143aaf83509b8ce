"""Which parts of the index say the same thing twice, and which pull against each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from generator.composite.arrays import Floats, Ints
from generator.index.audit.pairs import Pairs, correlate_ranks, is_surely_negative, relate
from generator.index.results import Index, Structure
from generator.index.structure import OVERALL, places

REDUNDANT = 0.92
"""Correlation from which two indicators count as nearly the same (the JRC's rule of thumb)."""

SAME, OPPOSITE, AGAINST, NEGATIVE = "nearly the same", "opposite", "against", "negative"


def make_correlations(index: Index) -> pd.DataFrame:
    """Return pairs under one node, and pairs of indicators anywhere that are nearly the same or opposite.

    Indicators and elements are paired inside their pillar, pillars under the overall score.
    """
    structure, scores = index.structure, index.level.scores.score
    elements, pillars = places(structure, "element"), places(structure, "pillar")
    keys = [node.key for node in structure.nodes]
    parents = np.array([node.parent for node in structure.nodes], dtype=np.int32)
    rows = [
        *_pair_up("pillar", scores[:, pillars], np.zeros(len(pillars), dtype=np.int32)),
        *_pair_up("element", scores[:, elements], parents[elements]),
        *_pair_up("indicator", _scored(index), pillar_of(structure)),
    ]
    names = {
        "pillar": [keys[place] for place in pillars],
        "element": [keys[place] for place in elements],
        "indicator": list(structure.indicators),
    }
    return pd.DataFrame(
        [
            (level, keys[under], names[level][first], names[level][second], *rest)
            for level, under, first, second, *rest in rows
        ],
        columns=["level", "under", "first", "second", "councils", "pearson", "spearman", "flag"],
    )


def _scored(index: Index) -> Floats:
    """Return the scores of the indicators, without those that count for the trend alone, shape (A, I)."""
    return np.where(index.structure.weight > 0, index.level.indicator_score, np.nan)


Row = tuple[str, int, int, int, int, float, float, str]


def _pair_up(level: str, values: Floats, under: Ints) -> Iterator[Row]:
    """Yield pairs of columns under one node and, of all others, those nearly the same or opposite."""
    pairs = relate(values)
    together = under[:, None] == under[None, :]
    strong = np.nan_to_num(np.abs(pairs.correlation)) > REDUNDANT
    wanted = np.triu((together & ~np.isnan(pairs.correlation)) | strong, k=1)
    for first, second in np.argwhere(wanted).tolist():
        yield (
            level,
            int(under[first]) if together[first, second] else OVERALL,
            first,
            second,
            int(pairs.count[first, second]),
            float(pairs.correlation[first, second]),
            correlate_ranks(values[:, first], values[:, second]),
            flag_pair(pairs, first, second),
        )


def flag_pair(pairs: Pairs, first: int, second: int) -> str:
    """Return what is notable of a pair: nearly the same, opposite, against, negative or nothing.

    "Against" is a correlation whose 95 % interval lies below 0, "negative" one that may be so by chance.
    """
    r, count = float(pairs.correlation[first, second]), int(pairs.count[first, second])
    if abs(r) > REDUNDANT:
        return SAME if r > 0 else OPPOSITE
    if is_surely_negative(r, count):
        return AGAINST
    return NEGATIVE if r < 0 else ""


def pillar_of(structure: Structure) -> Ints:
    """Return the node position of each indicator's pillar, shape (I,)."""
    parents = np.array([node.parent for node in structure.nodes], dtype=np.int32)
    return np.asarray(parents[structure.element_of])
