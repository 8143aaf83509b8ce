"""Moves of scores taken apart: hand-worked causes, and sums that are exact whatever changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import (
    Cell,
    make_areas,
    make_edition,
    make_flat_framework,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.catalogue.records import Framework
from generator.errors import ProsperityError
from generator.index.movement import Move, find_moves, measure_movement
from generator.index.results import Snapshot
from generator.index.run import score_level
from generator.index.structure import OVERALL

AREAS = make_areas(11)
FIXED = {"a": (0.0, 100.0), "b": (0.0, 200.0), "c": (0.0, 100.0)}
"""Goalposts of the framework: with these the scale cannot move."""
NAN = float("nan")


def make_tree(goalposts: dict[str, tuple[float, float]] = FIXED) -> Framework:
    leaves = [make_indicator(name, goalposts=goalposts.get(name)) for name in "abc"]
    return make_framework({"p": {"e": leaves}})


def make_cells(**changes: float) -> list[Cell]:
    """Area n has 10n on "a" and "c", 20n on "b"; ``changes`` names cells such as ``E003_a``."""
    factor = {"a": 10.0, "b": 20.0, "c": 10.0}
    cells = {(area.code, name): factor[name] * n for n, area in enumerate(AREAS) for name in factor}
    for key, value in changes.items():
        area, name = key.split("_")
        cells[area, name] = value
    return [(area, name, 2020, value) for (area, name), value in cells.items() if value == value]


def stand(tree: Framework, **changes: float) -> Snapshot:
    return score_level(tree, make_observations(make_cells(**changes)), AREAS, edition=make_edition())


def total(move: Move) -> float:
    return sum(cause.points for cause in move.causes) + move.shares


def test_a_figure_that_changes_moves_the_score_by_its_share() -> None:
    tree = make_tree()
    (move,) = find_moves(stand(tree), stand(tree, E003_a=60.0), nodes=[OVERALL], most=5)
    # "a" counts for a third: from 30 to 60 between 0 and 100 is 30 points, a third of them 10.
    assert (move.area, move.before, move.after) == (3, pytest.approx(30), pytest.approx(40))
    (cause,) = move.causes
    assert (cause.indicator, cause.figure, cause.scale, cause.presence) == (0, pytest.approx(10), 0, 0)
    assert move.shares == 0


def test_a_scale_that_moves_moves_the_others() -> None:
    tree = make_tree({"b": FIXED["b"], "c": FIXED["c"]})
    before, after = stand(tree), stand(tree, E010_a=200.0)
    moves = {move.area: move for move in find_moves(before, after, nodes=[OVERALL], most=11)}
    # The 1st and 99th percentile of 0, 10 ... 100 are 1 and 99; with 200 for 100 they are 1 and 189.
    (cause,) = moves[5].causes
    assert cause.figure == pytest.approx(0)
    assert cause.scale == pytest.approx(100 / 3 * ((50 - 1) / (189 - 1) - (50 - 1) / (99 - 1)))
    assert moves[5].points == pytest.approx(cause.scale)


def test_a_figure_that_comes_counts_by_how_far_it_lies_from_the_rest() -> None:
    tree = make_tree()
    others = {"E003_b": 100.0, "E003_c": 50.0}
    (move,) = find_moves(stand(tree, E003_a=NAN, **others), stand(tree, **others), nodes=[OVERALL], most=5)
    # The means of "a" over the others is 52, those of "b" and "c" are 570/11. By "b" and "c" alone the score
    # was (52 + 2 x 570/11) / 3 + 50 - 570/11; "a" comes with 30 and pulls by a third of 30 - 52.
    assert (move.before, move.after) == (pytest.approx(52 / 3 + 50 - 190 / 11), pytest.approx(130 / 3))
    (cause,) = move.causes
    assert (cause.indicator, cause.presence) == (0, pytest.approx(-22 / 3))
    assert move.shares == pytest.approx(2 * (1 / 3 - 1 / 2) * (50 - 570 / 11))


def test_a_figure_that_goes_gives_its_share_to_the_others() -> None:
    tree = make_tree()
    others = {"E003_b": 100.0, "E003_c": 50.0}
    (move,) = find_moves(stand(tree, **others), stand(tree, E003_a=NAN, **others), nodes=[OVERALL], most=5)
    # "a", 20 below its mean of 50, takes its third away; the others, a little below theirs, go from 1/3 to
    # 1/2; and the mean of "a" is 52 without it, of which a third is the place's own level.
    assert (move.before, move.after) == (pytest.approx(130 / 3), pytest.approx(52 / 3 + 50 - 190 / 11))
    (cause,) = move.causes
    assert (cause.indicator, cause.presence, cause.scale) == (0, pytest.approx(20 / 3), pytest.approx(2 / 3))
    assert move.shares == pytest.approx(2 * (1 / 2 - 1 / 3) * (50 - 570 / 11))


def test_what_the_scale_does_to_a_figure_that_comes_counts_as_scale() -> None:
    tree = make_tree({"b": FIXED["b"], "c": FIXED["c"]})
    others = {"E003_b": 100.0, "E003_c": 50.0}
    before, after = stand(tree, E003_a=NAN, **others), stand(tree, E010_a=200.0, **others)
    moves = {move.area: move for move in find_moves(before, after, nodes=[OVERALL], most=11)}
    # Percentiles of "a" without 30 are 0.9 and 99.1; with it and with 200 for 100 they are 1 and 189.
    on_old, on_new = 100 * (30 - 0.9) / (99.1 - 0.9), 100 * (30 - 1) / (189 - 1)
    # Of the ten places with "a" the lowest and the highest are held at the ends.
    middle = (
        100 + sum((value - 0.9) / (99.1 - 0.9) * 100 for value in (10, 20, 40, 50, 60, 70, 80, 90))
    ) / 10
    (cause,) = moves[3].causes
    assert cause.presence == pytest.approx((on_old - middle) / 3)
    assert cause.scale == pytest.approx((on_new - on_old) / 3)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10),
            st.sampled_from("abcdef"),
            st.one_of(st.just(float("nan")), st.floats(0.5, 150.0)),
        ),
        max_size=12,
    )
)
def test_the_causes_of_any_change_add_up_to_the_move(edits: list[tuple[int, str, float]]) -> None:
    names = "abcdef"
    tree = make_flat_framework([make_indicator(name) for name in names], pillars=2)
    start = {
        (area.code, name): 10.0 + (7 * n + 3 * k * n) % 53
        for n, area in enumerate(AREAS)
        for k, name in enumerate(names)
    }
    changed = start | {(AREAS[place].code, name): value for place, name, value in edits}
    states = []
    for cells in (start, changed):
        rows = [(code, name, 2020, value) for (code, name), value in cells.items() if value == value]
        states.append(score_level(tree, make_observations(rows), AREAS, edition=make_edition()))
    nodes = list(range(len(tree.pillars) + 2))
    for move in find_moves(states[0], states[1], nodes=nodes, most=100):
        assert total(move) == pytest.approx(move.points, abs=1e-9)


def test_moves_are_told_from_the_largest_and_small_ones_not() -> None:
    tree = make_tree()
    after = stand(tree, E003_a=60.0, E004_a=46.0, E005_a=50.03)
    movement = measure_movement(stand(tree), after)
    assert [move.area for move in movement.overall] == [3, 4]
    assert [move.area for move in movement.pillars] == [3, 4]
    assert movement.moved == 2
    assert movement.median == 0
    assert len(measure_movement(stand(tree), after, most=1).overall) == 1


def test_areas_that_gain_or_lose_a_score_are_named_and_have_no_move() -> None:
    tree = make_tree()
    without = [{f"{code}_{name}": NAN for name in "abc"} for code in ("E002", "E007")]
    movement = measure_movement(stand(tree, **without[0]), stand(tree, **without[1]))
    assert (movement.gained, movement.lost) == ((2,), (7,))
    assert movement.overall == ()


def test_two_frameworks_are_refused() -> None:
    other = make_framework({"p": {"e": [make_indicator(name) for name in "abd"]}})
    cells = [(code, "d" if name == "c" else name, year, value) for code, name, year, value in make_cells()]
    changed = score_level(other, make_observations(cells), AREAS, edition=make_edition())
    with pytest.raises(ProsperityError, match="cannot be set against each other"):
        measure_movement(stand(make_tree()), changed)
