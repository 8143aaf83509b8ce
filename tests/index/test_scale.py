"""The scale: fixed goalposts hold, lacking ones are fitted, and both are written as they are read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from little_world import (
    make_area,
    make_areas,
    make_edition,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.catalogue.records import FixedGoalposts, Framework, Indicator
from generator.errors import ProsperityError
from generator.index.audit.scenarios import refit_goalposts
from generator.index.normalisation import SHARES
from generator.index.results import Index
from generator.index.run import compute_index, lay_out, score_level
from generator.index.scale import (
    choose_goalposts,
    fit_scale,
    list_goalposts,
    measure_drift,
    refuse_lacking,
)

AREAS = make_areas(6)
EDITION = make_edition(draws=2)
SPREAD = [1.0, 2, 4, 8, 16, 1000]


def fixed(slug: str, low: float, high: float, **more: Any) -> FixedGoalposts:
    fields = {"nations": ("England", "Wales", "Scotland", "Northern Ireland"), "logged": False}
    fields |= {"basis": "fitted", "edition": "old"}
    return FixedGoalposts(indicator=slug, low=low, high=high, **(fields | more))


def plant(*indicators: Indicator, rows: tuple[FixedGoalposts, ...] = ()) -> Framework:
    return make_framework({"p": {"e": list(indicators)}}).model_copy(update={"goalposts": rows})


def cells(**columns: list[float]) -> list[tuple[str, str, int, float]]:
    return [
        (area.code, slug, 2022, value)
        for slug, column in columns.items()
        for area, value in zip(AREAS, column, strict=True)
    ]


def run(framework: Framework, **columns: list[float]) -> Index:
    return compute_index(framework, make_observations(cells(**columns)), AREAS, edition=EDITION)


def test_a_fixed_scale_gives_the_score_by_hand_whatever_the_others_have() -> None:
    framework = plant(make_indicator("a"), rows=(fixed("a", 0, 50),))
    for others in (10.0, 1000.0):
        scores = run(framework, a=[20.0, 60, -5, others, others, others - 1]).level.indicator_score[:, 0]
        assert scores[:3].tolist() == [40, 100, 0]


def test_a_fixed_logarithmic_scale_is_read_as_one() -> None:
    framework = plant(make_indicator("a"), rows=(fixed("a", 1, 100, logged=True),))
    assert run(framework, a=[10.0, 1, 100, 5, 5, 6]).level.indicator_score[:3, 0] == pytest.approx(
        [50, 0, 100]
    )


def test_an_indicator_that_lacks_goalposts_is_fitted_and_no_other() -> None:
    alone = run(plant(make_indicator("a"), make_indicator("b")), a=SPREAD, b=SPREAD).goalposts
    mixed = run(
        plant(make_indicator("a"), make_indicator("b"), rows=(fixed("a", 0, 50),)), a=SPREAD, b=SPREAD
    )
    assert (mixed.goalposts.low[0, 0], mixed.goalposts.high[0, 0]) == (0, 50)
    assert mixed.goalposts.low[1, 0] == alone.low[1, 0]
    assert mixed.goalposts.high[1, 0] == alone.high[1, 0]
    with pytest.raises(ProsperityError, match="1 indicators have no fixed goalposts: b"):
        refuse_lacking(
            mixed.panel,
            plant(make_indicator("a"), make_indicator("b"), rows=(fixed("a", 0, 50),)),
            latest=mixed.level.value,
        )


def test_fitted_goalposts_that_are_fixed_give_the_same_scores() -> None:
    series = (("s", ("England",)), ("t", ("Wales",)))
    here, there = make_areas(12), [make_area(f"W{n:03}", "Wales") for n in range(5)]
    table = make_observations(
        [(area.code, slug, 2020, 1.1**k * 3) for k, area in enumerate([*here, *there]) for slug in "abc"]
    )
    tree = plant(
        make_indicator("a"),
        make_indicator("b", series=series, comparable="series", direction="lower"),
        make_indicator("c", goalposts=(0, 9)),
    )
    first = compute_index(tree, table, [*here, *there], edition=EDITION)
    rows = tuple(list_goalposts(first.goalposts, tree, edition=EDITION))
    assert [(row.indicator, row.nations, row.basis) for row in rows[1:]] == [
        ("b", ("England",), "fitted"),
        ("b", ("Wales",), "fitted"),
        ("c", ("England", "Wales", "Scotland", "Northern Ireland"), "given"),
    ]
    again = compute_index(
        tree.model_copy(update={"goalposts": rows}), table, [*here, *there], edition=EDITION
    )
    assert again.level.scores.score == pytest.approx(first.level.scores.score, abs=1e-9)
    refitted = refit_goalposts(first, tree, logged=first.goalposts.logged, shares=SHARES)
    assert np.array_equal(refitted, first.level.scores.score[:, 0])


def test_logarithms_survive_being_written_in_the_unit() -> None:
    table = make_observations(
        [(a.code, "a", 2020, float(np.exp(k % 7) ** 2)) for k, a in enumerate(make_areas(40))]
    )
    tree = plant(make_indicator("a"))
    first = score_level(tree, table, make_areas(40), edition=EDITION)
    assert first.goalposts.logged.tolist() == [True]
    (row,) = list_goalposts(first.goalposts, tree, edition=EDITION)
    assert (row.logged, row.low, row.high) == (True, pytest.approx(1), pytest.approx(np.exp(12)))
    again = score_level(plant(make_indicator("a"), rows=(row,)), table, make_areas(40), edition=EDITION)
    assert again.level.scores.score == pytest.approx(first.level.scores.score, abs=1e-9)


def test_a_value_without_a_logarithm_is_refused_on_a_fixed_logarithmic_scale() -> None:
    framework = plant(make_indicator("a"), rows=(fixed("a", 1, 100, logged=True),))
    with pytest.raises(ProsperityError, match="'a' is logarithmic, and E002 has a value"):
        run(framework, a=[10.0, 1, 0, 5, 5, 6])


def test_drift_counts_what_lies_beyond_the_ends_that_are_kept() -> None:
    tree = plant(make_indicator("a"), make_indicator("b"), rows=(fixed("a", 2, 16),))
    panel = lay_out(tree, make_observations(cells(a=SPREAD, b=SPREAD)), AREAS, edition=EDITION)
    latest = np.column_stack([SPREAD, SPREAD])
    scale = fit_scale(panel, tree, latest=latest, first_year=2011)
    kept = choose_goalposts(panel, tree, latest=latest, first_year=2011)
    assert (kept.low[0, 0], kept.high[0, 0]) == (2, 16)
    first, second = measure_drift(tree, list_goalposts(scale, tree, edition=EDITION), panel, latest)
    assert first.kept is not None
    assert first.fitted is not None
    assert (first.kept.high, first.outside) == (16, pytest.approx(2 / 6))
    assert first.fitted.edition == "t"
    assert second.kept is None
    assert np.isnan(second.outside)
