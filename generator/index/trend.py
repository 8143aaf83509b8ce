"""The trend index: the same indicators in every year since 2011, on the goalposts of the level index."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generator.composite.arrays import Bools, Floats, Ints
from generator.composite.sums import multiply
from generator.index.aggregation import aggregate, find_reference
from generator.index.normalisation import normalise
from generator.index.panel import CARRY_YEARS, neighbours_in_time
from generator.index.results import Estimate, Goalposts, Panel, Status, Structure, Trend
from generator.index.structure import OVERALL, nominal_weights, places, restrict

APART_YEARS = 5
TREND_NEEDS = 8 / 12
_HALF = 0.5
MOST_CARRIED = 0.25
"""Share of the overall weight from which on what is carried hides too much of a change."""
SHARE_DIGITS = 12


def compute_trend(
    panel: Panel,
    *,
    structure: Structure,
    goalposts: Goalposts,
    reference: Floats | None = None,
    first_year: int,
    allowed: Bools,
    bent: Bools,
) -> tuple[Trend, Trend]:
    """Score every area in every year from ``first_year`` with one fixed set of indicators per area.

    An indicator counts for an area if it was measured in two years at least 5 years apart, first at most 5
    years after ``first_year`` and last at most 5 years before the last trend year. Gaps inside are
    interpolated; at the ends the first and the last value are carried for at most 5 years. So every year has
    the same composition.

    The rule of half is applied to the tree of trend indicators alone: those that count for at least half of
    the areas that have any value of it. The overall score needs 8 of the 12 pillars.

    The last year is the latest in which the median area has half of its overall trend weight measured and
    less than a quarter carried, the base year the first. What elements did is told up to a later year: the
    latest in which the median area has a figure of half of the indicators.

    Args:
        panel: all cells; its years should begin before ``first_year`` if earlier data exist.
        structure: the tree.
        goalposts: those of the level index.
        reference: of each indicator, shape (I,), the same in every year, so that no change is one of it.
        first_year: first year of the trend.
        allowed: indicators that may be used, shape (I,); money at current prices may not.
        bent: years to avoid, by nation of ``NATIONS``, shape (I, 4, Y); see ``bent_years.find_bent``.

    Returns:
        The trend of the overall score, domains and pillars, and that of elements.
    """
    candidates = find_candidates(panel, allowed=allowed)
    last_year = find_last_year(panel, candidates)
    recent = None
    while True:
        trend = _score_years(
            *(panel, candidates),
            structure=structure,
            goalposts=goalposts,
            reference=reference,
            span=(first_year, last_year),
            bent=bent,
        )
        recent = recent or trend
        scored = np.asarray(~np.isnan(trend.score[:, OVERALL]).all(axis=1))
        enough = np.flatnonzero(rests_on_years(trend, scored, OVERALL))
        if last_year == first_year or len(enough) == 0 or enough[-1] == len(trend.years) - 1:
            break
        last_year -= 1
    base_year = trend.years[int(enough[0])] if len(enough) else trend.years[-1]
    return replace(trend, base_year=base_year), replace(recent, base_year=base_year)


def join_trends(index: Estimate, large: Floats, recent: Floats) -> Floats:
    """Return scores of both trends as one, NaN where the years of one have ended, shape (..., N, Y).

    Args:
        index: one run.
        large: scores of any places in the years of ``index.trend``, shape (..., N, Y): of all but elements.
        recent: the same in the years of ``index.recent``, which begin alike and go on longer: of elements.
    """
    joined = np.full(recent.shape, np.nan)
    joined[..., : large.shape[-1]] = large
    elements = places(index.structure, "element")
    joined[..., elements, :] = recent[..., elements, :]
    return joined


def find_ends(trend: Trend, node: int, rows: Bools) -> tuple[int, int] | None:
    """Return the first and the last year between which a node's change may be stated, as places on axis Y.

    Both are years since the base year in which the middle one of the councils has half of the node's weight
    measured. None where they lie fewer than five years apart, or no council is given.

    Args:
        trend: the trend index.
        node: position on axis N.
        rows: the councils asked about, those with a score, shape (A,).
    """
    usable = [
        y
        for y, can in enumerate(rests_on_years(trend, rows, node).tolist())
        if can and trend.years[y] >= trend.base_year
    ]
    if not usable or trend.years[usable[-1]] - trend.years[usable[0]] < APART_YEARS:
        return None
    return usable[0], usable[-1]


def _score_years(
    panel: Panel,
    candidates: Bools,
    *,
    structure: Structure,
    goalposts: Goalposts,
    reference: Floats | None,
    span: tuple[int, int],
    bent: Bools,
) -> Trend:
    """Score the years of ``span``; the base year is left at the first."""
    first_year, last_year = span
    kept = choose_indicators(panel, candidates, first_year=first_year, last_year=last_year)
    cells = fill_ends(panel, kept, first_year=first_year, last_year=last_year)
    had = (panel.status <= Status.UPPER_TIER).any(axis=2).sum(axis=0)
    tree = restrict(structure, kept.sum(axis=0) >= np.maximum(_HALF * had, 1))
    scores = normalise(cells.value, panel=panel, goalposts=goalposts, sign=structure.sign)
    if reference is not None:
        # Figures on an older basis may have no latest value: theirs is the mean of all years.
        older = find_reference(np.moveaxis(scores, 1, 2).reshape(-1, scores.shape[1]))
        reference = np.where(np.isnan(reference), older, reference)
    score = aggregate(
        tree,
        np.moveaxis(scores, 1, 2),
        reference=reference,
        offered=(panel.group >= 0)[:, None, :],
        pillars_needed=TREND_NEEDS * _count_pillars(structure) / max(_count_pillars(tree), 1),
    )
    measured = cells.status <= Status.UPPER_TIER
    told = [panel.years.index(year) for year in cells.years]
    avoided = np.moveaxis(bent[..., told][:, panel.nation], 1, 0)
    return Trend(
        years=cells.years,
        score=np.moveaxis(score, 2, 1),
        measured=_share(measured, kept, tree),
        straight=_share(measured & ~avoided, kept, tree),
        carried=_share(cells.status == Status.CARRIED, kept, tree),
        in_trend=kept & (tree.weight > 0),
        base_year=first_year,
    )


def _count_pillars(structure: Structure) -> float:
    return sum(node.weight for node in structure.nodes if node.level == "pillar")


def rests_on_years(trend: Trend, rows: Bools, node: int) -> Bools:
    """Return in which years a node can be told of some areas, shape (Y,).

    The median area must have half of the weight measured; of the overall weight less than a quarter carried.

    Args:
        trend: scores and shares.
        rows: the areas asked about, those with a score, shape (A,).
        node: position on axis N.
    """
    if not rows.any():
        return np.zeros(len(trend.years), dtype=bool)
    usable = np.median(np.nan_to_num(trend.measured[rows, node]), axis=0) >= _HALF
    if node == OVERALL:
        usable &= np.median(trend.carried[rows, node], axis=0) < MOST_CARRIED
    return np.asarray(usable)


def find_candidates(panel: Panel, *, allowed: Bools) -> Bools:
    """Return where two measured years lie at least 5 years apart, shape (A, I)."""
    first, last = _ends(panel)
    return np.asarray((last - first >= APART_YEARS) & (first > 0) & allowed)


def _ends(panel: Panel) -> tuple[Ints, Ints]:
    """First and last measured calendar year, shape (A, I); 0 where none."""
    measured = panel.status <= Status.UPPER_TIER
    years, none = np.array(panel.years, dtype=np.int32), ~measured.any(axis=2)
    first = years[np.argmax(measured, axis=2)]
    last = years[len(years) - 1 - np.argmax(measured[..., ::-1], axis=2)]
    return np.where(none, 0, first), np.where(none, 0, last)


def find_last_year(panel: Panel, candidates: Bools) -> int:
    """Return the latest year in which the median area has a measured value for half of its candidates."""
    measured = (panel.status <= Status.UPPER_TIER) & candidates[..., None]
    count = candidates.sum(axis=1)
    some = count > 0
    if not some.any():
        return panel.years[-1]
    share = np.median(measured[some].sum(axis=1) / count[some, None], axis=0)
    return panel.years[int(np.flatnonzero(share >= min(_HALF, share.max()))[-1])]


def choose_indicators(panel: Panel, candidates: Bools, *, first_year: int, last_year: int) -> Bools:
    """Return the candidates whose ends reach both the first and the last year of the trend, shape (A, I)."""
    first, last = _ends(panel)
    return candidates & (first <= first_year + CARRY_YEARS) & (last >= last_year - CARRY_YEARS)


@dataclass(frozen=True)
class TrendCells:
    """Value and status of the trend's cells, shape (A, I, Y) over ``years``; NaN where not in the trend."""

    years: tuple[int, ...]
    value: Floats
    status: npt.NDArray[np.int8]


def fill_ends(panel: Panel, kept: Bools, *, first_year: int, last_year: int) -> TrendCells:
    """Return the panel's cells from first to last year, the first value carried back if it starts later."""
    measured = panel.status <= Status.UPPER_TIER
    _, following = neighbours_in_time(measured)
    year = np.arange(len(panel.years))
    early = (panel.status == Status.MISSING) & (following >= 0) & (following - year <= CARRY_YEARS)
    later = np.take_along_axis(panel.value, np.maximum(following, 0), axis=2)
    value = np.where(early, later, panel.value)
    status = np.where(early, np.int8(Status.CARRIED), panel.status)
    span = [place for place, one in enumerate(panel.years) if first_year <= one <= last_year]
    return TrendCells(
        years=tuple(panel.years[place] for place in span),
        value=np.where(kept[..., None], value, np.nan)[..., span],
        status=np.where(kept[..., None], status, np.int8(Status.MISSING))[..., span],
    )


def _share(cells: Bools, kept: Bools, tree: Structure) -> Floats:
    """Share of each node's trend weight that rests on some cells, (A, I, Y) to (A, N, Y)."""
    weights = nominal_weights(tree)
    fresh = np.moveaxis(cells & kept[..., None], 1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.moveaxis(multiply(weights, fresh) / multiply(weights, kept.T)[..., None], 1, 0)
    # A share of exactly a half must not miss the mark by the last bit of a sum.
    return np.asarray(np.round(np.where(np.isnan(share), 0.0, np.minimum(share, 1.0)), SHARE_DIGITS))
