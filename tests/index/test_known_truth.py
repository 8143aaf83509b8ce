"""Made-up editions whose true values are known: ranges hold the true ranks, errors hold the next period."""

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

from generator.catalogue.records import Framework
from generator.composite.arrays import Bools, Floats
from generator.index.audit.calibration import FEW, TOO_LARGE, TOO_SMALL, judge, make_calibration
from generator.index.hindsight import hide_last, score_before
from generator.index.results import Index, Status
from generator.index.run import compute_index, tell_places

COUNT = 60
AREAS = make_areas(COUNT)
YEARS = range(2011, 2025)


def rank_truth(values: Floats) -> Floats:
    """Return ranks, 1 the highest; no two true values are the same."""
    return COUNT - np.argsort(np.argsort(values)).astype(float)


def cover_ranks(seed: int, *, noise: float, spread: float = 10.0) -> Bools:
    """Return which of the true ranks lie in the drawn ranges of the elements; each has one indicator."""
    random = np.random.default_rng(seed)
    tree = make_framework(
        {f"p{k}": {f"e{k}": [make_indicator(f"a{k}", goalposts=(-100, 200))]} for k in range(4)}
    )
    held = []
    cells, true = [], random.normal(50, spread, (4, COUNT))
    for k in range(4):
        seen = true[k] + random.normal(0, noise, COUNT)
        cells += [(area.code, f"a{k}", 2023, float(value)) for area, value in zip(AREAS, seen, strict=True)]
    rows = make_observations(cells, margin=1.96 * noise)
    index = compute_index(tree, rows, AREAS, edition=make_edition(draws=200, seed=seed))
    for k in range(4):
        node = [one.key for one in index.structure.nodes].index(f"e{k}")
        ranks, robust = rank_truth(true[k]), index.robustness
        held.append((robust.rank_low[:, node] <= ranks) & (ranks <= robust.rank_high[:, node]))
    return np.concatenate(held)


@pytest.mark.parametrize("noise", [2.0, 3.0, 5.0])
def test_nine_in_ten_ranges_hold_the_true_rank(noise: float) -> None:
    """At a reliability of 0.96, 0.92 and 0.8; with less noise the ends, whole places, hold more than that."""
    held = np.concatenate([cover_ranks(seed, noise=noise) for seed in range(6)])
    assert 0.85 <= held.mean() <= 0.95


def watch(
    *, noise: float, move: float, told: float | None = None, seed: int = 3
) -> tuple[Framework, Index, Floats]:
    """Return an edition of two indicators whose true values walk and whose errors are known.

    Args:
        noise: standard error of each value.
        move: standard deviation of the true step from year to year.
        told: standard error that is published, if any.
        seed: of the luck.
    """
    random = np.random.default_rng(seed)
    true = (
        50
        + random.normal(0, 10, (2, COUNT, 1))
        + random.normal(0, move, (2, COUNT, len(YEARS))).cumsum(axis=2)
    )
    # What all do together is nobody's error.
    true += 8.0 * np.sin(np.arange(len(YEARS)))
    seen = true + random.normal(0, noise, true.shape)
    cells = [
        (area.code, slug, year, float(seen[k, place, column]))
        for k, slug in enumerate("ab")
        for place, area in enumerate(AREAS)
        for column, year in enumerate(YEARS)
    ]
    tree = make_flat_framework([make_indicator(slug, goalposts=(0, 100)) for slug in "ab"], pillars=2)
    rows = make_observations(cells, margin=np.nan if told is None else 1.96 * told)
    return tree, compute_index(tree, rows, AREAS, edition=make_edition(draws=20)), true


def calibrate(tree: Framework, index: Index) -> pd.DataFrame:
    about = tell_places(tree, AREAS)
    return make_calibration(index, hide_last(index.panel, about.nation), about)


@pytest.mark.parametrize(
    ("noise", "move", "told"), [(3.0, 0.0, None), (3.0, 2.0, 3.0), (1.0, 4.0, 1.0), (3.0, 1.0, None)]
)
def test_nine_in_ten_new_figures_lie_where_right_errors_put_them(
    noise: float, move: float, told: float | None
) -> None:
    tables = [calibrate(*watch(noise=noise, move=move, told=told, seed=seed)[:2]) for seed in range(8)]
    table = pd.concat(tables)
    assert set(table["differences"]) == {COUNT}
    assert table["within"].mean() == pytest.approx(0.9, abs=0.04)


def test_errors_that_the_past_denies_are_found_out() -> None:
    # The past tells the noise as movement, so only what the past does not show can be told as too small: a
    # last year of its own. Errors published far too large are told without it.
    tree, index, _ = watch(noise=1.0, move=0.0, told=6.0)
    assert set(calibrate(tree, index)["verdict"]) == {TOO_LARGE}
    tree, index, _ = watch(noise=1.0, move=0.0, told=1.0)
    random = np.random.default_rng(1)
    index.panel.value[:, :, -1] += random.normal(0, 6, index.panel.value.shape[:2])
    assert set(calibrate(tree, index)["verdict"]) == {TOO_SMALL}


def test_what_is_said_of_an_element() -> None:
    assert [judge(*each) for each in ((29, 0.1), (30, 0.84), (30, 0.9), (30, 0.96))] == [
        FEW,
        TOO_SMALL,
        "",
        TOO_LARGE,
    ]


def test_the_last_period_is_hidden_with_all_that_overlaps_it() -> None:
    tree = make_flat_framework([make_indicator("a", goalposts=(0, 100)), make_indicator("b")])
    cells = [(area.code, "a", year, float(k)) for k, area in enumerate(AREAS) for year in range(2015, 2024)]
    rows = make_observations(cells).assign(period=lambda table: [f"{y - 1}-01-01/P3Y" for y in table["year"]])
    once = make_observations([(area.code, "b", 2022, float(k)) for k, area in enumerate(AREAS)])
    index = compute_index(tree, pd.concat([rows, once]), AREAS, edition=make_edition(draws=2))
    about = tell_places(tree, AREAS)
    hindsight = hide_last(index.panel, about.nation)
    years = index.panel.years
    # Three-year periods around 2023 and 2020 do not overlap; what has one period stays, and cannot be tested.
    assert [years[hindsight.base[0, 0]], years[hindsight.last[0, 0]]] == [2020, 2023]
    assert hindsight.base[1].tolist() == hindsight.last[1].tolist() == [-1] * 4
    left = hindsight.panel.status[0, 0] <= Status.UPPER_TIER
    assert max(year for year, there in zip(years, left, strict=True) if there) == 2020
    before = score_before(index, tree, hindsight, about=about, edition=make_edition())
    assert set(before.level.year[:, 0].tolist()) == {2020}
    assert before.level.value[:, 1].tolist() == index.level.value[:, 1].tolist()
