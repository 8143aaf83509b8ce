"""Means of the last three periods and limits of weights, by hand; and whether what is kept still fits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from little_world import (
    make_areas,
    make_edition,
    make_flat_framework,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.catalogue import store
from generator.catalogue.records import Averaged, Framework, Limited
from generator.catalogue.weight_limits import limit_weights
from generator.index.averages import (
    SOUND,
    choose_averaged,
    choose_limited,
    count_periods,
    list_periods,
    measure_mean_error,
    shrink_errors,
)
from generator.index.panel import number_nations
from generator.index.results import Index, Panel, Status
from generator.index.run import compute_index
from generator.index.structure import build_structure, nominal_weights
from generator.paths import PROJECT

AREAS = make_areas(12)


def average(framework: Framework, *slugs: str, together: float = 0.0) -> Framework:
    means = [
        Averaged(
            indicator=slug, nation="England", reliability=0.3, edition="t", together=together, reason="So."
        )
        for slug in slugs
    ]
    return framework.model_copy(update={"averages": tuple(means)})


def run(cells: list, *, together: float = 0.0, **more: object) -> Index:
    tree = average(make_flat_framework([make_indicator("a", goalposts=(0, 100))]), "a", together=together)
    return compute_index(tree, make_observations(cells, **more), AREAS, edition=make_edition(draws=1))


def told(index: Index, area: int = 0) -> tuple[float, str, int]:
    level = index.level
    period = index.panel.periods[level.period[area, 0]]
    return float(level.value[area, 0]), period, int(level.year[area, 0])


def every(years: dict[int, float]) -> list:
    return [
        (area.code, "a", year, value + k) for k, area in enumerate(AREAS) for year, value in years.items()
    ]


def test_the_mean_of_the_last_three_periods_is_scored_with_its_periods_and_its_interval() -> None:
    index = run(every({2018: 90.0, 2021: 10.0, 2022: 40.0, 2023: 16.0}), margin=6.0)
    joined = "2021-01-01/P1Y|2022-01-01/P1Y|2023-01-01/P1Y"
    assert told(index) == (22.0, joined, 2023)
    # Three independent half widths of 6: the root of 108, by 3.
    assert index.level.upper[0, 0] - 22.0 == pytest.approx(108**0.5 / 3)
    assert index.level.indicator_score[0, 0] == pytest.approx(22.0)
    assert count_periods(index.panel, index.level)[:, 0].tolist() == [3] * len(AREAS)
    assert index.errors.size[0, 0] == pytest.approx(108**0.5 / 3 / 1.96)


def test_periods_that_hang_together_say_less() -> None:
    index = run(every({2021: 10.0, 2022: 40.0, 2023: 16.0}), margin=6.0, together=0.5)
    # Three half widths of 6: 36 x (3 + 2 x 0.5 x 2 + 0.25 x 2) = 198.
    assert index.level.upper[0, 0] - 22.0 == pytest.approx(198**0.5 / 3)
    assert index.errors.size[0, 0] == pytest.approx(198**0.5 / 3 / 1.96)
    # Without intervals the error of one period shrinks by the same share.
    cells = [
        (area.code, "a", year, float(30 + k + 7 * (year * (k + 3) % 5)))
        for k, area in enumerate(AREAS)
        for year in range(2011, 2024)
    ]
    alone, along = (run(cells, together=each).errors for each in (0.0, 0.5))
    assert along.size[:, 0] / alone.size[:, 0] == pytest.approx((5.5 / 3) ** 0.5)
    assert along.single == pytest.approx(alone.single, nan_ok=True)


def test_the_error_of_a_mean_by_hand() -> None:
    sizes = np.array([[3.0, 4.0], [3.0, 4.0]])
    assert measure_mean_error(sizes, np.array([0.0, 0.5])) == pytest.approx([2.5, 37**0.5 / 2])
    share = shrink_errors(np.array([[0, 1], [2, 3]]), np.array([0.5, 0.0]))
    assert share == pytest.approx(np.array([[1.0, 1.0], [3**0.5 / 2, 3**-0.5]]))


def test_a_period_that_the_nation_has_not_or_that_is_too_old_is_not_in_it() -> None:
    # Five years before the last one a period is still in; six years before it is out.
    assert told(run(every({2017: 10.0, 2018: 20.0, 2023: 60.0}))) == (
        40.0,
        "2018-01-01/P1Y|2023-01-01/P1Y",
        2023,
    )
    cells = [cell for cell in every({2021: 0.0, 2022: 30.0, 2023: 60.0}) if cell[:3] != ("E001", "a", 2022)]
    cells += [("E001", "a", 2019, 99.0)]
    index = run(cells)
    # It lacks 2022, and 2019 is a year of its own: the mean of the two that it shares with the others.
    assert told(index, 1) == (31.0, "2021-01-01/P1Y|2023-01-01/P1Y", 2023)
    assert told(index, 2)[0] == 32.0


def test_the_worst_status_of_a_mean_counts() -> None:
    cells = make_observations(every({2022: 30.0, 2023: 60.0}))
    cells.loc[cells["year"] == 2022, "status"] = "recast"
    tree = average(make_flat_framework([make_indicator("a")]), "a")
    index = compute_index(tree, cells, AREAS, edition=make_edition(draws=1))
    assert set(index.level.status[:, 0].tolist()) == {int(Status.RECAST)}


def test_periods_that_overlap_are_not_in_one_mean() -> None:
    measured = np.ones((5, 9), dtype=bool)
    assert list_periods(measured, last=8, lag=2) == (8, 6, 4)
    assert list_periods(measured, last=8, lag=3) == (8, 5)
    measured[:3, 7] = False
    assert list_periods(measured, last=8, lag=1) == (8, 6, 5)


def test_the_mean_is_more_reliable_and_a_single_period_is_told_as_before() -> None:
    random = np.random.default_rng(4)
    areas, years = make_areas(80), range(2011, 2025)
    true = random.normal(50, 3, 80)
    cells = [
        (area.code, "a", year, float(true[k] + random.normal(0, 3)))
        for k, area in enumerate(areas)
        for year in years
    ]
    tree = make_flat_framework([make_indicator("a", goalposts=(0, 100))])
    runs = [
        compute_index(one, make_observations(cells), areas, edition=make_edition(draws=1))
        for one in (tree, average(tree, "a"))
    ]
    single, mean = (each.errors for each in runs)
    assert mean.size == pytest.approx(single.size / 3**0.5)
    assert mean.single == pytest.approx(single.reliability, nan_ok=True)
    assert single.reliability[0, 0] == pytest.approx(0.5, abs=0.12)
    assert mean.reliability[0, 0] == pytest.approx(9 / (9 + 3), abs=0.1)
    assert (
        choose_averaged(runs[0].panel, single.single, number_nations(areas))[0].tolist()
        == [True] + [False] * 3
    )
    # What is true is nearer to the mean.
    off = [float(np.abs(each.level.value[:, 0] - true).mean()) for each in runs]
    assert off[1] < 0.75 * off[0]


def limit(framework: Framework, *slugs: str) -> Framework:
    limits = [Limited(indicator=slug, nation="England", reason="So.", edition="t") for slug in slugs]
    return limit_weights(framework.model_copy(update={"limits": tuple(limits)}))


def weights(framework: Framework) -> dict[str, float]:
    structure = build_structure(framework)
    return dict(zip(structure.indicators, nominal_weights(structure)[0].tolist(), strict=True))


def test_what_is_cut_goes_to_the_element_or_where_it_has_no_other_to_the_pillar() -> None:
    tree = make_framework(
        {
            "p": {
                "e": [make_indicator("a"), make_indicator("b")],
                "f": [make_indicator("c", series=(("s", ("Wales",)),)), make_indicator("d")],
                "g": [make_indicator("x")],
            },
            "q": {"h": [make_indicator("y")]},
        }
    )
    found = weights(limit(tree, "a"))
    assert found == pytest.approx({**weights(tree), "a": 0.01, "b": 1 / 6 - 0.01}, abs=1e-4)
    found = weights(limit(tree, "x"))
    assert found["x"] == pytest.approx(0.01, abs=1e-4)
    assert found["x"] <= 0.01
    assert found["a"] == found["b"] == found["c"] == found["d"] == pytest.approx(0.49 / 4, abs=1e-4)
    assert found["y"] == 0.5
    # Where d is measured alone, in three nations, nothing else of its element is: the element is cut, and
    # weighs a hundredth there. In Wales c shares it.
    found = weights(limit(tree, "d"))
    assert found["c"] + found["d"] == pytest.approx(0.01, abs=1e-4)


def test_a_nation_that_publishes_little_decides() -> None:
    wales: dict[str, object] = {"series": (("s", ("Wales",)),)}
    rest: dict[str, object] = {"series": (("s", ("England", "Scotland", "Northern Ireland")),)}
    tree = make_framework(
        {
            "p": {"e": [make_indicator("a"), make_indicator("b", **rest), make_indicator("c", weight=2)]},
            "q": {"h": [make_indicator("y"), make_indicator("z", **wales)]},
        }
    )
    found = weights(limit(tree, "a"))
    # In Wales, without b: half of the whole is shared by a and c.
    assert 0.5 * found["a"] / (found["a"] + found["c"]) == pytest.approx(0.01, abs=1e-4)
    assert found["a"] < 0.01


def test_a_weight_below_the_limit_stays() -> None:
    tree = make_framework(
        {
            f"p{k}": {f"e{k}": [make_indicator(f"a{k}"), make_indicator(f"b{k}", weight=0.01)]}
            for k in range(2)
        }
    )
    assert weights(limit(tree, "b0")) == weights(tree)


def test_one_period_of_a_guessed_error_is_limited_and_one_of_a_register_is_not() -> None:
    cells = [(area.code, "a", 2023, 5.0 * k) for k, area in enumerate(AREAS)]
    tree = make_flat_framework([make_indicator("a", goalposts=(0, 100))])
    index = compute_index(tree, make_observations(cells), AREAS, edition=make_edition(draws=1))
    assert choose_limited(index.panel, index.level, index.errors, number_nations(AREAS))[0, 0]
    cells += [(area.code, "a", 2022, 5.0 * k) for k, area in enumerate(AREAS)]
    index = compute_index(tree, make_observations(cells), AREAS, edition=make_edition(draws=1))
    assert not choose_limited(index.panel, index.level, index.errors, number_nations(AREAS))[0, 0]


@pytest.fixture(scope="module")
def edition(all_observations: pd.DataFrame) -> tuple[Framework, Panel, Index]:
    framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    own = store.load_edition(PROJECT).model_copy(update={"draws": 1, "sobol": 0})
    index = compute_index(framework, all_observations, areas, edition=own)
    return framework, index.panel, index


CLOSE = 0.05
"""How far a reliability may be past the rule before the list has to be looked at again."""


def test_the_list_of_means_still_fits_the_figures(edition: tuple[Framework, Panel, Index]) -> None:
    framework, panel, index = edition
    areas = [area for area in store.load_areas(PROJECT) if area.kind == "council"]
    kept = {one.indicator for one in framework.averages}
    scored = {one.slug for one in framework.indicators if one.counts_for == "score"}
    wanted = {
        shift: {
            slug
            for slug, one in zip(
                panel.indicators,
                choose_averaged(panel, index.errors.single + shift, number_nations(areas)).any(axis=1),
                strict=True,
            )
            if one and slug in scored
        }
        for shift in (-CLOSE, CLOSE)
    }
    assert kept <= wanted[-CLOSE], "a single period would do by now"
    assert wanted[CLOSE] <= kept, f"a reliability below {SOUND - CLOSE}, and a past"


def test_no_unreliable_figure_weighs_more_than_a_hundredth(edition: tuple[Framework, Panel, Index]) -> None:
    framework, panel, index = edition
    areas = [area for area in store.load_areas(PROJECT) if area.kind == "council"]
    rule = choose_limited(panel, index.level, index.errors, number_nations(areas)).any(axis=1)
    nominal = nominal_weights(index.structure)[0]
    assert [panel.indicators[i] for i in np.flatnonzero(rule & (nominal > 0.01 + 1e-9))] == []
    needless = {one.indicator for one in framework.limits} - {
        panel.indicators[i] for i in np.flatnonzero(rule)
    }
    assert needless == set()


def test_a_mean_is_told_from_the_observations(
    edition: tuple[Framework, Panel, Index], all_observations: pd.DataFrame
) -> None:
    framework, panel, index = edition
    column = panel.indicators.index(framework.averages[0].indicator)
    rows = all_observations[all_observations["indicator"] == panel.indicators[column]]
    rows = rows.set_index(["area_code", "period"])["value"]
    area = int(np.flatnonzero(count_periods(panel, index.level)[:, column] == 3)[0])
    parts = panel.periods[index.level.period[area, column]].split("|")
    values = [rows[panel.areas[area], part] for part in parts]
    assert index.level.value[area, column] == pytest.approx(sum(values) / 3)
