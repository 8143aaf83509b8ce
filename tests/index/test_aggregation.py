import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from little_world import make_flat_framework, make_framework, make_indicator

from generator.index.aggregation import aggregate, contributions, cover, effective_weights
from generator.index.structure import build_structure

TREE = build_structure(
    make_framework(
        {
            "p": {"e": [make_indicator("a"), make_indicator("b", weight=0.5)], "f": [make_indicator("c")]},
            "q": {"g": [make_indicator("d", direction="lower")]},
        }
    )
)
TWELVE = build_structure(make_framework({f"p{n}": {f"e{n}": [make_indicator(f"i{n}")]} for n in range(12)}))
NAN = np.nan


def test_means_by_hand() -> None:
    scores = aggregate(TREE, np.array([60.0, 30.0, 80.0, 10.0]))
    # e = (60 + 30/2) / 1.5 = 50, p = (50 + 80) / 2 = 65, q = 10, domain and overall = 37.5
    assert scores == pytest.approx([37.5, 37.5, 65, 10, 50, 80, 10])


def test_a_node_needs_half_of_its_weight() -> None:
    # b alone is a third of e: e is missing, and p rests on f, which is exactly half of it.
    scores = aggregate(TREE, np.array([NAN, 30.0, 80.0, 10.0]))
    assert np.isnan(scores[4])
    assert scores[2] == pytest.approx(80)
    # a alone is two thirds of e.
    assert aggregate(TREE, np.array([60.0, NAN, 80.0, 10.0]))[4] == pytest.approx(60)


def test_half_of_what_the_nation_publishes_is_enough_down_to_a_quarter() -> None:
    offered = np.array([False, True, True, True])
    scores = aggregate(TREE, np.array([NAN, 30.0, 80.0, 10.0]), offered=offered)
    assert scores[4] == pytest.approx(30)
    wide = build_structure(make_framework({"p": {"e": [make_indicator(f"i{n}") for n in range(5)]}}))
    one = np.array([50.0, NAN, NAN, NAN, NAN])
    assert np.isnan(aggregate(wide, one, offered=~np.isnan(one))[-1])


def test_overall_needs_ten_of_twelve_pillars() -> None:
    values = np.arange(12, dtype=float)
    values[:2] = NAN
    assert aggregate(TWELVE, values)[0] == pytest.approx(np.mean(np.arange(2, 12)))
    values[2] = NAN
    assert np.isnan(aggregate(TWELVE, values)[0])
    assert aggregate(TWELVE, values, pillars_needed=8 / 12)[0] == pytest.approx(np.mean(np.arange(3, 12)))


def test_coverage_counts_weight_with_a_value() -> None:
    assert cover(TREE, np.array([True, False, False, True]))[[0, 2, 4]] == pytest.approx(
        [2 / 3, 1 / 3, 2 / 3]
    )


SCORES = arrays(np.float64, (4,), elements=st.one_of(st.just(NAN), st.floats(0, 100)))


@given(SCORES)
def test_contributions_add_up_to_the_score(values: np.ndarray) -> None:
    scores, parts = aggregate(TREE, values), contributions(TREE, values).sum(axis=1)
    assert np.abs(np.where(np.isnan(scores), 0.0, scores) - parts).max() < 1e-9
    shares = effective_weights(TREE, ~np.isnan(values)).sum(axis=1)
    assert shares == pytest.approx(np.where(np.isnan(scores), 0, 1))


@given(SCORES, arrays(np.bool_, (4,)))
def test_contributions_follow_what_a_nation_publishes(values: np.ndarray, offered: np.ndarray) -> None:
    values = np.where(offered, values, NAN)
    scores = aggregate(TREE, values, offered=offered)
    parts = contributions(TREE, values, offered=offered).sum(axis=1)
    assert np.abs(np.where(np.isnan(scores), 0.0, scores) - parts).max() < 1e-9


@given(arrays(np.float64, (4,), elements=st.floats(0, 100)), st.integers(0, 3), st.floats(0, 50))
def test_a_better_indicator_never_lowers_a_score(values: np.ndarray, place: int, more: float) -> None:
    better = values.copy()
    better[place] += more
    assert (aggregate(TREE, better) >= aggregate(TREE, values) - 1e-9).all()


@given(arrays(np.float64, (3, 4), elements=st.floats(0, 100)))
def test_scores_stay_between_0_and_100(values: np.ndarray) -> None:
    scores = aggregate(TREE, values)
    assert scores.min() >= -1e-9
    assert scores.max() <= 100 + 1e-9


def test_a_pillar_needs_two_figures() -> None:
    structure = build_structure(make_flat_framework([make_indicator(f"i{n}") for n in range(4)]))
    one, two = np.full(4, np.nan), np.full(4, np.nan)
    one[0], two[:2] = 80.0, (80.0, 60.0)
    offered = np.array([True, False, False, False])
    pillar = next(place for place, node in enumerate(structure.nodes) if node.level == "pillar")
    assert np.isnan(aggregate(structure, one, offered=offered)[pillar])
    assert effective_weights(structure, ~np.isnan(one), offered=offered)[pillar].sum() == 0
    assert aggregate(structure, two)[pillar] == 70.0


def test_half_of_what_a_nation_publishes_is_enough_above_a_quarter_of_all() -> None:
    structure = build_structure(make_flat_framework([make_indicator(f"i{n}") for n in range(8)]))
    scores = np.array([80.0, 60.0, *[np.nan] * 6])
    element = next(place for place, node in enumerate(structure.nodes) if node.level == "element")
    offered = np.array([True] * 4 + [False] * 4)
    assert np.isnan(aggregate(structure, scores)[element])
    assert aggregate(structure, scores, offered=offered)[element] == 70.0
    scores[1] = np.nan
    assert np.isnan(aggregate(structure, scores, offered=np.array([True] + [False] * 7))[element])


def test_a_geometric_mean_is_taken_only_where_it_is_asked_for() -> None:
    values = np.array([100.0, 0.0, 80.0, 10.0])
    # On 1 to 100, e is 100^(2/3) x 1^(1/3).
    element = (100 ** (2 / 3) - 1) / 0.99
    scores = aggregate(TREE, values, geometric=("element",))
    assert scores[4] == pytest.approx(element)
    assert scores[2] == pytest.approx((element + 80) / 2)
    assert aggregate(TREE, values, geometric=("overall", "domain"))[2:] == pytest.approx(
        aggregate(TREE, values)[2:]
    )


def test_a_stricter_rule_needs_more_of_the_weight() -> None:
    values = np.array([60.0, NAN, 80.0, 10.0])
    assert aggregate(TREE, values, needed=2 / 3)[4] == pytest.approx(60)
    assert np.isnan(aggregate(TREE, values, needed=0.75)[4])
