"""Change of single figures: from the earliest fitting to the latest published year."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from generator.findings.figure_change import measure_changes
from generator.index.results import Status

YEARS = tuple(range(2009, 2025))


def measure(figures: dict[int, float], **status: Status) -> tuple[float, int]:
    """Return change and start of one figure; ``y2015=Status.CARRIED`` gives a year another status."""
    value = np.full((1, 1, len(YEARS)), np.nan)
    state = np.full(value.shape, int(Status.MISSING), dtype=np.int8)
    for year, figure in figures.items():
        value[0, 0, YEARS.index(year)] = figure
        state[0, 0, YEARS.index(year)] = int(status.get(f"y{year}", Status.OBSERVED))
    found = measure_changes(SimpleNamespace(value=value, status=state, years=YEARS))
    return float(found.change[0, 0]), int(found.start[0, 0])


def test_the_start_is_the_earliest_year_at_most_ten_before_the_end() -> None:
    assert measure({2010: 1.0, 2012: 3.0, 2014: 5.0, 2023: 10.0}) == (5.0, 2014)
    assert measure({2010: 1.0, 2013: 3.0, 2014: 5.0, 2023: 10.0}) == (7.0, 2013)


def test_less_than_five_years_is_no_change() -> None:
    assert measure({2018: 1.0, 2023: 4.0}) == (3.0, 2018)
    change, start = measure({2019: 1.0, 2023: 4.0})
    assert (np.isnan(change), start) == (True, 0)
    assert measure({2023: 4.0})[1] == measure({})[1] == 0


def test_an_end_that_was_not_published_for_the_place_does_not_count() -> None:
    figures = {2012: 1.0, 2013: 2.0, 2020: 6.0, 2022: 9.0}
    assert measure(figures, y2022=Status.CARRIED) == (5.0, 2012)
    assert measure(figures, y2012=Status.INTERPOLATED) == (7.0, 2013)
    assert measure(figures, y2012=Status.UPPER_TIER, y2013=Status.RECAST) == (7.0, 2013)
