"""True spreads and slopes, in made-up countries of which the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from generator.composite.spread import (
    WIDTH,
    Distribution,
    measure_moves,
    measure_reliability,
    measure_slope,
    measure_spread,
    percentiles,
)

SEEDS = 120


def make_country(
    seed: int,
    *,
    places: int = 300,
    spread: tuple[float, float],
    noise: tuple[float, float],
    alike: float = 0.95,
) -> Distribution:
    """Return a made-up country whose true places are normal with these spreads, seen with noise."""
    rng = np.random.default_rng(seed)
    first, other = rng.standard_normal((2, places))
    second = alike * first + (1 - alike**2) ** 0.5 * other
    errors = [size * rng.uniform(0.7, 1.3, places) for size in noise]
    start, end = (
        50 + size * true + error * rng.standard_normal(places)
        for size, true, error in zip(spread, (first, second), errors, strict=True)
    )
    return Distribution(start, end, errors[0], errors[1], np.full(places, 1000.0))


def test_percentiles_are_those_of_numpy() -> None:
    scores = np.random.default_rng(2).normal(50, 10, 37)
    assert percentiles(scores, (10, 90)) == pytest.approx(np.percentile(scores, [10, 90]))


def test_the_true_gap_by_hand() -> None:
    scores = np.linspace(20, 77, 20)
    seen = measure_spread(scores, np.zeros(20))
    assert (seen.low, seen.high, seen.gap, seen.real) == pytest.approx((25.7, 71.3, 45.6, 1))
    true = measure_spread(scores, np.full(20, 10.0))
    assert true.gap == pytest.approx((45.6**2 - (WIDTH * 10) ** 2) ** 0.5)
    assert true.real == pytest.approx((true.gap / 45.6) ** 2)
    assert measure_spread(scores, np.full(20, 50.0)).gap == 0
    assert measure_spread(np.full(20, 5.0), np.zeros(20)).real == 0


def test_the_slope_by_hand() -> None:
    start = np.array([10.0, 20.0, 30.0, 40.0])
    places = Distribution(start, 5 + start / 2, np.zeros(4), np.zeros(4), np.ones(4))
    assert measure_slope(places).change == pytest.approx(-0.5)
    # variance 500/3, covariance -250/3; an error variance of 50 moves both
    noisy = Distribution(start, 5 + start / 2, np.full(4, 50**0.5), np.zeros(4), np.ones(4))
    assert measure_slope(noisy).change == pytest.approx((-250 / 3 + 50) / (500 / 3 - 50))
    assert measure_reliability(noisy) == pytest.approx(1 - 50 / (500 / 3))


@pytest.mark.parametrize("seed", range(5))
def test_a_country_that_narrows_while_noise_grows_narrowed_and_the_reverse(seed: int) -> None:
    _, gap = measure_moves(make_country(seed, spread=(10, 7), noise=(2, 6)))
    assert gap.high < 0
    _, gap = measure_moves(make_country(seed, spread=(7, 10), noise=(6, 2)))
    assert gap.low > 0


def test_what_is_seen_would_have_told_the_contrary() -> None:
    places = make_country(1, spread=(10, 9), noise=(2, 9), places=3000)
    seen = np.percentile(places.end, [10, 90]) @ [-1, 1] - np.percentile(places.start, [10, 90]) @ [-1, 1]
    _, gap = measure_moves(places)
    assert seen > 3
    assert gap.change < -1


@pytest.mark.parametrize(("noise", "places"), [((3, 3), 300), ((3, 8), 300), ((8, 3), 60)])
def test_where_nothing_moved_nine_in_ten_intervals_hold_nought(
    noise: tuple[float, float], places: int
) -> None:
    """Of many countries whose true places stay; less three standard errors of such a share."""
    moves = [
        measure_moves(make_country(seed, spread=(10, 10), noise=noise, alike=1, places=places))[1]
        for seed in range(SEEDS)
    ]
    assert np.mean([move.low <= 0 <= move.high for move in moves]) > 0.9 - 3 * (0.09 / SEEDS) ** 0.5


@pytest.mark.parametrize(("spread", "noise"), [((10, 7), (2, 6)), ((7, 10), (6, 2))])
def test_nine_in_ten_intervals_hold_the_true_change_and_the_true_slope(
    spread: tuple[float, float], noise: tuple[float, float]
) -> None:
    held = []
    for seed in range(SEEDS):
        places = make_country(seed, spread=spread, noise=noise)
        gap, slope = measure_moves(places)[1], measure_slope(places)
        true = WIDTH * (spread[1] - spread[0]), 0.95 * spread[1] / spread[0] - 1
        held.append([gap.low <= true[0] <= gap.high, slope.low <= true[1] <= slope.high])
    assert (np.mean(held, axis=0) > 0.9 - 3 * (0.09 / SEEDS) ** 0.5).all()


def test_no_catching_up_is_seen_where_there_is_none() -> None:
    """Without the correction half of the noise at the start would read as catching up."""
    places = make_country(0, spread=(10, 10), noise=(7, 7), alike=1, places=3000)
    change = places.end - places.start
    plain = ((places.start - places.start.mean()) * change).mean() / places.start.var()
    slope = measure_slope(places)
    assert plain < -0.25
    assert slope.low <= 0 <= slope.high


def test_adding_a_constant_to_all_changes_no_gap() -> None:
    places = make_country(4, places=60, spread=(10, 8), noise=(2, 2))
    mean, gap = measure_moves(places)
    raised = Distribution(places.start, places.end + 7, places.error_start, places.error_end, places.people)
    moved, same = measure_moves(raised)
    assert (same.change, same.low, same.high) == pytest.approx((gap.change, gap.low, gap.high))
    assert moved.change - mean.change == pytest.approx(7)
