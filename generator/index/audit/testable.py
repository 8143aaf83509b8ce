"""What can be tested over time: for each element and nation the longest span with the same figures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.catalogue.records import NATIONS, Framework
from generator.composite.arrays import Bools, Floats
from generator.index.results import Index, Status
from generator.index.scale import in_current_money
from generator.index.structure import HALF, build_structure, places
from generator.index.trend import APART_YEARS

NO_FIGURE, ONE_YEAR, PRICES, TOO_CLOSE, NOT_TOGETHER = (
    "no figure",
    "one year",
    "prices of the day",
    "years too close",
    "not in the same years",
)
"""Why an element cannot be tested in a nation."""


def make_testable(index: Index, framework: Framework, nation: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return one row per element and nation: the longest span over which its change can be tested.

    An indicator is known of a nation in a year if at least half of the nation's councils have a figure of
    that year. It can tell a change if it is known in two years at least 5 apart and is not money at current
    prices. A span is one over which such indicators of at least half of their weight are known in both its
    years; of two equally long ones the later counts.

    Args:
        index: one run.
        framework: its tree.
        nation: name of each council's nation, shape (A,).
    """
    structure = build_structure(framework, trend=True)
    priced = in_current_money(framework)
    measured = index.panel.status <= Status.UPPER_TIER
    rows = []
    for n in places(structure, "element"):
        columns = np.flatnonzero(structure.element_of == n)
        for name in NATIONS:
            here = nation == name
            if not here.any():
                continue
            known = measured[here][:, columns].mean(axis=0) >= HALF
            rows.append(
                {
                    "element": structure.nodes[n].key,
                    "nation": name,
                    "indicators": int(known.any(axis=1).sum()),
                    **_describe(
                        known, structure.weight[columns], priced=priced[columns], years=index.panel.years
                    ),
                    "in_trend": _covered(index, n, here),
                }
            )
    table = pd.DataFrame(rows)
    ends = ["first_year", "last_year"]
    table[ends] = table[ends].astype("Int64")
    return table


def _describe(known: Bools, weight: Floats, *, priced: Bools, years: tuple[int, ...]) -> dict[str, object]:
    """Return the span of some indicators, or why there is none.

    Args:
        known: shape (I, Y).
        weight: shape (I,).
        priced: indicators in money at current prices, shape (I,).
        years: of axis Y.
    """
    apart = np.array([_reach(row, years) for row in known])
    able = (apart >= APART_YEARS) & ~priced
    ends = _find_span(known[able], weight[able], years)
    if ends is not None:
        first, last = ends
        return {"first_year": years[first], "last_year": years[last], "obstacle": ""}
    if able.any():
        obstacle = NOT_TOGETHER
    elif (apart >= APART_YEARS).any():
        obstacle = PRICES
    elif not known.any():
        obstacle = NO_FIGURE
    else:
        obstacle = TOO_CLOSE if (apart > 0).any() else ONE_YEAR
    return {"first_year": None, "last_year": None, "obstacle": obstacle}


def _reach(known: Bools, years: tuple[int, ...]) -> int:
    """Return how many years lie between the first and the last known one."""
    found = np.flatnonzero(known)
    return years[found[-1]] - years[found[0]] if len(found) else 0


def _find_span(known: Bools, weight: Floats, years: tuple[int, ...]) -> tuple[int, int] | None:
    """Return the places of both years of the longest span, or None."""
    spans = [
        (first, last)
        for first, last in combinations(range(len(years)), 2)
        if years[last] - years[first] >= APART_YEARS
        and weight[known[:, first] & known[:, last]].sum() >= HALF * weight.sum() > 0
    ]
    return max(spans, key=lambda span: (years[span[1]] - years[span[0]], span[1]), default=None)


def _covered(index: Index, n: int, here: Bools) -> bool:
    """Tell whether the trend index measures a node of a nation in two years far enough apart."""
    scored = here & ~np.isnan(index.trend.score[:, n, :]).all(axis=1)
    if scored.sum() < HALF * here.sum():
        return False
    typical = np.median(index.trend.measured[scored, n, :], axis=0) >= HALF
    return _reach(typical, index.trend.years) >= APART_YEARS
