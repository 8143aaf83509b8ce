"""What can be tested over time: for each element and nation the longest span with the same figures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS, Framework
from generator.composite.arrays import Bools, Floats
from generator.index.ends import find_known, find_span, find_usable, reach
from generator.index.results import Index
from generator.index.structure import HALF, build_structure, places
from generator.index.trend import APART_YEARS

NO_FIGURE, ONE_YEAR, BENT, TOO_CLOSE, NOT_TOGETHER = (
    "no figure",
    "one year",
    "years to avoid",
    "years too close",
    "not in the same years",
)
"""Why an element cannot be tested in a nation."""


def make_testable(index: Index, framework: Framework, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per element and nation: the longest span over which its change can be tested.

    An indicator is known of a nation in a year if at least half of the nation's councils have a figure of
    that year. It can tell a change if it is known in two years at least 5 apart that nothing bent. A span is
    one over which such indicators of at least half of their weight are known in both its years; of two
    equally long ones the later counts.

    Args:
        index: one run.
        framework: its tree.
        nation: name of each council's nation, shape (A,).
    """
    structure = build_structure(framework, trend=True)
    order = [name for name in NATIONS if (nation == name).any()]
    known = {name: find_known(index.panel, nation == name) for name in order}
    number = np.array([NATIONS.index(name) for name in nation], dtype=np.int32)
    usable = find_usable(index.panel, framework, number)
    rows = []
    for n in places(structure, "element"):
        columns = np.flatnonzero(structure.element_of == n)
        for name in order:
            ends = usable[columns, NATIONS.index(name)]
            rows.append(
                {
                    "element": structure.nodes[n].key,
                    "nation": name,
                    "indicators": int(known[name][columns].any(axis=1).sum()),
                    **_describe(
                        known[name][columns], ends, structure.weight[columns], years=index.panel.years
                    ),
                    "in_trend": _covered(index, n, nation == name),
                }
            )
    table = pd.DataFrame(rows)
    ends = ["first_year", "last_year"]
    table[ends] = table[ends].astype("Int64")
    return table


def _describe(known: Bools, ends: Bools, weight: Floats, *, years: tuple[int, ...]) -> dict[str, object]:
    """Return the span of some indicators, or why there is none.

    Args:
        known: years with figures, shape (I, Y).
        ends: those of them that may be an end, shape (I, Y).
        weight: shape (I,).
        years: of axis Y.
    """
    span = find_span(ends, weight, years)
    if span is not None:
        return {"first_year": years[span.first], "last_year": years[span.last], "obstacle": ""}
    apart, left = (max(reach(row, years) for row in found) for found in (known, ends))
    if left >= APART_YEARS:
        obstacle = NOT_TOGETHER
    elif apart >= APART_YEARS:
        obstacle = BENT
    elif not known.any():
        obstacle = NO_FIGURE
    else:
        obstacle = TOO_CLOSE if apart > 0 else ONE_YEAR
    return {"first_year": None, "last_year": None, "obstacle": obstacle}


def _covered(index: Index, n: int, here: Bools) -> bool:
    """Tell whether the trend index measures a node of a nation in two years far enough apart."""
    scored = here & ~np.isnan(index.trend.score[:, n, :]).all(axis=1)
    if scored.sum() < HALF * here.sum():
        return False
    typical = np.median(index.trend.measured[scored, n, :], axis=0) >= HALF
    return reach(typical, index.trend.years) >= APART_YEARS
