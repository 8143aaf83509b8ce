"""The statistics of the audit, by hand and against other programs; the random columns are synthetic."""

import numpy as np
import pandas as pd
import pytest

from generator.composite.ranking import rank_ascending
from generator.index.audit.consistency import find_components, measure_alpha
from generator.index.audit.pairs import correlate, correlate_ranks, is_surely_negative, relate
from generator.index.audit.shifts import compare_orders
from generator.index.audit.variation import CONSTANT, LITTLE, SHARED, flag_variation, list_constant

NAN = np.nan
# Two columns of mean 0 and equal variance that have nothing to do with each other.
U = np.tile([1.0, -1.0, 1.0, -1.0], 10)
V = np.tile([1.0, 1.0, -1.0, -1.0], 10)


@pytest.fixture
def gapped() -> np.ndarray:
    random = np.random.default_rng(5)
    values = 50 + 10 * random.standard_normal((80, 4)) + 5 * random.standard_normal((80, 1))
    values[random.random(values.shape) < 0.2] = NAN
    return values


def test_alpha_by_hand() -> None:
    # Variances 4 and 4, covariance 2: 2^2 * 2 / (4 + 4 + 2 + 2) = 8 / 12.
    assert measure_alpha(np.column_stack([2 * U, U + np.sqrt(3) * V])) == pytest.approx(2 / 3)
    # Covariance -2: 2^2 * -2 / (4 + 4 - 2 - 2) = -8 / 4.
    assert measure_alpha(np.column_stack([2 * U, -U + np.sqrt(3) * V])) == pytest.approx(-2)
    assert measure_alpha(np.column_stack([U, U, U])) == pytest.approx(1)
    assert measure_alpha(np.column_stack([U, V])) == pytest.approx(0)


def test_alpha_is_that_of_the_usual_formula_where_nothing_is_missing(gapped: np.ndarray) -> None:
    values = gapped[~np.isnan(gapped).any(axis=1)]
    count = values.shape[1]
    usual = count / (count - 1) * (1 - values.var(axis=0, ddof=1).sum() / values.sum(axis=1).var(ddof=1))
    assert measure_alpha(values) == pytest.approx(usual)


def test_alpha_takes_each_covariance_over_what_the_pair_has(gapped: np.ndarray) -> None:
    table = pd.DataFrame(gapped).cov().to_numpy()
    between = table[~np.eye(4, dtype=bool)].mean()
    assert measure_alpha(gapped) == pytest.approx(16 * between / table.sum())


def test_no_alpha_of_one_column_or_of_columns_without_common_areas() -> None:
    assert np.isnan(measure_alpha(U[:, None]))
    first, second = U.copy(), V.copy()
    first[:25], second[25:] = NAN, NAN
    assert np.isnan(measure_alpha(np.column_stack([first, second])))


def test_pairs_agree_with_pandas(gapped: np.ndarray) -> None:
    pairs, table = relate(gapped), pd.DataFrame(gapped)
    assert pairs.covariance == pytest.approx(table.cov().to_numpy())
    assert pairs.correlation == pytest.approx(table.corr().to_numpy())
    assert pairs.count[0, 1] == (~np.isnan(gapped[:, :2]).any(axis=1)).sum()
    assert correlate_ranks(gapped[:, 0], gapped[:, 1]) == pytest.approx(
        table.corr(method="spearman").to_numpy()[0, 1]
    )


def test_correlation_needs_twenty_pairs_and_variation() -> None:
    assert np.isnan(correlate(np.arange(19.0), np.arange(19.0)))
    assert np.isnan(correlate(np.arange(30.0), np.ones(30)))
    assert correlate(np.arange(30.0), 2 * np.arange(30.0)) == pytest.approx(1)
    # A third of 0.1 has no exact form: the column is constant all the same.
    assert np.isnan(correlate(np.arange(30.0), np.full(30, 0.1) / 3))


def test_ranks_of_ties_are_shared() -> None:
    assert rank_ascending(np.array([5.0, 1, 5, 9]), average=True).tolist() == [2.5, 1, 2.5, 4]
    assert correlate_ranks(np.arange(30.0), np.arange(30.0) ** 3) == pytest.approx(1)


def test_a_correlation_is_surely_negative_where_its_interval_lies_below_zero() -> None:
    # 1.96 / sqrt(100 - 3) = 0.199, and tanh(0.199) = 0.196.
    assert is_surely_negative(-0.20, 100)
    assert not is_surely_negative(-0.19, 100)
    assert not is_surely_negative(0.9, 100)
    assert is_surely_negative(-1.0, 20)


def test_components_by_hand() -> None:
    apart = find_components(np.column_stack([U, V]))
    assert apart.share == pytest.approx([0.5, 0.5])
    against = find_components(np.column_stack([U, 3 * U + 50, -U]))
    assert against.share == pytest.approx([1, 0, 0])
    assert against.loading == pytest.approx([1, 1, -1])
    assert against.rows == 40


def test_no_components_of_few_areas_or_of_a_column_that_does_not_vary() -> None:
    assert np.isnan(find_components(np.column_stack([U, np.ones(40)])).share).all()
    gaps = U.copy()
    gaps[:21] = NAN
    assert find_components(np.column_stack([gaps, V])).rows == 19
    assert np.isnan(find_components(np.column_stack([gaps, V])).share).all()


def test_shifts_are_among_the_areas_with_both_scores() -> None:
    shift = compare_orders(np.array([90.0, 80, 70, NAN, 60]), np.array([10.0, NAN, 20, 99, 5]))
    assert shift.before.tolist() == [1, 0, 2, 0, 3]
    assert shift.after.tolist() == [2, 0, 1, 0, 3]
    assert shift.moved.tolist() == [-1, 0, 1, 0, 0]
    assert (shift.mean, shift.largest) == (pytest.approx(2 / 3), 1)
    assert shift.lost.tolist() == [False, True, False, False, False]
    assert shift.gained.tolist() == [False, False, False, True, False]
    assert not shift.same_areas


def test_no_shift_where_no_area_has_both_scores() -> None:
    shift = compare_orders(np.array([90.0, 80]), np.array([NAN, NAN]))
    assert np.isnan(shift.mean)
    assert (shift.largest, shift.lost.sum()) == (0, 2)


def test_flags_of_variation() -> None:
    assert flag_variation(1, 1.0, 0.0) == CONSTANT
    assert flag_variation(5, 0.51, 20.0) == SHARED
    assert flag_variation(5, 0.5, 4.9) == LITTLE
    assert flag_variation(5, 0.5, 5.0) == ""


def test_indicators_that_are_constant_inside_a_nation() -> None:
    values = np.array([[1.0, 1], [1, 2], [3, 4], [NAN, 5]])
    nation = np.array(["England", "England", "Wales", "Wales"], dtype=object)
    # One council is no nation that agrees with itself.
    assert list_constant(values, nation) == [["England"], []]
