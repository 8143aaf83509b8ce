"""How reliable is each figure? Its error against the differences between councils."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS
from generator.composite.scales import describe
from generator.index.normalisation import place_values
from generator.index.results import ErrorKind, Index

COLUMNS = (
    *("indicator", "nation", "councils", "kind", "like", "triples"),
    *("error", "spread", "reliability"),
)


def make_reliability(index: Index, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per indicator and nation that has it: how its error is known, and how much it matters.

    Args:
        index: one run.
        nation: of each council, shape (A,).
    """
    place = place_values(
        index.level.value, panel=index.panel, goalposts=index.goalposts, sign=index.structure.sign
    )
    number = np.array([NATIONS.index(name) for name in nation], dtype=np.int32)
    rows = []
    for i, slug in enumerate(index.structure.indicators):
        for n, name in enumerate(NATIONS):
            cells = np.flatnonzero((number == n) & ~np.isnan(place[:, i]))
            if not len(cells):
                continue
            like = int(index.errors.like[i, n])
            rows.append(
                {
                    "indicator": slug,
                    "nation": name,
                    "councils": len(cells),
                    "kind": ErrorKind(int(index.errors.kind[cells[0], i])).label,
                    "like": index.structure.indicators[like] if like >= 0 else "",
                    "triples": int(index.errors.triples[i, n]),
                    "error": float(np.median(index.errors.size[cells, i])),
                    "spread": float(describe(place[cells, i][:, None], lost=1)[1][0]),
                    "reliability": float(index.errors.reliability[i, n]),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))
