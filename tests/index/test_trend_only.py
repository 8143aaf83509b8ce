"""Figures on an older basis tell the change and leave the score alone."""

import numpy as np
import pytest
from little_world import make_areas, make_edition, make_framework, make_indicator, make_observations

from generator.index.aggregation import effective_weights
from generator.index.audit.correlations import make_correlations
from generator.index.results import Index
from generator.index.run import compute_index
from generator.index.trend import join_trends

COUNT = 25


def make_index(*, older: bool) -> Index:
    """Pillar p has "new", measured in 2023 only; "old" goes from 2011 to 2022 and orders places backwards."""
    leaves = [make_indicator("new")]
    if older:
        leaves.append(make_indicator("old", weight=2, counts_for="trend"))
    areas = make_areas(COUNT)
    cells = []
    for place, area in enumerate(areas):
        cells.append((area.code, "new", 2023, float(place)))
        cells.append((area.code, "other", 2023, float(place)))
        cells += [(area.code, "old", year, float(-place)) for year in (2011, 2022) if older]
    framework = make_framework({"p": {"e": leaves}, "q": {"f": [make_indicator("other")]}})
    return compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=2))


def test_the_score_is_the_same_with_and_without_the_older_figures() -> None:
    with_old, without = make_index(older=True), make_index(older=False)
    assert with_old.level.scores.score == pytest.approx(without.level.scores.score)
    assert with_old.level.scores.coverage == pytest.approx(without.level.scores.coverage)
    assert effective_weights(with_old.structure, np.ones(3, dtype=bool))[0] == pytest.approx([0.5, 0, 0.5])


def test_the_trend_rests_on_the_older_figures() -> None:
    index = make_index(older=True)
    assert index.trend.in_trend.all(axis=0).tolist() == [False, True, False]
    pillar = [node.key for node in index.structure.nodes].index("p")
    assert np.isfinite(index.trend.score[:, pillar]).all()
    assert not make_index(older=False).trend.in_trend.any()


def test_elements_come_from_their_own_trend_and_all_else_ends_earlier() -> None:
    index = make_index(older=True)
    nodes = len(index.structure.nodes)
    joined = join_trends(index, np.ones((2, nodes, 2)), np.full((2, nodes, 3), 5.0))
    for number, node in enumerate(index.structure.nodes):
        told = [5.0, 5.0, 5.0] if node.level == "element" else [1.0, 1.0, np.nan]
        assert joined[1, number].tolist() == pytest.approx(told, nan_ok=True)


def test_the_older_figures_are_no_pair_of_the_newer_ones() -> None:
    assert "old" not in set(make_correlations(make_index(older=True))["second"])
