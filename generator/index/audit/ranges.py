"""Do the ranges hold what is published? Which were widened, and how far scores lie from their draws."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS
from generator.composite.arrays import Bools
from generator.index.results import Index

UK = "UK"
COLUMNS = ("nation", "level", "node", "ranges", "outside", "wide", "place", "median_apart", "largest_apart")


def make_ranges(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per nation, and the UK, and node whose councils have a rank there.

    ``place`` is where the published rank lies within its range, 0 for the better end and 1 for the worse: the
    mean over the ranges of more than one rank, NaN where there is none. ``median_apart`` and
    ``largest_apart`` are published scores less the mean of their draws, in points, the latter the one
    furthest from 0; NaN for elements, whose draws are not kept.

    Args:
        index: one run.
        nation: of each council, shape (A,).
    """
    rows = []
    for name in (*(each for each in NATIONS if (nation == each).any()), UK):
        standing = index.uk if name == UK else index.nation
        inside: Bools = np.ones(len(nation), dtype=bool) if name == UK else np.asarray(nation == name)
        for n, node in enumerate(index.structure.nodes):
            held = inside & (standing.rank[:, n] > 0)
            if not held.any():
                continue
            rank, low, high = (each[held, n] for each in (standing.rank, standing.low, standing.high))
            wide = high > low
            places = (rank[wide] - low[wide]) / (high[wide] - low[wide])
            apart = index.level.scores.score[held, n] - index.robustness.score_mean[held, n]
            rows.append(
                {
                    "nation": name,
                    "level": node.level,
                    "node": node.key,
                    "ranges": int(held.sum()),
                    "outside": int(standing.outside[held, n].sum()),
                    "wide": len(places),
                    "place": float(places.mean()) if len(places) else np.nan,
                    "median_apart": float(np.median(apart)),
                    "largest_apart": float(apart[np.abs(apart).argmax()]),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))
