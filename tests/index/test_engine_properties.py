"""What holds for the whole engine, from observations to scores, in cases that hypothesis makes up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from little_world import Cell, make_area, make_edition, make_framework, make_indicator, make_observations

from generator.catalogue.records import Area, FixedGoalposts, Framework
from generator.index.aggregation import contributions, effective_weights, level_points
from generator.index.results import Snapshot
from generator.index.run import score_level

AREAS = [make_area(f"E{n:03}") for n in range(6)] + [make_area(f"W{n:03}", "Wales") for n in range(3)]
EDITION = make_edition()
BY_NATION = (("s", ("England",)), ("t", ("Wales",)))
TREE = make_framework(
    {
        "p": {
            "p1": [make_indicator("a"), make_indicator("b", direction="lower", weight=2)],
            "p2": [make_indicator("c", weight=0.5)],
        },
        "q": {"q1": [make_indicator("d", series=BY_NATION, comparable="series"), make_indicator("e")]},
        "r": {"r1": [make_indicator("f", series=(("s", ("England",)),)), make_indicator("g")]},
    }
)
FIXED = TREE.model_copy(
    update={
        "goalposts": tuple(
            FixedGoalposts(
                indicator=indicator.slug,
                nations=ref.nations,
                low=20,
                high=80,
                logged=False,
                basis="fitted",
                edition="t",
            )
            for indicator in TREE.indicators
            for ref in indicator.series
        )
    }
)
COLUMNS = [indicator.slug for indicator in TREE.indicators]
# Whole numbers, and gaps: what is tested must not hang on the last digit of a float.
VALUES = arrays(
    np.float64, (len(AREAS), len(COLUMNS)), elements=st.one_of(st.integers(0, 100), st.just(np.nan))
)
UNEVEN = arrays(np.float64, (len(AREAS), len(COLUMNS)), elements=st.integers(0, 100), unique=True)


def list_cells(values: np.ndarray, areas: list[Area] = AREAS) -> list[Cell]:
    return [
        (area.code, slug, 2020, float(values[row, column]))
        for row, area in enumerate(areas)
        for column, slug in enumerate(COLUMNS)
        if not np.isnan(values[row, column]) and not (area.nation == "Wales" and slug == "f")
    ]


def score(cells: list[Cell], tree: Framework = FIXED, areas: list[Area] = AREAS) -> Snapshot:
    return score_level(tree, make_observations(cells), areas, edition=EDITION)


@given(VALUES, st.randoms())
def test_the_order_of_rows_areas_and_indicators_does_not_matter(values: np.ndarray, random: object) -> None:
    cells = list_cells(values)
    first = score(cells)
    shuffled, areas = list(cells), list(AREAS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(areas)  # type: ignore[attr-defined]
    turned = make_framework(
        {
            pillar.slug: {e.slug: list(reversed(e.indicators)) for e in reversed(pillar.elements)}
            for pillar in reversed(TREE.pillars)
        }
    ).model_copy(update={"goalposts": FIXED.goalposts[::-1]})
    again = score(shuffled, turned, areas)
    place = {area.code: n for n, area in enumerate(areas)}
    nodes = {(node.level, node.key): n for n, node in enumerate(again.structure.nodes)}
    rows = [place[area.code] for area in AREAS]
    columns = [nodes[(node.level, node.key)] for node in first.structure.nodes]
    found = again.level.scores.score[np.ix_(rows, columns)]
    assert np.allclose(found, first.level.scores.score, atol=1e-9, equal_nan=True)


@given(VALUES, st.integers(0, len(AREAS) - 1), st.integers(0, len(COLUMNS) - 1), st.integers(1, 60))
def test_a_better_value_never_lowers_a_score(values: np.ndarray, area: int, column: int, more: int) -> None:
    before = score(list_cells(values))
    better = values.copy()
    better[area, column] += more if before.structure.sign[column] > 0 else -more
    after = score(list_cells(better))
    rise = after.level.scores.score - before.level.scores.score
    assert np.nanmin(rise[area], initial=0.0) >= -1e-9
    # Others move only where they lack figures, and by no more than the mean of the indicator did.
    full = ~np.isnan(after.level.indicator_score).any(axis=1)
    full[area] = False
    assert np.allclose(np.nan_to_num(rise[full]), 0.0, atol=1e-9)
    shift = np.abs(after.level.reference - before.level.reference)
    others = np.delete(np.arange(len(AREAS)), area)
    assert np.nanmax(np.abs(rise[others]), initial=0.0) <= np.nanmax(shift, initial=0.0) + 1e-9


@given(UNEVEN, st.integers(0, 5))
def test_a_copy_of_a_place_ties_with_it_on_fitted_scales_too(values: np.ndarray, area: int) -> None:
    areas = [*AREAS, make_area("E900")]
    for tree in (FIXED, TREE):
        level = score(list_cells(np.vstack([values, values[area]]), areas), tree, areas).level
        assert np.array_equal(level.scores.score[-1], level.scores.score[area], equal_nan=True)
        assert np.array_equal(level.scores.rank[-1], level.scores.rank[area])


@given(VALUES)
def test_scores_stay_within_0_and_100_and_contributions_add_up(values: np.ndarray) -> None:
    standing = score(list_cells(values))
    scores, leaf = standing.level.scores.score, standing.level.indicator_score
    known = scores[~np.isnan(scores)]
    assert ((known >= 0) & (known <= 100)).all()
    for area in range(len(AREAS)):
        parts = contributions(standing.structure, leaf[area], offered=standing.panel.group[area] >= 0)
        shares = effective_weights(
            standing.structure, ~np.isnan(leaf[area]), offered=standing.panel.group[area] >= 0
        )
        level = level_points(standing.structure, shares, standing.level.reference)
        total = np.nansum(parts, axis=1) + level
        apart = np.abs(total - np.nan_to_num(scores[area])) >= 1e-9
        # Only where an end of the scale holds a score, or one it is made of.
        for node in np.flatnonzero(apart):
            under = [node, *(n for n, one in enumerate(standing.structure.nodes) if one.parent == node)]
            under += [n for n, one in enumerate(standing.structure.nodes) if one.parent in under]
            assert np.isin(scores[area, under], (0.0, 100.0)).any()
