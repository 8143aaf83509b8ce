"""The levelling-up test on ladders of 20 councils that can be followed by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import NATION, STRUCTURE, A, make_areas, make_framework, make_index

from generator.catalogue.records import Area, Framework
from generator.composite.arrays import Floats
from generator.findings.change_guards import levelling_category, side_of_change
from generator.findings.finding import Finding
from generator.findings.levelling import (
    Distribution,
    find_levelling,
    gather_places,
    measure_moves,
    percentiles,
)
from generator.findings.rules import failed_guards, passes
from generator.index.results import Index, Status

COUNCILS = list(make_areas().values())
LONGEVITY = [node.key for node in STRUCTURE.nodes].index("longevity")
LADDER = np.linspace(20, 77, A)
"""Steps of 3: percentiles 10 and 90 lie at 25.7 and 71.3, so the gap is 45.6."""
ALL = np.ones(A, dtype=bool)
UK = {"K02000001": ALL}


def make_trend_of(start: Floats, end: Floats, node: int = LONGEVITY) -> Index:
    index = make_index()
    score = index.trend.score.copy()
    score[:, node, 0], score[:, node, -1] = start, end
    return replace(index, trend=replace(index.trend, score=score))


def find(
    index: Index, *, councils: list[Area] = COUNCILS, framework: Framework | None = None
) -> dict[str, Finding]:
    return find_levelling(index, framework or make_framework(), councils, UK)["K02000001"]


def squeeze(by: float, shift: float) -> Floats:
    """The ladder with its distances times ``by``, moved by ``shift``."""
    return np.asarray(48.5 + (LADDER - 48.5) * by + shift)


@pytest.mark.parametrize(
    ("by", "shift", "answer"),
    [
        (0.5, 10, "levelled_up"),
        (1.4, 10, "improved_diverged"),
        (0.5, -10, "narrowed_falling"),
        (1.4, -10, "fell_diverged"),
        (1.0, 10, "no_clear_change"),
        (0.5, 0.5, "no_clear_change"),
        (1.0, 0, "no_clear_change"),
    ],
)
def test_each_of_the_answers(by: float, shift: float, answer: str) -> None:
    finding = find(make_trend_of(LADDER, squeeze(by, shift)))["longevity"]
    assert finding.evidence.category == answer
    assert finding.evidence.mean_change == pytest.approx(shift)
    assert finding.evidence.gap_change == pytest.approx(45.6 * (by - 1))
    assert passes(finding)


def test_the_numbers_by_hand() -> None:
    evidence = find(make_trend_of(LADDER, squeeze(0.5, 10)))["longevity"].evidence
    assert (evidence.start_year, evidence.end_year) == (2013, 2024)
    assert evidence.p10_start == pytest.approx(25.7)
    assert evidence.p90_start == pytest.approx(71.3)
    assert evidence.p10_end == pytest.approx(47.1)
    assert evidence.p90_end == pytest.approx(69.9)
    assert (evidence.councils, evidence.places, evidence.indicators) == (20, 20, 2)
    assert evidence.measures == ("le", "deaths")
    assert evidence.nations == evidence.whole == ("England", "Wales", "Scotland", "Northern Ireland")


def test_the_mean_is_weighted_by_people_and_the_gap_is_not() -> None:
    councils = [
        council.model_copy(update={"population": 1_900_000 if number == 19 else 100_000})
        for number, council in enumerate(COUNCILS)
    ]
    end = LADDER.copy()
    end[19] += 10
    evidence = find(make_trend_of(LADDER, end), councils=councils)["longevity"].evidence
    # Half of all people live in the one council that rose by 10.
    assert evidence.mean_change == pytest.approx(5)
    assert evidence.gap_change == pytest.approx(0)


def test_a_gap_that_hangs_on_one_council_is_not_called() -> None:
    start, end = np.full(A, 50.0), np.full(A, 60.0)
    start[-2:], end[-2:] = 70.0, [60.0, 60.0]
    finding = find(make_trend_of(start, end))["longevity"]
    assert finding.evidence.gap_change <= -1
    assert finding.evidence.gap_side == "unclear"


def test_the_same_councils_at_both_ends() -> None:
    end = squeeze(0.5, 10)
    end[3:5] = np.nan
    whole = find(make_trend_of(LADDER, end))["longevity"].evidence
    start = LADDER.copy()
    start[3:5] = np.nan
    assert find(make_trend_of(start, squeeze(0.5, 10)))["longevity"].evidence == whole
    assert whole.councils == 18


def test_adding_a_constant_to_all_changes_no_gap() -> None:
    rng = np.random.default_rng(4)
    start, end = rng.uniform(20, 80, (2, 60))
    people = rng.uniform(1, 9, 60)
    mean, gap = measure_moves(Distribution(start, end, people))
    moved, same = measure_moves(Distribution(start, end + 7, people))
    assert (same.change, same.low, same.high) == pytest.approx((gap.change, gap.low, gap.high))
    assert moved.change - mean.change == pytest.approx(7)


def test_swapping_the_years_turns_the_answer_round() -> None:
    there = find(make_trend_of(LADDER, squeeze(0.5, 10)))["longevity"].evidence
    back = find(make_trend_of(squeeze(0.5, 10), LADDER))["longevity"].evidence
    assert back.category == "fell_diverged"
    assert back.gap_change == pytest.approx(-there.gap_change)


def test_percentiles_are_those_of_numpy() -> None:
    scores = np.random.default_rng(2).normal(50, 10, 37)
    assert percentiles(scores, (10, 90)) == pytest.approx(np.percentile(scores, [10, 90]))


def test_districts_that_share_a_county_count_once() -> None:
    places = gather_places(
        np.array([10.0, 20.0, 40.0, 50.0]),
        np.array([20.0, 30.0, 40.0, 60.0]),
        people=np.array([1.0, 3.0, 2.0, 2.0]),
        shared_by=np.array(["Kent", "Kent", "", ""]),
    )
    assert sorted(places.start) == [17.5, 40.0, 50.0]
    assert sorted(places.end) == [27.5, 40.0, 60.0]
    assert sorted(places.people) == [2.0, 2.0, 4.0]


def test_only_what_is_shared_is_put_together() -> None:
    councils = [
        council.model_copy(update={"county_name": "Kent" if number < 5 else ""})
        for number, council in enumerate(COUNCILS)
    ]
    index = make_trend_of(LADDER, squeeze(0.5, 10))
    assert find(index, councils=councils)["longevity"].evidence.places == 20
    status = index.panel.status.copy()
    status[:, :2, 0] = Status.UPPER_TIER
    shared = replace(index, panel=replace(index.panel, status=status))
    assert find(shared, councils=councils)["longevity"].evidence.places == 16


def test_nations_on_scales_of_their_own_are_not_told_together() -> None:
    index = make_index()
    assert "care" not in find(index) and "longevity" in find(index)
    england = np.array([nation == "England" for nation in NATION])
    own = find_levelling(index, make_framework(), COUNCILS, {"E92000001": england})["E92000001"]
    assert own["care"].evidence.nations == ("England",)


def test_one_nation_does_not_speak_for_the_group() -> None:
    end = squeeze(0.5, 10)
    end[12:] = np.nan
    assert "longevity" not in find(make_trend_of(LADDER, end))
    end[12:15] = 50.0
    told = find(make_trend_of(LADDER, end))["longevity"].evidence
    # Three of the four Welsh councils have both years, and no council of the other two nations.
    assert (told.nations, told.councils) == (("England", "Wales"), 15)


def test_fewer_than_ten_places_or_half_the_people_get_no_answer() -> None:
    index, framework = make_index(), make_framework()
    for members in (range(9), range(12, 20)):
        few = np.isin(np.arange(A), list(members))
        assert find_levelling(index, framework, COUNCILS, {"few": few}) == {"few": {}}


def test_a_pillar_needs_three_indicators_and_an_element_one() -> None:
    found = find(make_index())
    assert "schools" in found and "education" not in found
    assert "health" in found


def test_years_must_be_measured_and_lie_apart() -> None:
    index = make_trend_of(LADDER, squeeze(0.5, 10))
    measured = index.trend.measured.copy()
    measured[:, LONGEVITY, 0] = 0.4
    later = replace(index, trend=replace(index.trend, measured=measured))
    assert find(later)["longevity"].evidence.start_year == 2018
    measured[:, LONGEVITY, 1] = 0.4
    assert "longevity" not in find(replace(index, trend=replace(index.trend, measured=measured)))


def test_a_rule_that_does_not_hold_is_named() -> None:
    finding = find(make_trend_of(LADDER, squeeze(0.5, 10)))["longevity"]
    for change, guard in (
        ({"category": "fell_diverged"}, "answer follows"),
        ({"gap_low": -30.0, "gap_high": 1.0}, "answer follows"),
        ({"p90_end": 90.0}, "changes add up"),
        ({"places": 9}, "enough places"),
        ({"people_share": 0.49}, "half the people"),
        ({"pooled": 0.5}, "on one scale"),
        ({"nations": ("England",)}, "speaks for the whole"),
        ({"relative": 0.5}, "can tell improvement"),
        ({"end_year": 2017}, "span is long"),
        ({"measured_end": 0.4}, "both ends measured"),
        ({"level": "pillar"}, "enough for its level"),
    ):
        broken = replace(finding, evidence=replace(finding.evidence, **change))
        assert failed_guards(broken) == (guard,), change


def test_sides_and_answers() -> None:
    assert side_of_change(0.9, low=0.5, high=1.3, zone=1.0) == "unclear"
    assert side_of_change(2.0, low=-0.1, high=4.0, zone=1.0) == "unclear"
    assert side_of_change(2.0, low=0.1, high=4.0, zone=1.0) == "up"
    assert side_of_change(-2.0, low=-4.0, high=-0.1, zone=1.0) == "down"
    assert levelling_category(mean="up", gap="unclear") == "no_clear_change"
    assert levelling_category(mean="unclear", gap="down") == "no_clear_change"


def test_the_same_every_time() -> None:
    index = make_trend_of(LADDER, squeeze(0.5, 10))
    assert find(index) == find(index)
