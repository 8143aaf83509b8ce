"""Does every nation that a series claims have figures, and in the latest year for nearly all its councils?"""

from __future__ import annotations

import numpy as np

from generator.catalogue.period import parse_period
from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import MeasuredSeries, Setting, list_nations
from generator.sources.gates.thresholds import COVERED_SHARE


def check_coverage(measured: MeasuredSeries, setting: Setting) -> list[Outcome]:
    """Return the nations with no figures (blockers) and those with few in the latest year (warnings)."""
    outcomes = []
    for nation in list_nations(measured):
        outcome = _check_nation(measured, councils=setting.councils_of(nation), nation=nation)
        if outcome is not None:
            outcomes.append(outcome)
    return outcomes


def _check_nation(measured: MeasuredSeries, *, councils: tuple[str, ...], nation: str) -> Outcome | None:
    counts = _count_by_year(measured, frozenset(councils))
    if not any(counts.values()):
        return measured.tell(
            "coverage",
            "blocker",
            found=f"no council of {nation} has a figure",
            expected=f"figures for {nation}, or a series that does not name it",
        )
    latest = max(counts)
    # Nations publish in their own time: one may be a year behind another.
    year = max((latest, latest - 1), key=lambda year: counts.get(year, 0))
    if counts[year] >= COVERED_SHARE * len(councils):
        return None
    found = f"{counts[latest]} of {len(councils)} councils of {nation} have a figure in {latest}"
    best = max(counts, key=lambda year: (counts[year], year))
    if counts[best] > counts[latest]:
        found += f", {counts[best]} in {best}"
    return measured.tell("coverage", "warning", found=found, expected=f"at least {COVERED_SHARE:.0%} of them")


def _count_by_year(measured: MeasuredSeries, councils: frozenset[str]) -> dict[int, int]:
    """Return how many of the councils have a figure in each year of the series."""
    grid = measured.councils
    chosen = np.array([code in councils for code in grid.codes], dtype=np.bool_)
    present = ~np.isnan(grid.values) & chosen[:, np.newaxis]
    years = np.array([parse_period(period).year for period in grid.periods])
    return {
        int(year): int(present[:, years == year].any(axis=1).sum()) for year in sorted(set(years.tolist()))
    }
