from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import CODES, EDITION, ONE_NATION, A, N, make_areas, make_framework, make_index, make_scores, unite

from generator.catalogue.reasons import Reason
from generator.findings.change import find_changes
from generator.findings.change_guards import change_category
from generator.findings.coverage import find_coverage
from generator.findings.drivers import find_drivers
from generator.findings.position import band_probability, count_bands, find_positions
from generator.findings.relative import find_relative
from generator.findings.rules import failed_guards, passes
from generator.findings.strengths import find_strengths
from generator.index.ranking import rank_areas
from generator.index.results import Index, Status

FRAMEWORK = make_framework()
AREAS = make_areas()
SURE = {node: np.zeros(A) for node in range(N)}
"""Margins of changes without error."""


@pytest.mark.parametrize(
    ("p_fifth", "band"),
    [
        ((1, 0, 0, 0, 0), (5, 5)),
        ((0, 0, 0, 0.2, 0.8), (1, 1)),
        ((0, 0, 0.5, 0.5, 0), (2, 3)),
        ((0, 0, 0, 0.21, 0.79), (1, 2)),
        ((0.2, 0.2, 0.2, 0.2, 0.2), (2, 5)),
        ((0.4, 0, 0, 0, 0.6), (1, 5)),
        ((0.1, 0.7, 0.2, 0, 0), (3, 4)),
        ((0, 0.1, 0.7, 0.2, 0), (2, 3)),
    ],
)
def test_band_is_the_narrowest_sure_run(p_fifth: tuple[float, ...], band: tuple[int, int]) -> None:
    assert tuple(count_bands(np.array(p_fifth))) == band
    assert band_probability(p_fifth, band) >= 0.8


def test_no_band_without_probabilities() -> None:
    assert count_bands(np.array([[np.nan] * 5, [0.0] * 5])).tolist() == [[0, 0], [0, 0]]


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(lambda draws: sum(draws) > 0))
def test_band_holds_enough_and_no_narrower_run_does(draws: list[int]) -> None:
    shares = [draw / sum(draws) for draw in draws]
    band = count_bands(np.array(shares)).tolist()
    assert band[0] > 0
    width = band[1] - band[0] + 1
    lowest_first = shares[::-1]
    assert sum(lowest_first[band[0] - 1 : band[1]]) >= 0.8 - 1e-9
    for start in range(5 - width + 2):
        assert sum(lowest_first[start : start + width - 1]) < 0.8 + 1e-9


def test_position_tells_score_rank_range_and_band(monkeypatch: pytest.MonkeyPatch) -> None:
    few = find_positions(make_index(), AREAS, EDITION)["X00"]["overall"].evidence
    assert (few.band_low, few.band_high, few.band_probability) == (None, None, None)
    monkeypatch.setattr("generator.findings.position.SMALL_NATION", 12)
    found = find_positions(make_index(), AREAS, EDITION)["X00"]
    finding = found["overall"]
    # The last of England's twelve, and of all twenty.
    assert (finding.evidence.rank, finding.evidence.uk_rank) == (12, 20)
    assert (finding.evidence.rank_low, finding.evidence.rank_high) == (11, 12)
    assert (finding.evidence.uk_rank_low, finding.evidence.uk_rank_high) == (19, 20)
    assert (finding.evidence.band_low, finding.evidence.band_high) == (1, 1)
    assert finding.comparison is not None and finding.comparison.label == "the 12 councils of England"
    assert finding.evidence.uk_set_label == "the 20 councils of the UK"
    assert finding.comparison.percentile == pytest.approx(100 / 24)
    assert passes(finding)


def test_no_rank_in_the_uk_where_nations_cannot_be_compared() -> None:
    index = make_index()
    share = np.array([0.4, 0.4, 0.5, 0.499, 1, 0, 1, 1])
    scores = index.level.scores
    ranks = rank_areas(
        scores.score, structure=replace(index.structure, uk_share=share), nation=index.panel.nation
    )
    index = replace(index, level=replace(index.level, scores=replace(scores, **ranks)))
    found = find_positions(index, AREAS, EDITION)["X00"]
    # Overall always, a node from a half on.
    assert found["overall"].evidence.uk_rank == 20
    assert found["health"].evidence.uk_rank == 20
    assert found["education"].evidence.uk_rank is None
    assert found["people"].evidence.uk_rank is None
    assert (found["education"].evidence.rank, found["education"].evidence.ranked) == (12, 12)


def test_council_without_overall_score_is_told_so() -> None:
    score = make_index().level.scores.score.copy()
    score[3, [0, 1, 3, 7]] = np.nan
    index = make_index(level={"scores": make_scores(score)})
    found = find_positions(index, AREAS, EDITION)["X03"]
    assert found["overall"].rule == "position-unranked"
    assert found["overall"].evidence.pillars_missing == ("education",)
    assert found["overall"].evidence.pillars_scored == 1
    assert "education" not in found and "health" in found


@pytest.mark.parametrize(
    ("relative", "start", "category"),
    [
        (0.9, 10, "keeping_pace"),
        (-1.0, 90, "keeping_pace"),
        (1.1, 10, "catching_up"),
        (1.1, 90, "pulling_ahead"),
        (-1.1, 10, "falling_behind"),
        (-1.1, 50, "losing_ground"),
    ],
)
def test_categories_of_change(relative: float, start: float, category: str) -> None:
    assert change_category(relative=relative, zone=1, start=start, middle_start=50) == category


def move(index: Index, area: int, by: float) -> Index:
    score = index.trend.score.copy()
    score[area, :, 2] += by
    return replace(index, trend=replace(index.trend, score=score))


def test_a_difference_within_the_errors_of_the_figures_is_not_told() -> None:
    index = move(make_index(), 0, 10)
    for size, told in ((9.0, True), (9.6, False)):
        margins = {node: np.full(A, size) for node in range(N)}
        found = find_changes(index, FRAMEWORK, AREAS, margins=margins)
        assert ("overall" in found["X00"]) is told
        # What kept pace differs from nobody.
        assert found["X05"]["overall"].evidence.category == "keeping_pace"
        assert found["X05"]["overall"].evidence.margin == size
    assert find_changes(index, FRAMEWORK, AREAS, margins={})["X00"] == {}


def test_change_is_told_against_the_population_weighted_uk() -> None:
    found = find_changes(move(make_index(), 0, 10), FRAMEWORK, AREAS, margins=SURE)["X00"]["overall"]
    assert found.evidence.change == pytest.approx(10)
    assert found.evidence.uk_change == pytest.approx(0.5)
    assert found.evidence.zone == 1.0
    assert found.evidence.category == "catching_up"
    assert (found.evidence.start_year, found.evidence.end_year) == (2013, 2024)
    assert set(find_changes(make_index(), FRAMEWORK, AREAS, margins=SURE)["X05"]) == {"overall", "health"}


def test_change_needs_both_ends_measured() -> None:
    index = make_index()
    measured = index.trend.measured.copy()
    measured[0, :, 0] = 0.49
    carried = replace(index, trend=replace(index.trend, measured=measured))
    assert find_changes(carried, FRAMEWORK, AREAS, margins=SURE)["X00"] == {}
    assert find_changes(carried, FRAMEWORK, AREAS, margins=SURE)["X01"]


def test_years_that_most_councils_carry_are_no_end() -> None:
    index = make_index()
    measured = index.trend.measured.copy()
    measured[:, :, 2] = 0.1
    carried = replace(index, trend=replace(index.trend, measured=measured))
    assert find_changes(carried, FRAMEWORK, AREAS, margins=SURE)["X00"]["overall"].evidence.end_year == 2018
    measured[:, :, 1] = 0.1
    assert (
        find_changes(
            replace(index, trend=replace(index.trend, measured=measured)), FRAMEWORK, AREAS, margins=SURE
        )["X00"]
        == {}
    )


def test_change_of_one_or_two_indicators_is_not_the_pillars() -> None:
    index = make_index()
    used = index.trend.in_trend.copy()
    used[:, 0] = False
    found = find_changes(
        replace(index, trend=replace(index.trend, in_trend=used)), FRAMEWORK, AREAS, margins=SURE
    )["X05"]
    # Health keeps three indicators of four; education has only one ever.
    assert set(found) == {"overall", "health"}
    assert found["health"].evidence.indicators == 3


def test_change_rule_is_checked_again() -> None:
    found = find_changes(make_index(), FRAMEWORK, AREAS, margins=SURE)["X00"]["overall"]
    wrong = replace(found, evidence=replace(found.evidence, category="catching_up"))
    assert failed_guards(wrong) == ("category follows",)


def test_relative_findings_where_nothing_stands_out_absolutely() -> None:
    # Council 9 stands in the middle on everything but schools, where it is seventh from the top.
    score = make_index().level.scores.score.copy()
    score[9, 7] = 71.0
    index = make_index(level={"scores": make_scores(score)})
    robust = make_index().robustness
    low, high = robust.rank_low.copy(), robust.rank_high.copy()
    low[9, 7], high[9, 7] = 5, 8
    index = unite(replace(index, robustness=replace(robust, rank_low=low, rank_high=high)))
    absolute = find_strengths(index, FRAMEWORK, ONE_NATION, EDITION)
    found = find_relative(index, FRAMEWORK, ONE_NATION, EDITION, absolute=absolute)["X09"]
    assert [(f.kind, f.node) for f in found] == [("relative_strength", "schools")]
    assert found[0].evidence.own_median == pytest.approx(47.5)
    assert all(passes(f) for f in found)
    # A place that could as well be the council's own middle is no finding.
    high[9, 7] = 12
    unsure = unite(replace(index, robustness=replace(robust, rank_low=low, rank_high=high)))
    assert find_relative(unsure, FRAMEWORK, ONE_NATION, EDITION, absolute=absolute)["X09"] == ()


def test_no_relative_strengths_beside_several_absolute_ones() -> None:
    index = make_index()
    absolute = find_strengths(index, FRAMEWORK, AREAS, EDITION)
    found = find_relative(index, FRAMEWORK, AREAS, EDITION, absolute=absolute)
    assert not [f for f in found["X19"] if f.kind == "relative_strength"]


def test_drivers_name_the_elements_that_pull() -> None:
    score = make_index().level.scores.score.copy()
    score[10, 4], score[10, 6] = 0.5, 99.0
    index = unite(make_index(level={"scores": make_scores(score)}))
    found = find_drivers(index, AREAS)["X10"]["health"]
    assert (found.evidence.down, found.evidence.up) == (("longevity",), ("risk",))
    median = float(np.median(score[:, 4]))
    assert found.evidence.pull["longevity"] == pytest.approx((0.5 - median) / 3)


def test_coverage_counts_what_is_measured_shared_and_missing() -> None:
    value = make_index().level.value.copy()
    value[4, 4] = np.nan
    index = make_index(value=value)
    status, year = index.level.status.copy(), index.level.year.copy()
    status[4, 3], year[4, 0] = Status.UPPER_TIER, 2018
    reason = index.level.reason.copy()
    reason[4, 4] = Reason.NO_SERIES
    score = index.level.scores.score.copy()
    score[4, [3, 7]] = np.nan
    index = make_index(
        value=value, level={"status": status, "year": year, "reason": reason, "scores": make_scores(score)}
    )
    found = find_coverage(index, FRAMEWORK, AREAS, EDITION)["X04"]
    overall = found["overall"].evidence
    assert (overall.indicators, overall.measured, overall.shared) == (5, 3, 1)
    assert (overall.missing, overall.elsewhere, overall.old) == (1, 1, 1)
    assert found["overall"].evidence.pillars_missing == ("education",)
    assert found["education"].evidence.elements_missing == ("schools",)
    assert found["health"].evidence.missing == 0


def test_every_council_has_its_findings() -> None:
    index = make_index()
    assert set(find_positions(index, AREAS, EDITION)) == set(CODES)
    assert set(find_coverage(index, FRAMEWORK, AREAS, EDITION)) == set(CODES)


def test_coverage_does_not_count_what_has_no_weight_in_the_score() -> None:
    index = make_index()
    weight = index.structure.weight.copy()
    weight[1] = 0
    index = replace(index, structure=replace(index.structure, weight=weight))
    found = find_coverage(index, FRAMEWORK, AREAS, EDITION)["X04"]
    assert found["overall"].evidence.indicators == 4
    assert found["health"].evidence.measured == 3
    assert len(find_drivers(index, AREAS)) == A
    assert N == 8
