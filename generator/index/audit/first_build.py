"""How far scores and ranks moved since the first build of the open edition, and by what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from generator.catalogue.first_build import STEPS, FirstScore
from generator.catalogue.records import Area
from generator.composite.arrays import Floats
from generator.index.difference import split_steps
from generator.index.ranking import rank
from generator.index.results import Index

LATER = "later"
"""The last cause: what changed after the way was followed."""
CAUSES = (*STEPS, LATER)
COLUMNS = (
    *("area_code", "area_name", "nation", "level", "node", "score_old", "score_new", "change"),
    *CAUSES,
    *("rank_old", "rank_new", "inside", "nation_rank_old", "nation_rank_new"),
)


def make_first_build(index: Index, first: Sequence[FirstScore], councils: Sequence[Area]) -> pd.DataFrame:
    """Return one row per council and node that has a score now or had one then.

    A council that was replaced since then has none. Causes add up to the change. Ranks of then are made of
    the scores of then, as they were: among all councils on every node. Those of now stand only where ranks in
    the UK are allowed.

    Args:
        index: one run.
        first: those of the first build; without them there are no rows.
        councils: axis A of the index.
    """
    if not first:
        return pd.DataFrame(columns=list(COLUMNS))
    now = [(node.level, node.key) for node in index.structure.nodes]
    nodes = list(dict.fromkeys([*now, *((row.level, row.node) for row in first)]))
    column = {key: place for place, (_, key) in enumerate(nodes)}
    line = {code: place for place, code in enumerate(index.panel.areas)}
    way = np.full((len(line), len(nodes), len(STEPS) + 2), np.nan)
    for row in first:
        if row.area_code not in line:
            continue
        told = (row.score, *(getattr(row, step) for step in STEPS))
        way[line[row.area_code], column[row.node], :-1] = np.array(told, dtype=np.float64)
    way[:, : len(now), -1] = index.level.scores.score
    old, new = way[..., 0], way[..., -1]
    nation = np.unique([council.nation for council in councils], return_inverse=True)[1]
    ranks = index.level.scores
    columns: dict[str, object] = {
        "area_code": np.repeat([council.code for council in councils], len(nodes)),
        "area_name": np.repeat([council.name for council in councils], len(nodes)),
        "nation": np.repeat([council.nation for council in councils], len(nodes)),
        "level": [level for level, _ in nodes] * len(councils),
        "node": [key for _, key in nodes] * len(councils),
        "score_old": old.ravel(),
        "score_new": new.ravel(),
        "change": (new - old).ravel(),
    }
    causes = split_steps(way)
    # Nobody followed the way of an element: only how far it moved is known.
    causes[np.isnan(way[..., 1:-1]).all(axis=-1)] = np.nan
    columns |= {cause: causes[..., place].ravel() for place, cause in enumerate(CAUSES)}
    before, drawn = rank(old), index.robustness
    allowed = ranks.rank > 0
    low, high = (_pad(each * allowed, len(nodes)) for each in (drawn.rank_low, drawn.rank_high))
    columns |= {
        "rank_old": _whole(before),
        "rank_new": _whole(_pad(ranks.rank, len(nodes))),
        "inside": ((before > 0) & (low > 0) & (low <= before) & (before <= high)).ravel(),
        "nation_rank_old": _whole(_rank_inside(old, nation)),
        "nation_rank_new": _whole(_pad(ranks.nation_rank, len(nodes))),
    }
    table = pd.DataFrame(columns)
    return table[table["score_old"].notna() | table["score_new"].notna()].reset_index(drop=True)


def _rank_inside(scores: Floats, nation: np.ndarray) -> np.ndarray:
    """Return ranks among the areas of the same nation, shape (A, N)."""
    ranks = np.zeros(scores.shape, dtype=np.int32)
    for number in np.unique(nation):
        ranks[nation == number] = rank(scores[nation == number])
    return ranks


def _pad(ranks: np.ndarray, nodes: int) -> np.ndarray:
    """Return ranks with none on the nodes that the framework has no more."""
    return np.pad(ranks, ((0, 0), (0, nodes - ranks.shape[1])))


def _whole(ranks: np.ndarray) -> pd.Series:
    """Return whole numbers, empty where there is no rank."""
    return pd.Series(ranks.ravel(), dtype="Int64").mask(ranks.ravel() == 0)
