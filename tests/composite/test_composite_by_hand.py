"""Whole indices worked by hand on the small table."""

import numpy as np
import pandas as pd
import pytest
from small_table import FRAMEWORK, NAN, VALUES

from generator.composite import Mean, Normalisation, Options, Treatment, compose, contribute, parse_mean
from generator.composite.log import list_steps, list_warnings
from generator.errors import ProsperityError


def scores(options: Options | None = None, **changes: object) -> dict[str, list[float]]:
    frame = compose(VALUES.assign(**changes), FRAMEWORK, options).scores_frame()
    return {code: frame[code].tolist() for code in frame.columns[1:]}


def test_the_plainest_index() -> None:
    found = scores()
    # y: lower is better, so 2 is 100 and 10 is 0; P weighs x once and y three times.
    assert found["x"] == pytest.approx([0, 50, 100, NAN], nan_ok=True)
    assert found["y"] == pytest.approx([100, 75, 50, 0])
    assert found["P"] == pytest.approx([75, 68.75, 62.5, 0])
    assert found["Q"] == pytest.approx([0, 0, 75, 100])
    assert found["T"] == pytest.approx([37.5, 34.375, 68.75, 50])


def test_ranks_and_the_order_of_columns() -> None:
    result = compose(VALUES, FRAMEWORK)
    ranks = result.ranks_frame()
    assert ranks.columns.tolist() == ["unit", "x", "y", "z", "P", "Q", "T"]
    assert ranks["T"].tolist() == [3, 4, 1, 2]
    assert ranks["Q"].tolist() == [3, 3, 2, 1]
    assert ranks["x"].tolist() == pytest.approx([3, 2, 1, NAN], nan_ok=True)


def test_aggregates_stand_in_alphabetical_order_and_rows_by_unit() -> None:
    swapped = FRAMEWORK.iloc[[5, 4, 3, 2, 1, 0]]
    result = compose(VALUES.iloc[::-1], swapped)
    assert result.scores_frame().columns.tolist() == ["unit", "z", "y", "x", "P", "Q", "T"]
    assert result.scores_frame()["unit"].tolist() == ["A", "B", "C", "D"]


def test_too_few_children_make_no_score() -> None:
    found = scores(Options(missing_threshold=0.6))
    # D has one of the two children of P, and then one of the two of T.
    assert found["P"] == pytest.approx([75, 68.75, 62.5, NAN], nan_ok=True)
    assert found["T"] == pytest.approx([37.5, 34.375, 68.75, NAN], nan_ok=True)
    assert scores(Options(missing_threshold=0.5))["T"] == pytest.approx(scores()["T"])


def test_one_mean_for_each_level() -> None:
    options = Options(
        normalise=Normalisation("min-max", scale=(1, 100)), aggregate=(Mean(), Mean("geometric"))
    )
    found = scores(options)
    assert found["P"][0] == pytest.approx((1 + 3 * 100) / 4)
    assert found["T"][0] == pytest.approx(np.sqrt(75.25 * 1))
    with pytest.raises(ProsperityError, match="3 means for 2 steps"):
        scores(Options(aggregate=(Mean(), Mean(), Mean())))


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        ("arithmetic", (2 * 1 + 8 * 3) / 4),
        ("geometric", (2 * 8**3) ** 0.25),
        ("harmonic", 4 / (1 / 2 + 3 / 8)),
        ("power:2", np.sqrt((4 + 3 * 64) / 4)),
        ("power:-1", 4 / (1 / 2 + 3 / 8)),
    ],
)
def test_means_of_two_and_eight_with_weights_one_and_three(mean: str, expected: float) -> None:
    posts = FRAMEWORK.assign(direction=1, lower=0.0, upper=10.0)
    options = Options(normalise=Normalisation("goalposts", scale=(0, 10)), aggregate=(parse_mean(mean),))
    changes = {"x": [2.0, 2, 2, NAN], "y": [8.0, 8, 8, 8], "z": [5.0, 5, 5, 5]}
    found = compose(VALUES.assign(**changes), posts, options).scores_frame()
    assert found["P"][0] == pytest.approx(expected)
    # D lacks x: the power mean, as in COINr, then has no score; the others go by what is there.
    assert found["P"][3] == pytest.approx(NAN if mean.startswith("power") else 8, nan_ok=True)


def test_a_power_of_one_is_the_arithmetic_mean_where_nothing_is_missing() -> None:
    assert scores(Options(aggregate=(parse_mean("power:1"),)))["T"][:3] == pytest.approx(scores()["T"][:3])


@pytest.mark.parametrize("text", ["power:0", "power:", "power:x", "power:inf", "mean", "geometric:2"])
def test_a_mean_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ProsperityError, match=r"is not known"):
        parse_mean(text)


@pytest.mark.parametrize("mean", ["geometric", "harmonic", "power:-2"])
def test_a_score_of_zero_is_refused_where_the_mean_has_none(mean: str) -> None:
    with pytest.raises(ProsperityError, match=f"the {mean} mean of 'P' cannot be taken: A has the score 0"):
        scores(Options(aggregate=(parse_mean(mean),)))


def test_a_zero_does_no_harm_where_no_mean_is_asked_for() -> None:
    # D alone has 0 in y, and too few children for a score.
    changes = {"x": [5.0, 6, 10, NAN], "y": [2.0, 4, 6, 10], "z": [2.0, 3, 4, 5]}
    posts = FRAMEWORK.assign(lower=[0, 0, 0, None, None, None], upper=[20, 10, 20, None, None, None])
    options = Options(
        normalise=Normalisation("goalposts"), aggregate=(Mean("geometric"),), missing_threshold=0.8
    )
    assert np.isnan(compose(VALUES.assign(**changes), posts, options).top[3])


def test_copeland_counts_who_outranks_whom() -> None:
    # In P, y weighs three of four: A is above B and C; B is above C. D lacks x, so it needs a value.
    found = scores(Options(aggregate=(parse_mean("copeland"), Mean())), x=[0.0, 5.0, 10.0, 7.0])
    assert found["P"] == [3, 1, -1, -3]
    # z: A and B are even, C is above both, D above all.
    assert found["Q"] == [-2, -2, 1, 3]
    with pytest.raises(ProsperityError, match="D has no value in 'x'"):
        scores(Options(aggregate=(parse_mean("copeland"),)))


def test_contributions_by_hand() -> None:
    result = compose(VALUES, FRAMEWORK)
    parts = contribute(result.tree, result.normalised, table=result.table)
    # A: half of T is P, a quarter of that x (0) and three quarters y (100); the other half is Q (0).
    assert parts[0] == pytest.approx([0, 37.5, 0])
    # D lacks x: y alone is P.
    assert parts[3] == pytest.approx([0, 0, 50])


def test_values_are_divided_by_their_denominator() -> None:
    framework = FRAMEWORK.assign(denominator=["people", None, None, None, None, None])
    people = [1.0, 5.0, 5.0, NAN]
    assert compose(VALUES.assign(people=people), framework).prepared.table.values[
        :, 0
    ].tolist() == pytest.approx([0, 1, 2, NAN], nan_ok=True)
    with pytest.raises(ProsperityError, match="the denominator of A for 'x' is 0"):
        compose(VALUES.assign(people=[0.0, 1, 1, 1]), framework)
    with pytest.raises(ProsperityError, match="the denominator 'people' of 'x' has no column"):
        compose(VALUES, framework)


def test_a_zero_below_a_missing_value_does_no_harm() -> None:
    framework = FRAMEWORK.assign(denominator=["people", None, None, None, None, None])
    assert np.isnan(compose(VALUES.assign(people=[1.0, 1, 1, 0]), framework).normalised[3, 0])


def test_units_with_too_few_values_are_screened_out() -> None:
    result = compose(VALUES, FRAMEWORK, Options(screen=0.9))
    assert result.table.units == ("A", "B", "C")
    assert result.prepared.removed == ("D",)
    # y now runs from 2 to 6.
    assert result.scores_frame()["y"].tolist() == pytest.approx([100, 50, 0])
    with pytest.raises(ProsperityError, match="no unit has enough values"):
        compose(VALUES.assign(x=NAN), FRAMEWORK, Options(screen=0.9))


def test_a_unit_with_just_enough_values_is_kept() -> None:
    assert compose(VALUES, FRAMEWORK, Options(screen=1.0)).table.units == ("A", "B", "C")


def test_screening_looks_at_the_imputed_values() -> None:
    assert compose(VALUES, FRAMEWORK, Options(screen=0.9, impute="mean")).table.units == ("A", "B", "C", "D")


def test_a_column_that_does_not_vary_is_refused_or_counts_as_missing() -> None:
    with pytest.raises(ProsperityError, match="the indicator 'z' is 3 for every unit"):
        scores(z=3.0)
    with pytest.raises(ProsperityError, match="the indicator 'z' has no value"):
        scores(z=NAN)
    found = scores(Options(allow_constant=True), z=3.0)
    assert found["Q"] == pytest.approx([NAN] * 4, nan_ok=True)
    assert found["T"] == pytest.approx(found["P"])


def test_goalposts_can_score_a_column_that_does_not_vary() -> None:
    posts = FRAMEWORK.assign(lower=0.0, upper=10.0)
    assert scores_of(posts, z=3.0)["z"] == pytest.approx([30] * 4)


def scores_of(framework: object, **changes: object) -> dict[str, list[float]]:
    frame = compose(
        VALUES.assign(**changes), framework, Options(normalise=Normalisation("goalposts"))
    ).scores_frame()
    return {code: frame[code].tolist() for code in frame.columns[1:]}


def test_each_period_is_treated_and_ranked_alone_and_all_are_normalised_together() -> None:
    panel = VALUES.assign(year=[2020, 2020, 2021, 2021])
    panel.loc[4] = {"unit": "A", "year": 2021, "x": 20.0, "y": 2.0, "z": 1.0}
    result = compose(panel, FRAMEWORK, panel="year")
    assert result.table.periods == ("2020", "2020", "2021", "2021", "2021")
    assert result.table.units == ("A", "B", "A", "C", "D")
    # x runs from 0 to 20 over both years.
    assert result.normalised[:, 0].tolist() == pytest.approx([0, 25, 100, 50, NAN], nan_ok=True)
    # 2021: A has 100 in P and 0 in Q, C has 50 and 75, D has 0 and 100.
    assert result.top[2:].tolist() == pytest.approx([50, 62.5, 50])
    assert result.ranks_frame()["T"].tolist() == [1, 2, 2, 1, 2]
    assert result.scores_frame().columns[:2].tolist() == ["unit", "year"]


def test_periods_are_treated_alone() -> None:
    # Among 11 values of its own year, 1000 is far out; among those of both years it is one of twelve such.
    usual, tail = np.arange(1.0, 11.0), [1000.0]
    years = np.repeat([2020, 2021], 11)
    x = np.concatenate([usual, tail, np.full(11, 1000.0)])
    x[12:] += np.arange(10)
    names = [f"u{n:02d}" for n in range(11)] * 2
    panel = pd.DataFrame({"unit": names, "year": years, "x": x, "y": x, "z": x})
    result = compose(panel, FRAMEWORK, Options(treat=Treatment()), panel="year")
    assert result.treated[:11, 0].tolist() == [*usual, 10.0]
    assert result.treated[11:, 0].tolist() == x[11:].tolist()
    together = compose(
        panel.assign(unit=range(22)).drop(columns="year"), FRAMEWORK, Options(treat=Treatment())
    )
    assert 1000.0 in together.treated[:11, 0]
    assert [step.get("period") for step in list_steps(result) if step["step"] == "treat"] == ["2020", "2021"]


def test_indicators_are_ranked_by_every_digit() -> None:
    ranks = compose(VALUES.assign(z=[5.1, 5.1000000000000005, 4.0, 5.0]), FRAMEWORK).ranks_frame()
    assert ranks["z"].tolist() == [2, 1, 4, 3]


def test_periods_are_imputed_alone() -> None:
    panel = pd.concat([VALUES.assign(year=2020), VALUES.assign(year=2021, x=[1.0, NAN, 3.0, NAN])])
    result = compose(panel, FRAMEWORK, Options(impute="mean"), panel="year")
    assert result.table.values[:, 0].tolist() == pytest.approx([0, 5, 10, 5, 1, 2, 3, 2])


def test_periods_are_ordered_as_numbers() -> None:
    panel = pd.concat([VALUES.assign(year="10"), VALUES.assign(year="9")])
    assert compose(panel, FRAMEWORK, panel="year").table.periods[0] == "9"


def test_the_log_tells_the_steps_in_their_order() -> None:
    result = compose(VALUES, FRAMEWORK, Options(impute="mean", treat=Treatment()))
    steps = list_steps(result)
    names = ["denominate", "impute", "screen", "treat", "normalise", "aggregate", "rank"]
    assert [step["step"] for step in steps] == names
    assert steps[1]["by_indicator"] == {"x": 1}
    assert steps[3]["indicators"][0]["outcome"] == "passed"
    assert steps[4]["lower_is_better"] == ["y"]


def test_warnings_name_what_a_reader_should_know() -> None:
    quiet = list(list_warnings(compose(VALUES, FRAMEWORK)))
    assert quiet == []
    told = list_warnings(compose(VALUES.assign(z=3.0), FRAMEWORK, Options(allow_constant=True)))
    assert list(told) == ["indicators that do not vary: 1 (z)"]
    emptied = VALUES.assign(y=[2.0, 4, 6, NAN], z=[1.0, 1, 4, NAN])
    assert list(list_warnings(compose(emptied, FRAMEWORK))) == ["units without a score at the top: 1 (D)"]


def test_frames_are_refused_for_what_they_lack() -> None:
    with pytest.raises(ProsperityError, match="the framework has no column 'weight'"):
        compose(VALUES, FRAMEWORK.drop(columns="weight"))
    with pytest.raises(ProsperityError, match="the values have no column 'year'"):
        compose(VALUES, FRAMEWORK, panel="year")
    with pytest.raises(ProsperityError, match="the column 'x' holds what is not a number"):
        compose(VALUES.assign(x=["1", "2", "three", "4"]), FRAMEWORK)
    with pytest.raises(ProsperityError, match="1 columns of the values are not in the framework: w"):
        compose(VALUES.assign(w=1.0), FRAMEWORK)
    assert compose(VALUES.assign(w=1.0), FRAMEWORK, Options(ignore_extra=True)).prepared.unused == ("w",)


def test_units_may_be_the_index_of_the_frame() -> None:
    assert compose(VALUES.set_index("unit"), FRAMEWORK).table.units == ("A", "B", "C", "D")


def test_a_unit_that_stands_twice_is_refused() -> None:
    with pytest.raises(ProsperityError, match="the unit 'A' stands twice"):
        compose(pd.concat([VALUES, VALUES.iloc[:1]]), FRAMEWORK)
