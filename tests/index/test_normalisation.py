import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import (
    make_area,
    make_areas,
    make_edition,
    make_flat_framework,
    make_indicator,
    make_observations,
)

from generator.catalogue.records import NATIONS
from generator.composite.treatment import measure_shape
from generator.errors import ProsperityError
from generator.index.normalisation import place_values
from generator.index.results import Index
from generator.index.run import compute_index
from generator.index.scale import at_current_prices


def score(cells: list, indicators: list, areas: list, **edition: int) -> Index:
    framework = make_flat_framework(indicators)
    return compute_index(
        framework, make_observations(cells), areas, edition=make_edition(**{"draws": 2, **edition})
    )


def column(values: list[float], slug: str = "a", year: int = 2020, prefix: str = "E") -> list:
    return [(f"{prefix}{place:03d}", slug, year, value) for place, value in enumerate(values)]


def test_goalposts_are_the_first_and_99th_percentile_of_all_years() -> None:
    cells = column(list(range(101)), year=2012) + column(list(range(100, 201)), year=2020)
    index = score(cells, [make_indicator("a")], make_areas(101))
    pooled = np.concatenate([np.arange(101), np.arange(100, 201)])
    low, high = np.quantile(pooled, [0.01, 0.99])
    assert index.goalposts.low[0, 0] == pytest.approx(low)
    assert index.level.indicator_score[50, 0] == pytest.approx(100 * (150 - low) / (high - low))
    assert index.level.indicator_score[100, 0] == 100


def test_years_before_the_first_do_not_move_goalposts() -> None:
    cells = column(list(range(11))) + column([1000.0] * 11, year=2010)
    index = score(cells, [make_indicator("a")], make_areas(11))
    assert index.goalposts.high[0, 0] < 11


def test_direction_turns_the_score_round() -> None:
    cells = column(list(range(11))) + column(list(range(11)), slug="b")
    index = score(cells, [make_indicator("a"), make_indicator("b", direction="lower")], make_areas(11))
    assert index.level.indicator_score[:, 0] == pytest.approx(100 - index.level.indicator_score[:, 1])


def test_given_goalposts_are_used() -> None:
    index = score(column([10.0, 20.0, 30.0]), [make_indicator("a", goalposts=(0, 40))], make_areas(3))
    assert index.level.indicator_score[:, 0] == pytest.approx([25, 50, 75])


def test_nations_with_other_definitions_get_the_same_mean() -> None:
    areas = make_areas(8) + make_areas(6, "Scotland", "S")
    values = [3.0, 5, 6, 7, 8, 9, 10, 12]
    # Scotland counts something else, ten times as large, and published it once only; England fell since 2012.
    cells = column(values) + column([v + 20 for v in values], year=2012)
    cells += column([10.0, 30, 40, 50, 60, 80], prefix="S", year=2018)
    apart = make_indicator("a", comparable="series", series=[("x", ("England",)), ("y", ("Scotland",))])
    index = score(cells, [apart], areas)
    # Not clipped, the means are equal.
    places = place_values(
        index.level.value, panel=index.panel, goalposts=index.goalposts, sign=index.structure.sign
    )[:, 0]
    assert places[:8].mean() == pytest.approx(places[8:].mean(), abs=1e-9)
    assert index.level.percentile[8:, 0].tolist() == pytest.approx([100 * (k + 0.5) / 6 for k in range(6)])


def test_pooled_nations_are_compared_as_they_are() -> None:
    areas = make_areas(5) + make_areas(5, "Scotland", "S")
    cells = column([1.0, 2, 3, 4, 5]) + column([6.0, 7, 8, 9, 10], prefix="S")
    index = score(cells, [make_indicator("a")], areas)
    assert index.level.indicator_score[:5, 0].max() < index.level.indicator_score[5:, 0].min()


def test_skewed_positive_values_are_logged() -> None:
    values = np.exp(np.linspace(0, 9, 60))
    (skew,), (kurtosis,) = measure_shape(values[:, None])
    assert skew > 2
    assert kurtosis > 3.5
    index = score(column(list(values)), [make_indicator("a")], make_areas(60))
    assert index.goalposts.logged.tolist() == [True]
    # On the log scale equal ratios are equal steps.
    steps = np.diff(index.level.indicator_score[5:55, 0])
    assert steps == pytest.approx(np.full(49, steps[0]))


@pytest.mark.parametrize(
    "spoil", [lambda v: v - 1, lambda v: -v + 10000, lambda v: np.linspace(1, 2, len(v))]
)
def test_zeros_lower_tails_and_even_values_are_not_logged(spoil: object) -> None:
    values = spoil(np.exp(np.linspace(0, 9, 60)))
    index = score(column(list(values)), [make_indicator("a")], make_areas(60))
    assert index.goalposts.logged.tolist() == [False]


def test_moments_agree_with_pandas() -> None:
    import pandas as pd

    values = np.random.default_rng(1).gamma(1.5, size=200)
    (skew,), (kurtosis,) = measure_shape(values[:, None])
    assert skew == pytest.approx(pd.Series(values).skew())
    assert kurtosis == pytest.approx(pd.Series(values).kurt())


def test_an_indicator_that_does_not_vary_is_refused_by_name() -> None:
    with pytest.raises(ProsperityError, match="'flat'"):
        score(column([5.0] * 4, slug="flat"), [make_indicator("flat")], make_areas(4))


def test_a_nation_that_does_not_vary_is_refused_by_name() -> None:
    areas = make_areas(4) + make_areas(4, "Wales", "W")
    apart = make_indicator("a", comparable="nation")
    with pytest.raises(ProsperityError, match="'a' cannot be scored: the 4 areas of its group 1"):
        score(column([1.0, 2, 3, 4]) + column([5.0] * 4, prefix="W"), [apart], areas)


def test_money_at_current_prices_has_goalposts_of_today() -> None:
    cells = column([10.0, 11, 12], year=2012) + column([20.0, 22, 24])
    assert score(cells, [make_indicator("a", unit="£ a week")], make_areas(3)).goalposts.low[0, 0] > 19
    assert score(cells, [make_indicator("a")], make_areas(3)).goalposts.low[0, 0] < 12
    assert not at_current_prices("£ per head in 2022 prices")


VALUES = st.lists(st.floats(-50, 50), min_size=6, max_size=6, unique_by=lambda v: round(v, 3))


@settings(max_examples=30)
@given(VALUES, st.integers(0, 5))
def test_scores_stay_in_range_and_copies_tie(values: list[float], copied: int) -> None:
    cells = column([*values, values[copied]])
    index = score(cells, [make_indicator("a")], make_areas(7))
    assert index.level.indicator_score.min() >= 0
    assert index.level.indicator_score.max() <= 100
    assert index.level.scores.rank[copied, 0] == index.level.scores.rank[6, 0]


@settings(max_examples=30)
@given(VALUES, st.permutations(range(6)))
def test_order_of_areas_and_rows_does_not_matter(values: list[float], order: list[int]) -> None:
    areas = make_areas(6)
    cells = column(values)
    first = score(cells, [make_indicator("a")], areas)
    second = score(
        [cells[place] for place in order], [make_indicator("a")], [areas[place] for place in order]
    )
    assert second.level.scores.score == pytest.approx(first.level.scores.score[order])
    assert (second.level.scores.rank == first.level.scores.rank[order]).all()


@settings(max_examples=30)
@given(VALUES, st.integers(0, 5), st.floats(0.1, 30))
def test_raising_a_good_value_never_lowers_the_rank(values: list[float], place: int, more: float) -> None:
    raised = [value + more * (k == place) for k, value in enumerate(values)]
    before, after = (score(column(v), [make_indicator("a")], make_areas(6)) for v in (values, raised))
    assert after.level.scores.rank[place, 0] <= before.level.scores.rank[place, 0]


def test_all_four_nations_can_share_a_scale() -> None:
    areas = [make_area(f"{nation[0]}000", nation) for nation in NATIONS]
    index = score(
        [(area.code, "a", 2020, float(k)) for k, area in enumerate(areas)], [make_indicator("a")], areas
    )
    assert index.level.scores.rank[:, 0].tolist() == [4, 3, 2, 1]
