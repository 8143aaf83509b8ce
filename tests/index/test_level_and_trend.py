import numpy as np
import pytest
from little_world import make_areas, make_edition, make_flat_framework, make_indicator, make_observations

from generator.catalogue.records import Indicator
from generator.index.results import Index, Status
from generator.index.run import compute_index

AREAS = make_areas(4)


def run(cells: list, indicators: list[Indicator], *, pillars: int = 1, year: int = 2024) -> Index:
    framework = make_flat_framework(indicators, pillars=pillars)
    observations = make_observations(cells)
    return compute_index(framework, observations, AREAS, edition=make_edition(year=year, draws=2))


def series(slug: str, years: list[int], *, slope: float = 1.0) -> list:
    return [(a.code, slug, y, 10.0 * k + slope * (y - 2011)) for k, a in enumerate(AREAS) for y in years]


def test_level_takes_the_latest_measured_value_not_a_carried_one() -> None:
    level = run(series("a", [2015, 2019]), [make_indicator("a")]).level
    assert level.year[:, 0].tolist() == [2019] * 4
    assert level.status[:, 0].tolist() == [int(Status.OBSERVED)] * 4
    assert level.value[1, 0] == 18.0


@pytest.mark.parametrize(("year", "used"), [(2014, True), (2013, False)])
def test_level_uses_nothing_older_than_ten_years(year: int, used: bool) -> None:
    indicators = [make_indicator("a"), make_indicator("b")]
    cells = series("a", [2020]) + series("b", [2020])
    cells = [cell for cell in cells if cell[:2] != ("E000", "b")] + [("E000", "b", year, 5.0)]
    level = run(cells, indicators).level
    assert np.isnan(level.value[0, 1]) != used
    assert level.year[0, 1] == (year if used else 0)
    assert level.status[0, 1] == (Status.OBSERVED if used else Status.MISSING)


def test_trend_needs_two_years_five_apart_that_reach_both_ends() -> None:
    indicators = [make_indicator(slug) for slug in ("long", "short", "late", "early")]
    cells = series("long", list(range(2011, 2023))) + series("short", [2016, 2020])
    cells += series("late", [2017, 2022]) + series("early", [2011, 2016])
    trend = run(cells, indicators).trend
    assert trend.years[-1] == 2022
    assert trend.in_trend.all(axis=0).tolist() == [True, False, False, False]


def test_trend_has_the_same_composition_in_every_year() -> None:
    cells = series("a", list(range(2011, 2023))) + series("b", [2014, 2019])
    # b weighs a fifth, so that less than a quarter is carried at the ends
    trend = run(cells, [make_indicator("a", weight=2), make_indicator("b", weight=0.5)]).trend
    assert trend.years == tuple(range(2011, 2023))
    assert not np.isnan(trend.score).any()
    # b is carried back to 2011 and on to 2022, so the score moves with a alone there, less than inside.
    step = np.diff(trend.score[2, 0])
    assert step[0] < step[5]
    # b is measured in 2014 and 2019 only: a value on the line between is not measured.
    assert trend.measured[0, 0].tolist() == [0.8] * 3 + [1.0] + [0.8] * 4 + [1.0] + [0.8] * 3
    assert trend.carried[0, 0].tolist() == pytest.approx([0.2] * 3 + [0.0] * 6 + [0.2] * 3)


@pytest.mark.parametrize(
    ("weight", "ends"),
    [
        # half of the weight is carried in the first year of a, and in the last of b
        (1, (2015, 2019)),
        # b weighs a fifth: less than a quarter is carried where a is measured
        (0.25, (2014, 2019)),
    ],
)
def test_trend_spans_the_years_in_which_half_is_measured_and_little_carried(
    weight: float, ends: tuple[int, int]
) -> None:
    cells = series("a", [2014, 2019]) + series("b", [2015, 2020])
    trend = run(cells, [make_indicator("a"), make_indicator("b", weight=weight)]).trend
    assert (trend.base_year, trend.years[-1]) == ends


def test_trend_leaves_money_at_current_prices_out() -> None:
    cells = series("a", list(range(2011, 2023))) + series("b", list(range(2011, 2023)))
    trend = run(cells, [make_indicator("a", unit="£ a week"), make_indicator("b")]).trend
    assert trend.in_trend.all(axis=0).tolist() == [False, True]


def test_trend_and_level_share_goalposts() -> None:
    index = run(series("a", list(range(2011, 2023))), [make_indicator("a")], year=2022)
    assert index.trend.score[:, :, -1] == pytest.approx(index.level.scores.score)


def test_overall_trend_needs_eight_of_twelve_pillars() -> None:
    indicators = [make_indicator(f"i{n}") for n in range(12)]
    cells = [cell for n in range(8) for cell in series(f"i{n}", list(range(2011, 2023)))]
    cells += [cell for n in range(8, 12) for cell in series(f"i{n}", [2020])]
    assert not np.isnan(run(cells, indicators, pillars=12).trend.score[:, 0]).any()
    only = [cell for cell in cells if not (cell[0] == "E000" and cell[1] == "i7")]
    score = run(only, indicators, pillars=12).trend.score[:, 0]
    assert np.isnan(score[0]).all()
    assert not np.isnan(score[1:]).any()
