"""What holds for every table: hypothesis looks for one where it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composite import (
    Entry,
    Mean,
    Normalisation,
    Options,
    Table,
    Tree,
    build_tree,
    contribute,
    run,
)

CODES = ("a", "b", "c", "d", "e")
PARENTS = {"a": "P", "b": "P", "c": "Q", "d": "Q", "e": "Q"}
LEAVES = [Entry(code, PARENTS[code], 1, -1 if code in "be" else 1, 1 + n) for n, code in enumerate(CODES)]
TREE = build_tree([*LEAVES, Entry("P", "T", 2, weight=2), Entry("Q", "T", 2), Entry("T", None, 3)])
LOOSE = Options(allow_constant=True)

cells = st.one_of(st.none(), st.integers(-20, 20).map(float))
tables = st.lists(st.lists(cells, min_size=5, max_size=5), min_size=2, max_size=9).map(
    lambda rows: np.array(rows, dtype=float)
)


def make_table(values: np.ndarray, units: list[str] | None = None, codes: tuple[str, ...] = CODES) -> Table:
    return Table(tuple(units or [f"u{n:02d}" for n in range(len(values))]), codes, values)


def top(values: np.ndarray, options: Options = LOOSE, tree: Tree = TREE) -> np.ndarray:
    return run(make_table(values), tree, options).top


@given(tables, st.randoms())
def test_the_order_of_rows_columns_and_entries_does_not_matter(values: np.ndarray, random: object) -> None:
    rows, columns, entries = list(range(len(values))), list(range(5)), list(TREE_ENTRIES)
    for order in (rows, columns, entries):
        random.shuffle(order)
    units = [f"u{row:02d}" for row in rows]
    shuffled = make_table(values[np.ix_(rows, columns)], units, tuple(CODES[c] for c in columns))
    found, expected = run(shuffled, build_tree(entries), LOOSE), run(make_table(values), TREE, LOOSE)
    assert found.table.units == expected.table.units
    assert found.top == pytest.approx(expected.top, nan_ok=True, abs=1e-9)
    assert np.array_equal(found.ranks[-1], expected.ranks[-1], equal_nan=True)


TREE_ENTRIES = [*LEAVES, Entry("P", "T", 2, weight=2), Entry("Q", "T", 2), Entry("T", None, 3)]


@pytest.mark.parametrize("method", ["min-max", "rank", "percentile-rank", "z-score"])
@given(values=tables, place=st.tuples(st.integers(0, 8), st.integers(0, 4)), step=st.integers(1, 30))
def test_a_better_value_never_lowers_the_score(
    method: str, values: np.ndarray, place: tuple[int, int], step: int
) -> None:
    row, column = place[0] % len(values), place[1]
    if np.isnan(values[row, column]):
        return
    better = values.copy()
    better[row, column] += step * TREE.sign[column]
    options = Options(normalise=Normalisation(method), allow_constant=True)
    before, after = (run(make_table(table), TREE, options) for table in (values, better))
    if np.isnan(before.normalised[row, column]) or np.isnan(after.normalised[row, column]):
        return  # the column was, or became, constant, and so drops out of the mean
    # Another unit may lose its place as the highest, but no unit falls by its own rise.
    assert after.normalised[row, column] >= before.normalised[row, column] - 1e-9
    assert after.top[row] >= before.top[row] - 1e-9


@given(tables, st.integers(0, 8))
def test_a_copy_of_a_unit_ties_with_it(values: np.ndarray, place: int) -> None:
    row = place % len(values)
    result = run(make_table(np.vstack([values, values[row]])), TREE, LOOSE)
    for ranks in result.ranks:
        assert np.array_equal(ranks[row], ranks[-1], equal_nan=True)


@given(tables, st.sampled_from(["arithmetic", "geometric", "harmonic"]))
def test_scores_stay_within_the_scale(values: np.ndarray, mean: str) -> None:
    options = Options(
        normalise=Normalisation("min-max", scale=(1, 10)), aggregate=(Mean(mean),), allow_constant=True
    )
    for level in run(make_table(values), TREE, options).levels:
        assert np.nanmin(level, initial=1) >= 1 - 1e-12
        assert np.nanmax(level, initial=10) <= 10 + 1e-12


@given(tables)
def test_the_means_stand_in_their_order(values: np.ndarray) -> None:
    spec = Normalisation("min-max", scale=(1, 10))
    arithmetic, geometric, harmonic = (
        top(values, Options(normalise=spec, aggregate=(Mean(kind),), allow_constant=True))
        for kind in ("arithmetic", "geometric", "harmonic")
    )
    known = ~np.isnan(arithmetic)
    assert (arithmetic[known] >= geometric[known] - 1e-9).all()
    assert (geometric[known] >= harmonic[known] - 1e-9).all()


@given(tables, st.sampled_from([None, 0.5, 0.7]))
def test_contributions_add_up_to_the_score(values: np.ndarray, threshold: float | None) -> None:
    result = run(make_table(values), TREE, Options(missing_threshold=threshold, allow_constant=True))
    parts = contribute(TREE, result.normalised, table=result.table, threshold=threshold)
    assert np.abs(parts.sum(axis=1) - np.nan_to_num(result.top)).max() < 1e-9


@given(tables)
def test_ranks_agree_with_scores(values: np.ndarray) -> None:
    result = run(make_table(values), TREE, LOOSE)
    for scores, ranks in zip(result.levels, result.ranks, strict=True):
        assert np.array_equal(np.isnan(scores), np.isnan(ranks))
        for column, places in zip(scores.T, ranks.T, strict=True):
            for one, place in zip(column[~np.isnan(column)], places[~np.isnan(places)], strict=True):
                assert place == 1 + (column > one + 1e-9).sum()


@given(tables)
def test_filling_gaps_alters_nothing_that_is_known(values: np.ndarray) -> None:
    for method in ("mean", "median", "row-mean"):
        found = run(make_table(values), TREE, Options(impute=method, allow_constant=True)).prepared
        assert np.array_equal(found.table.values[~np.isnan(values)], values[~np.isnan(values)])
