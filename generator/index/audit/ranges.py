"""Do the ranges hold what is published? Which were widened, and how far scores lie from their draws."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS
from generator.composite.arrays import Bools, Floats
from generator.index.aggregation import find_levels
from generator.index.errors import LEAST_COUNCILS
from generator.index.results import Index

UK = "UK"
# Scores run from 0 to 100: a spread below a thousandth of a point is that of rounded draws.
_NO_VARIANCE = 1e-6
COLUMNS = (
    *("nation", "level", "node", "ranges", "outside", "wide", "place"),
    *("median_apart", "largest_apart", "missing_slope", "missing_share"),
)


def make_ranges(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per nation, and the UK, and node whose councils have a rank there.

    ``place`` is where the published rank lies within its range, 0 for the better end and 1 for the worse: the
    mean over the ranges of more than one rank, NaN where there is none. ``median_apart`` and
    ``largest_apart`` are published scores less the mean of their draws, in points, the latter the one
    furthest from 0; NaN for elements, whose draws are not kept.

    A score takes what is missing to lie as far from its level as what is there; a draw guesses it from all
    other figures. So the two differ by up to the distance from the level times the share of weight that is
    missing. ``missing_slope`` is what they differ by for each point of that product, by least squares over
    the councils, and ``missing_share`` the share of the variance that this line explains.

    Args:
        index: one run.
        nation: of each council, shape (A,).
    """
    rows = []
    levels = find_levels(index.structure, index.level.reference)
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
            unseen = (1.0 - index.level.scores.coverage[held, n]) * (
                index.level.scores.score[held, n] - levels[n]
            )
            slope, share = _fit(unseen, apart)
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
                    "missing_slope": slope,
                    "missing_share": share,
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _fit(first: Floats, second: Floats) -> tuple[float, float]:
    """Return the slope of a line through two columns, and the share of variance that it explains.

    NaN with fewer than eight councils, or where one of the two does not vary.
    """
    if len(first) < LEAST_COUNCILS or np.isnan(second).any():
        return np.nan, np.nan
    one, other = (each - math.fsum(each) / len(each) for each in (first, second))
    own, shared, apart = (math.fsum(each) for each in (one * one, one * other, other * other))
    if min(own, apart) <= _NO_VARIANCE * len(first):
        return np.nan, np.nan
    return shared / own, shared * shared / (own * apart)
