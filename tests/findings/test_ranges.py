"""Where published ranks lie in their ranges, which were widened, and how far scores lie from their draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import NATION_OF, make_index

from generator.catalogue.records import NATIONS
from generator.index.aggregation import find_levels
from generator.index.audit.ranges import make_ranges
from generator.index.tally import Tally


def test_ranges_are_counted_by_nation_and_for_the_uk() -> None:
    index = make_index()
    robust = index.robustness
    outside = np.zeros(robust.nation_outside.shape, dtype=bool)
    # The first is in the nation of the first name, the last in another.
    outside[[0, 1, -1], 0] = True
    mean = index.level.scores.score + 2.0
    mean[0] += 3.0
    index = replace(index, robustness=replace(robust, nation_outside=outside, score_mean=mean))
    nation = np.array([NATIONS[number] for number in NATION_OF], dtype=object)
    table = make_ranges(index, nation).set_index(["nation", "node"])
    first, last = nation[0], nation[-1]
    assert first != last
    assert table.loc[(first, "overall"), "outside"] == 2
    assert table.loc[(last, "overall"), "outside"] == 1
    assert table.loc[("UK", "overall"), "outside"] == 0
    assert table.loc[(first, "overall"), "ranges"] == (nation == first).sum()
    assert table.loc[(first, "overall"), "median_apart"] == pytest.approx(-2.0)
    assert table.loc[(first, "overall"), "largest_apart"] == pytest.approx(-5.0)
    # Every range of the world reaches a place to either side but for those at both ends: half way on average.
    assert table.loc[("UK", "overall"), "place"] == pytest.approx(0.5)
    # Nothing is missing in the world, so that nothing missing tells the scores from their draws.
    assert np.isnan(table.loc[("UK", "overall"), "missing_slope"])


def test_what_is_missing_tells_scores_from_their_draws() -> None:
    index = make_index()
    level = index.level
    coverage, score = level.scores.coverage.copy(), level.scores.score
    coverage[::2, 0] = 0.5
    levels = find_levels(index.structure, level.reference)
    distance = (1 - coverage[:, 0]) * (score[:, 0] - levels[0])
    mean = index.robustness.score_mean.copy()
    # Draws halve what the missing part adds; every other pillar's draws are far off in a way of their own.
    mean[:, 0] = score[:, 0] - 0.5 * distance
    scores = replace(level.scores, coverage=coverage)
    index = replace(
        index,
        level=replace(level, scores=scores),
        robustness=replace(index.robustness, score_mean=mean),
    )
    nation = np.array([NATIONS[number] for number in NATION_OF], dtype=object)
    table = make_ranges(index, nation).set_index(["nation", "node"])
    assert table.loc[("UK", "overall"), "missing_slope"] == pytest.approx(0.5)
    assert table.loc[("UK", "overall"), "missing_share"] == pytest.approx(1.0)


def test_a_range_that_had_to_be_widened_is_marked() -> None:
    index = make_index()
    scores = index.level.scores
    count, nodes = scores.score.shape
    tally = Tally(scores, nation=index.panel.nation)
    # Every draw has the order turned round.
    drawn = np.rint(1000 * (100 - scores.score.T)).astype(np.int32)[:, None, :].repeat(10, axis=1)
    tally.count(drawn)
    robust = tally.summarise(draws=10, seed=1)
    places = np.arange(count)
    assert robust.outside[places != (count - 1) / 2, 0].all()
    assert (robust.rank_low[:, 0] == np.minimum(scores.rank[:, 0], count + 1 - scores.rank[:, 0])).all()
    # The mean of the draws is brought to that of the scores: what was far above lies as far below.
    centre = scores.score[:, 0].mean()
    assert robust.score_mean[:, 0] == pytest.approx(2 * centre - scores.score[:, 0], abs=0.002)
    assert not np.isnan(robust.score_mean).any() and robust.score_mean.shape == (count, nodes)
