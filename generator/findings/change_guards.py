"""Guards on changes: of one council against others, over ten and five years, and of the levelling-up test.

Each guard looks at the evidence of a finding and says whether it passes.
"""

from __future__ import annotations

from typing import get_args

from generator.composite.spread import WIDTH
from generator.findings.evidence import (
    Answer,
    ChangeAgainstUk,
    ChangeOverYears,
    Course,
    GapToNation,
    LevellingUpTest,
    Move,
    Slope,
    Verdict,
)
from generator.findings.thresholds import (
    HALF_MEASURED,
    LEAST_REAL,
    LONGEST_CHANGE_GAP,
    MAX_AGE,
    MOST_TIMES,
    ROUNDING,
    SMALL_POPULATION,
    SMALLEST_MOVE,
    SMALLEST_SET,
    SMALLEST_SLOPE,
    TOLERANCE,
    TREND_INDICATORS,
)

_AnyChange = ChangeAgainstUk | ChangeOverYears | LevellingUpTest | GapToNation


def both_ends_measured(evidence: _AnyChange) -> bool:
    """At least half of the weight was measured in both years."""
    return min(evidence.measured_start, evidence.measured_end) >= HALF_MEASURED


def span_is_long(evidence: ChangeAgainstUk | LevellingUpTest | GapToNation) -> bool:
    """The years lie five or more years apart."""
    return evidence.end_year - evidence.start_year >= LONGEST_CHANGE_GAP


def change_category(*, relative: float, zone: float, start: float, middle_start: float) -> Verdict:
    """Name a change against the country's.

    Args:
        relative: own change minus the country's, points.
        zone: half-width of the "keeping pace" zone, points.
        start: own score in the first year.
        middle_start: the middle council's score in the first year.

    Returns:
        ``keeping_pace`` inside the zone; otherwise, for a council that started below the middle,
        ``catching_up`` or ``falling_behind``; for one that started at or above it, ``pulling_ahead`` or
        ``losing_ground``.
    """
    if abs(relative) <= zone:
        return "keeping_pace"
    if start < middle_start:
        return "catching_up" if relative > 0 else "falling_behind"
    return "pulling_ahead" if relative > 0 else "losing_ground"


def rests_on_enough(evidence: ChangeAgainstUk) -> bool:
    """Three or more indicators carry the change."""
    return evidence.indicators >= TREND_INDICATORS


def differs_beyond_errors(evidence: ChangeAgainstUk) -> bool:
    """What differs from the country's change does so by more than errors allow; what keeps pace need not."""
    return abs(evidence.relative) <= evidence.zone or abs(evidence.relative) > evidence.margin


def not_long_ago(evidence: ChangeOverYears) -> bool:
    """The last year is as recent as a figure has to be."""
    return evidence.age <= MAX_AGE


def category_follows(evidence: ChangeAgainstUk) -> bool:
    """The category is the one that the numbers give."""
    return evidence.category == change_category(
        relative=evidence.relative,
        zone=evidence.zone,
        start=evidence.start,
        middle_start=evidence.middle_start,
    )


def side_of_change(change: float, *, low: float, high: float, zone: float) -> Move:
    """Say whether a change is clear: ``up`` or ``down``, or ``unclear``.

    Args:
        change: points.
        low, high: 90 % interval of the change, points.
        zone: size from which a change counts, points.
    """
    if abs(change) < zone or low <= 0 <= high:
        return "unclear"
    return "up" if change > 0 else "down"


def side_of_mean(change: float, *, low: float, high: float, relative: float) -> Move:
    """Say whether a mean clearly moved; untold where half of it only moves against others, as money does."""
    if relative >= HALF_MEASURED:
        return "untold"
    return side_of_change(change, low=low, high=high, zone=SMALLEST_MOVE)


def side_of_gap(change: float, *, low: float, high: float, real: float) -> Move:
    """Say whether a gap clearly moved; unclear where errors make most of it at one end."""
    if real < LEAST_REAL:
        return "unclear"
    return side_of_change(change, low=low, high=high, zone=SMALLEST_MOVE)


def name_slope(slope: float, *, low: float, high: float, reliability: float) -> Slope:
    """Say what places that began low did; nothing where errors make most of what parted them at first."""
    if reliability < LEAST_REAL or abs(slope) < SMALLEST_SLOPE or low <= 0 <= high:
        return "unclear"
    return "caught_up" if slope < 0 else "drew_away"


def ratio_is_told(low: tuple[float, float], high: tuple[float, float]) -> bool:
    """Say whether it is told how many times the lower end the higher is, in two years.

    Of what can be 0 or less it is not, nor of a lower end next to nothing: "281 times" tells of that alone.
    """
    return min(low) > 0 and max(one / other for one, other in zip(high, low, strict=True)) <= MOST_TIMES


ANSWERS: tuple[Answer, ...] = get_args(Answer)
"""Answers of the levelling-up test, best first."""
COURSES: tuple[Course, ...] = get_args(Course)
"""What the distance of a place from its nation may do."""


def levelling_category(*, mean: Move, gap: Move) -> Answer:
    """Return the answer of the levelling-up test from the sides of the mean and of the gap."""
    answers: dict[tuple[Move, Move], Answer] = {
        ("up", "down"): "levelled_up",
        ("up", "unclear"): "improved",
        ("up", "up"): "improved_diverged",
        ("unclear", "down"): "narrowed",
        ("untold", "down"): "narrowed",
        ("unclear", "up"): "widened",
        ("untold", "up"): "widened",
        ("down", "down"): "narrowed_falling",
        ("down", "unclear"): "fell",
        ("down", "up"): "fell_diverged",
    }
    return answers.get((mean, gap), "no_clear_change")


def gap_category(*, start: float, end: float, side: Move) -> Course:
    """Say what the distance of a place from its nation did.

    Args:
        start, end: own score less that of the nation in both years, points.
        side: of the change.
    """
    if side == "unclear":
        return "no_clear_change"
    if start * end < 0:
        return "overtook" if end > 0 else "fell_below"
    below = start + end < 0
    if side == "up":
        return "narrowed" if below else "lead_grew"
    return "widened" if below else "lead_shrank"


def answer_follows(evidence: LevellingUpTest) -> bool:
    """Sides, slope and answer are those that the numbers give."""
    mean = side_of_mean(
        evidence.mean_change, low=evidence.mean_low, high=evidence.mean_high, relative=evidence.relative
    )
    real = min(evidence.real_start, evidence.real_end)
    gap = side_of_gap(evidence.gap_change, low=evidence.gap_low, high=evidence.gap_high, real=real)
    slope = name_slope(
        evidence.slope,
        low=evidence.slope_low,
        high=evidence.slope_high,
        reliability=evidence.reliability,
    )
    told = (evidence.mean_side, evidence.gap_side, evidence.slope_side, evidence.category)
    return told == (mean, gap, slope, levelling_category(mean=mean, gap=gap))


def course_follows(evidence: GapToNation) -> bool:
    """The side and the course are those that the numbers give."""
    side = side_of_change(
        evidence.gap_change, low=evidence.gap_low, high=evidence.gap_high, zone=evidence.zone
    )
    course = gap_category(start=evidence.gap_start, end=evidence.gap_end, side=side)
    return (evidence.gap_side, evidence.category) == (side, course)


def gaps_add_up(evidence: GapToNation) -> bool:
    """The gaps are those between own scores and the nation's."""
    gaps = (evidence.start - evidence.nation_start, evidence.end - evidence.nation_end)
    told = (evidence.gap_start, evidence.gap_end, evidence.gap_change)
    return all(
        abs(one - other) < ROUNDING for one, other in zip((*gaps, gaps[1] - gaps[0]), told, strict=True)
    )


def changes_add_up(evidence: LevellingUpTest) -> bool:
    """The changes of the mean and of the true gap are those between both ends."""
    gaps = [
        measure_true_gap(low, high, error)
        for low, high, error in (
            (evidence.p10_start, evidence.p90_start, evidence.error_start),
            (evidence.p10_end, evidence.p90_end, evidence.error_end),
        )
    ]
    told = (evidence.gap_start, evidence.gap_end, evidence.gap_change, evidence.mean_change)
    mean = evidence.mean_end - evidence.mean_start
    return all(
        abs(one - other) < ROUNDING for one, other in zip((*gaps, gaps[1] - gaps[0], mean), told, strict=True)
    )


def measure_true_gap(low: float, high: float, error: float) -> float:
    """Return the gap between two percentiles without what errors add, see ``composite.spread``."""
    return float(max((high - low) ** 2 - (WIDTH * error) ** 2, 0.0) ** 0.5)


def enough_places(evidence: LevellingUpTest) -> bool:
    """There are at least ten places."""
    return evidence.places >= SMALLEST_SET


def half_the_people(evidence: LevellingUpTest | GapToNation) -> bool:
    """The councils compared hold half of the people of the group."""
    return evidence.people_share >= HALF_MEASURED


def on_one_scale(evidence: LevellingUpTest) -> bool:
    """Across nations, more than half of the weight must lie on one scale for all of them."""
    return len(evidence.nations) == 1 or evidence.pooled > HALF_MEASURED


def speaks_for_the_whole(evidence: LevellingUpTest) -> bool:
    """A group of several nations is not told by one of them."""
    return len(evidence.nations) > 1 or len(evidence.whole) == 1


def enough_for_its_level(evidence: ChangeOverYears | LevellingUpTest | GapToNation) -> bool:
    """A pillar is more than one or two of its measures; an element may be one."""
    needed = 1 if evidence.level == "element" else TREND_INDICATORS
    return evidence.indicators >= needed


def years_fit_the_span(evidence: ChangeOverYears) -> bool:
    """The years lie about as far apart as the span says."""
    years = evidence.end_year - evidence.start_year
    return abs(years - evidence.span) <= TOLERANCE[evidence.span]


def moved_clearly(evidence: ChangeOverYears) -> bool:
    """The change is a point or more, and beyond the published sampling errors of both years."""
    return abs(evidence.change) >= SMALLEST_MOVE and abs(evidence.change) > evidence.margin


def moved_further_than_the_whole(evidence: ChangeOverYears) -> bool:
    """In the same direction as it moved: what rose rose by more, what fell fell by more."""
    beyond = evidence.relative * (1 if evidence.change > 0 else -1)
    return beyond > max(evidence.zone, evidence.margin)


def moved_further_than_the_region(evidence: ChangeOverYears) -> bool:
    """A place that did better than the country, but worse than its region, is no news of the place."""
    if evidence.region_change is None:
        return True
    return (evidence.change - evidence.region_change) * (1 if evidence.change > 0 else -1) > 0


def enough_people_for_a_change(evidence: ChangeOverYears) -> bool:
    """A difference of two figures has twice the chance variance of one, so it needs twice the people."""
    return evidence.population >= 2 * SMALL_POPULATION or evidence.lower is not None


def changes_agree(evidence: ChangeOverYears) -> bool:
    """Own and relative change are those that both ends and the country give."""
    change = evidence.end - evidence.start
    relative = evidence.change - evidence.whole_change
    return abs(change - evidence.change) < ROUNDING and abs(relative - evidence.relative) < ROUNDING
