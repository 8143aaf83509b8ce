"""What each gate lets through and what it does not, with numbers worked by hand."""

import math

import numpy as np
import pytest
from tiny_gates import CODES, ENGLAND, NAN, REGION, WALES, WELSH, make_series, make_setting, spread_out

from generator.sources.gates.bounds import Bounds, check_range, check_units, find_bounds
from generator.sources.gates.coverage import check_coverage
from generator.sources.gates.jumps import check_jumps, choose_scale, score_changes
from generator.sources.gates.repeats import check_constant, check_repeats, check_twins
from generator.sources.gates.totals import check_totals
from generator.sources.gates.upkeep import check_decimals, check_stale

SETTING = make_setting()


@pytest.mark.parametrize(
    ("unit", "counted", "bounds"),
    [
        ("%", False, Bounds(0, 100)),
        ("% of the area", False, Bounds(0, 100)),
        ("percentage points", False, Bounds(-100, 100)),
        ("per 1,000 people", False, Bounds(0, 1000)),
        ("per 100,000 adults", False, Bounds(0, 100_000)),
        ("out of 10", False, Bounds(0, 10)),
        ("score from 0 to 1", False, Bounds(0, 1)),
        ("years", False, Bounds(0, 130)),
        ("£ a week", False, Bounds(0, math.inf)),
        ("people", True, Bounds(0, math.inf, whole=True)),
        ("grades per subject", False, None),
    ],
)
def test_a_unit_says_what_can_exist_in_it(unit: str, counted: bool, bounds: Bounds | None) -> None:
    assert find_bounds(unit, counted=counted) == bounds


def test_a_share_above_a_hundred_is_shut_out_with_the_furthest_named() -> None:
    (found,) = check_units(make_series({CODES[0]: [100, 101], CODES[1]: [103, 50]}), SETTING) or []
    assert (found.severity, found.area_code, found.period) == ("blocker", CODES[1], "2020-01-01/P1Y")
    assert found.found == "2 figures above 100, the furthest 103.0"
    assert check_units(make_series({CODES[0]: [0, 100]}), SETTING) == []
    assert check_units(make_series({CODES[0]: [-5]}, unit="points"), SETTING) is None


def test_nobody_counts_half_a_person() -> None:
    counted = {"unit": "people", "kind": "count", "decimals": 0}
    (found,) = check_units(make_series({CODES[0]: [7, 7.5]}, **counted), SETTING) or []
    assert found.found == "1 counts with a fraction, the first 7.5"
    assert check_units(make_series({CODES[0]: [7, 8e7]}, **counted), SETTING) == []


def test_the_plausible_range_holds_for_rates_everywhere_and_for_counts_of_councils() -> None:
    figures = {CODES[0]: [5.0], ENGLAND: [60.0]}
    (found,) = check_range(make_series(figures, minimum=0, maximum=50), SETTING)
    assert (found.area_code, found.expected) == (ENGLAND, "0 to 50")
    assert check_range(make_series(figures, minimum=0, maximum=50, kind="count"), SETTING) == []
    assert len(check_range(make_series(figures, minimum=6, maximum=50, kind="count"), SETTING)) == 1


def test_a_nation_needs_figures_for_nine_in_ten_of_its_councils() -> None:
    eleven = {code: [1.0] for code in CODES[:11]}  # 11 of 12 is 92%
    assert check_coverage(make_series(eleven), SETTING) == []
    (found,) = check_coverage(make_series({code: [1.0] for code in CODES[:10]}), SETTING)  # 10 of 12 is 83%
    assert (found.severity, found.found) == ("warning", "10 of 12 councils of England have a figure in 2020")


def test_a_nation_without_any_figure_is_shut_out() -> None:
    both = {"nations": ("England", "Wales")}
    (found,) = check_coverage(make_series({code: [1.0] for code in CODES} | {WELSH: [NAN]}, **both), SETTING)
    assert (found.severity, found.found) == ("blocker", "no council of Wales has a figure")


def test_a_nation_may_be_one_year_behind_and_not_two() -> None:
    both = {"nations": ("England", "Wales")}
    figures = {code: [1.0, 1.0, 1.0] for code in CODES}
    assert check_coverage(make_series(figures | {WELSH: [1, 1, NAN]}, **both), SETTING) == []
    (found,) = check_coverage(make_series(figures | {WELSH: [1, NAN, NAN]}, **both), SETTING)
    assert found.found == "0 of 1 councils of Wales have a figure in 2022, 1 in 2020"


def test_counts_add_up_to_the_published_total_within_a_thousandth() -> None:
    counted = {"kind": "count", "unit": "people", "decimals": 0}
    good = {CODES[0]: [400.0], CODES[1]: [600.0], REGION: [1001.0]}
    assert check_totals(make_series(good, **counted), SETTING) == []
    (found,) = check_totals(make_series(good | {REGION: [1002.0]}, **counted), SETTING) or []
    assert (found.severity, found.area_code) == ("blocker", REGION)
    assert found.found == "1,000 is the sum of the councils, 1,002 is published; 1 of 1 comparisons are out"


def test_a_total_whose_councils_are_not_all_known_is_not_judged() -> None:
    counted = {"kind": "count", "unit": "people", "decimals": 0}
    assert check_totals(make_series({CODES[0]: [400.0], REGION: [1000.0]}, **counted), SETTING) is None
    gap = {CODES[0]: [400.0], CODES[1]: [NAN], REGION: [1000.0]}
    assert check_totals(make_series(gap, **counted), SETTING) is None
    assert check_totals(make_series({CODES[0]: [400.0]}, **counted), SETTING) is None


def test_a_rate_is_near_the_mean_of_its_councils_weighted_by_people() -> None:
    # 100 people at 10 and 300 at 20: mean 17.5; standard deviation 5; tolerance 2.5
    figures = {CODES[0]: [10.0], CODES[1]: [20.0]}
    assert check_totals(make_series(figures | {REGION: [20.0]}), SETTING) == []
    (found,) = check_totals(make_series(figures | {REGION: [20.1]}), SETTING) or []
    assert found.severity == "warning"
    assert found.found.startswith("17.5 is the mean of the councils, 20.1 is published")


def test_nation_totals_are_compared_too() -> None:
    counted = {"kind": "count", "unit": "people", "decimals": 0, "nations": ("Wales",)}
    assert check_totals(make_series({WELSH: [5.0], WALES: [5.0]}, **counted), SETTING) == []
    (found,) = check_totals(make_series({WELSH: [5.0], WALES: [7.0]}, **counted), SETTING) or []
    assert found.area_code == WALES


def test_a_period_filled_in_with_the_one_before_is_shut_out() -> None:
    figures = {code: [values[0], values[1], values[1]] for code, values in spread_out(2).items()}
    (found,) = check_repeats(make_series(figures), SETTING) or []
    assert (found.severity, found.period) == ("blocker", "2022-01-01/P1Y")
    assert found.found == "12 of 12 councils have their figure of 2021-01-01/P1Y"


def test_a_period_that_repeats_an_earlier_one_further_back_is_found() -> None:
    figures = {code: [values[0], values[1], values[0]] for code, values in spread_out(2).items()}
    (found,) = check_repeats(make_series(figures), SETTING) or []
    assert found.found == "12 of 12 councils have their figure of 2020-01-01/P1Y"


def test_nine_in_ten_may_stay_the_same_and_so_may_a_few_round_figures() -> None:
    figures = {code: [values[0], values[0]] for code, values in spread_out(1).items()}
    figures[CODES[0]][1], figures[CODES[1]][1] = 1.0, 2.0  # 10 of 12 is 83%
    assert check_repeats(make_series(figures), SETTING) == []
    five = {code: [float(place % 5)] * 2 for place, code in enumerate(CODES)}
    assert check_repeats(make_series(five), SETTING) == []
    assert check_repeats(make_series({code: [1.0] for code in CODES}), SETTING) is None


def test_two_councils_with_one_history_are_told_unless_it_is_marked() -> None:
    rng = np.random.default_rng(1)
    figures = {code: list(rng.uniform(0, 100, 5).round(2)) for code in CODES}
    figures[CODES[7]] = figures[CODES[3]]
    (found,) = check_twins(make_series(figures), SETTING) or []
    assert (found.severity, found.area_code) == ("warning", CODES[3])
    assert found.found.endswith(CODES[7])
    assert check_twins(make_series(figures, shared=(CODES[3], CODES[7])), SETTING) == []


def test_two_councils_that_part_company_are_told_for_the_time_before() -> None:
    rng = np.random.default_rng(2)
    figures = {code: list(rng.uniform(0, 100, 8).round(2)) for code in CODES}
    figures[CODES[7]] = [*figures[CODES[3]][:6], *figures[CODES[7]][6:]]
    figures[CODES[9]] = [*figures[CODES[5]][:2], *figures[CODES[9]][2:]]  # two figures are too few to tell
    # by chance: 66 pairs x 3 runs of six x (2/12)^6 = 0.004
    (found,) = check_twins(make_series(figures), SETTING) or []
    assert (found.area_code, found.found) == (CODES[3], f"the same figures in 6 periods on end as {CODES[7]}")
    # A period in which one of the two has no figure tells nothing of them.
    figures[CODES[7]] = [*figures[CODES[3]][:2], math.nan, *figures[CODES[3]][3:]]
    (found,) = check_twins(make_series(figures), SETTING) or []
    assert found.found == f"the same figures in 7 periods on end as {CODES[7]}"


def test_histories_that_chance_gives_to_two_are_no_twins() -> None:
    still = spread_out(5, step=0)
    still[CODES[7]] = still[CODES[3]]
    assert check_twins(make_series(still), SETTING) == []
    rising = {code: [float(place // 2) + year for year in range(5)] for place, code in enumerate(CODES)}
    # each pair shares a start (2 of 12 councils) and all rise alike: 66 pairs x 2/12 = 11 by chance
    assert check_twins(make_series(rising), SETTING) == []


def test_figures_that_do_not_differ_and_zeros_are_told() -> None:
    (found,) = check_constant(make_series({code: [3.0, 4.0] for code in CODES}), SETTING)
    assert found.found == "every council of England has 4.0 in 2 of 2 periods"
    (found,) = check_constant(make_series({code: [0.0] for code in CODES}), SETTING)
    assert found.expected == "figures that are not all zero"
    assert check_constant(make_series({code: [0.0] for code in CODES} | {CODES[0]: [1.0]}), SETTING) == []


def test_a_jump_of_one_council_is_told_and_one_of_all_is_not() -> None:
    figures = spread_out(6)
    for place, code in enumerate(CODES):
        figures[code] = [
            value + (0.4 if (place + year) % 2 else 0) + (300 if year > 2 else 0)
            for year, value in enumerate(figures[code])
        ]
    assert check_jumps(make_series(figures), SETTING) == []
    figures[CODES[4]] = [value + (40 if year == 3 else 0) for year, value in enumerate(figures[CODES[4]])]
    found = check_jumps(make_series(figures), SETTING) or []
    assert {(one.area_code, one.period) for one in found} == {
        (CODES[4], "2023-01-01/P1Y"),
        (CODES[4], "2024-01-01/P1Y"),
    }
    assert all(one.severity == "warning" for one in found)


def test_jumps_need_enough_changes() -> None:
    assert check_jumps(make_series(spread_out(3)), SETTING) is None  # 24 changes


def test_the_usual_spread_is_the_median_deviation() -> None:
    deviation = np.ones((100, 1))
    deviation[0] = 20.0
    # median 1, ninth decile 1: the spread is 1.4826 and 20 is 13.49 of it
    assert score_changes(deviation, step=0.1)[0, 0] == pytest.approx(20 / 1.4826)
    assert score_changes(deviation, step=4.0)[0, 0] == pytest.approx(20 / 4)


def test_a_long_tail_widens_the_spread() -> None:
    deviation = np.ones((100, 1))
    deviation[:20] = 20.0
    # median 1, ninth decile 20: the spread is 20 / 1.6449
    assert score_changes(deviation, step=0.1)[0, 0] == pytest.approx(1.6449)


def test_a_council_that_always_swings_has_no_jump() -> None:
    deviation = np.ones((100, 4))
    deviation[0] = [20.0, -20.0, 20.0, -20.0]
    assert score_changes(deviation, step=0.1)[0] == pytest.approx([1 / 1.4826] * 4)


def test_a_year_in_which_all_swing_has_no_jump() -> None:
    deviation = np.ones((100, 10))
    deviation[:, 3] = 20.0
    assert score_changes(deviation, step=0.1)[0, 3] == pytest.approx(1 / 1.4826)


def test_skewed_figures_are_told_on_a_log_scale_unless_one_is_negative() -> None:
    skewed = np.array([[1.0, 1, 1, 1, 2, 2, 2, 40]])
    assert choose_scale(skewed, decimals=1).typical == 1.5
    assert choose_scale(skewed - 1.5, decimals=1).typical is None
    assert choose_scale(np.array([[1.0, 2, 3, 4]]), decimals=1).typical is None
    scale = choose_scale(skewed, decimals=1)
    assert scale.invert(scale.apply(skewed)) == pytest.approx(skewed)


def test_decimals_that_the_data_does_not_carry_are_told() -> None:
    whole = spread_out(1)
    (found,) = check_decimals(make_series(whole, decimals=2), SETTING) or []
    assert found.found == "2 decimals are claimed, the data carries 0"
    assert check_decimals(make_series(whole, decimals=0), SETTING) == []
    assert check_decimals(make_series(whole | {CODES[0]: [1.25]}, decimals=2), SETTING) == []


def test_decimals_that_hide_the_differences_are_told() -> None:
    close = {f"E07{number:06}": [number / 50] for number in range(1, 31)}  # 0.02 to 0.60
    (found,) = check_decimals(make_series(close, decimals=0), SETTING) or []
    assert found.found == "0 decimals leave 2 different figures of 30"
    assert check_decimals(make_series(close, decimals=2), SETTING) == []


def test_figures_older_than_six_years_are_told() -> None:
    assert check_stale(make_series({CODES[0]: [1.0]}, first_year=2020), SETTING) == []
    (found,) = check_stale(make_series({CODES[0]: [1.0]}, first_year=2019), SETTING) or []
    assert found.found == "the latest figures are 7 years older than the edition"
    assert check_stale(make_series({CODES[0]: [1.0]}), make_setting(edition_year=None)) is None
