"""Errors of values: made-up countries whose noise is known, and statements worked by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from little_world import make_areas, make_edition, make_flat_framework, make_indicator, make_observations

from generator.catalogue.records import Area, EventRate, Framework, StatedError
from generator.composite.arrays import Floats
from generator.index.audit.reliability import make_reliability
from generator.index.audit.shares import measure_shares
from generator.index.results import ErrorKind, Index
from generator.index.run import compute_index

COUNT, YEARS = 60, range(2011, 2025)
AREAS = make_areas(COUNT)


def plain(slug: str) -> object:
    return make_indicator(slug, goalposts=(0, 100))


def observe(
    values: dict[str, Floats], *, areas: list[Area] = AREAS, years: range = YEARS, length: int = 1
) -> pd.DataFrame:
    """Return values of shape (A, Y) as observations of so many years each."""
    rows = make_observations(
        [
            (area.code, slug, year, float(table[place, column]))
            for slug, table in values.items()
            for place, area in enumerate(areas)
            for column, year in enumerate(years)
            if not np.isnan(table[place, column])
        ]
    )
    return rows.assign(period=[f"{year}-01-01/P{length}Y" for year in rows["year"]]) if length > 1 else rows


def run(framework: Framework, rows: pd.DataFrame, areas: list[Area] = AREAS) -> Index:
    return compute_index(framework, rows, areas, edition=make_edition(draws=1))


def make_course(random: np.random.Generator, count: int = COUNT) -> Floats:
    """Places with levels and slopes of their own, and a shock that all have in one year."""
    years = np.arange(len(YEARS))
    level, slope = random.normal(50, 10, (count, 1)), random.normal(0, 0.5, (count, 1))
    return np.asarray(level + slope * years - 12.0 * (years == 9))


def run_noise(noise: Callable[[np.random.Generator], Floats], *, length: int = 1) -> Index:
    random = np.random.default_rng(8)
    course = make_course(random)
    values = {"a": course + noise(random), "b": course}
    return run(make_flat_framework([plain("a"), plain("b")], pillars=1), observe(values, length=length))  # type: ignore[list-item]


@pytest.mark.parametrize("size", [0.5, 2.0, 5.0])
def test_noise_is_told_from_movement_and_from_what_all_did(size: float) -> None:
    index = run_noise(lambda random: random.normal(0, size, (COUNT, len(YEARS))))
    assert (index.errors.kind[:, 0] == ErrorKind.SERIES).all()
    assert np.median(index.errors.size[:, 0]) == pytest.approx(size, rel=0.15)


def test_a_series_without_noise_has_next_to_no_error() -> None:
    index = run_noise(lambda random: np.zeros((COUNT, len(YEARS))))
    assert np.median(index.errors.size[:, 1]) < 0.1


def test_averages_over_years_are_compared_where_they_do_not_overlap() -> None:
    def average(random: np.random.Generator) -> Floats:
        single = random.normal(0, 3 * np.sqrt(3), (COUNT, len(YEARS) + 2))
        return (single[:, :-2] + single[:, 1:-1] + single[:, 2:]) / 3

    index = run_noise(average, length=3)
    assert np.median(index.errors.size[:, 0]) == pytest.approx(3, rel=0.3)


def test_the_error_falls_with_the_number_of_people_as_that_of_a_count_does() -> None:
    people = np.geomspace(10_000, 1_000_000, COUNT)
    areas = [
        area.model_copy(update={"population": round(size)})
        for area, size in zip(AREAS, people.tolist(), strict=True)
    ]
    true = 2.0 * np.sqrt(100_000 / people)
    random = np.random.default_rng(3)
    values = make_course(random) + random.normal(0, 1, (COUNT, len(YEARS))) * true[:, None]
    index = run(make_flat_framework([plain("a")], pillars=1), observe({"a": values}, areas=areas), areas)  # type: ignore[list-item]
    assert index.errors.size[:, 0] == pytest.approx(true, rel=0.4)
    assert index.errors.size[0, 0] > 5 * index.errors.size[-1, 0]


def test_without_a_past_the_error_is_that_of_the_indicator_most_alike() -> None:
    random = np.random.default_rng(2)
    course, other = make_course(random), make_course(random)
    noisy = course + random.normal(0, 3, course.shape)
    only = np.full(course.shape, np.nan)
    only[:, -1] = 2 * noisy[:, -1] - 40
    values = {"like": noisy, "other": other, "once": only}
    index = run(make_flat_framework([plain(name) for name in values], pillars=1), observe(values))  # type: ignore[misc]
    assert (index.errors.kind[:, 2] == ErrorKind.ASSUMED).all()
    assert index.errors.like[2, 0] == 0
    # It spreads twice as far, so that its error is twice as large.
    assert index.errors.size[0, 2] == pytest.approx(2 * np.median(index.errors.size[:, 0]), rel=0.05)


def test_an_assumed_error_is_a_twentieth_of_the_spread_at_least() -> None:
    once = np.linspace(20, 80, COUNT)[:, None]
    rows = observe({"a": once}, years=range(2024, 2025))
    index = run(make_flat_framework([plain("a")], pillars=1), rows)  # type: ignore[list-item]
    assert index.errors.size[:, 0] == pytest.approx(np.full(COUNT, 0.05 * once.std()))
    assert index.errors.like[0, 0] == -1


def state(**given: object) -> Index:
    """One value a council, 10 to 30, about which something is stated."""
    stated = StatedError(series="d/a", reason="So it is.", **given)  # type: ignore[arg-type]
    tree = make_flat_framework([plain("a")], pillars=1)  # type: ignore[list-item]
    (ref,) = tree.indicators[0].series
    stated = stated.model_copy(update={"series": f"{ref.dataset}/{ref.series}"})
    areas = [area.model_copy(update={"population": 50_000}) for area in AREAS]
    rows = observe({"a": np.linspace(10, 30, COUNT)[:, None]}, areas=areas, years=range(2024, 2025))
    return run(tree.model_copy(update={"errors": (stated,)}), rows, areas)


def test_a_count_has_the_error_of_its_events() -> None:
    index = state(kind="count", per=1000)
    # 10 per 1,000 of 50,000 people are 500 events.
    assert index.errors.size[0, 0] == pytest.approx(10 * 500**-0.5)
    assert ErrorKind(int(index.errors.kind[0, 0])) == ErrorKind.COUNT
    rounded = state(kind="count", per=1000, base=0.1, rounded_to=5)
    assert rounded.errors.size[0, 0] == pytest.approx((50 + 25 / 12) ** 0.5 * 1000 / 5000)


def test_a_survey_has_the_error_of_its_sample_and_a_register_none() -> None:
    assert state(kind="survey", sample=400, design=1.5).errors.size[0, 0] == pytest.approx(
        100 * (0.1 * 0.9 * 1.5 / 400) ** 0.5
    )
    assert state(kind="survey", cv=0.2).errors.size[0, 0] == pytest.approx(2)
    assert not state(kind="complete").errors.size.any()


def test_a_published_interval_comes_before_the_past() -> None:
    random = np.random.default_rng(1)
    rows = observe({"a": make_course(random)})
    rows = rows.assign(lower=rows["value"] - 3.92, upper=rows["value"] + 3.92)
    index = run(make_flat_framework([plain("a")], pillars=1), rows)  # type: ignore[list-item]
    assert index.errors.size == pytest.approx(np.full((COUNT, 1), 2.0))


def test_who_states_that_the_interval_says_too_little_has_the_scatter() -> None:
    random = np.random.default_rng(1)
    rows = observe({"a": make_course(random) + random.normal(0, 3, (COUNT, len(YEARS)))})
    rows = rows.assign(lower=rows["value"] - 0.1, upper=rows["value"] + 0.1)
    tree = make_flat_framework([plain("a")], pillars=1)  # type: ignore[list-item]
    (ref,) = tree.indicators[0].series
    stated = StatedError(series=f"{ref.dataset}/{ref.series}", kind="series", reason="It is too narrow.")
    index = run(tree.model_copy(update={"errors": (stated,)}), rows)
    assert (index.errors.kind == ErrorKind.SERIES).all()
    assert np.median(index.errors.size) == pytest.approx(3, rel=0.15)


def test_a_nation_with_a_short_past_has_the_error_of_the_others_where_all_are_alike() -> None:
    areas = [
        area.model_copy(update={"nation": "England" if place < 45 else "Wales"})
        for place, area in enumerate(AREAS)
    ]
    random = np.random.default_rng(6)
    values = make_course(random) + random.normal(0, 2, (COUNT, len(YEARS)))
    values[45:, :-1] = np.nan
    index = run(make_flat_framework([plain("a")], pillars=1), observe({"a": values}, areas=areas), areas)  # type: ignore[list-item]
    assert (index.errors.kind[45:, 0] == ErrorKind.SERIES).all()
    assert index.errors.size[50, 0] == pytest.approx(np.median(index.errors.size[:45, 0]), rel=0.2)


def test_reliability_is_the_share_of_differences_that_are_real() -> None:
    random = np.random.default_rng(9)
    true = random.normal(50, 6, (COUNT, 1)) + np.zeros((1, len(YEARS)))
    values = {"a": true + random.normal(0, 3, true.shape)}
    tree = make_flat_framework([plain("a")], pillars=1)  # type: ignore[list-item]
    index = run(tree, observe(values))
    nation = np.array(["England"] * COUNT, dtype=object)
    (row,) = make_reliability(index, tree, nation, measure_shares(index)).to_dict("records")
    assert row["reliability"] == pytest.approx(36 / (36 + 9), abs=0.06)
    assert (row["kind"], row["triples"]) == ("series", COUNT * (len(YEARS) - 2))


def test_figures_with_errors_have_wider_ranges_than_the_same_from_a_full_register() -> None:
    def measure(kind: str) -> float:
        tree = make_flat_framework([plain("a"), plain("b")], pillars=1)  # type: ignore[list-item]
        stated = tuple(
            StatedError(
                series=f"{ref.dataset}/{ref.series}",
                kind=kind,
                reason="So it is.",
                cv=0.3 * (kind == "survey"),
            )  # type: ignore[arg-type]
            for indicator in tree.indicators
            for ref in indicator.series
        )
        once = np.random.default_rng(4).normal(50, 10, (COUNT, 2))
        rows = observe({"a": once[:, :1], "b": once[:, 1:]}, years=range(2024, 2025))
        index = compute_index(
            tree.model_copy(update={"errors": stated}), rows, AREAS, edition=make_edition(draws=60)
        )
        return float((index.robustness.rank_high - index.robustness.rank_low)[:, 0].mean())

    assert measure("survey") > 1.5 * measure("complete")


def test_no_error_of_a_rate_of_events_is_smaller_than_the_chance_of_so_many() -> None:
    random = np.random.default_rng(8)
    course = make_course(random)
    framework = make_flat_framework([plain("a")], pillars=1)  # type: ignore[list-item]
    rows = observe({"a": course})
    assert np.median(run(framework, rows).errors.size[:, 0]) < 0.1
    (ref,) = framework.indicators[0].series
    people = np.array([area.population for area in AREAS])
    rate = EventRate(
        series=(f"{ref.dataset}/{ref.series}",), reason="Counted.", per=float(people[0]), base=0.5
    )
    errors = run(framework.model_copy(update={"events": (rate,)}), rows).errors
    assert (errors.kind[:, 0] == ErrorKind.SERIES).all()
    # A value v stands for half as many events: its error is 2 x the root of v / 2, on a scale from 0 to 100.
    latest = np.maximum(np.abs(course[:, -1]), 0.0)
    expected = np.sqrt(latest * people / people[0] * 0.5) * people[0] / (0.5 * people)
    assert errors.size[:, 0] == pytest.approx(expected)
