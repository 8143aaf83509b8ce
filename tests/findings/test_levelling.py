"""The levelling-up test on ladders of 20 councils that can be followed by hand; the country is made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny import NATION, STRUCTURE, A, make_areas, make_framework, make_index

from generator.catalogue.records import NATIONS, Area
from generator.composite.arrays import Floats
from generator.composite.spread import Distribution
from generator.findings.change_guards import (
    levelling_category,
    name_slope,
    ratio_is_told,
    side_of_change,
    side_of_gap,
)
from generator.findings.finding import Finding
from generator.findings.levelling import choose_scope, find_levelling, gather_places
from generator.findings.rules import failed_guards, passes
from generator.index.ends import UK, Ends, Lead

COUNCILS = list(make_areas().values())
LONGEVITY = [node.key for node in STRUCTURE.nodes].index("longevity")
LADDER = np.linspace(20, 77, A)
"""Steps of 3: percentiles 10 and 90 lie at 25.7 and 71.3, so the gap is 45.6."""
ALL = np.ones(A, dtype=bool)


def make_ends(start: Floats, end: Floats, **changes: Any) -> Ends:
    both = ~np.isnan(start + end)
    one, none = np.where(both, 1.0, np.nan), np.where(both, 0.0, np.nan)
    ends = Ends(
        node=LONGEVITY,
        nations=NATIONS,
        start_year=2013,
        end_year=2024,
        columns=(0, 1),
        start=np.where(both, start, np.nan),
        end=np.where(both, end, np.nan),
        error_start=none,
        error_end=none,
        measured_start=one,
        measured_end=one,
        own=one,
        pooled=one,
        relative=0.0,
    )
    return replace(ends, **changes)


def find(
    ends: Ends, *, councils: list[Area] = COUNCILS, members: np.ndarray = ALL, scope: str = UK
) -> dict[str, Finding]:
    groups = {"K02000001": members}
    found = find_levelling(make_index(), make_framework(), councils, groups, {scope: {ends.node: ends}})
    return found["K02000001"]


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
        (1.0, 10, "improved"),
        (1.0, -10, "fell"),
        (0.5, 0.0, "narrowed"),
        (1.4, 0.0, "widened"),
        (1.0, 0, "no_clear_change"),
    ],
)
def test_each_of_the_answers(by: float, shift: float, answer: str) -> None:
    finding = find(make_ends(LADDER, squeeze(by, shift)))["longevity"]
    assert finding.evidence.category == answer
    assert finding.evidence.mean_change == pytest.approx(shift)
    assert finding.evidence.gap_change == pytest.approx(45.6 * (by - 1))
    assert finding.evidence.slope == pytest.approx(by - 1)
    assert passes(finding)


def test_the_numbers_by_hand() -> None:
    evidence = find(make_ends(LADDER, squeeze(0.5, 10)))["longevity"].evidence
    assert (evidence.start_year, evidence.end_year) == (2013, 2024)
    assert evidence.p10_start == pytest.approx(25.7)
    assert evidence.p90_start == pytest.approx(71.3)
    assert evidence.p10_end == pytest.approx(47.1)
    assert evidence.p90_end == pytest.approx(69.9)
    assert (evidence.councils, evidence.places, evidence.indicators) == (20, 20, 2)
    assert evidence.measures == ("le", "deaths")
    assert evidence.nations == evidence.whole == NATIONS


def test_noise_that_grows_is_taken_out() -> None:
    """The true ladder halves; its noise, made up of steps that alternate, grows to half of what is seen."""
    noise = np.tile([-7.0, 7.0], A // 2)
    ends = make_ends(LADDER, squeeze(0.5, 0) + noise, error_end=np.full(A, 7.0))
    evidence = find(ends)["longevity"].evidence
    assert evidence.gap_end < evidence.p90_end - evidence.p10_end
    assert evidence.gap_end == pytest.approx(
        ((evidence.p90_end - evidence.p10_end) ** 2 - (2.5631031310892 * 7) ** 2) ** 0.5
    )
    assert evidence.category == "narrowed"


@pytest.mark.parametrize("seed", range(4))
def test_a_made_up_country_is_told_rightly_whatever_its_noise_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 300
    councils = [COUNCILS[0].model_copy(update={"code": f"Y{a:03d}", "slug": f"y-{a}"}) for a in range(size)]
    true, small, large = rng.standard_normal(size), rng.standard_normal(size), rng.standard_normal(size)
    wide, narrow = 50 + 12 * true + 2 * small, 50 + 8 * true + 7 * large
    low, high = np.full(size, 2.0), np.full(size, 7.0)
    ones = np.ones(size)
    sides = {}
    for name, start, end, errors in (
        ("narrowed", wide, narrow, (low, high)),
        ("widened", narrow, wide, (high, low)),
        ("no_clear_change", wide, 50 + 12 * true + 2 * large, (low, low)),
    ):
        ends = make_ends(
            start,
            end,
            nations=("England",),
            error_start=errors[0],
            error_end=errors[1],
            measured_start=ones,
            measured_end=ones,
            own=ones,
            pooled=ones,
        )
        found = find(ends, councils=councils, members=ones > 0, scope="England")
        sides[name] = found["longevity"].evidence
    assert sides["narrowed"].gap_side == "down"
    assert sides["widened"].gap_side == "up"
    assert sides["no_clear_change"].gap_side == "unclear"
    assert sides["no_clear_change"].slope_side == "unclear"


def test_the_mean_is_weighted_by_people_and_the_gap_is_not() -> None:
    councils = [
        council.model_copy(update={"population": 1_900_000 if number == 19 else 100_000})
        for number, council in enumerate(COUNCILS)
    ]
    end = LADDER.copy()
    end[19] += 10
    evidence = find(make_ends(LADDER, end), councils=councils)["longevity"].evidence
    # Half of all people live in the one council that rose by 10.
    assert evidence.mean_change == pytest.approx(5)
    assert evidence.gap_change == pytest.approx(0)


def test_a_gap_that_hangs_on_one_council_is_not_called() -> None:
    start, end = np.full(A, 50.0), np.full(A, 60.0)
    start[-2:], end[-2:] = 70.0, [60.0, 60.0]
    finding = find(make_ends(start, end))["longevity"]
    assert finding.evidence.gap_change <= -1
    assert finding.evidence.gap_side == "unclear"


def test_the_same_councils_at_both_ends() -> None:
    end = squeeze(0.5, 10)
    end[3:5] = np.nan
    whole = find(make_ends(LADDER, end))["longevity"].evidence
    start = LADDER.copy()
    start[3:5] = np.nan
    assert find(make_ends(start, squeeze(0.5, 10)))["longevity"].evidence == whole
    assert whole.councils == 18


def test_swapping_the_years_turns_the_answer_round() -> None:
    there = find(make_ends(LADDER, squeeze(0.5, 10)))["longevity"].evidence
    back = find(make_ends(squeeze(0.5, 10), LADDER))["longevity"].evidence
    assert back.category == "fell_diverged"
    assert back.gap_change == pytest.approx(-there.gap_change)


def test_districts_that_share_a_county_count_once() -> None:
    councils = Distribution(
        start=np.array([10.0, 20.0, 40.0, 50.0]),
        end=np.array([20.0, 30.0, 40.0, 60.0]),
        error_start=np.array([3.0, 3.0, 1.0, 2.0]),
        error_end=np.array([4.0, 4.0, 1.0, 2.0]),
        people=np.array([1.0, 3.0, 2.0, 2.0]),
    )
    places = gather_places(councils, np.array(["Kent", "Kent", "", ""]))
    assert sorted(places.start) == [17.5, 40.0, 50.0]
    assert sorted(places.end) == [27.5, 40.0, 60.0]
    assert sorted(places.people) == [2.0, 2.0, 4.0]
    assert sorted(places.error_end) == [1.0, 2.0, 4.0]


def test_only_what_is_shared_is_put_together() -> None:
    councils = [
        council.model_copy(update={"county_name": "Kent" if number < 5 else ""})
        for number, council in enumerate(COUNCILS)
    ]
    ends = make_ends(LADDER, squeeze(0.5, 10))
    assert find(ends, councils=councils)["longevity"].evidence.places == 20
    shared = replace(ends, own=np.full(A, 0.5))
    assert find(shared, councils=councils)["longevity"].evidence.places == 16


def test_nations_on_scales_of_their_own_are_not_told_together() -> None:
    ends = make_ends(LADDER, squeeze(0.5, 10), pooled=np.full(A, 0.5))
    assert find(ends) == {}
    england = np.array([nation == "England" for nation in NATION])
    own = find(ends, members=england, scope="England")["longevity"]
    assert own.evidence.nations == ("England",)


def test_a_group_of_one_nation_has_the_window_of_that_nation() -> None:
    nation = np.array(NATION)
    assert choose_scope(nation, nation == "Wales") == "Wales"
    assert choose_scope(nation, ALL) == UK


def test_one_nation_does_not_speak_for_the_group() -> None:
    end = squeeze(0.5, 10)
    end[12:] = np.nan
    assert find(make_ends(LADDER, end)) == {}
    end[12:15] = 50.0
    told = find(make_ends(LADDER, end))["longevity"].evidence
    # Three of the four Welsh councils have both years, and no council of the other two nations.
    assert (told.nations, told.councils) == (("England", "Wales"), 15)


def test_fewer_than_ten_places_or_half_the_people_get_no_answer() -> None:
    ends = make_ends(LADDER, squeeze(0.5, 10))
    for members, scope in ((range(9), "England"), (range(12, 20), UK)):
        assert find(ends, members=np.isin(np.arange(A), list(members)), scope=scope) == {}


def test_what_only_moves_against_others_has_no_mean() -> None:
    evidence = find(make_ends(LADDER, squeeze(0.5, 10), relative=0.5))["longevity"].evidence
    assert (evidence.mean_side, evidence.category) == ("untold", "narrowed")


def make_lead(start: Floats, end: Floats, *, logged: bool = False, priced: bool = False) -> Lead:
    """Both ends of the first indicator, without error."""
    zero = np.zeros(A)
    return Lead(
        column=0, logged=logged, priced=priced, start=start, end=end, error_start=zero, error_end=zero
    )


def test_both_ends_in_the_unit_of_the_heaviest_indicator() -> None:
    value, half = 60 + LADDER, 60 + squeeze(0.5, 0)
    lead = make_lead(value, half)
    ends = make_ends(LADDER, squeeze(0.5, 10), lead=lead)
    evidence = find(ends)["longevity"].evidence
    assert (evidence.lead, evidence.lead_subject) == ("le", "the share of le")
    assert (evidence.low_start, evidence.high_start) == pytest.approx((85.7, 131.3))
    assert (evidence.low_end, evidence.high_end) == pytest.approx((97.1, 119.9))
    # Errors draw both ends in towards the middle, here by the root of what is real of the spread.
    noisy = replace(lead, error_start=np.full(A, 5.0))
    told = find(replace(ends, lead=noisy))["longevity"].evidence
    assert told.low_start is not None and told.high_start is not None
    assert told.high_start - told.low_start == pytest.approx((45.6**2 - (2.5631031310892 * 5) ** 2) ** 0.5)
    logged = replace(lead, logged=True)
    told = find(replace(ends, lead=logged))["longevity"].evidence
    assert told.low_start == pytest.approx(np.exp(np.percentile(np.log(value), 10)))
    # Where errors make more than half of it, nothing is told.
    assert (
        find(replace(ends, lead=replace(lead, error_end=np.full(A, 9.0))))["longevity"].evidence.lead is None
    )


def test_an_indicator_that_goes_against_the_gap_is_not_told() -> None:
    apart = 100 + LADDER
    wider = 100 + squeeze(1.5, 0)
    lead = make_lead(apart, wider)
    told = find(make_ends(LADDER, squeeze(0.5, 10), lead=lead))["longevity"].evidence
    assert (told.gap_side, told.lead) == ("down", None)
    # The same figures beside a gap that widened, or did nothing clearly, are told.
    for end, side in ((squeeze(1.5, 0), "up"), (LADDER, "unclear")):
        told = find(make_ends(LADDER, end, lead=lead))["longevity"].evidence
        assert (told.gap_side, told.lead) == (side, "le")


def test_on_a_scale_of_ratios_the_ratio_has_to_go_along() -> None:
    """All figures fall by two thirds, those at the top by less: the ratio grows, the difference shrinks."""
    value = 40 + LADDER
    lower = value / 3 * np.linspace(0.8, 1.2, A)
    lead = make_lead(value, lower, logged=True)
    wide, narrow = (
        make_ends(LADDER, squeeze(1.5, 0), lead=lead),
        make_ends(LADDER, squeeze(0.5, 0), lead=lead),
    )
    assert find(wide)["longevity"].evidence.lead == "le"
    assert find(narrow)["longevity"].evidence.lead is None
    # Where the lower end is next to nothing the difference is what is told, so that it has to go along.
    small = replace(lead, start=value - 49.0, end=lower / 100 + np.where(LADDER.mean() < LADDER, 30.0, 0.0))
    assert find(replace(narrow, lead=small))["longevity"].evidence.lead == "le"
    assert find(replace(wide, lead=small))["longevity"].evidence.lead is None


def test_of_money_only_a_ratio_is_told() -> None:
    lead = make_lead(60 + LADDER, 60 + squeeze(0.5, 0), priced=True)
    ends = make_ends(LADDER, squeeze(0.5, 10), lead=lead)
    assert find(ends)["longevity"].evidence.lead == "le"
    below = replace(lead, start=lead.start - 100.0, end=lead.end - 100.0)
    assert find(replace(ends, lead=below))["longevity"].evidence.lead is None


def test_a_rule_that_does_not_hold_is_named() -> None:
    finding = find(make_ends(LADDER, squeeze(0.5, 10)))["longevity"]
    for change, guard in (
        ({"category": "fell_diverged"}, "answer follows"),
        ({"gap_low": -30.0, "gap_high": 1.0}, "answer follows"),
        ({"slope_side": "unclear"}, "answer follows"),
        ({"reliability": 0.4}, "answer follows"),
        ({"real_end": 0.4}, "answer follows"),
        ({"relative": 0.5}, "answer follows"),
        ({"p90_end": 90.0}, "changes add up"),
        ({"error_end": 3.0}, "changes add up"),
        ({"places": 9}, "enough places"),
        ({"people_share": 0.49}, "half the people"),
        ({"pooled": 0.5}, "on one scale"),
        ({"nations": ("England",)}, "speaks for the whole"),
        ({"end_year": 2017}, "span is long"),
        ({"measured_end": 0.4}, "both ends measured"),
        ({"level": "pillar"}, "enough for its level"),
    ):
        broken = replace(finding, evidence=replace(finding.evidence, **change))
        assert failed_guards(broken) == (guard,), change


def test_sides_and_answers() -> None:
    assert ratio_is_told((1.0, 2.0), (20.0, 40.0))
    assert not ratio_is_told((1.0, 2.0), (20.1, 2.5))
    assert not ratio_is_told((0.0, 2.0), (3.0, 2.5))
    assert side_of_change(0.9, low=0.5, high=1.3, zone=1.0) == "unclear"
    assert side_of_change(2.0, low=-0.1, high=4.0, zone=1.0) == "unclear"
    assert side_of_change(2.0, low=0.1, high=4.0, zone=1.0) == "up"
    assert side_of_change(-2.0, low=-4.0, high=-0.1, zone=1.0) == "down"
    assert side_of_gap(-2.0, low=-4.0, high=-0.1, real=0.49) == "unclear"
    assert name_slope(-0.5, low=-0.6, high=-0.4, reliability=0.49) == "unclear"
    assert name_slope(-0.5, low=-0.6, high=-0.4, reliability=0.5) == "caught_up"
    assert name_slope(0.05, low=0.01, high=0.09, reliability=0.9) == "unclear"
    assert name_slope(0.5, low=0.4, high=0.6, reliability=0.9) == "drew_away"
    assert levelling_category(mean="unclear", gap="unclear") == "no_clear_change"


def test_the_same_every_time() -> None:
    ends = make_ends(LADDER, squeeze(0.5, 10))
    assert find(ends) == find(ends)
