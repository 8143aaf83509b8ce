"""The formulas of the composite index once more, cell by cell in plain Python, to hold the arrays against.

Written from the description of COINr's functions, without a look at the engine: lists of numbers, None where
missing, one loop for one sentence.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

Cell = float | None
Column = list[Cell]


def known(column: Sequence[Cell]) -> list[float]:
    return [cell for cell in column if cell is not None]


def apply(column: Column, formula) -> Column:
    return [None if cell is None else formula(cell) for cell in column]


def impute(column: Column, method: str, groups: Sequence[str | None]) -> Column:
    centre = {"mean": statistics.fmean, "median": statistics.median}[method.removeprefix("group-")]
    result = list(column)
    for place, cell in enumerate(column):
        if cell is not None:
            continue
        pool = known(column)
        if method.startswith("group-"):
            if groups[place] is None:
                continue
            pool = known([c for c, g in zip(column, groups, strict=True) if g == groups[place]])
        result[place] = centre(pool) if pool else None
    return result


def skewness(values: list[float]) -> float:
    n, mean = len(values), statistics.fmean(values)
    m2, m3 = (math.fsum((v - mean) ** power for v in values) / n for power in (2, 3))
    return math.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5


def kurtosis(values: list[float]) -> float:
    n, mean = len(values), statistics.fmean(values)
    m2, m4 = (math.fsum((v - mean) ** power for v in values) / n for power in (2, 4))
    return ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def passes(values: list[float], *, skew: float, kurt: float) -> bool:
    return abs(skewness(values)) < skew or kurtosis(values) < kurt


def winsorise(column: Column, *, winmax: int, skew: float, kurt: float) -> Column:
    cells = list(column)
    high: list[int] = []
    low: list[int] = []
    while not passes(known(cells), skew=skew, kurt=kurt) and len(high) + len(low) < winmax:
        values = known(cells)
        if skewness(values) >= 0:
            high = [place for place, cell in enumerate(cells) if cell == max(values)]
            following = max(value for value in values if value < max(values))
        else:
            low = [place for place, cell in enumerate(cells) if cell == min(values)]
            following = min(value for value in values if value > min(values))
        for place in high if skewness(values) >= 0 else low:
            cells[place] = following
    return cells


def transform(column: Column, kind: str, power: float) -> Column:
    low, high = min(known(column)), max(known(column))
    shift = 0.01 * (high - low)
    if kind == "box-cox":
        return apply(column, lambda x: ((x - low + 1) ** power - 1) / power)
    if kind == "log-ct-plus" and not skewness(known(column)) > 0:
        return apply(column, lambda x: -math.log(high + shift - x))
    return apply(column, lambda x: math.log(x - low + shift))


def treat(
    column: Column,
    *,
    winmax: int = 5,
    skew: float = 2,
    kurt: float = 3.5,
    kind: str = "log-ct",
    power: float = 1,
    combine: bool = False,
) -> Column:
    if passes(known(column), skew=skew, kurt=kurt):
        return column
    pulled = winsorise(column, winmax=winmax, skew=skew, kurt=kurt)
    if passes(known(pulled), skew=skew, kurt=kurt):
        return pulled
    return transform(pulled if combine else column, kind, power)


def rank_low(values: list[float], value: float) -> int:
    return 1 + sum(other < value for other in values)


def normalise(
    column: Column,
    direction: int,
    method: str,
    *,
    scale: tuple[float, float] = (0, 1),
    target: float = math.nan,
    posts: tuple[float, float] = (math.nan, math.nan),
    reference: int = 0,
    cap: bool = True,
    average: bool = False,
) -> Column:
    x = apply(column, lambda cell: cell * direction)
    values = known(x)
    low, high, n = min(values), max(values), len(values)
    first, second = scale

    def rank(cell: float) -> float:
        lowest = rank_low(values, cell)
        return lowest + (values.count(cell) - 1) / 2 if average else lowest

    def capped(share: float) -> float:
        return min(share, 1.0) if cap else share

    if method == "z-score":
        mean, sd = statistics.fmean(values), statistics.stdev(values)
        return apply(x, lambda cell: (cell - mean) / sd * second + first)
    if method == "rank":
        return apply(x, rank)
    if method == "borda":
        return apply(x, lambda cell: rank(cell) - 1)
    if method == "goalposts":
        lower, upper = posts if direction == 1 else (-posts[1], -posts[0])
        shares = apply(x, lambda cell: min(max((cell - lower) / (upper - lower), 0.0), 1.0))
    elif method == "min-max":
        shares = apply(x, lambda cell: (cell - low) / (high - low))
    elif method == "percentile-rank":
        shares = apply(x, lambda cell: (rank(cell) - 1) / (n - 1))
    elif method == "distance-to-maximum":
        shares = apply(x, lambda cell: 1 - (high - cell) / (high - low))
    elif method == "distance-to-target":
        shares = apply(x, lambda cell: capped((cell - low) / (target * direction - low)))
    elif method == "distance-to-reference":
        base = x[reference]
        assert base is not None
        shares = apply(x, lambda cell: capped(1 - (base - cell) / (base - low)))
    else:
        shares = apply(x, lambda cell: cell / high)
    return apply(shares, lambda share: share * (second - first) + first)


def mean_of(cells: Sequence[Cell], weights: Sequence[float], kind: str, threshold: float | None) -> Cell:
    here = [(c, w) for c, w in zip(cells, weights, strict=True) if c is not None]
    if not here or (threshold is not None and len(here) / len(cells) < threshold):
        return None
    total = math.fsum(w for _, w in here)
    if kind == "arithmetic":
        return math.fsum(w * c for c, w in here) / total
    if kind == "geometric":
        return math.exp(math.fsum(w * math.log(c) for c, w in here) / total)
    if kind == "harmonic":
        return total / math.fsum(w / c for c, w in here)
    power = float(kind.removeprefix("power:"))
    if len(here) < len(cells):
        return None
    return (math.fsum(w * c**power for c, w in here) / total) ** (1 / power)


def copeland(rows: list[list[float]], weights: Sequence[float]) -> list[float]:
    scores = []
    for i, mine in enumerate(rows):
        score = 0
        for j, other in enumerate(rows):
            if i == j:
                continue
            above = math.fsum(w for a, b, w in zip(mine, other, weights, strict=True) if a > b)
            even = math.fsum(w for a, b, w in zip(mine, other, weights, strict=True) if a == b)
            share = (above + even / 2) / math.fsum(weights)
            score += (share > 0.5) - (share < 0.5)
        scores.append(float(score))
    return scores


def aggregate(
    leaves: dict[str, Column],
    framework: Sequence[tuple[str, str | None, int, float]],
    kinds: Sequence[str],
    *,
    threshold: float | None = None,
) -> dict[str, Column]:
    """Return all columns; ``framework`` has code, parent, level and weight of every row."""
    columns = dict(leaves)
    height = max(level for _, _, level, _ in framework)
    for level in range(2, height + 1):
        kind = kinds[level - 2] if len(kinds) > 1 else kinds[0]
        for code, _, own, _ in framework:
            if own != level:
                continue
            children = [(c, w) for c, parent, _, w in framework if parent == code]
            weights = [w for _, w in children]
            rows = [list(cells) for cells in zip(*(columns[c] for c, _ in children), strict=True)]
            if kind == "copeland":
                columns[code] = list(copeland([[c for c in row if c is not None] for row in rows], weights))
            else:
                columns[code] = [mean_of(row, weights, kind, threshold) for row in rows]
    return columns
