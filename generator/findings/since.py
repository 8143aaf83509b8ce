"""What changed since the last edition: a comparison of two editions, read for places and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.composite.arrays import Floats
from generator.index.difference import CAUSES, Difference

COLUMNS = (
    "area_code",
    "area_name",
    "level",
    "node",
    "score_old",
    "score_new",
    "change",
    *CAUSES,
    "rank_old",
    "rank_new",
    "rank_own",
    "rank_others",
)
"""Columns of the comparison, see ``make_table``."""


@dataclass(frozen=True)
class Shift:
    """Change of one score since the last edition: ``causes`` by name add up to ``new - old``, in points."""

    node: str
    old: float
    new: float
    causes: Mapping[str, float]

    @property
    def change(self) -> float:
        """New less old."""
        return self.new - self.old


@dataclass(frozen=True)
class Since:
    """The comparison with the last edition.

    Attributes:
        edition: name of the last edition.
        table: one row per council and node, in the columns of ``COLUMNS``.
    """

    edition: str
    table: pd.DataFrame

    def shifts_of(
        self, codes: Sequence[str], nodes: Sequence[str], people: Mapping[str, float]
    ) -> tuple[Shift, ...]:
        """Return how the mean scores of some councils changed, in the order of ``nodes``.

        Councils are weighted by population, as in the scores of groups, and those that lack a score in one of
        the two editions are left out; so the causes of the mean are the means of the causes.

        Args:
            codes: of the councils, one for a single place.
            nodes: keys of the framework.
            people: population by code.
        """
        rows = self.table[self.table["area_code"].isin(codes) & self.table["node"].isin(nodes)]
        rows = rows[rows["change"].notna()]
        found = {}
        for node, group in rows.groupby("node", sort=False):
            weights = np.array([people[code] for code in group["area_code"]], dtype=np.float64)
            weights /= weights.sum()
            found[str(node)] = Shift(
                node=str(node),
                old=_mean(group["score_old"], weights),
                new=_mean(group["score_new"], weights),
                causes={cause: _mean(group[cause], weights) for cause in CAUSES},
            )
        return tuple(found[node] for node in nodes if node in found)


def _mean(column: pd.Series, weights: Floats) -> float:
    return float((column.to_numpy(dtype=np.float64) * weights).sum())


def make_table(difference: Difference) -> pd.DataFrame:
    """Return one row per council and node, in full precision; empty where a side has no score or rank.

    Nodes that are in neither of the two for a council have a row too, with empty cells.
    """
    areas, nodes = len(difference.councils), len(difference.nodes)
    old, new = (side.ravel() for side in (difference.score_old, difference.score_new))
    rank_old, rank_new = difference.rank_old.ravel(), difference.rank_new.ravel()
    both = (rank_old > 0) & (rank_new > 0)
    columns: dict[str, object] = {
        "area_code": np.repeat([council.code for council in difference.councils], nodes),
        "area_name": np.repeat([council.name for council in difference.councils], nodes),
        "level": [level for level, _ in difference.nodes] * areas,
        "node": [key for _, key in difference.nodes] * areas,
        "score_old": old,
        "score_new": new,
        "change": new - old,
    }
    columns |= {cause: difference.causes[..., place].ravel() for place, cause in enumerate(CAUSES)}
    columns |= {
        "rank_old": _whole(rank_old, rank_old > 0),
        "rank_new": _whole(rank_new, rank_new > 0),
        "rank_own": _whole(difference.rank_own.ravel(), both),
        "rank_others": _whole(difference.rank_others.ravel(), both),
    }
    return pd.DataFrame(columns)


def _whole(numbers: np.ndarray, known: np.ndarray) -> pd.Series:
    """Return whole numbers, empty where they are not known."""
    return pd.Series(numbers, dtype="Int64").mask(~known)
