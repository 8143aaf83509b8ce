"""The scale that figures are placed on: goalposts that are fixed, and fitted ones where none are.

Fixed goalposts make scores of two editions comparable: a figure that stays has the score it had. They are a
choice of the method, kept in a file with the edition in which each was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from generator.catalogue.records import NATIONS, Edition, FixedGoalposts, Framework, Indicator, Nation
from generator.composite.arrays import Bools, Floats
from generator.composite.elementary import exp, log
from generator.errors import ProsperityError
from generator.index.normalisation import fit_goalposts
from generator.index.panel import find_group
from generator.index.results import Goalposts, Panel
from generator.index.treatment import choose_logs, measured_cells

Basis = Literal["given", "fitted", "latest"]


def at_current_prices(unit: str) -> bool:
    """Say whether a unit is money that inflation moves; money in prices of one year says so in its unit."""
    return unit.startswith("£") and "prices" not in unit


def in_current_money(framework: Framework) -> Bools:
    """Return which indicators are money at current prices, shape (I,)."""
    return np.array([at_current_prices(indicator.unit) for indicator in framework.indicators])


def choose_goalposts(panel: Panel, framework: Framework, *, latest: Floats, first_year: int) -> Goalposts:
    """Return the fixed goalposts of the framework; those of indicators that lack any are fitted.

    Args:
        panel: all cells.
        framework: the tree, with fixed goalposts or without.
        latest: the values of the level index, shape (A, I).
        first_year: first year whose cells count.

    Raises:
        ProsperityError: goalposts cannot be fitted; or a fixed scale is logarithmic, and there is a figure
            that has no logarithm.
    """
    fixed = place_fixed(framework, panel)
    lacking = find_lacking(fixed, panel, latest)
    _refuse_no_logarithm(panel, fixed, latest, first_year=first_year)
    if not lacking.any():
        return fixed
    fitted = fit_scale(panel, framework, latest=latest, first_year=first_year)
    return Goalposts(
        low=np.where(lacking[:, None], fitted.low, fixed.low),
        high=np.where(lacking[:, None], fitted.high, fixed.high),
        logged=np.where(lacking, fitted.logged, fixed.logged),
    )


def fit_scale(panel: Panel, framework: Framework, *, latest: Floats, first_year: int) -> Goalposts:
    """Return the goalposts that the figures make, whatever is fixed; arguments as above.

    Raises:
        ProsperityError: an indicator, or a group of one, does not vary.
    """
    return fit_goalposts(
        panel,
        latest=latest,
        logged=choose_logs(panel, first_year=first_year),
        given=[indicator.goalposts for indicator in framework.indicators],
        first_year=first_year,
        latest_only=in_current_money(framework),
    )


def place_fixed(framework: Framework, panel: Panel) -> Goalposts:
    """Return the fixed goalposts as arrays, NaN where there are none; the panel has the groups of axis G."""
    groups = max(int(panel.group.max()) + 1, 1)
    place = {indicator.slug: k for k, indicator in enumerate(framework.indicators)}
    low, high = (np.full((len(place), groups), np.nan) for _ in range(2))
    logged = np.zeros(len(place), dtype=bool)
    for row in framework.goalposts:
        k = place.get(row.indicator)
        if k is None:
            continue
        for group in _list_groups(framework.indicators[k], row.nations) & set(range(groups)):
            ends = np.array([row.low, row.high])
            low[k, group], high[k, group] = log(ends) if row.logged else ends
        logged[k] = row.logged
    return Goalposts(low=low, high=high, logged=logged)


def find_lacking(goalposts: Goalposts, panel: Panel, latest: Floats) -> Bools:
    """Return which indicators have a value but no goalposts for it, shape (I,)."""
    group = np.maximum(panel.group, 0)
    ends = goalposts.low[np.arange(group.shape[1]), group]
    return np.asarray((~np.isnan(latest) & np.isnan(ends)).any(axis=0))


def refuse_lacking(panel: Panel, framework: Framework, *, latest: Floats) -> None:
    """Refuse to publish scores on a scale that is not fixed.

    Raises:
        ProsperityError: an indicator with a value has no fixed goalposts.
    """
    lacking = find_lacking(place_fixed(framework, panel), panel, latest)
    if lacking.any():
        slugs = [panel.indicators[k] for k in np.flatnonzero(lacking)]
        raise ProsperityError(
            f"{len(slugs)} indicators have no fixed goalposts: {', '.join(slugs[:5])}",
            file="data/goalposts.csv",
            code=slugs[0],
            expected="a row for every indicator and each group of nations that shares a scale",
            mend="run: prosperity goalposts --write",
        )


def list_goalposts(goalposts: Goalposts, framework: Framework, *, edition: Edition) -> list[FixedGoalposts]:
    """Return goalposts as rows, in the order of the framework and of the nations.

    Args:
        goalposts: on the treated scale.
        framework: the tree.
        edition: in which they are fixed.
    """
    rows = []
    for k, indicator in enumerate(framework.indicators):
        nations: dict[int, list[Nation]] = {}
        for number, nation in enumerate(NATIONS):
            nations.setdefault(find_group(indicator, nation, number=number), []).append(nation)
        logged = bool(goalposts.logged[k])
        for group, names in nations.items():
            if group < 0 or group >= goalposts.low.shape[1] or np.isnan(goalposts.low[k, group]):
                continue
            ends = np.array([goalposts.low[k, group], goalposts.high[k, group]])
            # What is given is kept as it is given: there and back over the logarithm its last digit may move.
            low, high = indicator.goalposts or (exp(ends) if logged else ends)
            basis: Basis = "latest" if at_current_prices(indicator.unit) else "fitted"
            row = FixedGoalposts(
                indicator=indicator.slug,
                nations=tuple(names),
                low=float(low),
                high=float(high),
                logged=logged,
                basis="given" if indicator.goalposts else basis,
                edition=edition.name,
            )
            rows.append(row)
    return rows


@dataclass(frozen=True)
class Drift:
    """How far fixed goalposts lie from those that the figures of today make.

    Attributes:
        kept, fitted: the two; the first is None where nothing is fixed, the second where nothing can be.
        outside: share of today's values beyond the ends that are kept, 0 to 1; NaN where nothing is fixed.
    """

    kept: FixedGoalposts | None
    fitted: FixedGoalposts | None
    outside: float


def measure_drift(
    framework: Framework, fitted: list[FixedGoalposts], panel: Panel, latest: Floats
) -> list[Drift]:
    """Compare what is fixed with what is fitted, in the order of the framework.

    Args:
        framework: the tree with its fixed goalposts.
        fitted: from ``list_goalposts``.
        panel: gives the group of each cell.
        latest: the values of the level index, shape (A, I).
    """
    kept = {(row.indicator, row.nations): row for row in framework.goalposts}
    new = {(row.indicator, row.nations): row for row in fitted}
    order = {indicator.slug: k for k, indicator in enumerate(framework.indicators)}
    found = []
    for key in sorted({**new, **kept}, key=lambda key: (order[key[0]], [NATIONS.index(n) for n in key[1]])):
        row, outside = kept.get(key), np.nan
        if row is not None:
            k = order[row.indicator]
            groups = list(_list_groups(framework.indicators[k], row.nations))
            values = latest[np.isin(panel.group[:, k], groups), k]
            values = values[~np.isnan(values)]
            outside = float(((values < row.low) | (values > row.high)).mean()) if len(values) else np.nan
        found.append(Drift(row, new.get(key), outside))
    return found


def _list_groups(indicator: Indicator, nations: tuple[Nation, ...]) -> set[int]:
    return {find_group(indicator, nation, number=NATIONS.index(nation)) for nation in nations}


def _refuse_no_logarithm(panel: Panel, fixed: Goalposts, latest: Floats, *, first_year: int) -> None:
    """A value that has no logarithm would silently have no score."""
    cells = measured_cells(panel, first_year=first_year)
    with np.errstate(invalid="ignore"):
        bad = fixed.logged & ((cells & (panel.value <= 0)).any(axis=2) | (latest <= 0))
    if bad.any():
        area, k = (int(found[0]) for found in np.nonzero(bad))
        raise ProsperityError(
            f"the fixed scale of '{panel.indicators[k]}' is logarithmic, and {panel.areas[area]} has a value "
            "that is not above 0",
            file="data/goalposts.csv",
            code=panel.indicators[k],
            expected="values above 0",
            mend=f"run: prosperity goalposts --write {panel.indicators[k]}",
        )
