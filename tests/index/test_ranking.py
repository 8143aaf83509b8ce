import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composite.scales import rank_percent
from generator.index.ranking import find_bands, rank


def test_ties_share_the_best_place_and_gaps_have_none() -> None:
    scores = np.array([[50.0], [70.0], [50.0], [np.nan], [10.0]])
    assert rank(scores)[:, 0].tolist() == [2, 1, 2, 0, 4]


def test_percentile_counts_half_of_ties() -> None:
    assert rank_percent(np.array([1.0, 2.0, 2.0, 4.0])).tolist() == [12.5, 50.0, 50.0, 87.5]


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12).flatmap(
        lambda v: st.tuples(st.just(v), st.permutations(range(len(v))))
    )
)
def test_order_of_areas_does_not_matter(case: tuple[list[int], list[int]]) -> None:
    values, order = case
    scores = np.array(values, dtype=float)[:, None]
    assert (rank(scores)[order] == rank(scores[order])).all()


def test_bands_need_four_fifths_of_certainty() -> None:
    chances = [[0.0, 0.0, 0.1, 0.1, 0.8], [0.0, 0.0, 0.45, 0.5, 0.05], [np.nan] * 5, [0.0] * 5]
    assert find_bands(np.array([chances])).tolist() == [[[4, 4], [2, 3], [-1, -1], [-1, -1]]]
    assert find_bands(np.array([0.4, 0.1, 0.0, 0.1, 0.4])).tolist() == [0, 4]


@pytest.mark.parametrize("likely", range(5))
def test_the_likeliest_fifth_is_in_the_band(likely: int) -> None:
    chances = np.full(5, 0.05)
    chances[likely] = 0.8
    assert find_bands(chances).tolist() == [likely, likely]
