"""Guards on changes: of one council against others, over ten and five years, and of the levelling-up test.

Each guard looks at the evidence of a finding and says whether it passes.
"""

from __future__ import annotations

from generator.findings.thresholds import (
    HALF_MEASURED,
    LONGEST_CHANGE_GAP,
    ROUNDING,
    SMALL_POPULATION,
    SMALLEST_MOVE,
    SMALLEST_SET,
    TOLERANCE,
    TREND_INDICATORS,
    Evidence,
    number,
)


def both_ends_measured(evidence: Evidence) -> bool:
    """At least half of the weight was measured in both years."""
    ends = (number(evidence, "measured_start"), number(evidence, "measured_end"))
    return min(ends) >= HALF_MEASURED


def span_is_long(evidence: Evidence) -> bool:
    """The years lie five or more years apart."""
    return number(evidence, "end_year") - number(evidence, "start_year") >= LONGEST_CHANGE_GAP


def change_category(*, relative: float, zone: float, start: float, middle_start: float) -> str:
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


def rests_on_enough(evidence: Evidence) -> bool:
    """Three or more indicators carry the change."""
    return number(evidence, "indicators") >= TREND_INDICATORS


def category_follows(evidence: Evidence) -> bool:
    """The category is the one that the numbers give."""
    return evidence["category"] == change_category(
        relative=number(evidence, "relative"),
        zone=number(evidence, "zone"),
        start=number(evidence, "start"),
        middle_start=number(evidence, "middle_start"),
    )


def side_of_change(change: float, *, low: float, high: float, zone: float) -> str:
    """Say whether a change is clear: ``up`` or ``down``, or ``unclear``.

    Args:
        change: points.
        low, high: 90 % interval of the change, points.
        zone: size from which a change counts, points.
    """
    if abs(change) < zone or low <= 0 <= high:
        return "unclear"
    return "up" if change > 0 else "down"


ANSWERS = ("levelled_up", "improved_diverged", "narrowed_falling", "fell_diverged", "no_clear_change")
"""Answers of the levelling-up test."""


def levelling_category(*, mean: str, gap: str) -> str:
    """Return the answer of the levelling-up test from the sides of the mean and of the gap."""
    return {
        ("up", "down"): "levelled_up",
        ("up", "up"): "improved_diverged",
        ("down", "down"): "narrowed_falling",
        ("down", "up"): "fell_diverged",
    }.get((mean, gap), "no_clear_change")


def side(evidence: Evidence, name: str) -> str:
    """The side that the change of the mean, or of the gap, gives."""
    low, high = number(evidence, f"{name}_low"), number(evidence, f"{name}_high")
    return side_of_change(
        number(evidence, f"{name}_change"), low=low, high=high, zone=number(evidence, "zone")
    )


def answer_follows(evidence: Evidence) -> bool:
    """Sides and answer are those that the numbers give."""
    sides = {name: side(evidence, name) for name in ("mean", "gap")}
    told = {name: evidence[f"{name}_side"] for name in ("mean", "gap")}
    return told == sides and evidence["category"] == levelling_category(**sides)


def changes_add_up(evidence: Evidence) -> bool:
    """The changes of the mean and of the gap are those between both ends."""
    gaps = [number(evidence, f"p90_{end}") - number(evidence, f"p10_{end}") for end in ("start", "end")]
    mean = number(evidence, "mean_end") - number(evidence, "mean_start")
    return (
        abs(gaps[1] - gaps[0] - number(evidence, "gap_change")) < ROUNDING
        and abs(mean - number(evidence, "mean_change")) < ROUNDING
    )


def enough_places(evidence: Evidence) -> bool:
    """There are at least ten places."""
    return number(evidence, "places") >= SMALLEST_SET


def half_the_people(evidence: Evidence) -> bool:
    """The councils compared hold half of the people of the group."""
    return number(evidence, "people_share") >= HALF_MEASURED


def on_one_scale(evidence: Evidence) -> bool:
    """Across nations, more than half of the weight must lie on one scale for all of them."""
    return "|" not in str(evidence["nations"]) or number(evidence, "pooled") > HALF_MEASURED


def speaks_for_the_whole(evidence: Evidence) -> bool:
    """A group of several nations is not told by one of them."""
    return "|" in str(evidence["nations"]) or "|" not in str(evidence["whole"])


def can_tell_improvement(evidence: Evidence) -> bool:
    """Measures that rank places within a nation have the same mean in every year."""
    return number(evidence, "relative") < HALF_MEASURED


def enough_for_its_level(evidence: Evidence) -> bool:
    """A pillar is more than one or two of its measures; an element may be one."""
    needed = 1 if evidence["level"] == "element" else TREND_INDICATORS
    return number(evidence, "indicators") >= needed


def years_fit_the_span(evidence: Evidence) -> bool:
    """The years lie about as far apart as the span says."""
    years = number(evidence, "end_year") - number(evidence, "start_year")
    span = int(number(evidence, "span"))
    return abs(years - span) <= TOLERANCE[span]


def moved_clearly(evidence: Evidence) -> bool:
    """The change is a point or more, and beyond the published sampling errors of both years."""
    change, margin = number(evidence, "change"), number(evidence, "margin")
    return abs(change) >= SMALLEST_MOVE and abs(change) > margin


def moved_further_than_the_whole(evidence: Evidence) -> bool:
    """In the same direction as it moved: what rose rose by more, what fell fell by more."""
    beyond = number(evidence, "relative") * (1 if number(evidence, "change") > 0 else -1)
    return beyond > max(number(evidence, "zone"), number(evidence, "margin"))


def moved_further_than_the_region(evidence: Evidence) -> bool:
    """A place that did better than the country, but worse than its region, is no news of the place."""
    if "region_change" not in evidence:
        return True
    change = number(evidence, "change")
    return (change - number(evidence, "region_change")) * (1 if change > 0 else -1) > 0


def enough_people_for_a_change(evidence: Evidence) -> bool:
    """A difference of two figures has twice the chance variance of one, so it needs twice the people."""
    return number(evidence, "population") >= 2 * SMALL_POPULATION or "lower" in evidence


def changes_agree(evidence: Evidence) -> bool:
    """Own and relative change are those that both ends and the country give."""
    change = number(evidence, "end") - number(evidence, "start")
    relative = number(evidence, "change") - number(evidence, "whole_change")
    return (
        abs(change - number(evidence, "change")) < ROUNDING
        and abs(relative - number(evidence, "relative")) < ROUNDING
    )
