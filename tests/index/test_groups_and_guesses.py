import numpy as np
import pytest

from generator.composite.low_rank import complete, guess_missing
from generator.index.groups import group_scores


def test_a_group_is_the_mean_of_its_councils_by_population() -> None:
    scores = np.array([[40.0], [70.0], [10.0]])
    members = np.array([[True, True, False], [True, True, True]])
    means = group_scores(scores, members=members, population=np.array([100.0, 200.0, 300.0]))
    assert means[:, 0] == pytest.approx([60.0, (4000 + 14000 + 3000) / 600])


def test_a_group_needs_half_of_its_people() -> None:
    scores = np.array([[40.0], [np.nan], [50.0]])
    members = np.ones((1, 3), dtype=bool)
    half = group_scores(scores, members=members, population=np.array([30.0, 50.0, 20.0]))
    assert half[0, 0] == pytest.approx(44.0)
    assert np.isnan(group_scores(scores, members=members, population=np.array([30.0, 51.0, 20.0])))[0, 0]


def test_guesses_are_near_the_truth_where_one_strength_drives_all() -> None:
    random = np.random.default_rng(2)
    truth = random.normal(size=(80, 1)) @ np.ones((1, 12)) + 0.2 * random.normal(size=(80, 12))
    hidden = random.random(truth.shape) < 0.15
    z = (truth - truth.mean(axis=0)) / truth.std(axis=0)
    error = (complete(np.where(hidden, np.nan, z)) - z)[hidden]
    assert np.sqrt((error**2).mean()) < 0.4


def test_the_spread_of_guesses_is_measured() -> None:
    random = np.random.default_rng(2)
    related = random.normal(size=(80, 1)) + 0.2 * random.normal(size=(80, 6))
    places = 50 + 10 * np.concatenate([related, random.normal(size=(80, 6))], axis=1)
    nation = np.repeat(np.array([0, 1], dtype=np.int32), [50, 30])
    places[50:, 0] = np.nan
    guess = guess_missing(places, group=nation, pooled=np.ones(12, dtype=bool))
    assert guess.spread[:6].max() < guess.spread[6:].min()
    assert guess.shared[50:, 0].all()
    assert guess.shared.sum() == 30
    assert (guess.shift > 0).all()
