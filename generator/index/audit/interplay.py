"""Sobol indices as a table: which choice moves the ranks, alone and together with others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.index.results import Index

COLUMNS = (
    *("node", "choice", "first", "first_low", "first_high", "total", "total_low", "total_high"),
    *("mean_shift", "base"),
)


def make_sobol(index: Index) -> pd.DataFrame:
    """Return one row per node and choice; none where the edition asked for no indices."""
    found = index.sobol
    if found is None:
        return pd.DataFrame(columns=list(COLUMNS))
    factors, nodes = len(found.factors), len(found.nodes)
    numbers = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    return pd.DataFrame(
        {
            "node": np.repeat(np.array(found.nodes, dtype=object), factors),
            "choice": list(found.factors) * nodes,
            **{name: getattr(found, name).T.ravel() for name in numbers},
            "mean_shift": np.repeat(found.mean_shift, factors),
            "base": found.base,
        }
    )
