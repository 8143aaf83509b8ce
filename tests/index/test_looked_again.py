"""Strengths chosen a period ago, looked at in the next: made-up councils with little noise and with much."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from little_world import (
    make_area,
    make_edition,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.findings.looked_again import COLUMNS, make_persistence
from generator.index.run import compute_index

AREAS = [make_area(f"E{number:03d}", population=100_000) for number in range(80)]


def look_again(noise: float) -> pd.DataFrame:
    random = np.random.default_rng(5)
    tree = make_framework(
        {f"p{k}": {f"e{k}": [make_indicator(f"a{k}", goalposts=(0, 100))]} for k in range(6)}
    )
    cells = [
        (area.code, f"a{k}", year, float(true + random.normal(0, noise)))
        for k in range(6)
        for area, true in zip(AREAS, random.normal(50, 10, len(AREAS)), strict=True)
        for year in range(2012, 2025)
    ]
    rows = make_observations(cells, margin=1.96 * noise)
    edition = make_edition(draws=2)
    index = compute_index(tree, rows, AREAS, edition=edition)
    return make_persistence(index, tree, AREAS, edition=edition).set_index(["nation", "kind"])


def test_without_noise_all_that_was_chosen_lasts() -> None:
    table = look_again(0.01)
    assert list(table.reset_index().columns) == list(COLUMNS)
    for kind in ("strength", "weakness"):
        row = table.loc[("UK", kind)]
        assert row["chosen"] == row["tested"] > 60
        assert row["same_fifth"] == pytest.approx(row["expected_same_fifth"], abs=0.02)
        assert row["same_fifth"] > 0.97
        assert row["outer_two"] == row["expected_outer_two"] == 1.0


def test_with_noise_as_much_lasts_as_the_errors_predict() -> None:
    calm, noisy = look_again(0.01), look_again(4.0)
    rows = noisy.loc[[("UK", "strength"), ("UK", "weakness")]]
    count = rows["tested"].sum()
    assert 20 < count < calm.loc[[("UK", "strength"), ("UK", "weakness")], "tested"].sum()
    same, likely = (
        (rows[name] * rows["tested"]).sum() / count for name in ("same_fifth", "expected_same_fifth")
    )
    assert 0.6 < likely < 0.95
    assert same == pytest.approx(likely, abs=0.1)
    assert noisy.loc[("Wales", "strength"), "chosen"] == 0
    assert np.isnan(noisy.loc[("Wales", "strength"), "same_fifth"])
