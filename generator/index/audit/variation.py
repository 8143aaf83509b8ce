"""Indicators that do not tell the councils of a nation apart, or hardly do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.composite.arrays import Floats
from generator.index.results import Index

CONSTANT, LITTLE, SHARED = "constant", "little variation", "one value for most"
LEAST_SPREAD = 5.0
"""Standard deviation of the scores inside a nation, in points, below which an indicator hardly varies."""
MOST_SHARED = 0.5
"""Share of a nation's councils with the commonest value above which it hardly tells them apart."""


def make_variation(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per indicator and nation with at least two values: how far its councils differ.

    Args:
        index: one run.
        nation: name of each council's nation, shape (A,).
    """
    level = index.level
    rows = []
    for place, slug in enumerate(index.structure.indicators):
        for name in sorted(set(nation.tolist())):
            here = (nation == name) & ~np.isnan(level.value[:, place])
            if here.sum() < 2:
                continue
            value, score = level.value[here, place], level.indicator_score[here, place]
            _, counts = np.unique(value, return_counts=True)
            row = {
                "indicator": slug,
                "nation": name,
                "councils": int(here.sum()),
                "different_values": len(counts),
                "commonest_share": float(counts.max() / here.sum()),
                "lowest": float(value.min()),
                "highest": float(value.max()),
                "score_spread": float(score.std(ddof=1)),
            }
            flag = flag_variation(len(counts), row["commonest_share"], row["score_spread"])
            rows.append(row | {"flag": flag})
    return pd.DataFrame(rows)


def flag_variation(different: int, commonest: float, spread: float) -> str:
    """Return what is notable of an indicator in a nation, or nothing."""
    if different == 1:
        return CONSTANT
    if commonest > MOST_SHARED:
        return SHARED
    return LITTLE if spread < LEAST_SPREAD else ""


def list_constant(values: Floats, nation: npt.NDArray[np.object_]) -> list[list[str]]:
    """Return for each indicator the nations whose councils with a value all have the same one.

    Args:
        values: shape (A, I), in the indicator's unit.
        nation: shape (A,).
    """
    found = []
    for column in values.T:
        names = []
        for name in sorted(set(nation.tolist())):
            here = column[(nation == name) & ~np.isnan(column)]
            if len(here) > 1 and np.ptp(here) == 0:
                names.append(name)
        found.append(names)
    return found
