"""Where a figure lay in its last periods: counted by hand in a small country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tiny import YEARS, A, I, make_areas, make_index

from generator.findings.comparison import compare
from generator.findings.persistence import count_periods
from generator.index.results import Index, Status

LE, SCHOOLS = 0, 4
"""Life expectancy, which is compared in all nations; higher is better."""


def with_past(*years: list[float], column: int = LE) -> Index:
    """Return the country with figures of one indicator in so many last years, one list a year."""
    index = make_index()
    value = np.full((A, I, len(YEARS)), np.nan)
    status = np.full(value.shape, Status.MISSING, dtype=np.int8)
    for place, figures in enumerate(reversed(years)):
        value[:, column, -1 - place] = figures
        status[:, column, -1 - place] = np.where(np.isnan(figures), Status.MISSING, Status.OBSERVED)
    return replace(index, panel=replace(index.panel, value=value, status=status))


def test_each_period_is_compared_within_its_own() -> None:
    up, down = list(np.arange(A, dtype=float)), list(np.arange(A, dtype=float)[::-1])
    index = with_past(down, up, up)
    found = count_periods(index, compare(index, make_areas()))
    assert found.periods[:, LE].tolist() == [3] * A
    assert (found.high[A - 1, LE], found.low[A - 1, LE]) == (2, 1)
    assert (found.high[0, LE], found.low[0, LE]) == (1, 2)
    assert (found.high[A // 2, LE], found.low[A // 2, LE]) == (0, 0)


def test_a_period_that_few_have_is_not_counted() -> None:
    up = list(np.arange(A, dtype=float))
    few = [np.nan] * (A - 9) + up[-9:]
    index = with_past(few, up)
    found = count_periods(index, compare(index, make_areas()))
    assert found.periods[A - 1, LE] == 1


def test_lower_is_better_turns_the_ends() -> None:
    index = with_past(list(np.arange(A, dtype=float)), column=1)
    turned = count_periods(index, compare(index, make_areas()))
    assert index.structure.sign[1] < 0
    sets = compare(index, make_areas()).set_of[:, 1]
    best = int(np.flatnonzero(sets == sets[0])[0])
    assert (turned.high[best, 1], turned.low[best, 1]) == (1, 0)
