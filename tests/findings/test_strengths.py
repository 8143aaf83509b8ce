from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import CODES, EDITION, ONE_NATION, A, I, make_areas, make_framework, make_index, unite

from generator.findings.comparison import compare, name_nations, name_set
from generator.findings.finding import Finding
from generator.findings.relative import find_context, find_relative
from generator.findings.rules import RULES, failed_guards, passes
from generator.findings.strengths import _is_past_best, choose_for_page, find_strengths
from generator.index.results import Index, Status

FRAMEWORK = make_framework()
AREAS = make_areas()


def find(index: Index) -> dict[str, tuple[Finding, ...]]:
    return find_strengths(index, FRAMEWORK, AREAS, EDITION)


def nodes(findings: tuple[Finding, ...], kind: str) -> set[str]:
    return {finding.node for finding in findings if finding.kind == kind}


def test_best_council_has_strengths_and_worst_has_weaknesses() -> None:
    found = find(make_index())
    assert nodes(found["X19"], "weakness") == set()
    # Care does not qualify: it is compared within two Northern councils, which are too few.
    assert nodes(found["X19"], "strength") == {"longevity", "risk", "schools"}
    assert nodes(found["X00"], "strength") == set()
    assert nodes(found["X00"], "weakness") <= {"longevity", "care", "risk", "schools"}
    assert found["X10"] == ()


def test_an_indicator_for_the_trend_alone_carries_no_finding() -> None:
    domain = FRAMEWORK.domains[0]
    health = domain.pillars[0]
    risk = health.elements[2]
    smoking = risk.indicators[0].model_copy(update={"counts_for": "trend"})
    elements = (*health.elements[:2], risk.model_copy(update={"indicators": (smoking,)}))
    pillars = (health.model_copy(update={"elements": elements}), *domain.pillars[1:])
    framework = FRAMEWORK.model_copy(update={"domains": (domain.model_copy(update={"pillars": pillars}),)})
    found = find_strengths(make_index(), framework, AREAS, EDITION)
    assert nodes(found["X19"], "strength") == {"longevity", "schools"}


def test_what_goes_with_a_place_is_no_strength_and_is_listed_apart() -> None:
    domain = FRAMEWORK.domains[0]
    health = domain.pillars[0]
    reading = {"reading": "context", "reading_reason": "It goes with the place."}
    elements = tuple(
        element.model_copy(
            update={"indicators": tuple(each.model_copy(update=reading) for each in element.indicators)}
        )
        if element.slug == "risk"
        else element
        for element in health.elements
    )
    pillars = (health.model_copy(update={"elements": elements}), *domain.pillars[1:])
    framework = FRAMEWORK.model_copy(update={"domains": (domain.model_copy(update={"pillars": pillars}),)})
    found = find_strengths(make_index(), framework, AREAS, EDITION)
    assert nodes(found["X19"], "strength") == {"longevity", "schools"}
    assert nodes(found["X19"], "context") == nodes(found["X00"], "context") == {"risk"}
    assert find_context(framework) == {"risk"}
    assert "risk" not in {
        each.node
        for code, own in find_relative(make_index(), framework, AREAS, EDITION, absolute={}).items()
        for each in own
    }


def test_figure_is_told_with_its_comparison() -> None:
    finding = next(f for f in find(make_index())["X19"] if f.node == "longevity")
    assert finding.indicator == "le"
    assert finding.value is not None and finding.comparison is not None
    assert (finding.value.value, finding.value.source) == (79.0, "set-le")
    assert finding.value.status == "observed"
    assert finding.comparison.label == "the 20 councils of the UK"
    assert finding.comparison.middle == 69.5
    assert finding.comparison.percentile == 97.5
    assert finding.comparison.rank_from_top == 1
    # Indicator scores run from 0 to 100 with median 50: the best council is 50 points away.
    assert finding.weight == pytest.approx(50.0)


def test_lower_is_better_reads_the_other_end() -> None:
    finding = next(f for f in find(make_index())["X19"] if f.node == "risk")
    assert finding.comparison is not None
    assert finding.comparison.rank_from_top == 20
    assert finding.evidence.good_percentile == 97.5


def test_not_pooled_figures_are_compared_within_their_group() -> None:
    status = make_index().level.status.copy()
    status[:, 3] = Status.UPPER_TIER  # out of the way: a pillar shows two findings at most
    finding = next(f for f in find(make_index(level={"status": status}))["X00"] if f.node == "care")
    assert finding.comparison is not None
    assert finding.comparison.label == "the 16 councils of England and Wales"
    assert finding.comparison.key == "group:England+Wales"


def test_all_that_pass_are_listed_however_many_are_of_one_pillar() -> None:
    index = make_index()
    everything = replace(index, panel=replace(index.panel, pooled=np.ones(I, dtype=bool)))
    found = find(everything)["X19"]
    assert nodes(found, "strength") == {"care", "longevity", "risk", "schools"}


@pytest.mark.parametrize("status", [Status.UPPER_TIER, Status.CARRIED, Status.INTERPOLATED])
def test_only_figures_measured_here_count(status: Status) -> None:
    index = make_index()
    changed = np.full_like(index.level.status, status)
    assert find(make_index(level={"status": changed}))["X19"] == ()


def test_recast_figures_count() -> None:
    changed = np.full((A, I), Status.RECAST, dtype=np.int8)
    assert nodes(find(make_index(level={"status": changed}))["X19"], "strength")


@pytest.mark.parametrize(("year", "listed"), [(2020, True), (2019, False)])
def test_old_figures_do_not_count(year: int, listed: bool) -> None:
    found = find(make_index(level={"year": np.full((A, I), year, dtype=np.int32)}))
    assert bool(found["X19"]) is listed


def test_middle_inside_published_interval_stops_it() -> None:
    index = make_index()
    lower, upper = index.level.value - 30, index.level.value + 30
    assert find(make_index(level={"lower": lower, "upper": upper}))["X19"] == ()
    narrow = {"lower": index.level.value - 1, "upper": index.level.value + 1}
    assert len(find(make_index(level=narrow))["X19"]) == 3


def test_unsure_fifth_stops_it() -> None:
    fifths = make_index().robustness.p_fifth.copy()
    fifths[19, :, 0], fifths[19, :, 1] = 0.79, 0.21
    assert find(make_index(robustness={"p_fifth": fifths}))["X19"] == ()
    fifths[19, :, 0], fifths[19, :, 1] = 0.8, 0.2
    assert len(find(make_index(robustness={"p_fifth": fifths}))["X19"]) == 3


def test_percentile_of_79_is_not_extreme() -> None:
    # Council 15 has 15 below and one equal of 20: percentile 77.5. Council 16: 82.5.
    found = find(make_index())
    # On care, which has ranks in the nations alone, it is the best of England and Wales, the first of four.
    assert nodes(found["X15"], "strength") == {"care"}
    fifths = make_index().robustness.p_fifth
    assert fifths[16, 4, 0] == 1.0
    assert "longevity" in nodes(found["X16"], "strength")


def test_what_errors_may_have_carried_into_the_fifth_stops_it() -> None:
    index = make_index()
    sure = find(index)["X16"]
    assert "longevity" in nodes(sure, "strength")
    # Council 16 lies 0.8 steps beyond the border, 15.2. Scotland's middle is 16.5: drawn to it, 16 stays.
    errors = replace(index.errors, reliability=np.full_like(index.errors.reliability, 0.75))
    assert "longevity" in nodes(find(replace(index, errors=errors))["X16"], "strength")
    one = unite(replace(index, errors=errors))
    found = find_strengths(one, FRAMEWORK, ONE_NATION, EDITION)
    # The middle of all is 9.5: 16 is expected at 14.4 and goes, 18 at 15.9 and stays.
    assert "longevity" not in nodes(found["X16"], "strength")
    assert "longevity" in nodes(found["X18"], "strength")


def test_gap_within_the_spread_stops_it() -> None:
    # Eighteen councils spread widely, the top two barely above the middle of the upper half.
    value = make_index().level.value.copy()
    value[:, 0] = [0] * 9 + [50] + [60] * 8 + [60.1, 60.2]
    level = {"value": value}
    found = find(make_index(level=level))["X18"]
    carriers = {finding.indicator for finding in found}
    assert "le" not in carriers


def test_gap_that_cannot_be_seen_in_print_stops_it() -> None:
    value = make_index().level.value.copy()
    value[:, 0] = 70 + np.arange(A) / 1000
    found = find(make_index(level={"value": value}))["X19"]
    assert "le" not in {finding.indicator for finding in found}


def test_constant_inside_a_nation_stops_it() -> None:
    value = make_index().level.value.copy()
    value[18:, 3] = 21.0
    found = find(make_index(level={"value": value}))["X19"]
    assert "risk" not in nodes(found, "strength")


def test_missing_figures_give_nothing() -> None:
    value = make_index().level.value.copy()
    value[19] = np.nan
    assert find(make_index(value=value))["X19"] == ()


def test_label_says_when_some_have_no_figure() -> None:
    value = make_index().level.value.copy()
    value[3, 0] = np.nan
    finding = next(f for f in find(make_index(value=value))["X19"] if f.node == "longevity")
    assert finding.comparison is not None
    assert finding.comparison.label == "the 19 councils of the UK with figures"


def test_other_side_of_the_element_is_kept_in_evidence() -> None:
    value = make_index().level.value.copy()
    value[19, 1] = 99.0  # most avoidable deaths of all
    finding = next(f for f in find(make_index(value=value))["X19"] if f.node == "longevity")
    assert finding.evidence.opposite == {"deaths": 2.5}
    assert finding.evidence.others == 1


def test_every_finding_passes_its_rule_again_and_is_in_order() -> None:
    for found in find(make_index()).values():
        assert all(passes(finding) for finding in found)
        for kind in ("strength", "weakness"):
            weights = [finding.weight for finding in choose_for_page(found, kind, limit=99)]
            assert weights == sorted(weights, reverse=True)
        assert not nodes(found, "strength") & nodes(found, "weakness")


FLIPS = {
    "measured here": {"status": "upper_tier"},
    "recent": {"age": 7},
    "set large enough": {"n": 9},
    "extreme fifth": {"good_percentile": 79.9},
    "gap beyond spread": {"mad": 50.0},
    "gap visible in print": {"middle": 79.04, "mad": 0.01},
    "middle outside interval": {"lower": 60.0, "upper": 90.0},
    "more than a few people": {"population": 9_999},
    "element stays in fifth": {"probability": 0.79},
    "held before": {"periods": 3, "periods_in_fifth": 1},
    "reliable": {"reliability": 0.69},
    "seen more than once": {"periods": 1, "error_kind": "assumed"},
    "varies": {"distinct_in_nation": 1},
    "not past the best": {"past_best": 1},
    "likely again": {"beyond": -0.001},
    "rests on enough events": {"events": 19},
    "such figures last": {"lasting": 0.69},
    "nothing speaks against it": {"cautions": 1},
}


@pytest.mark.parametrize("guard", list(RULES["element-extreme"].guards))
def test_each_guard_alone_stops_a_finding(guard: str) -> None:
    finding = next(f for f in find(make_index())["X19"] if f.node == "longevity")
    flipped = replace(finding, evidence=replace(finding.evidence, **FLIPS[guard]))
    assert failed_guards(finding) == ()
    assert failed_guards(flipped) == (guard,)


def test_names_of_nations_and_sets() -> None:
    totals = {"England": 296, "Wales": 22, "Scotland": 32, "Northern Ireland": 11}
    assert name_nations(["Wales", "England"]) == "England and Wales"
    assert name_nations(["Scotland", "Wales", "England"]) == "Great Britain"
    assert name_nations(["England", "Wales", "Northern Ireland"]) == "England, Wales and Northern Ireland"
    assert name_set(list(totals), 361, totals=totals) == ("uk", "the 361 councils of the UK")
    assert name_set(["Wales"], 22, totals=totals) == ("nation:Wales", "the 22 councils of Wales")
    assert name_set(["England"], 290, totals=totals)[1] == "the 290 councils of England with figures"


def test_percentile_counts_half_of_ties() -> None:
    value = make_index().level.value.copy()
    value[:, 0] = [1] * 10 + [2] * 10
    comparisons = compare(make_index(value=value), AREAS)
    assert comparisons.percentile[0, 0] == 25.0
    assert comparisons.percentile[19, 0] == 75.0
    assert comparisons.rank_from_top[19, 0] == 1
    assert comparisons.rank_from_top[0, 0] == 11
    assert comparisons.ties[0, 0] == 10
    assert set(CODES) == set(AREAS)


def test_tiny_places_need_a_published_interval() -> None:
    few = {**AREAS, "X19": AREAS["X19"].model_copy(update={"population": 2_300})}
    assert find_strengths(make_index(), FRAMEWORK, few, EDITION)["X19"] == ()
    index = make_index()
    sure = {"lower": index.level.value - 1, "upper": index.level.value + 1}
    assert len(find_strengths(make_index(level=sure), FRAMEWORK, few, EDITION)["X19"]) == 3


def test_a_gap_the_other_way_round_is_no_strength() -> None:
    longevity = FRAMEWORK.indicators[0]
    assert longevity.goalposts is None
    no_gap_is_best = longevity.model_copy(update={"direction": "lower", "goalposts": (0.0, 35.0)})
    assert [_is_past_best(no_gap_is_best, value) for value in (-12.7, 0.0, 5.0)] == [True, False, False]
    more_is_best = longevity.model_copy(update={"direction": "higher", "goalposts": (0.0, 35.0)})
    assert [_is_past_best(more_is_best, value) for value in (36.0, 35.0, -1.0)] == [True, False, False]
