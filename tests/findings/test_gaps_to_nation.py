"""The gap of places to their nation, on the made-up country of ``tiny`` and by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_levelling import COUNCILS, LADDER, make_ends
from tiny import NATION, A, make_index

from generator.findings.change_guards import gap_category
from generator.findings.gaps import Whole, find_gaps, find_main_nation
from generator.findings.levelling import Register
from generator.findings.rules import failed_guards
from generator.index.ends import Ends

REGISTER = Register.of(COUNCILS)
ENGLAND = np.array(NATION) == "England"
LOW = np.isin(np.arange(A), (0, 1, 2))


def of_england(shift: np.ndarray, node: int = 0, error: float = 0.0) -> Ends:
    start = np.where(ENGLAND, LADDER, np.nan)
    size = np.where(ENGLAND, error, np.nan)
    ends = make_ends(start, start + shift, nations=("England",), error_start=size, error_end=size)
    return replace(ends, node=node, columns=(0, 1, 2))


def test_the_gap_of_a_group_by_hand() -> None:
    """England's twelve stand at 20 to 53, mean 36.5; the lowest three at 23, and they gain four."""
    ends = of_england(np.where(LOW, 4.0, 0.0))
    told = find_gaps(make_index(), COUNCILS, {"cluster:low": LOW}, {"England": {0: ends}})
    evidence = told["cluster:low"]["overall"].evidence
    assert (evidence.start, evidence.nation_start, evidence.gap_start) == pytest.approx((23, 36.5, -13.5))
    assert (evidence.end, evidence.nation_end, evidence.gap_end) == pytest.approx((27, 37.5, -10.5))
    assert (evidence.category, evidence.councils, evidence.nation) == ("narrowed", 3, "England")
    # The council at the bottom, too, is told of the overall score.
    assert told["X00"]["overall"].evidence.gap_change == pytest.approx(3)
    assert "X19" not in told


def test_errors_widen_the_interval() -> None:
    """Each council errs by 2: weights 1/3 - 1/12 for three and -1/12 for nine, in both years."""
    whole = Whole.of(of_england(np.zeros(A), error=2.0), REGISTER)
    gap = whole.compare_group(LOW, REGISTER.people)
    weights = 3 * (1 / 3 - 1 / 12) ** 2 + 9 / 144
    assert float(gap.error) == pytest.approx((2 * 4 * weights) ** 0.5)
    low, high = gap.interval
    assert float(high - low) == pytest.approx(2 * 1.645 * float(gap.error))


def test_every_council_at_once_is_each_council_alone() -> None:
    rng = np.random.default_rng(7)
    ends = of_england(rng.normal(0, 3, A))
    size = np.where(ENGLAND, rng.uniform(1, 4, A), np.nan)
    county = np.where(np.arange(A) < 4, "Kent", "")
    register = replace(REGISTER, county=county, people=rng.uniform(1, 9, A))
    ends = replace(ends, error_start=size, error_end=2 * size, own=np.where(ENGLAND, 0.0, np.nan))
    whole = Whole.of(ends, register)
    each = whole.compare_each()
    for a in np.flatnonzero(ENGLAND):
        alone = whole.compare_group(np.arange(A) == a, register.people)
        for one, other in ((each.change[a], alone.change), (each.error[a], alone.error)):
            assert float(one) == pytest.approx(float(other))
    assert np.isnan(each.change[~ENGLAND]).all()


def test_nine_in_ten_intervals_hold_the_true_change() -> None:
    """In a made-up country in which no gap moves, seen with errors of 3 points."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        ends = of_england(np.zeros(A), error=3.0)
        noisy = replace(ends, start=ends.start + rng.normal(0, 3, A), end=ends.end + rng.normal(0, 3, A))
        low, high = Whole.of(noisy, REGISTER).compare_group(LOW, REGISTER.people).interval
        held += bool(low <= 0 <= high)
    assert abs(held / 200 - 0.9) < 3 * (0.09 / 200) ** 0.5


def test_below_the_overall_score_only_clear_changes_are_told() -> None:
    still, moved = of_england(np.zeros(A), node=2), of_england(np.where(LOW, 4.0, 0.0), node=2)
    groups = {"cluster:low": LOW}
    assert find_gaps(make_index(), COUNCILS, groups, {"England": {2: still}}) == {}
    told = find_gaps(make_index(), COUNCILS, groups, {"England": {2: moved}})
    assert set(told) == {"cluster:low"}


def test_a_group_belongs_to_the_nation_of_most_of_its_people() -> None:
    assert find_main_nation(REGISTER, LOW) == "England"
    assert find_main_nation(REGISTER, np.isin(np.arange(A), (0, 12, 16))) == ""
    elsewhere = {"cluster:far": np.arange(A) >= 12}
    ends = of_england(np.zeros(A))
    assert "cluster:far" not in find_gaps(make_index(), COUNCILS, elsewhere, {"England": {0: ends}})


@pytest.mark.parametrize(
    ("start", "end", "side", "course"),
    [
        (-5, -3, "up", "narrowed"),
        (-3, -5, "down", "widened"),
        (3, 5, "up", "lead_grew"),
        (5, 3, "down", "lead_shrank"),
        (-2, 2, "up", "overtook"),
        (2, -2, "down", "fell_below"),
        (-5, -3, "unclear", "no_clear_change"),
    ],
)
def test_courses(start: float, end: float, side: str, course: str) -> None:
    assert gap_category(start=start, end=end, side=side) == course  # type: ignore[arg-type]


def test_a_rule_that_does_not_hold_is_named() -> None:
    ends = of_england(np.where(LOW, 4.0, 0.0))
    told = find_gaps(make_index(), COUNCILS, {"cluster:low": LOW}, {"England": {0: ends}})
    finding = told["cluster:low"]["overall"]
    for change, guard in (
        ({"category": "widened"}, "course follows"),
        ({"gap_low": -1.0}, "course follows"),
        ({"start": 24.0}, "gaps add up"),
        ({"people_share": 0.4}, "half the people"),
        ({"indicators": 2}, "enough for its level"),
        ({"end_year": 2017}, "span is long"),
        ({"measured_start": 0.4}, "both ends measured"),
    ):
        broken = replace(finding, evidence=replace(finding.evidence, **change))
        assert failed_guards(broken) == (guard,), change
