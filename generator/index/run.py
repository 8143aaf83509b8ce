"""One run of the engine over the councils: panel, level, trend, robustness."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from generator.catalogue.records import NATIONS, Area, Edition, Framework
from generator.index.level import compute_level, pick_latest
from generator.index.normalisation import fit_goalposts
from generator.index.panel import build_panel
from generator.index.records import Index, Ints
from generator.index.robustness import measure_robustness
from generator.index.structure import build_structure
from generator.index.treatment import choose_logs
from generator.index.trend import compute_trend

EARLIER_YEARS = 2
"""Years before the first trend year that the panel holds, for means over several years."""


def compute_index(
    framework: Framework,
    observations: pd.DataFrame,
    areas: Sequence[Area],
    *,
    edition: Edition,
    executor: Executor | None = None,
    shares: int = 1,
) -> Index:
    """Return all results for the councils among ``areas``, in their order.

    Args:
        framework: the tree with weights.
        observations: from ``catalogue.store.load_observations``.
        areas: areas of any kind; only councils are scored.
        edition: year, first year of the trend, number of draws, seed.
        executor, shares: where the draws are made, in how many parts; the result is the same.

    Raises:
        ProsperityError: an indicator that does not vary, a framework that is not a tree.
    """
    councils = [area for area in areas if area.kind == "council"]
    structure = build_structure(framework)
    years = range(edition.first_year - EARLIER_YEARS, edition.year + 1)
    panel = build_panel(
        observations, areas=councils, structure=structure, years=tuple(years), framework=framework
    )
    current_money = np.array([at_current_prices(indicator.unit) for indicator in framework.indicators])
    logged = choose_logs(panel, first_year=edition.first_year)
    latest = pick_latest(panel, edition_year=edition.year)
    goalposts = fit_goalposts(
        panel,
        latest=latest.value,
        logged=logged,
        given=[indicator.goalposts for indicator in framework.indicators],
        first_year=edition.first_year,
        latest_only=current_money,
    )
    level = compute_level(panel, structure=structure, goalposts=goalposts, edition_year=edition.year)
    trend = compute_trend(
        panel,
        structure=build_structure(framework, trend=True),
        goalposts=goalposts,
        first_year=edition.first_year,
        allowed=~current_money,
    )
    robustness = measure_robustness(
        panel,
        structure=structure,
        goalposts=goalposts,
        level=level,
        nation=number_nations(councils),
        draws=edition.draws,
        seed=edition.seed,
        executor=executor,
        shares=shares,
    )
    return Index(structure, panel, goalposts, level, trend, robustness)


def number_nations(councils: Sequence[Area]) -> Ints:
    """Return the position of each council's nation in ``NATIONS``, shape (A,)."""
    order: dict[str, int] = {name: number for number, name in enumerate(NATIONS)}
    return np.array([order[council.nation] for council in councils], dtype=np.int32)


def at_current_prices(unit: str) -> bool:
    """Say whether a unit is money that inflation moves; money in prices of one year says so in its unit."""
    return unit.startswith("£") and "prices" not in unit
