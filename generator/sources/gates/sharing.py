"""Figures of a larger area that were copied to its councils, such as those of a health board."""

from __future__ import annotations

import math

import numpy as np

from generator.catalogue.quality import Outcome
from generator.sources.gates.measured import Floats, MeasuredSeries, Setting, list_nations
from generator.sources.gates.thresholds import CHANCE_SHARED, FEWEST_COUNCILS, NEAR_STEPS, SLACK

_MOST_DIGITS = 6
Pairs = list[tuple[int, int]]


def check_sharing(measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    """Return nations where councils beside each other have one figure more often than chance explains.

    Two things give equal figures honestly: rounding, and shares of small numbers. How often rounding does is
    judged from councils beside each other whose figures are a few steps apart; how often small numbers do,
    from councils that lie apart. Figures known to be those of a larger area do not count, nor do 0 and 100.

    Args:
        measured: one series.
        setting: which councils share a boundary.

    Returns:
        None where no nation has enough councils.
    """
    tested = [_check_nation(nation, measured, setting) for nation in list_nations(measured)]
    if all(result is None for result in tested):
        return None
    return [outcome for result in tested if result is not None for outcome in result]


def _check_nation(nation: str, measured: MeasuredSeries, setting: Setting) -> list[Outcome] | None:
    grid = measured.councils
    own = np.where(grid.shared, np.nan, grid.values)
    telling = (~np.isnan(own) & (own != 0) & (own != 100)).any(axis=1)
    rows = [place for place, code in enumerate(grid.codes) if setting.nations.get(code) == nation]
    rows = [place for place in rows if telling[place]]
    if len(rows) < FEWEST_COUNCILS:
        return None
    codes = [grid.codes[row] for row in rows]
    figures = np.round(own[rows] * 10.0 ** _find_digits(own[rows]))
    figures = figures[:, ~np.isnan(figures).all(axis=0)]
    beside = [
        (one, other)
        for one in range(len(codes))
        for other in range(one + 1, len(codes))
        if (codes[one], codes[other]) in setting.beside
    ]
    groups = _join([pair for pair in beside if _are_within(0, figures, pair)])
    links = sum(len(group) - 1 for group in groups)
    if _chance_of(links, _expect_ties(figures, beside)) >= CHANCE_SHARED:
        return []
    named = "; ".join(", ".join(codes[place] for place in group) for group in groups)
    return [
        measured.tell(
            "sharing",
            "blocker",
            found=f"in {nation} {sum(map(len, groups))} of {len(codes)} councils have in every period the "
            f"figure of one beside them: {named}",
            expected="figures of their own, or a mark that they are those of a larger area",
        )
    ]


def _find_digits(values: Floats) -> int:
    """Return how many decimals half of the figures can do with; means over merged councils have more."""
    known = values[~np.isnan(values)]
    for digits in range(_MOST_DIGITS):
        scaled = known * 10.0**digits
        if np.mean(np.abs(scaled - np.round(scaled)) <= SLACK * np.maximum(1, np.abs(scaled))) >= 0.5:
            return digits
    return _MOST_DIGITS


def _are_within(steps: int, figures: Floats, pair: tuple[int, int]) -> bool:
    """Return whether two councils have figures in the same periods, at most some steps apart in each."""
    one, other = figures[pair[0]], figures[pair[1]]
    known = ~np.isnan(one)
    same_periods = bool((known == ~np.isnan(other)).all())
    return same_periods and bool((np.abs(one[known] - other[known]) <= steps).all())


def _join(ties: Pairs) -> list[list[int]]:
    """Return the groups that pairs make up, each sorted."""
    groups: list[set[int]] = []
    for pair in ties:
        joined = set(pair).union(*(group for group in groups if group & set(pair)))
        groups = [group for group in groups if not group & joined] + [joined]
    return sorted(sorted(group) for group in groups)


def _expect_ties(figures: Floats, beside: Pairs) -> float:
    """Return how many pairs of councils beside each other would have one figure by chance."""
    near = sum(_are_within(NEAR_STEPS, figures, pair) for pair in beside)
    tied = sum(_are_within(0, figures, pair) for pair in beside)
    rounding = (near - tied + 0.5) / (math.pow(2 * NEAR_STEPS + 1, figures.shape[1]) - 1)
    _, sizes = np.unique(np.nan_to_num(figures, nan=-np.inf), axis=0, return_counts=True)
    apart = len(figures) * (len(figures) - 1) // 2 - len(beside)
    tied_apart = int((sizes * (sizes - 1)).sum()) // 2 - tied
    return max(rounding, (tied_apart + 0.5) / max(apart, 1) * len(beside))


def _chance_of(links: int, expected: float) -> float:
    """Return the chance of so many or more by the law of rare events (Poisson)."""
    term = math.exp(-expected)
    fewer = 0.0
    for number in range(links):
        fewer += term
        term *= expected / (number + 1)
    return 1.0 - fewer
