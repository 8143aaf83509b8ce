"""Means where parts are missing: hand-worked scores, and gaps that move no rank on average."""

from __future__ import annotations

import numpy as np
import pytest
from little_world import (
    make_areas,
    make_edition,
    make_flat_framework,
    make_framework,
    make_indicator,
    make_observations,
)

from generator.index.aggregation import aggregate, find_levels, find_reference
from generator.index.audit.masks import make_masks
from generator.index.results import Structure
from generator.index.run import compute_index
from generator.index.structure import build_structure

NAN = float("nan")


def plain(slug: str) -> object:
    return make_indicator(slug, goalposts=(0, 100))


def place_of(tree: Structure, key: str) -> int:
    return [node.key for node in tree.nodes].index(key)


def test_the_example_of_the_method_page() -> None:
    tree = build_structure(make_framework({"p": {name: [plain(name)] for name in "abc"}}))  # type: ignore[misc]
    reference, leaf = np.array([75.0, 40.0, 50.0]), np.array([[80.0, 45.0, NAN], [80.0, 45.0, 55.0]])
    pillar = place_of(tree, "p")
    assert aggregate(tree, leaf, reference=reference)[:, pillar] == pytest.approx([60, 60])
    assert aggregate(tree, leaf)[:, pillar] == pytest.approx([62.5, 60])
    assert find_levels(tree, reference)[pillar] == pytest.approx(55)


def test_geometric_means_are_neutral_on_their_own_scale() -> None:
    tree = build_structure(make_framework({"p": {"e": [plain("a"), plain("b")]}}))  # type: ignore[list-item]
    reference = np.array([20.0, 80.0])
    leaf = np.array([[20.0, 80.0], [20.0, NAN]])
    whole, half = aggregate(tree, leaf, reference=reference, geometric=("element",))[:, place_of(tree, "e")]
    # Who has the level of each part has the level of all, whether a part is missing or not.
    assert half == pytest.approx(whole)
    assert whole == pytest.approx((((1 + 0.99 * 20) * (1 + 0.99 * 80)) ** 0.5 - 1) / 0.99)


def test_a_score_is_held_between_the_ends_of_the_scale() -> None:
    tree = build_structure(make_framework({"p": {"e": [plain("a"), plain("b")]}}))  # type: ignore[list-item]
    leaf = np.array([[100.0, NAN], [0.0, NAN], [100.0, 100.0]])
    found = aggregate(tree, leaf, reference=np.array([20.0, 90.0]))[:, place_of(tree, "e")]
    # Unheld, the first would have 55 + 80 and the second 55 - 20.
    assert found == pytest.approx([100, 35, 100])


def test_gaps_of_another_nation_move_no_rank_on_average() -> None:
    """A made-up country: the nation that publishes less lacks the indicators on which all score low."""
    count, random = 80, np.random.default_rng(4)
    areas = [
        area.model_copy(update={"nation": "England" if n < 60 else "Wales"})
        for n, area in enumerate(make_areas(count))
    ]
    levels = {"a": 80.0, "b": 75.0, "c": 70.0, "d": 25.0, "e": 20.0, "f": 15.0}
    skill = random.normal(0, 5, count)
    cells = [
        (area.code, name, 2022, float(np.clip(level + skill[n] + random.normal(0, 4), 0, 100)))
        for n, area in enumerate(areas)
        for name, level in levels.items()
        if area.nation == "England" or name in "abcd"
    ]
    tree = make_flat_framework([plain(name) for name in levels], pillars=1)  # type: ignore[misc]
    index = compute_index(tree, make_observations(cells), areas, edition=make_edition(draws=2))
    table = make_masks(index, np.array([area.nation for area in areas], dtype=object))
    (row,) = table.to_dict("records")
    assert (row["gaps_of"], row["nation"], row["councils"]) == ("Wales", "England", 60)
    assert abs(row["mean_moved"]) < 2
    assert row["plain_moved"] < -20
    # One in five of the 60 has its range drawn with the gaps; without the draws' guesses it would be a point.
    assert row["drawn"] == 12
    assert row["held"] >= 0.75


def test_a_reference_is_the_mean_of_those_that_have_it() -> None:
    assert find_reference(np.array([[1.0, NAN], [4.0, NAN]])) == pytest.approx([2.5, NAN], nan_ok=True)
