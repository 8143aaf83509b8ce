"""Ranges of ranks: each draw is an index of its own, and the ranges are those of the draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generator.composite import (
    Choices,
    Entry,
    Normalisation,
    Options,
    Result,
    Table,
    Treatment,
    build_tree,
    measure_ranges,
    run,
    sample_choices,
)
from generator.composite.robustness import (
    LEAST_SCORE,
    MEANS,
    NORMALISATIONS,
    VARIATION,
    WINSORISE_MAX,
    rank_draws,
    score_draws,
)
from generator.errors import ProsperityError

UNITS, INDICATORS, DRAWS = 30, 12, 40


@pytest.fixture(scope="module")
def result() -> Result:
    random = np.random.default_rng(3)
    values = random.lognormal(sigma=1.2, size=(UNITS, INDICATORS))
    values[random.random(values.shape) < 0.05] = np.nan
    leaves = [Entry(f"i{n:02d}", f"p{n // 3}", 1, 1 - 2 * (n % 2)) for n in range(INDICATORS)]
    above = [Entry(f"p{n}", f"q{n // 2}", 2, weight=1 + n) for n in range(4)]
    tree = build_tree([*leaves, *above, Entry("q0", "t", 3), Entry("q1", "t", 3), Entry("t", None, 4)])
    table = Table(tuple(f"u{n:02d}" for n in range(UNITS)), tree.indicators, values)
    return run(table, tree, Options(treat=Treatment(), missing_threshold=0.4))


def run_alone(result: Result, choices: Choices, draw: int) -> Result:
    """Return the index of one draw, made from scratch."""
    weights = tuple(
        own * factors[min(draw, len(factors) - 1)]
        for own, factors in zip(result.tree.weights, choices.factors, strict=True)
    )
    options = replace(
        result.options,
        treat=Treatment(winsorise_max=WINSORISE_MAX[choices.winsorise_max[draw]]),
        normalise=NORMALISATIONS[choices.normalisation[draw]],
        aggregate=(MEANS[choices.mean[draw]],),
    )
    return run(result.table, replace(result.tree, weights=weights), options)


def test_a_draw_is_the_index_with_its_choices(result: Result) -> None:
    choices = sample_choices(result.tree, draws=DRAWS, seed=7)
    drawn = rank_draws(result, choices)
    compared = 0
    for draw in range(DRAWS):
        geometric_z = choices.normalisation[draw] == 1 and choices.mean[draw] == 1
        if geometric_z and drawn.raised:
            continue  # an index of its own would refuse the score below 0
        alone = run_alone(result, choices, draw)
        for level, expected in enumerate(alone.ranks[1:], start=1):
            for node, ranks in enumerate(np.nan_to_num(expected).T):
                np.testing.assert_array_equal(drawn.of(level, node)[draw], ranks)
        compared += 1
    assert compared > DRAWS / 2


def test_a_z_score_below_zero_is_raised_for_the_geometric_mean_only() -> None:
    values = np.append(np.zeros(40), -100.0)[:, None] + np.linspace(0, 1, 41)[:, None]
    tree = build_tree([Entry("i", "t", 1), Entry("t", None, 2)])
    result = run(Table(tuple(f"u{n:02d}" for n in range(41)), ("i",), values), tree)
    place, geometric = np.array([1, 1]), np.array([0, 1])
    choices = Choices(np.array([0, 0]), place, geometric, (np.ones((1, 1)), np.ones((1, 1))))
    raised: set[str] = set()
    found = {
        int(drawn[0]): levels[-1][0, :, 0] for drawn, levels in score_draws(result, choices, raised=raised)
    }
    assert found[0].min() < 0
    assert found[1].min() == pytest.approx(LEAST_SCORE)
    assert raised == {"i"}


def test_ranges_are_percentiles_of_the_ranks(result: Result) -> None:
    ranges = measure_ranges(result, draws=DRAWS, seed=7)
    drawn = rank_draws(result, sample_choices(result.tree, draws=DRAWS, seed=7))
    top = np.sort(drawn.of(3, 0), axis=0).astype(float)
    # Type 7: the 5th percentile of 40 lies at 0.05 x 39 = 1.95 steps from the lowest.
    assert ranges.low[-1][:, 0] == pytest.approx(top[1] + 0.95 * (top[2] - top[1]))
    assert ranges.high[-1][:, 0] == pytest.approx(top[37] + 0.05 * (top[38] - top[37]))
    assert ranges.median[-1][:, 0] == pytest.approx((top[19] + top[20]) / 2)


def test_the_same_seed_gives_the_same_ranges_and_more_draws_start_alike(result: Result) -> None:
    one, same, other = (measure_ranges(result, draws=20, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.low[-1], same.low[-1])
    assert not np.array_equal(one.low[-1], other.low[-1])
    few, many = (sample_choices(result.tree, draws=draws, seed=1) for draws in (5, 50))
    assert np.array_equal(few.factors[1], many.factors[1][:5])
    assert np.array_equal(few.mean, many.mean[:5])


def test_weights_vary_between_the_indicators_and_the_top(result: Result) -> None:
    factors = sample_choices(result.tree, draws=2000, seed=1).factors
    assert [len(level) for level in factors] == [1, 2000, 2000, 1]
    for level in factors[1:3]:
        assert level.min() == pytest.approx(1 - VARIATION, abs=0.01)
        assert level.max() == pytest.approx(1 + VARIATION, abs=0.01)
    flat = build_tree([Entry("i", "t", 1), Entry("j", "t", 1), Entry("t", None, 2)])
    assert [len(level) for level in sample_choices(flat, draws=9, seed=1).factors] == [9, 1]


def test_every_choice_is_drawn_about_equally_often(result: Result) -> None:
    choices = sample_choices(result.tree, draws=5000, seed=1)
    for drawn, count in ((choices.winsorise_max, 5), (choices.normalisation, 2), (choices.mean, 2)):
        assert np.bincount(drawn, minlength=count) / 5000 == pytest.approx(1 / count, abs=0.03)


def test_a_unit_without_a_rank_has_no_range() -> None:
    tree = build_tree([Entry("i", "t", 1), Entry("j", "t", 1), Entry("t", None, 2)])
    values = np.array([[1.0, 2], [2, 1], [5, 5], [np.nan, np.nan]])
    result = run(Table(("a", "b", "c", "d"), ("i", "j"), values), tree)
    ranges = measure_ranges(result, draws=10, seed=1)
    assert np.isnan(ranges.low[0][:, 0]).tolist() == [False, False, False, True]
    assert (ranges.low[0][2, 0], ranges.high[0][2, 0]) == (1, 1)


def test_ranks_are_drawn_within_each_period() -> None:
    tree = build_tree([Entry("i", "t", 1), Entry("j", "t", 1), Entry("t", None, 2)])
    values = np.array([[1.0, 1], [2, 2], [3, 3], [4, 4]])
    table = Table(("a", "b", "a", "b"), ("i", "j"), values, panel="year", periods=("1", "1", "2", "2"))
    ranges = measure_ranges(run(table, tree), draws=10, seed=1)
    assert ranges.low[0][:, 0].tolist() == [2, 1, 2, 1]


def test_an_untreated_index_is_drawn_untreated() -> None:
    tree = build_tree([Entry("i", "t", 1), Entry("t", None, 2)])
    values = np.append(np.arange(1.0, 30.0), 1e6)[:, None]
    table = Table(tuple(f"u{n:02d}" for n in range(30)), ("i",), values)
    one = Choices(np.array([0]), np.array([0]), np.array([0]), (np.ones((1, 1)), np.ones((1, 1))))
    drawn = {
        treat: next(iter(score_draws(run(table, tree, Options(treat=treat)), one, raised=set())))[1]
        for treat in (None, Treatment())
    }
    assert drawn[None][0][0, 28, 0] == pytest.approx(1, abs=0.01)
    assert drawn[Treatment()][0][0, 28, 0] == pytest.approx(100)


def test_no_draws_are_refused(result: Result) -> None:
    with pytest.raises(ProsperityError, match="there are no draws"):
        measure_ranges(result, draws=0, seed=1)


def test_a_wide_normalisation_of_the_index_itself_plays_no_part(result: Result) -> None:
    ranked = run(result.table, result.tree, replace(result.options, normalise=Normalisation("rank")))
    assert np.array_equal(
        measure_ranges(ranked, draws=5, seed=1).median[-1], measure_ranges(result, draws=5, seed=1).median[-1]
    )
