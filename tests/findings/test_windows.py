"""Change over about ten and five years, on ladders of 20 councils that can be followed by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import EDITION, STRUCTURE, A, make_areas, make_framework, make_index

from generator.catalogue.records import Area, Edition
from generator.composite.arrays import Bools, Floats
from generator.findings.finding import Finding
from generator.findings.rules import failed_guards
from generator.findings.windows import Window, find_moves, find_years, measure_windows
from generator.index.results import Index, Status

FRAMEWORK = make_framework()
AREAS = make_areas()
NODE = {node.key: n for n, node in enumerate(STRUCTURE.nodes)}
COLUMN = {slug: i for i, slug in enumerate(STRUCTURE.indicators)}


def move(node: str, changes: Floats, *, index: Index | None = None) -> Index:
    """Scores of 40 in 2013 and 2018, and 40 with these changes in 2024."""
    index = index or make_index()
    score = index.trend.score.copy()
    score[:, NODE[node], :] = 40
    score[:, NODE[node], 2] += changes
    return with_trend(index, score=score)


def with_trend(index: Index, **parts: Floats) -> Index:
    """The same index with other parts of its trend, that of elements too."""
    return replace(index, trend=replace(index.trend, **parts), recent=replace(index.recent, **parts))


def window(index: Index, node: str, span: int, areas: dict[str, Area] = AREAS) -> list[Window]:
    found = measure_windows(index, FRAMEWORK, areas)
    return [each for each in found if (each.node, each.span) == (NODE[node], span)]


def moves_of(
    index: Index, node: str, code: str, areas: dict[str, Area] = AREAS, edition: Edition = EDITION
) -> list[Finding]:
    found = find_moves(index, measure_windows(index, FRAMEWORK, areas), areas, edition)
    return [each for each in found[code] if each.node == node]


SPREAD = np.array([-9.0, 9.0] + [-2.0, 2.0] * 9)
"""Changes whose median is 0 and whose median absolute deviation is 2."""


def test_both_stretches_are_told_with_their_years() -> None:
    for span, start in ((10, 2013), (5, 2018)):
        (found,) = window(move("schools", SPREAD), "schools", span)
        assert (found.start_year, found.end_year) == (start, 2024)
        assert found.whole_change == pytest.approx(0)
        assert found.zone == 2
        assert found.stated.all()


def test_what_moved_further_than_the_whole_is_a_finding() -> None:
    index = move("schools", SPREAD)
    declined, improved = (moves_of(index, "schools", code) for code in ("X00", "X01"))
    assert [each.kind for each in declined] == ["declined", "declined"]
    assert [each.kind for each in improved] == ["improved", "improved"]
    assert improved[0].comparison is not None
    assert (improved[0].comparison.key, improved[0].comparison.rank_from_top) == ("uk", 1)
    # Two points is the deviation itself: not beyond it.
    assert moves_of(index, "schools", "X03") == []


def test_what_moved_long_ago_is_no_finding() -> None:
    index = move("schools", SPREAD)
    for year, found in ((2030, ["improved", "improved"]), (2031, [])):
        edition = EDITION.model_copy(update={"year": year})
        assert [each.kind for each in moves_of(index, "schools", "X01", edition=edition)] == found


def test_a_rise_smaller_than_everybodys_is_no_improvement_and_no_decline() -> None:
    index = move("schools", np.where(np.arange(A) == 4, 12.0, 30.0 + SPREAD))
    assert moves_of(index, "schools", "X04") == []


def test_a_fall_smaller_than_everybodys_is_no_improvement() -> None:
    index = move("schools", np.where(np.arange(A) == 4, -5.0, -30.0 + SPREAD))
    assert moves_of(index, "schools", "X04") == []


def test_people_weigh_the_mean_of_the_whole() -> None:
    heavy = {**AREAS, "X01": AREAS["X01"].model_copy(update={"population": 1_900_000})}
    (found,) = window(move("schools", SPREAD), "schools", 10, heavy)
    # Nineteen shares at 9, one at -9, nine at -2 and nine at 2, of 38.
    assert found.whole_change == pytest.approx((19 * 9 - 9) / 38)


def test_the_published_margin_of_both_years_must_be_passed() -> None:
    index = move("schools", SPREAD)
    panel = index.panel
    column = COLUMN["gcse"]
    # Goalposts from 0 to 1 on shares: an interval of 0.40 to 0.60 is 40 to 60 points, 1.96 errors either way.
    lower, upper = panel.lower.copy(), panel.upper.copy()
    lower[:, column, :], upper[:, column, :] = 0.40, 0.60
    unsure = replace(index, panel=replace(panel, lower=lower, upper=upper))
    (found,) = window(unsure, "schools", 10)
    assert found.margin == pytest.approx(1.645 * np.sqrt(2) * 10 / 1.96)
    assert moves_of(unsure, "schools", "X01") == []
    lower[:, column, :], upper[:, column, :] = 0.49, 0.51
    surer = replace(index, panel=replace(panel, lower=lower, upper=upper))
    (long, _) = moves_of(surer, "schools", "X01")
    assert long.evidence.lower == pytest.approx(9 - 1.645 * np.sqrt(2) / 1.96)


def test_a_margin_does_not_reach_beyond_the_scale() -> None:
    index = move("schools", np.where(np.arange(A) == 1, 59.0, SPREAD))
    lower, upper = index.panel.lower.copy(), index.panel.upper.copy()
    lower[1, COLUMN["gcse"], :], upper[1, COLUMN["gcse"], :] = 0.10, 0.90
    unsure = replace(index, panel=replace(index.panel, lower=lower, upper=upper))
    (long, _) = moves_of(unsure, "schools", "X01")
    assert long.evidence.upper == 100
    assert 0 < long.evidence.lower < 59


def test_nations_with_a_scale_of_their_own_are_compared_within_themselves() -> None:
    """ "care" rests on one indicator that every nation measures its own way; most have too few councils."""
    found = window(move("care", SPREAD), "care", 10)
    assert [each.nations for each in found] == [("England",)]
    assert np.isnan(found[0].change[12:]).all()
    assert not found[0].stated[12:].any()
    assert np.isnan(found[0].region_change).all()


def test_a_nation_beside_others_is_its_own_region() -> None:
    (found,) = window(move("schools", SPREAD), "schools", 10)
    assert found.region_change[12:16] == pytest.approx(0)
    assert np.isnan(found.region_change[16:]).all()  # two councils are no region


def hide(index: Index, rows: Bools, node: str, *, years: tuple[int, ...]) -> Index:
    measured = index.trend.measured.copy()
    for year in years:
        measured[rows, NODE[node], year] = 0.4
    return with_trend(index, measured=measured, straight=measured)


def test_a_council_measured_too_little_in_one_year_is_not_stated() -> None:
    index = hide(move("schools", SPREAD), np.arange(A) == 1, "schools", years=(0,))
    long, short = (window(index, "schools", span)[0].stated for span in (10, 5))
    assert not long[1]
    assert short[1]
    assert [each.evidence.span for each in moves_of(index, "schools", "X01")] == [5]


def test_a_year_in_which_the_middle_council_is_not_measured_is_no_end() -> None:
    everywhere = np.ones(A, dtype=bool)
    index = hide(move("schools", SPREAD), everywhere, "schools", years=(2,))
    assert find_years(index.trend, NODE["schools"], everywhere, 5) == (0, 1)
    assert find_years(index.trend, NODE["schools"], everywhere, 10) is None


def bend(index: Index, node: str, *, straight: float, year: int = 2) -> Index:
    left = index.trend.straight.copy()
    left[:, NODE[node], year] = straight
    return with_trend(index, straight=left)


def test_a_year_that_bent_an_element_is_no_end() -> None:
    index = bend(move("schools", SPREAD), "schools", straight=0.0)
    assert window(index, "schools", 10) == []
    (found,) = window(index, "schools", 5)
    assert (found.start_year, found.end_year) == (2013, 2018)
    first = bend(move("schools", SPREAD), "schools", straight=0.0, year=0)
    assert window(first, "schools", 10) == []
    assert [each.start_year for each in window(first, "schools", 5)] == [2018]


@pytest.mark.parametrize(("straight", "ends"), [(0.76, [2024]), (0.75, [2018]), (0.4, [2018])])
def test_less_than_a_quarter_of_an_end_may_be_bent(straight: float, ends: list[int]) -> None:
    index = bend(move("schools", SPREAD), "schools", straight=straight)
    assert [each.end_year for each in window(index, "schools", 5)] == ends


def test_elements_go_on_where_the_overall_score_stops() -> None:
    index = move("overall", SPREAD, index=move("schools", SPREAD))
    stopped = replace(index, trend=bend(index, "overall", straight=0.0).trend)
    assert [each.end_year for each in window(stopped, "schools", 5)] == [2024]
    assert [each.end_year for each in window(stopped, "overall", 5)] == [2018]


def test_a_shared_figure_carries_no_change() -> None:
    index = move("schools", SPREAD)
    status = index.panel.status.copy()
    status[1, COLUMN["gcse"], 0] = Status.UPPER_TIER
    shared = replace(index, panel=replace(index.panel, status=status))
    assert moves_of(shared, "schools", "X01") == []


def test_a_pillar_needs_three_indicators_an_element_one() -> None:
    both = move("education", SPREAD, index=move("schools", SPREAD))
    assert moves_of(both, "schools", "X01")
    assert moves_of(both, "education", "X01") == []
    assert moves_of(move("health", SPREAD), "health", "X01")


def test_a_small_place_needs_a_published_margin() -> None:
    few = {**AREAS, "X01": AREAS["X01"].model_copy(update={"population": 19_999})}
    enough = {**AREAS, "X01": AREAS["X01"].model_copy(update={"population": 20_000})}
    assert moves_of(move("schools", SPREAD), "schools", "X01", few) == []
    assert moves_of(move("schools", SPREAD), "schools", "X01", enough)


def test_a_place_that_did_worse_than_its_region_did_not_improve_most() -> None:
    """Wales rose by 12 on average, and one of its four councils by 9; the UK as a whole by about 2."""
    changes = np.where(np.isin(np.arange(A), (12, 13, 14)), 13.0, SPREAD)
    index = move("schools", np.where(np.arange(A) == 15, 9.0, changes))
    assert moves_of(index, "schools", "X12")
    assert moves_of(index, "schools", "X15") == []


@pytest.mark.parametrize(
    ("key", "value", "guard"),
    [
        ("change", -9.0, "changes agree"),
        ("end_year", 2030, "years fit the span"),
        ("margin", 20.0, "moved clearly"),
        ("zone", 20.0, "moved further than the whole"),
        ("measured_end", 0.2, "both ends measured"),
        ("measured_here", 0.2, "score is its own"),
    ],
)
def test_each_guard_can_fail(key: str, value: float, guard: str) -> None:
    (finding, _) = moves_of(move("schools", SPREAD), "schools", "X01")
    assert failed_guards(finding) == ()
    changed = replace(finding, evidence=replace(finding.evidence, **{key: value}))
    assert guard in failed_guards(changed)
