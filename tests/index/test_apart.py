"""How far nations may lie apart where each measures in its own way, on a small world made up for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from little_world import make_areas, make_edition, make_flat_framework, make_indicator, make_observations

from generator.catalogue.records import NATIONS, Area
from generator.index import run
from generator.index.apart import Apart, find_apart, find_distance, list_errors
from generator.index.draw_model import Model, build_model
from generator.index.draws import draw_apart
from generator.index.ranking import allow_uk_ranks
from generator.index.results import Index
from generator.index.robustness import measure_robustness

EACH = 30
LEVELS = {"England": 40.0, "Wales": 50.0, "Scotland": 60.0}
"""Means of the nations on what is measured alike."""
LOW = {"England": "E", "Wales": "W", "Scotland": "S"}


def list_areas() -> list[Area]:
    return [area for nation, letter in LOW.items() for area in make_areas(EACH, nation, letter)]


def make_index(comparable: str, *, draws: int = 1) -> Index:
    """Four indicators measured alike, and eight as told; of the latter England and Wales share a series."""
    areas, alike, apart = list_areas(), [f"a{n}" for n in range(4)], [f"b{n}" for n in range(8)]
    series = (("one", ("England", "Wales")), ("two", ("Scotland",)), ("three", ("Northern Ireland",)))
    told = {} if comparable == "uk" else {"series": series}
    indicators = [make_indicator(slug) for slug in alike]
    indicators += [make_indicator(slug, comparable=comparable, **told) for slug in apart]
    random = np.random.default_rng(3)
    cells = [
        (area.code, slug, 2020, LEVELS[area.nation] + float(random.normal(scale=8)))
        for area in areas
        for slug in (*alike, *apart)
    ]
    framework = make_flat_framework(indicators, pillars=4)
    return run.compute_index(framework, make_observations(cells), areas, edition=make_edition(draws=draws))


@pytest.fixture(scope="module")
def apart() -> Index:
    return make_index("series", draws=300)


def model_of(index: Index) -> Model:
    return build_model(
        index.panel,
        structure=index.structure,
        goalposts=index.goalposts,
        level=index.level,
        errors=index.errors,
    )


def test_a_third_alike_is_no_rank_in_the_uk_but_overall(apart: Index) -> None:
    # Each of the four pillars has one indicator alike and two apart.
    assert apart.structure.uk_share == pytest.approx(np.full(len(apart.structure.nodes), 1 / 3), abs=1e-6)
    assert allow_uk_ranks(apart.structure).tolist() == [True] + [False] * (len(apart.structure.nodes) - 1)
    assert (apart.uk.rank[:, 0] > 0).all() and (apart.uk.rank[:, 1:] == 0).all()
    assert (apart.nation.rank > 0).all()
    assert apart.nation.ranked.tolist() == np.full(apart.nation.rank.shape, EACH).tolist()


def test_the_distance_is_the_middle_one_of_those_measured_alike(apart: Index) -> None:
    score = apart.level.indicator_score
    pooled = [i for i, slug in enumerate(apart.panel.indicators) if slug.startswith("a")]
    spreads = [
        np.std([score[apart.panel.nation == n, i].mean() for n in np.unique(apart.panel.nation)], ddof=1)
        for i in pooled
    ]
    assert find_distance(score, apart.panel) == pytest.approx(np.median(spreads))
    one = replace(apart.panel, nation=np.zeros_like(apart.panel.nation))
    assert find_distance(score, one) == 0


def test_nations_with_one_series_move_together_and_others_do_not(apart: Index) -> None:
    moved = draw_apart(model_of(apart), range(400), seed=1)
    england, wales, scotland, ireland = (moved[0, :, NATIONS.index(name)] for name in NATIONS)
    assert (england == wales).all()
    assert abs(np.corrcoef(england, scotland)[0, 1]) < 0.2
    # Nobody is there to tell Northern Ireland's series: it has an error of its own.
    assert (ireland != england).any()
    sizes = find_apart(apart.panel, structure=apart.structure, level=apart.level).size[0]
    assert england.std() == pytest.approx(np.sqrt((sizes**2).sum()), rel=0.1)


def test_ranks_in_nations_do_not_feel_it_and_ranges_in_the_uk_grow(apart: Index) -> None:
    model = model_of(apart)
    still = replace(model, apart=np.zeros_like(model.apart))
    with_it, without = (
        measure_robustness(each, structure=apart.structure, scores=apart.level.scores, draws=300, seed=2)
        for each in (model, still)
    )
    for name in ("nation_low", "nation_high", "nation_p_fifth", "score_low", "score_high"):
        assert np.array_equal(getattr(with_it, name), getattr(without, name), equal_nan=True)
    widths = [(each.rank_high - each.rank_low)[:, 0].mean() for each in (with_it, without)]
    assert widths[0] > widths[1]


def test_where_all_is_measured_alike_nothing_is_moved() -> None:
    index = make_index("uk")
    assert not draw_apart(model_of(index), range(5), seed=1).any()
    assert allow_uk_ranks(index.structure).all()


def test_errors_told_together_move_nations_as_the_draws_do(apart: Index) -> None:
    gathered = find_apart(apart.panel, structure=apart.structure, level=apart.level)
    moved = draw_apart(model_of(apart), range(4000), seed=3) / 1000
    for node in range(len(apart.structure.nodes)):
        expected = np.zeros((len(NATIONS), len(NATIONS)))
        for size, who in list_errors(gathered, node):
            expected += size**2 * np.equal.outer(who, who)
        # England and Wales share a series: nothing parts them.
        assert expected[0, 0] > 0 and expected[0, 1] == expected[0, 0] > expected[0, 2]
        gap = (moved[node, :, 0] - moved[node, :, 2]).var()
        assert expected[0, 0] + expected[2, 2] - 2 * expected[0, 2] == pytest.approx(gap, rel=0.1)


def test_an_error_that_all_nations_share_is_not_told() -> None:
    number = np.array([[5, 5, 5, 5], [0, 1, 1, 2], [7, 8, 8, 9], [3, 3, 4, 4]], dtype=np.int32)
    told = list_errors(Apart(np.array([[9000.0, 3000.0, 4000.0, 0.0]]), number), 0)
    assert told == [(5.0, [0, 1, 1, 2])]
