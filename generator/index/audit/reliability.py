"""How reliable is each figure? Its error against the differences between councils."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS, Framework
from generator.catalogue.weight_limits import MOST
from generator.composite.arrays import Floats
from generator.composite.scales import describe
from generator.index.averages import choose_averaged, choose_limited, find_averaged
from generator.index.normalisation import place_values
from generator.index.results import ErrorKind, Index
from generator.index.structure import OVERALL

_ROUNDING = 1e-9
COLUMNS = (
    *("indicator", "nation", "councils", "kind", "like", "triples"),
    *("error", "spread", "reliability", "single"),
    *("averaged", "averaged_by_rule", "limited", "limited_by_rule", "largest_weight", "over_limit"),
)


def make_reliability(
    index: Index, framework: Framework, nation: npt.NDArray[np.object_], shares: Floats
) -> pd.DataFrame:
    """Return one row per indicator and nation that has it: how its error is known, and how much it matters.

    Args:
        index: one run.
        framework: says which indicators are averaged, and which weigh little.
        nation: of each council, shape (A,).
        shares: from ``shares.measure_shares``, shape (A, N, I).
    """
    place = place_values(
        index.level.value, panel=index.panel, goalposts=index.goalposts, sign=index.structure.sign
    )
    number = np.array([NATIONS.index(name) for name in nation], dtype=np.int32)
    averaged, limits = find_averaged(framework), {one.indicator for one in framework.limits}
    may_average = choose_averaged(index.panel, index.errors.single, number)
    may_limit = choose_limited(index.panel, index.level, index.errors, number)
    rows = []
    for i, slug in enumerate(index.structure.indicators):
        for n, name in enumerate(NATIONS):
            cells = np.flatnonzero((number == n) & ~np.isnan(place[:, i]))
            if not len(cells):
                continue
            over = shares[cells, OVERALL, i] > MOST + _ROUNDING
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
                    "single": float(index.errors.single[i, n]),
                    "averaged": bool(averaged[i]),
                    "averaged_by_rule": bool(may_average[i, n]),
                    "limited": slug in limits,
                    "limited_by_rule": bool(may_limit[i, n]),
                    "largest_weight": float(shares[cells, OVERALL, i].max()),
                    "over_limit": int(over.sum()) if slug in limits else 0,
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))
