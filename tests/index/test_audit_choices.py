"""Single choices and single indicators, on worlds so small that the ranks can be worked out by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from little_world import make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.catalogue.records import Area, Framework, Indicator
from generator.index.audit.dropping import make_dropping
from generator.index.audit.scenarios import Scenario, list_scenarios
from generator.index.audit.sensitivity import measure_sensitivity
from generator.index.panel import number_nations
from generator.index.results import Index
from generator.index.run import compute_index

Tree = Mapping[str, Mapping[str, Sequence[Indicator]]]


def plain(slug: str, **more: object) -> Indicator:
    """An indicator whose values are its scores."""
    return make_indicator(slug, goalposts=(0, 100), **more)  # type: ignore[arg-type]


def run(
    tree: Tree, values: Mapping[str, Sequence[float]], *, year: int = 2022
) -> tuple[Index, Framework, list[Area]]:
    """Values are those of the first areas; a shorter list leaves the last ones without."""
    areas = make_areas(max(len(column) for column in values.values()))
    cells = [
        (area.code, slug, year, float(value))
        for slug, column in values.items()
        for area, value in zip(areas, column, strict=False)
    ]
    framework = make_framework(tree)
    index = compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=2))
    return index, framework, areas


def choose(tree: Tree, values: Mapping[str, Sequence[float]], *, year: int = 2022) -> dict[str, Scenario]:
    index, framework, areas = run(tree, values, year=year)
    found = list_scenarios(index, framework, number_nations(areas))
    return {scenario.key: scenario for scenario in found}


FALLING = [90.0, 60, 30, 10]
RISING = [50.0, 51, 52, 53]


def test_dropping_by_hand() -> None:
    tree = {"p": {"e": [plain("a"), plain("b")]}}
    index, _, _ = run(tree, {"a": FALLING, "b": RISING})
    table = make_dropping(index).set_index("indicator")
    # (a + b) / 2 falls as a does. Without b the order stays, without a it turns round: 3, 1, 1, 3 places.
    assert table.loc["b", ["mean_shift", "largest_shift"]].tolist() == [0, 0]
    assert table.loc["a", ["mean_shift", "largest_shift"]].tolist() == [2, 3]
    assert table["droppable"].tolist() == [False, True]
    assert table["dropped_as"].isna().tolist() == [True, False]


def test_twins_can_each_go_but_not_both() -> None:
    tree = {"p": {"e": [plain("a"), plain("twin"), plain("b")]}}
    index, _, _ = run(tree, {"a": FALLING, "twin": FALLING, "b": RISING})
    table = make_dropping(index).set_index("indicator")
    assert table["droppable"].all()
    # a goes first; without the twin as well b alone would turn the order round; b can go.
    assert table["dropped_as"].tolist() == [1, pd.NA, 2]
    assert table.loc["b", "together_largest"] == 0


def test_an_indicator_whose_council_would_lose_its_score_is_not_droppable() -> None:
    tree = {"p": {"e": [plain("a")], "f": [plain("b")], "g": [plain("c")]}}
    # The fifth lacks a; without b it would rest on one figure, which is too little for a pillar.
    index, _, _ = run(tree, {"a": FALLING, "b": [*FALLING, 5], "c": [*FALLING, 5]})
    table = make_dropping(index).set_index("indicator")
    assert table["lost"].tolist() == [0, 1, 1]
    assert table["largest_shift"].tolist() == [0, 0, 0]
    assert table["droppable"].tolist() == [True, False, False]


def test_an_element_with_one_indicator_goes_with_it() -> None:
    tree = {"p": {"e": [plain("a")], "f": [plain("b")]}}
    index, _, _ = run(tree, {"a": FALLING, "b": RISING})
    table = make_dropping(index).set_index("indicator")
    assert table.loc["b", ["lost", "largest_shift"]].tolist() == [0, 0]
    assert table.loc["a", ["lost", "largest_shift"]].tolist() == [0, 3]


def test_sensitivity_by_hand() -> None:
    # Means 50, 45, 40; geometric means on 1 to 100: 10, 45.55, 40.6, so the first becomes last.
    tree = {"p": {"e": [plain("a"), plain("b")]}}
    index, framework, areas = run(tree, {"a": [100.0, 45, 40], "b": [0.0, 45, 40]})
    found = measure_sensitivity(index, framework, areas)
    row = found.scenarios.set_index("scenario").loc["geometric-element"]
    assert (row["ranked"], row["lost"], row["largest_shift"]) == (3, 0, 2)
    assert row["mean_shift"] == pytest.approx(4 / 3)
    moved = found.movers[found.movers["scenario"] == "geometric-element"]
    assert moved["moved"].tolist() == [-2, 1, 1]
    assert moved[["area_code", "rank", "rank_then"]].iloc[0].tolist() == ["E000", 1, 3]
    assert "geometric-overall" not in set(found.movers["scenario"])


def test_shifts_of_whole_nations() -> None:
    areas = make_areas(3) + make_areas(2, "Wales", "W")
    tree = {"p": {"e": [plain("a")]}, "q": {"f": [plain("b")]}}
    columns = {"a": [90.0, 80, 70, 60, 50], "b": [10.0, 11, 12, 13, 14]}
    cells = [
        (area.code, slug, 2022, value)
        for slug, column in columns.items()
        for area, value in zip(areas, column, strict=True)
    ]
    framework = make_framework(tree)
    index = compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=2))
    table = measure_sensitivity(index, framework, areas).nations.set_index(["scenario", "nation"])
    # Without p the order turns round: England loses 4, 2 and 0 places, Wales gains 2 and 4.
    assert table.loc[("without-p", "England"), ["ranked", "lost", "mean_moved"]].tolist() == [3, 0, -2]
    assert table.loc[("without-p", "Wales"), "mean_moved"] == 3
    assert table.loc[("without-q", "Wales"), "mean_moved"] == 0


def test_geometric_means_of_one_step_leave_the_others_alone() -> None:
    tree = {"p": {"e": [plain("a")], "f": [plain("b")]}, "q": {"g": [plain("c"), plain("d")]}}
    found = choose(tree, {"a": [100.0, 1], "b": [0.0, 1], "c": [80.0, 1], "d": [80.0, 1]})
    # p is sqrt(100 x 1) = 10 on 1 to 100, which is 9 / 0.99; q stays at 80.
    assert found["geometric-pillar"].score[0] == pytest.approx((9 / 0.99 + 80) / 2)
    assert found["geometric-element"].score[0] == pytest.approx(65)
    on_scale = [1 + 0.99 * 50, 1 + 0.99 * 80]
    assert found["geometric-overall"].score[0] == pytest.approx((np.sqrt(np.prod(on_scale)) - 1) / 0.99)


def test_z_scores_give_every_indicator_the_same_spread() -> None:
    tree = {"p": {"e": [plain("a"), plain("b"), plain("c")]}}
    wide, narrow = [90.0, 60, 30, 0], [45.0, 50, 55, 60]
    index, framework, areas = run(tree, {"a": wide, "b": narrow, "c": narrow})
    rows = measure_sensitivity(index, framework, areas).scenarios.set_index("scenario")
    # -30 + 5 + 5 a step: the wide one decides. With z-scores -1 + 1 + 1: the two narrow ones do.
    assert rows.loc["z-scores", "mean_shift"] == pytest.approx(2)


def test_percentile_ranks_follow_the_direction() -> None:
    tree = {"p": {"e": [plain("a", direction="lower")]}}
    found = choose(tree, {"a": [10.0, 20, 30, 90]})
    assert found["percentile-ranks"].score == pytest.approx([87.5, 62.5, 37.5, 12.5])


def test_goalposts_at_other_ends() -> None:
    found = choose({"p": {"e": [make_indicator("a")]}}, {"a": list(np.arange(101.0))})
    assert found["min-max"].score == pytest.approx(np.arange(101.0))
    assert found["goalposts-5-95"].score[[3, 50, 77, 99]] == pytest.approx([0, 50, 80, 100])


def test_an_indicator_without_ends_apart_leaves_that_choice_out() -> None:
    # 5 of 100 differ: the 1st and 99th percentile do as well, the 5th and 95th do not.
    index, framework, areas = run({"p": {"e": [make_indicator("a")]}}, {"a": [0.0] * 96 + [1.0, 2, 3, 4]})
    row = measure_sensitivity(index, framework, areas).scenarios.set_index("scenario").loc["goalposts-5-95"]
    assert row["ranked"] == 0
    assert np.isnan(row["mean_shift"])


def test_without_logs() -> None:
    values = [*np.linspace(1, 2, 60), 400.0]
    tree = {"p": {"e": [make_indicator("a")]}}
    index, framework, areas = run(tree, {"a": values})
    assert index.goalposts.logged[0]
    scenarios = list_scenarios(index, framework, number_nations(areas))
    found = {scenario.key: scenario.score for scenario in scenarios}
    low, high = np.quantile(values, [0.01, 0.99])
    assert found["no-logs"] == pytest.approx(np.clip(100 * (np.array(values) - low) / (high - low), 0, 100))


def test_weights_made_equal() -> None:
    tree = {
        "p": {"e": [plain("a", weight=2), plain("b", weight=0.5)], "f": [plain("c")]},
        "q": {"g": [plain("d")]},
    }
    found = choose(tree, {"a": [100.0, 1], "b": [0.0, 1], "c": [20.0, 1], "d": [0.0, 1]})
    assert found["equal-weights"].score[0] == pytest.approx(((50 + 20) / 2 + 0) / 2)
    assert found["equal-in-pillar"].score[0] == pytest.approx((40 + 0) / 2)
    assert found["equal-overall"].score[0] == pytest.approx(30)


def test_pillars_left_out() -> None:
    tree = {"p": {"e": [plain("a")]}, "q": {"f": [plain("b")]}}
    found = choose(tree, {"a": FALLING, "b": RISING})
    assert found["without-p"].score == pytest.approx(RISING)
    assert found["without-q"].score == pytest.approx(FALLING)


def test_shared_values_left_out() -> None:
    shared = make_observations([("E003", "a", 2022, 70.0), ("E004", "a", 2022, 30.0)], status="upper_tier")
    older = make_observations([("E004", "a", 2019, 55.0)])
    areas, framework = make_areas(5), make_framework({"p": {"e": [plain("a")]}})
    own = make_observations([("E000", "a", 2022, 90.0), ("E001", "a", 2022, 80.0), ("E002", "a", 2022, 60.0)])
    rows = pd.concat([own, shared, older])
    index = compute_index(framework, rows, areas, edition=make_edition(draws=2))
    scenarios = list_scenarios(index, framework, number_nations(areas))
    found = {scenario.key: scenario.score for scenario in scenarios}
    # The fourth has no value of its own; the fifth has an older one.
    assert found["own-values"] == pytest.approx([90, 80, 60, np.nan, 55], nan_ok=True)
    table = measure_sensitivity(index, framework, areas).scenarios.set_index("scenario")
    assert table.loc["own-values", ["lost", "lost_in"]].tolist() == [1, "England"]


def test_old_values_left_out() -> None:
    tree = {"p": {"e": [plain("a")]}}
    assert np.isnan(choose(tree, {"a": FALLING}, year=2017)["recent-values"].score).all()
    assert choose(tree, {"a": FALLING}, year=2018)["recent-values"].score == pytest.approx(FALLING)


def test_only_what_is_measured_alike() -> None:
    tree = {"p": {"e": [plain("a"), plain("b", comparable="series")]}}
    found = choose(tree, {"a": FALLING, "b": RISING})
    assert found["comparable-only"].score == pytest.approx(FALLING)


def test_stricter_rules_on_gaps() -> None:
    tree = {"p": {"e": [plain("a", weight=2), plain("b")], "f": [plain("c", weight=1)]}}
    found = choose(tree, {"a": FALLING, "b": [*RISING, 1], "c": [*RISING, 1]})
    # The fifth has a third of e, which is too little: half of p is left. The mean of e is 136.4/3, that of f
    # 41.4, that of p half of each; the fifth is 40.4 below the mean of f.
    assert found["half-of-all"].score[4] == pytest.approx((136.4 / 3 + 41.4) / 2 - 40.4)
    assert found["plain-means"].score[4] == pytest.approx(1)
    assert np.isnan(found["three-quarters"].score[4])
    assert found["three-quarters"].score[0] == pytest.approx(((2 * 90 + 50) / 3 + 50) / 2)
