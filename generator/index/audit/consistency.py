"""Do the parts of a node belong together? Cronbach's alpha and principal components.

A low alpha is no fault where a node gathers different things on purpose; it says that its mean hides them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.composite.arrays import Floats, Ints
from generator.index.audit.pairs import relate
from generator.index.results import Index, Structure
from generator.index.structure import nominal_weights, places

FEWEST_HAVE = 0.5
"""Share of the councils that must have a part for it to be counted."""
SALIENT = 0.3
"""Loading from which a part is usually said to belong to a component."""
COMPONENT_DIGITS = 4


@dataclass(frozen=True)
class Components:
    """Principal components of some columns.

    Attributes:
        rows: areas that have them all.
        share: of the variance that each component explains, largest first, shape (K,).
        loading: of each column on the first component, most of them positive, shape (K,).
    """

    rows: int
    share: Floats
    loading: Floats


def measure_alpha(values: Floats) -> float:
    """Return Cronbach's alpha of some columns: k^2 times the mean covariance over the sum of all covariances.

    Cronbach (1951), "Coefficient alpha and the internal structure of tests", *Psychometrika* 16, 297 to 334;
    the same as k / (k - 1) times 1 less the share of the sum of variances in the variance of the sum.
    Covariances are pairwise: each over the areas that have both columns.

    Args:
        values: shape (A, K).

    Returns:
        Up to 1; below 0 where the columns pull against each other. NaN for fewer than two columns, or where
        two of them have too few areas in common.
    """
    count = values.shape[1]
    if count < 2:
        return float("nan")
    covariance = relate(values).covariance
    between = covariance[~np.eye(count, dtype=bool)]
    total = covariance.sum()
    if not np.isfinite(total) or total == 0:
        return float("nan")
    return float(count**2 * between.mean() / total)


def find_components(values: Floats) -> Components:
    """Return the principal components of the standardised columns, over the areas that have them all.

    Args:
        values: shape (A, K).

    Returns:
        NaN for shares and loadings where fewer than 20 areas have all columns, or one does not vary in them.
        Rounded to four decimals: last digits of roots and vectors depend on the processor.
    """
    found = analyse_components(values)
    share, loading = (np.round(each, COMPONENT_DIGITS) for each in (found.share, found.loading))
    return Components(found.rows, share, loading)


def analyse_components(values: Floats) -> Components:
    """Return the same before it is rounded."""
    rows = values[~np.isnan(values).any(axis=1)]
    count = values.shape[1]
    correlation = relate(rows).correlation
    if count < 2 or np.isnan(correlation).any():
        return Components(len(rows), np.full(count, np.nan), np.full(count, np.nan))
    roots, vectors = np.linalg.eigh(correlation)
    first = vectors[:, -1] * np.sqrt(max(float(roots[-1]), 0.0))
    # The sign of a component is arbitrary: most parts should point upwards.
    first = first if first.sum() >= 0 else -first
    return Components(len(rows), np.clip(roots[::-1], 0.0, None) / count, first)


def make_consistency(index: Index) -> pd.DataFrame:
    """Return one row per node and kind of part: alpha, mean correlation and principal components.

    The parts of a node are those below it that at least half of the councils have: its pillars, its elements
    or its indicators. Nodes with fewer than two such parts are left out.
    """
    rows = []
    for place, kind, columns in list_parts(index.structure):
        keys, values = _take(index, kind, columns)
        kept = np.flatnonzero((~np.isnan(values)).mean(axis=0) >= FEWEST_HAVE)
        if len(kept) >= 2:
            node = index.structure.nodes[place]
            about = {"level": node.level, "node": node.key, "parts": kind, "number": len(kept)}
            left_out = {"left_out": len(columns) - len(kept)}
            rows.append(about | left_out | _describe([keys[place] for place in kept], values[:, kept]))
    return pd.DataFrame(rows)


def list_parts(structure: Structure) -> Iterator[tuple[int, str, Ints]]:
    """Yield the nodes with the kind and the positions of their parts, on axis N or, for indicators, I."""
    parents = np.array([node.parent for node in structure.nodes], dtype=np.int32)
    below = nominal_weights(structure) > 0
    for place, node in enumerate(structure.nodes):
        if node.level == "overall":
            yield place, "pillars", places(structure, "pillar")
        elif node.level == "domain":
            yield place, "pillars", np.flatnonzero(parents == place).astype(np.int32)
        elif node.level == "pillar":
            yield place, "elements", np.flatnonzero(parents == place).astype(np.int32)
        yield place, "indicators", np.flatnonzero(below[place]).astype(np.int32)


def _take(index: Index, kind: str, columns: Ints) -> tuple[list[str], Floats]:
    if kind == "indicators":
        slugs = index.structure.indicators
        return [slugs[column] for column in columns], index.level.indicator_score[:, columns]
    nodes = index.structure.nodes
    return [nodes[column].key for column in columns], index.level.scores.score[:, columns]


def _describe(keys: list[str], values: Floats) -> dict[str, object]:
    pairs, found = relate(values), find_components(values)
    between = pairs.correlation[np.triu_indices(len(keys), k=1)]
    share = found.share.tolist()
    return {
        "alpha": measure_alpha(values),
        "mean_correlation": float(np.nanmean(between)) if np.isfinite(between).any() else float("nan"),
        "councils_with_all": found.rows,
        "first_component": share[0],
        "second_component": share[1],
        "large_components": int((found.share > 1 / len(keys)).sum()),
        "against_first": "|".join(
            key for key, loading in zip(keys, found.loading.tolist(), strict=True) if loading < -SALIENT
        ),
    }
