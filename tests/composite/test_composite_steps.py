"""Each step of the composite index alone, on columns worked by hand."""

import numpy as np
import pytest
from small_table import NAN, make_column_table, make_column_tree, normalise_column

from generator.composite import Entry, Normalisation, Options, Table, Treatment, build_tree
from generator.composite.imputation import impute
from generator.composite.ranking import rank_ascending, rank_descending
from generator.composite.treatment import measure_shape, treat, winsorise
from generator.errors import ProsperityError

COLUMN = (2.0, 4.0, 10.0)
CASES = {
    ("min-max", 1): [0, 25, 100],
    ("min-max", -1): [100, 75, 0],
    ("distance-to-maximum", 1): [0, 0.25, 1],
    ("distance-to-maximum", -1): [1, 0.75, 0],
    ("fraction-of-maximum", 1): [0.2, 0.4, 1],
    # COINr divides by the largest of the turned values, which is the smallest value.
    ("fraction-of-maximum", -1): [1, 2, 5],
    ("rank", 1): [1, 2, 3],
    ("rank", -1): [3, 2, 1],
    ("percentile-rank", 1): [0, 0.5, 1],
    ("borda", 1): [0, 1, 2],
}


@pytest.mark.parametrize(("case", "expected"), CASES.items(), ids=str)
def test_normalisation_of_2_4_and_10(case: tuple[str, int], expected: list[float]) -> None:
    method, direction = case
    assert normalise_column(COLUMN, Normalisation(method), direction=direction) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scale", "direction", "expected"),
    [(None, 1, [-1, 0, 1]), ((10, 2), 1, [8, 10, 12]), ((100, 15), -1, [115, 100, 85])],
)
def test_z_scores_use_the_sample_standard_deviation(
    scale: tuple[float, float] | None, direction: int, expected: list[float]
) -> None:
    found = normalise_column([1, 2, 3], Normalisation("z-score", scale=scale), direction=direction)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("direction", "target", "cap", "expected"),
    [
        (1, 6.0, True, [0, 0.5, 1]),
        (1, 6.0, False, [0, 0.5, 2]),
        (-1, 4.0, True, [1, 1, 0]),
        (-1, 4.0, False, [8 / 6, 1, 0]),
    ],
)
def test_distance_to_a_target(direction: int, target: float, cap: bool, expected: list[float]) -> None:
    spec = Normalisation("distance-to-target", cap=cap)
    assert normalise_column(COLUMN, spec, direction=direction, target=target) == pytest.approx(expected)


@pytest.mark.parametrize(("cap", "expected"), [(True, [0, 1, 1]), (False, [0, 1, 4])])
def test_distance_to_a_reference(cap: bool, expected: list[float]) -> None:
    spec = Normalisation("distance-to-reference", reference="b", cap=cap)
    assert normalise_column(COLUMN, spec) == pytest.approx(expected)


@pytest.mark.parametrize(("direction", "expected"), [(1, [0, 50, 100]), (-1, [100, 50, 0])])
def test_goalposts_clip(direction: int, expected: list[float]) -> None:
    found = normalise_column(COLUMN, Normalisation("goalposts"), direction=direction, lower=2, upper=6)
    assert found == pytest.approx(expected)


def test_a_scale_moves_the_ends() -> None:
    assert normalise_column(COLUMN, Normalisation("min-max", scale=(1, 9))) == pytest.approx([1, 3, 9])
    spec = Normalisation("distance-to-maximum", scale=(0, 100))
    assert normalise_column(COLUMN, spec) == pytest.approx([0, 25, 100])


def test_ties_and_gaps_in_ranks() -> None:
    column = [3.0, 1.0, 3.0, NAN]
    for ties, expected in (("min", [2, 1, 2, NAN]), ("average", [2.5, 1, 2.5, NAN])):
        assert normalise_column(column, Normalisation("rank", ties=ties)) == pytest.approx(
            expected, nan_ok=True
        )
    assert normalise_column(column, Normalisation("percentile-rank")) == pytest.approx(
        [0.5, 0, 0.5, NAN], nan_ok=True
    )


@pytest.mark.parametrize("method", ["min-max", "z-score", "distance-to-maximum"])
def test_a_column_of_one_value_is_missing_throughout(method: str) -> None:
    assert np.isnan(normalise_column([0.1, 0.1, 0.1], Normalisation(method))).all()


def test_a_reference_at_the_worst_value_divides_by_zero_as_coinr_does() -> None:
    found = normalise_column(COLUMN, Normalisation("distance-to-reference", reference="a", cap=False))
    assert np.isnan(found[0])
    assert found[1:] == [np.inf, np.inf]


@pytest.mark.parametrize(
    ("spec", "parameters", "problem"),
    [
        (Normalisation("distance-to-target"), {}, "1 indicators have no target"),
        (Normalisation("goalposts"), {"lower": 1.0}, "1 indicators have no upper"),
        (Normalisation("goalposts"), {"lower": 3.0, "upper": 1.0}, "not in order: 3 to 1"),
        (Normalisation("goalposts"), {"lower": 3.0, "upper": 3.0}, "not in order"),
        (Normalisation("distance-to-reference", reference="z"), {}, "'z' is not a unit"),
    ],
)
def test_parameters_that_are_missing_are_refused(
    spec: Normalisation, parameters: dict[str, float], problem: str
) -> None:
    with pytest.raises(ProsperityError, match=problem):
        normalise_column(COLUMN, spec, **parameters)


@pytest.mark.parametrize(
    "choices",
    [
        {"method": "min-max", "scale": (5, 5)},
        {"method": "min-max", "scale": (5, 1)},
        {"method": "min-max", "scale": (0, np.inf)},
        {"method": "z-score", "scale": (5, 0)},
        {"method": "rank", "scale": (0, 1)},
        {"method": "rank", "ties": "max"},
        {"method": "best"},
        {"method": "min-max", "reference": "a"},
        {"method": "distance-to-reference"},
    ],
    ids=str,
)
def test_a_normalisation_without_a_meaning_is_refused(choices: dict[str, object]) -> None:
    with pytest.raises(ProsperityError):
        Normalisation(**choices)


@pytest.mark.parametrize(
    "choices", [{"impute": "knn"}, {"screen": 1.5}, {"missing_threshold": -0.1}, {"missing_threshold": NAN}]
)
def test_options_without_a_meaning_are_refused(choices: dict[str, object]) -> None:
    with pytest.raises(ProsperityError):
        Options(**choices)


def test_sample_skewness_and_kurtosis_by_hand() -> None:
    # 0, 0, 0, 1: m2 = 3/16, m3 = 3/32, m4 = 21/256, so g1 = 2/sqrt(3), g2 = -2/3; G1 = 2 and G2 = 4.
    skew, kurtosis = measure_shape(np.array([[0.0, 0, 0, 1, NAN]]).T)
    assert skew == pytest.approx([2])
    assert kurtosis == pytest.approx([4])


def test_shape_needs_three_and_four_different_enough_values() -> None:
    skew, kurtosis = measure_shape(np.array([[1.0, 2, 4, NAN], [1, 2, NAN, NAN], [3, 3, 3, 3]]).T)
    assert np.isnan(skew).tolist() == [False, True, True]
    assert np.isnan(kurtosis).tolist() == [True, True, True]


TEN = np.arange(1.0, 11.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_an_outlier_is_pulled_in_to_the_next_value(sign: int) -> None:
    done = treat(sign * np.append(TEN, 1000.0)[:, None], Treatment())
    assert done.values[:, 0].tolist() == (sign * np.append(TEN, 10.0)).tolist()
    assert (done.outcome, done.winsorised.tolist()) == (("winsorised",), [1])


def test_tied_outliers_move_together_and_both_count() -> None:
    values = np.concatenate([np.tile(TEN, 3), [1000.0, 1000.0]])[:, None]
    found, count, _ = winsorise(values, Treatment(), shape=measure_shape(values))
    assert found[-2:, 0].tolist() == [10, 10]
    assert count.tolist() == [2]


def test_no_further_round_once_enough_cells_are_pulled_in() -> None:
    values = np.concatenate([np.tile(TEN, 5), [100.0, 1000.0, 10000.0]])[:, None]
    for most, expected in ((0, [100, 1000, 10000]), (1, [100, 1000, 1000]), (2, [100, 100, 100])):
        found, _, shape = winsorise(values, Treatment(winsorise_max=most), shape=measure_shape(values))
        assert shape == measure_shape(found)
        assert found[-3:, 0].tolist() == expected


def test_a_column_that_passes_by_either_measure_is_left_alone() -> None:
    values = np.append(TEN, 60.0)[:, None]
    skew, kurtosis = (float(shape[0]) for shape in measure_shape(values))
    by_skew = Treatment(skew=skew + 0.1, kurtosis=0)
    by_kurtosis = Treatment(skew=0.1, kurtosis=kurtosis + 0.1)
    neither = Treatment(skew=skew - 0.1, kurtosis=kurtosis - 0.1)
    outcomes = [treat(values, one).outcome[0] for one in (by_skew, by_kurtosis, neither)]
    assert outcomes == ["passed", "passed", "winsorised"]


POWERS = 4.0 ** np.arange(16)


def test_where_winsorising_does_not_do_the_original_is_logged() -> None:
    done = treat(POWERS[:, None], Treatment(winsorise_max=1))
    spread = POWERS[-1] - 1
    assert done.outcome == ("transformed",)
    assert done.values[:, 0] == pytest.approx(np.log(POWERS - 1 + 0.01 * spread))


def test_combined_treatment_logs_the_winsorised_values() -> None:
    done = treat(POWERS[:, None], Treatment(winsorise_max=1, combine=True))
    pulled = np.append(POWERS[:-1], POWERS[-2])
    assert done.values[:, 0] == pytest.approx(np.log(pulled - 1 + 0.01 * (pulled[-1] - 1)))


def test_the_mirrored_logarithm_is_for_long_lower_tails() -> None:
    plus = Treatment(winsorise_max=0, transform="log-ct-plus")
    up, down = treat(POWERS[:, None], plus), treat(-POWERS[:, None], plus)
    assert down.values == pytest.approx(-up.values)
    assert up.values == pytest.approx(treat(POWERS[:, None], Treatment(winsorise_max=0)).values)


@pytest.mark.parametrize("power", [0.25, 0.0])
def test_box_cox(power: float) -> None:
    done = treat(POWERS[:, None], Treatment(winsorise_max=0, transform="box-cox", box_cox_lambda=power))
    expected = np.log(POWERS) if power == 0 else (POWERS**power - 1) / power
    assert done.values[:, 0] == pytest.approx(expected)


def test_a_column_that_cannot_be_tested_is_left_alone() -> None:
    # Pulling in the 1 would leave zeros only, whose shape cannot be measured.
    values = np.array([[0.0] * 19 + [1.0], [0.0] * 20, [1.0, 5.0] + [NAN] * 18]).T
    done = treat(values, Treatment())
    assert done.outcome == ("untestable", "untestable", "untestable")
    assert np.array_equal(done.values, values, equal_nan=True)
    assert done.winsorised.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    "choices", [{"winsorise_max": -1}, {"skew": 0}, {"kurtosis": NAN}, {"transform": "sqrt"}]
)
def test_a_treatment_without_a_meaning_is_refused(choices: dict[str, object]) -> None:
    with pytest.raises(ProsperityError):
        Treatment(**choices)


GROUPED = make_column_table([1.0, 3, 8, NAN, NAN, NAN, NAN], groups=("g", "g", "g", "g", "h", None, "g"))


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("none", [NAN, NAN, NAN]),
        ("mean", [4, 4, 4]),
        ("median", [3, 3, 3]),
        # A group without a value, and a unit without a group, stay missing.
        ("group-mean", [4, NAN, NAN]),
        ("group-median", [3, NAN, NAN]),
    ],
)
def test_gaps_are_filled_by_column_or_group(method: str, expected: list[float]) -> None:
    found = impute(GROUPED, make_column_tree(), method)[:, 0]
    assert found[:3].tolist() == [1, 3, 8]
    assert found[3:6].tolist() == pytest.approx(expected, nan_ok=True)


def test_gaps_are_filled_along_the_row_on_a_common_scale() -> None:
    aggregates = (Entry("p", "t", 2), Entry("q", "t", 2), Entry("t", None, 3))
    tree = build_tree([Entry("i", "p", 1), Entry("j", "p", 1, -1), Entry("k", "q", 1), *aggregates])
    values = np.array([[0.0, 10, 1], [10, 20, 2], [NAN, 12, 3], [NAN, NAN, NAN]])
    found = impute(Table(("a", "b", "c", "d"), ("i", "j", "k"), values), tree, "row-mean")
    # c has 12 in j, where lower is better: 0.8 of the way from 20 to 10, so 8 of the way from 0 to 10 in i.
    assert found[2, 0] == pytest.approx(8)
    assert np.isnan(found[3]).all()


def test_groups_are_needed_to_impute_by_group() -> None:
    with pytest.raises(ProsperityError, match="no group to impute by"):
        impute(make_column_table([1.0, NAN]), make_column_tree(), "group-mean")


def test_ranks_share_the_best_place_and_noise_breaks_no_tie() -> None:
    third = 1 / 3
    scores = np.array([0.1, third, third * (1 + 4e-16), NAN, 0.2])
    assert rank_descending(scores).tolist() == pytest.approx([4, 1, 1, NAN, 3], nan_ok=True)
    assert rank_descending(scores, same="exact")[1:3].tolist() == [2, 1]


def test_infinite_scores_have_ranks() -> None:
    assert rank_descending(np.array([np.inf, 5.0, -np.inf, np.inf])).tolist() == [1, 3, 4, 1]
    assert rank_ascending(np.array([np.inf, 5.0, -np.inf, np.inf])).tolist() == [3, 2, 1, 3]
