"""Differences between editions: hand-worked causes alone and together, exact sums, and split ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import (
    Cell,
    make_areas,
    make_edition,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.catalogue.records import Area, Framework
from generator.errors import ProsperityError
from generator.index.difference import CAUSES, Difference, State, find_sources, measure_difference, revise
from generator.index.difference_totals import find_gained, sum_up

AREAS = make_areas(11)
FIXED = {"a": (0.0, 100.0), "b": (0.0, 200.0), "c": (0.0, 100.0)}
FREE = {"b": (0.0, 200.0), "c": (0.0, 100.0)}
FACTOR = {"a": 10.0, "b": 20.0, "c": 10.0, "d": 10.0}
NAN = float("nan")


def make_tree(goalposts: dict[str, tuple[float, float]], names: str = "abc", **weights: float) -> Framework:
    leaves = [
        make_indicator(
            name, goalposts=goalposts.get(name), series=[(name, ("England",))], weight=weights.get(name, 1)
        )
        for name in names
    ]
    return make_framework({"p": {"e": leaves}})


def make_cells(names: str = "abc", **changes: float) -> list[Cell]:
    """Area n has 10n, on "b" 20n, in 2020; ``changes`` names cells such as ``E003_a`` or ``E003_a_2021``."""
    cells = {(area.code, name, 2020): FACTOR[name] * n for n, area in enumerate(AREAS) for name in names}
    for key, value in changes.items():
        area, name, year = f"{key}_2020".split("_")[:3]
        cells[area, name, int(year)] = value
    return [(*key, value) for key, value in cells.items() if value == value]


def observe(cells: list[Cell]) -> pd.DataFrame:
    rows = make_observations(cells)
    return rows.assign(dataset="d", series=rows["indicator"])


def make_state(tree: Framework, names: str = "abc", areas: list[Area] = AREAS, **changes: float) -> State:
    rows = observe(make_cells(names, **changes))
    rows = rows[rows["area_code"].isin([area.code for area in areas])]
    return State(tree, make_edition(), areas, rows)


def compare(old: State, new: State) -> Difference:
    """Compare; the old figures are read by the new framework as the command does."""
    used = [leaf.slug for leaf in new.framework.indicators]
    figures = old.observations[old.observations["indicator"].isin(used)]
    return measure_difference(old, new, old_figures=figures)


def causes_of(difference: Difference, area: int, node: int = 0) -> dict[str, float]:
    return dict(zip(CAUSES, difference.causes[area, node].tolist(), strict=True))


def only(cause: str, points: float) -> dict[str, object]:
    return {name: pytest.approx(points if name == cause else 0.0, abs=1e-9) for name in CAUSES}


def test_one_state_with_itself_differs_in_nothing() -> None:
    state = make_state(make_tree(FREE), E004_b=NAN)
    difference = compare(state, state)
    assert not difference.causes.any()
    assert not difference.rank_own.any()
    assert not difference.rank_others.any()
    assert (difference.rank_old > 0).all()
    assert np.array_equal(difference.score_old, difference.score_new)
    assert sum_up(difference)["overall"].moved == 0


def test_another_weight_is_method() -> None:
    # 60 on "a", 30 on the others: 40. With "a" weighing 2 of 4 it is 45.
    old, new = (make_state(make_tree(FIXED, a=weight), E003_a=60.0) for weight in (1, 2))
    difference = compare(old, new)
    assert difference.score_new[3, 0] == pytest.approx(45)
    assert causes_of(difference, 3) == only("method", 5)
    assert find_sources(difference, area=3, node=0) == ((), 0.0)


def test_given_goalposts_are_method() -> None:
    old = make_state(make_tree(FIXED))
    new = make_state(make_tree({**FIXED, "a": (0.0, 200.0)}))
    # 40 of "a" lies at 20 instead of 40.
    assert causes_of(compare(old, new), 4) == only("method", -20 / 3)


def test_a_later_edition_that_drops_old_figures_is_method() -> None:
    tree = make_tree(FIXED)
    rows = observe([*make_cells("bc"), *[(area.code, "a", 2014, 100.0) for area in AREAS[:2]]])
    rows = pd.concat([rows, observe([(area.code, "a", 2020, 50.0) for area in AREAS[2:]])])
    old, new = (State(tree, make_edition(year=year), AREAS, rows) for year in (2024, 2025))
    difference = compare(old, new)
    # The 100 of area 0 in 2014 is eleven years old in 2025: 100/3 becomes 0.
    assert causes_of(difference, 0) == only("method", -100 / 3)
    assert causes_of(difference, 5) == only("method", 0)


def test_an_indicator_with_a_series_that_is_new_to_the_data_is_method() -> None:
    old = make_state(make_tree(FIXED))
    new = make_state(make_tree({**FIXED, "d": (0.0, 100.0)}, "abcd"), "abcd", E003_d=70.0)
    # The mean of 30, 30, 30 and 70 is 40.
    assert causes_of(compare(old, new), 3) == only("method", 10)


def test_an_indicator_that_went_is_method_and_its_nodes_stay_in_the_table() -> None:
    leaves = {
        name: make_indicator(name, goalposts=FIXED[name], series=[(name, ("England",))]) for name in FIXED
    }
    old_tree = make_framework({"p": {"e": [leaves["a"], leaves["b"]], "f": [leaves["c"]]}})
    new_tree = make_framework({"p": {"e": [leaves["a"], leaves["b"]]}})
    difference = compare(make_state(old_tree, E003_c=90.0), make_state(new_tree, "ab"))
    # Elements weigh the same: the mean of 30 and 90 becomes 30.
    assert causes_of(difference, 3) == only("method", -30)
    place = difference.nodes.index(("element", "f"))
    assert (difference.score_old[3, place], difference.rank_old[3, place]) == (pytest.approx(90), 2)
    assert np.isnan(difference.score_new[:, place]).all()
    assert np.isnan(difference.causes[:, place]).all()
    assert not difference.rank_own[:, place].any()


def test_a_known_figure_that_changed_is_revised_data() -> None:
    tree = make_tree(FIXED)
    difference = compare(make_state(tree), make_state(tree, E003_a=60.0))
    assert causes_of(difference, 3) == only("revised", 10)
    ((source,), shares) = find_sources(difference, area=3, node=0)
    assert (source.indicator, source.points, shares) == (0, (pytest.approx(10), 0, 0), 0)


def test_a_period_that_came_is_new_data() -> None:
    tree = make_tree(FIXED)
    difference = compare(make_state(tree), make_state(tree, E003_a_2021=60.0))
    assert causes_of(difference, 3) == only("new", 10)


def test_a_period_that_vanished_is_new_data() -> None:
    tree = make_tree(FIXED)
    difference = compare(make_state(tree, E003_a_2021=60.0), make_state(tree))
    assert causes_of(difference, 3) == only("new", -10)


def test_a_figure_that_went_is_new_data_and_its_points_add_up_with_shares() -> None:
    tree, others = make_tree(FIXED), {"E003_b": 100.0, "E003_c": 50.0}
    difference = compare(make_state(tree, **others), make_state(tree, E003_a=NAN, **others))
    # 130/3 becomes (50 + 2 x 570/11) / 3 + 50 - 570/11 by the old mean of "a", and 2/3 more by the new, 52.
    assert causes_of(difference, 3) == {**only("new", 200 / 33), "others": pytest.approx(2 / 3)}
    (source,), shares = find_sources(difference, area=3, node=0)
    assert source.points == (0, pytest.approx(20 / 3), pytest.approx(2 / 3))
    assert sum(source.points) + shares == pytest.approx(200 / 33 + 2 / 3)


def test_a_figure_of_another_place_moves_the_scale_and_is_others() -> None:
    tree = make_tree(FREE)
    difference = compare(make_state(tree), make_state(tree, E010_a=200.0))
    # The 1st and 99th percentile of 0, 10 ... 100 are 1 and 99; with 200 for 100 they are 1 and 189.
    shift = 100 / 3 * ((50 - 1) / (189 - 1) - (50 - 1) / (99 - 1))
    assert causes_of(difference, 5) == only("others", shift)
    # The highest place stays at the end of the scale, so that its own figure does nothing.
    assert causes_of(difference, 10) == only("revised", 0)


def test_all_causes_together_are_each_what_they_are() -> None:
    old = make_state(make_tree(FREE), E003_a=20.0)
    new = make_state(make_tree(FREE, a=2), E003_a=30.0, E003_b_2021=100.0, E010_a=200.0)
    difference = compare(old, new)

    def place(value: float, low: float, high: float) -> float:
        return 100 * (value - low) / (high - low)

    # Old percentiles of "a" (0 10 20 20 40 ... 100): 1 and 99; new (0 10 20 30 ... 90 200): 1 and 189.
    before = (place(20, 1, 99) + 30 + 30) / 3
    method = (2 * place(20, 1, 99) + 30 + 30) / 4
    revised = (2 * place(30, 1, 99) + 30 + 30) / 4
    fresh = (2 * place(30, 1, 99) + 50 + 30) / 4
    after = (2 * place(30, 1, 189) + 50 + 30) / 4
    expected = (method - before, revised - method, fresh - revised, after - fresh)
    assert difference.score_old[3, 0] == pytest.approx(before)
    assert tuple(causes_of(difference, 3).values()) == pytest.approx(expected, abs=1e-9)
    assert difference.score_new[3, 0] == pytest.approx(after)
    sources, shares = find_sources(difference, area=3, node=0)
    told = np.sum([source.points for source in sources], axis=0)
    assert told == pytest.approx(expected[1:], abs=1e-9)
    assert shares == 0


def test_a_step_without_a_score_leaves_its_work_to_the_next() -> None:
    # The new framework adds "d" with two thirds of the weight; the old data hold it for areas 8 and 9 alone.
    old = make_state(make_tree(FIXED, "ab"), "ab")
    tree = make_tree({**FIXED, "d": (0.0, 100.0)}, "abd", a=0.5, b=0.5, d=2)
    new = make_state(tree, "abd", E003_d=60.0)
    held = observe([("E008", "d", 2020, 10.0), ("E009", "d", 2020, 90.0)])
    figures = pd.concat([old.observations, held], ignore_index=True)
    difference = measure_difference(old, new, old_figures=figures)
    # Area 3 has no score by the method alone; with 60 on "d" the 30 becomes (30 + 2 x 60) / 3 = 50.
    assert np.isnan(difference.readings[0].score[3, 0])
    assert causes_of(difference, 3) == only("new", 20)
    assert find_sources(difference, area=3, node=0) == ((), 0.0)
    # Area 8 has 80, then (80 + 2 x 10) / 3, then 80 again, for the 10 was revised to 80.
    assert causes_of(difference, 8) == {**only("method", -140 / 3), "revised": pytest.approx(140 / 3)}


edits = st.lists(
    st.tuples(
        st.integers(0, 10),
        st.sampled_from("abc"),
        st.sampled_from((2020, 2021)),
        st.one_of(st.just(NAN), st.floats(0.5, 150.0)),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(edits, edits, st.sampled_from((0.5, 1.0, 2.0)))
def test_causes_sources_and_places_of_any_change_add_up(
    before: list[tuple[int, str, int, float]], after: list[tuple[int, str, int, float]], weight: float
) -> None:
    changes = [
        {f"E{area:03d}_{name}_{year}": value for area, name, year, value in side} for side in (before, after)
    ]
    old = make_state(make_tree(FREE), **changes[0])
    new = make_state(make_tree(FREE, b=weight), **changes[1])
    difference = compare(old, new)
    change = difference.score_new - difference.score_old
    known = ~np.isnan(change)
    assert np.abs(difference.causes.sum(axis=2) - change)[known].max() < 1e-9
    assert np.isnan(difference.causes[~known]).all()
    both = (difference.rank_old > 0) & (difference.rank_new > 0)
    steps = difference.rank_own + difference.rank_others
    assert np.array_equal(steps[both], (difference.rank_new - difference.rank_old)[both])
    for area in np.flatnonzero(known[:, 0] & ~np.isnan(difference.readings[0].score[:, 0])).tolist():
        sources, shares = find_sources(difference, area=area, node=0)
        told = sum(sum(source.points) for source in sources) + shares
        assert told == pytest.approx(difference.causes[area, 0, 1:].sum(), abs=1e-9)


def test_a_rank_moves_by_the_own_score_and_by_others() -> None:
    tree = make_tree(FIXED)
    # Scores are 10n. Area 3 rises to 45: past 40, not past 50. Areas 1 and 2 rise to 60 and 95: past it.
    rise = {f"E003_{name}": value for name, value in (("a", 45.0), ("b", 90.0), ("c", 45.0))}
    rise |= {f"E001_{name}": value for name, value in (("a", 65.0), ("b", 130.0), ("c", 65.0))}
    rise |= {f"E002_{name}": value for name, value in (("a", 95.0), ("b", 190.0), ("c", 95.0))}
    difference = compare(make_state(tree), make_state(tree, **rise))
    found = [
        int(part[3, 0])
        for part in (difference.rank_old, difference.rank_own, difference.rank_others, difference.rank_new)
    ]
    # From 8th to 7th by itself; two others pass it, to the 9th place.
    assert found == [8, -1, 2, 9]
    # Area 4 did nothing; three others passed it.
    assert (difference.rank_own[4, 0], difference.rank_others[4, 0]) == (0, 3)


def test_councils_that_came_and_went_have_one_side_and_do_not_move_the_rest() -> None:
    tree = make_tree(FIXED)
    old = make_state(tree, areas=AREAS[:10])
    new = make_state(tree, areas=AREAS[1:])
    difference = compare(old, new)
    assert [council.code for council in difference.councils] == [f"E{n:03d}" for n in [*range(1, 11), 0]]
    assert find_gained(difference) == ((9,), (10,))
    assert np.isnan(difference.causes[[9, 10]]).all()
    assert not difference.causes[:9].any()
    # One more place above them all: nothing of their own.
    assert set(difference.rank_others[:9, 0]) == {1}
    assert not difference.rank_own.any()


def test_totals_count_moves_and_causes() -> None:
    tree = make_tree(FIXED)
    changes = {"E003_a": 60.0, "E004_a": 40.6, "E006_a_2021": 90.0}
    difference = compare(make_state(tree), make_state(tree, **changes, E007_a=NAN, E007_b=NAN, E007_c=NAN))
    totals = sum_up(difference)["overall"]
    # 10 points of revised data, 0.2 of revised data, 10 of new data; area 7 lost its score.
    assert (totals.scores, totals.moved, totals.moved_whole, totals.lost) == (10, 3, 2, 1)
    assert (totals.median, totals.largest) == (0, pytest.approx(10))
    assert (totals.causes["revised"].moved, totals.causes["new"].moved) == (2, 1)
    assert totals.causes["revised"].mean == pytest.approx(1.02)
    assert totals.causes["others"].largest == pytest.approx(0)


def test_a_revision_is_one_of_the_same_series_area_and_period_that_both_measure() -> None:
    old = observe([("E1", "a", 2020, 1.0), ("E1", "a", 2021, 2.0), ("E1", "b", 2020, 3.0)])
    old.loc[2, "value"] = NAN
    new = observe([("E1", "a", 2020, 9.0), ("E1", "b", 2020, 9.0), ("E1", "a", 2022, 9.0)])
    assert revise(old, new)["value"].tolist()[:2] == [9.0, 2.0]
    assert np.isnan(revise(old, new)["value"][2])
    assert np.isnan(revise(old, new.assign(series="other"))["value"][2])
    assert revise(old, new.assign(series="other"))["value"].tolist()[:2] == [1.0, 2.0]


def test_old_figures_that_the_new_framework_cannot_score_are_refused() -> None:
    rows = observe(make_cells("abd"))
    flat = rows.assign(value=rows["value"].where(rows["indicator"] != "d", 5.0))
    old = State(make_tree(FIXED, "ab"), make_edition(), AREAS, flat[flat["indicator"] != "d"])
    new = State(make_tree(FIXED, "abd"), make_edition(), AREAS, rows)
    with pytest.raises(ProsperityError, match="old figures cannot be scored by the new framework"):
        measure_difference(old, new, old_figures=flat)
