"""The guards a finding must pass, as plain predicates over its evidence.

A finding carries every number its rule looked at. The same guards that let it through are applied again by
``passes``, so that a reader of ``findings.csv`` can check any sentence. Thresholds are those of the method
pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.findings.records import Finding
from generator.index.records import Status

Evidence = Mapping[str, float | int | str]
Guard = Callable[[Evidence], bool]

MAX_AGE = 6
"""Years between the edition and the figure; older figures carry no finding."""
EXTREME = 20.0
"""Percentile points from either end within which a figure counts as extreme."""
SURE = 0.8
"""Share of the robustness draws that must agree before a word is used."""
SMALLEST_SET = 10
"""Councils a comparison set needs; a fifth of fewer is one council or none."""
SMALL_POPULATION = 10_000
"""People below which one event moves a rate too far: there only figures with a published interval count."""
RELATIVE_GAP = 20.0
"""Percentile points from the council's own median for a relative finding."""
LONGEST_CHANGE_GAP = 5
"""Years that must lie between the ends of a stated change."""
TREND_INDICATORS = 3
"""Indicators a stated change rests on; the change of one or two is theirs, not their pillar's."""
HALF_MEASURED = 0.5
"""Share of a node's weight that must be measured at both ends of a stated change."""
MEASURED_HERE = 0.5
"""Share of a score above which it counts as the place's own: the rest are figures of a larger area."""
ALIKE = 0.5
"""Share of the weight of two scores above which they rest on the same indicators, and can be compared."""
TOLERANCE = {10: 2, 5: 1}
"""Years that a stretch may be longer or shorter than the ten or five it is meant to cover."""
SMALLEST_MOVE = 1.0
"""Points: no smaller change is told apart from none, or from the country's."""
ROUNDING = 1e-6
"""Points within which two sums are the same."""
MEDIUM_EFFECT = 0.5
"""Cohen's d from which a difference is called medium (Cohen 1988)."""


def number(evidence: Evidence, key: str) -> float:
    """Return the evidence under ``key`` as a float; raises KeyError when the rule did not record it."""
    return float(evidence[key])


def _measured_here(evidence: Evidence) -> bool:
    return evidence["status"] in (Status.OBSERVED.label, Status.RECAST.label)


def _score_is_its_own(evidence: Evidence) -> bool:
    return number(evidence, "measured_here") > MEASURED_HERE


def _recent(evidence: Evidence) -> bool:
    return number(evidence, "age") <= MAX_AGE


def _extreme(evidence: Evidence) -> bool:
    good = number(evidence, "good_percentile")
    return good >= 100 - EXTREME if evidence["side"] == "high" else good <= EXTREME


def _set_large_enough(evidence: Evidence) -> bool:
    return number(evidence, "n") >= SMALLEST_SET


def _gap_beyond_spread(evidence: Evidence) -> bool:
    return abs(number(evidence, "value") - number(evidence, "middle")) > number(evidence, "mad")


def _gap_visible_in_print(evidence: Evidence) -> bool:
    decimals = int(number(evidence, "decimals"))
    return round(number(evidence, "value"), decimals) != round(number(evidence, "middle"), decimals)


def _middle_outside_interval(evidence: Evidence) -> bool:
    if "lower" not in evidence:
        return True
    return not number(evidence, "lower") <= number(evidence, "middle") <= number(evidence, "upper")


def _more_than_a_few_people(evidence: Evidence) -> bool:
    return number(evidence, "population") >= SMALL_POPULATION or "lower" in evidence


def _element_stays_in_fifth(evidence: Evidence) -> bool:
    return number(evidence, "probability") >= SURE


def _varies(evidence: Evidence) -> bool:
    return number(evidence, "mad") > 0 and number(evidence, "distinct_in_nation") > 1


def _not_past_the_best(evidence: Evidence) -> bool:
    """Where the framework sets a best value, such as no gap, a figure beyond it is no strength."""
    return not (evidence["side"] == "high" and evidence["past_best"])


def _relative_gap(evidence: Evidence) -> bool:
    gap = number(evidence, "percentile") - number(evidence, "own_median")
    return gap >= RELATIVE_GAP if evidence["side"] == "high" else gap <= -RELATIVE_GAP


def _own_median_outside_range(evidence: Evidence) -> bool:
    if evidence["side"] == "high":
        return number(evidence, "percentile_low") > number(evidence, "own_median")
    return number(evidence, "percentile_high") < number(evidence, "own_median")


def _few_absolute(evidence: Evidence) -> bool:
    return number(evidence, "absolute_findings") < number(evidence, "few_below")


def _band_is_sure(evidence: Evidence) -> bool:
    return number(evidence, "band_probability") >= SURE


def _both_ends_measured(evidence: Evidence) -> bool:
    ends = (number(evidence, "measured_start"), number(evidence, "measured_end"))
    return min(ends) >= HALF_MEASURED


def _span_is_long(evidence: Evidence) -> bool:
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


def _rests_on_enough(evidence: Evidence) -> bool:
    return number(evidence, "indicators") >= TREND_INDICATORS


def _category_follows(evidence: Evidence) -> bool:
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


def _side(evidence: Evidence, name: str) -> str:
    low, high = number(evidence, f"{name}_low"), number(evidence, f"{name}_high")
    return side_of_change(
        number(evidence, f"{name}_change"), low=low, high=high, zone=number(evidence, "zone")
    )


def _answer_follows(evidence: Evidence) -> bool:
    sides = {name: _side(evidence, name) for name in ("mean", "gap")}
    told = {name: evidence[f"{name}_side"] for name in ("mean", "gap")}
    return told == sides and evidence["category"] == levelling_category(**sides)


def _changes_add_up(evidence: Evidence) -> bool:
    gaps = [number(evidence, f"p90_{end}") - number(evidence, f"p10_{end}") for end in ("start", "end")]
    mean = number(evidence, "mean_end") - number(evidence, "mean_start")
    return (
        abs(gaps[1] - gaps[0] - number(evidence, "gap_change")) < ROUNDING
        and abs(mean - number(evidence, "mean_change")) < ROUNDING
    )


def _enough_places(evidence: Evidence) -> bool:
    return number(evidence, "places") >= SMALLEST_SET


def _half_the_people(evidence: Evidence) -> bool:
    return number(evidence, "people_share") >= HALF_MEASURED


def _on_one_scale(evidence: Evidence) -> bool:
    """Across nations, more than half of the weight must lie on one scale for all of them."""
    return "|" not in str(evidence["nations"]) or number(evidence, "pooled") > HALF_MEASURED


def _speaks_for_the_whole(evidence: Evidence) -> bool:
    """A group of several nations is not told by one of them."""
    return "|" in str(evidence["nations"]) or "|" not in str(evidence["whole"])


def _can_tell_improvement(evidence: Evidence) -> bool:
    """Measures that rank places within a nation have the same mean in every year."""
    return number(evidence, "relative") < HALF_MEASURED


def _enough_for_its_level(evidence: Evidence) -> bool:
    """A pillar is more than one or two of its measures; an element may be one."""
    needed = 1 if evidence["level"] == "element" else TREND_INDICATORS
    return number(evidence, "indicators") >= needed


def _years_fit_the_span(evidence: Evidence) -> bool:
    years = number(evidence, "end_year") - number(evidence, "start_year")
    span = int(number(evidence, "span"))
    return abs(years - span) <= TOLERANCE[span]


def _moved_clearly(evidence: Evidence) -> bool:
    """The change is a point or more, and beyond the published sampling errors of both years."""
    change, margin = number(evidence, "change"), number(evidence, "margin")
    return abs(change) >= SMALLEST_MOVE and abs(change) > margin


def _moved_further_than_the_whole(evidence: Evidence) -> bool:
    """In the same direction as it moved: what rose rose by more, what fell fell by more."""
    beyond = number(evidence, "relative") * (1 if number(evidence, "change") > 0 else -1)
    return beyond > max(number(evidence, "zone"), number(evidence, "margin"))


def _changes_agree(evidence: Evidence) -> bool:
    change = number(evidence, "end") - number(evidence, "start")
    relative = number(evidence, "change") - number(evidence, "whole_change")
    return (
        abs(change - number(evidence, "change")) < ROUNDING
        and abs(relative - number(evidence, "relative")) < ROUNDING
    )


def _effect_is_medium(evidence: Evidence) -> bool:
    effect = number(evidence, "effect")
    return effect >= MEDIUM_EFFECT if evidence["side"] == "high" else effect <= -MEDIUM_EFFECT


def _effect_interval_one_sided(evidence: Evidence) -> bool:
    if evidence["side"] == "high":
        return number(evidence, "effect_low") > 0
    return number(evidence, "effect_high") < 0


def _effect_below_medium(evidence: Evidence) -> bool:
    ends = (abs(number(evidence, "effect_low")), abs(number(evidence, "effect_high")))
    return max(ends) < MEDIUM_EFFECT


def _share_counts(evidence: Evidence) -> bool:
    return 0 <= number(evidence, "in_bottom_half") <= number(evidence, "members_ranked")


def _upper_two_fifths(evidence: Evidence) -> bool:
    return number(evidence, "probability") >= SURE


def _surely_in_lower_half(evidence: Evidence) -> bool:
    return number(evidence, "rank_low") > number(evidence, "ranked") / 2


def _others_surely_in_upper_half(evidence: Evidence) -> bool:
    return 0 < number(evidence, "worst_high") <= number(evidence, "ranked") / 2


def _others_measured_there(evidence: Evidence) -> bool:
    return number(evidence, "least_measured_there") > MEASURED_HERE


def _measured_alike(evidence: Evidence) -> bool:
    return number(evidence, "least_alike") > ALIKE


def _no_neighbour_does(evidence: Evidence) -> bool:
    return number(evidence, "neighbours_better") == 0


_LEARN_FROM: Mapping[str, Guard] = {
    "score is its own": _score_is_its_own,
    "surely in the lower half": _surely_in_lower_half,
    "others surely in the upper half": _others_surely_in_upper_half,
    "others' scores are their own": _others_measured_there,
    "measured alike": _measured_alike,
}


RULES: Mapping[str, Mapping[str, Guard]] = {
    "element-extreme": {
        "measured here": _measured_here,
        "recent": _recent,
        "set large enough": _set_large_enough,
        "extreme fifth": _extreme,
        "gap beyond spread": _gap_beyond_spread,
        "gap visible in print": _gap_visible_in_print,
        "middle outside interval": _middle_outside_interval,
        "more than a few people": _more_than_a_few_people,
        "element stays in fifth": _element_stays_in_fifth,
        "varies": _varies,
        "not past the best": _not_past_the_best,
    },
    "element-relative": {
        "score is its own": _score_is_its_own,
        "few absolute findings": _few_absolute,
        "gap to own median": _relative_gap,
        "own median outside range": _own_median_outside_range,
        "more than a few people": _more_than_a_few_people,
    },
    "position-band": {"band is sure": _band_is_sure},
    "position-unranked": {},
    "change-against-uk": {
        "score is its own": _score_is_its_own,
        "both ends measured": _both_ends_measured,
        "span is long": _span_is_long,
        "rests on enough": _rests_on_enough,
        "category follows": _category_follows,
    },
    "change-over-years": {
        "score is its own": _score_is_its_own,
        "both ends measured": _both_ends_measured,
        "years fit the span": _years_fit_the_span,
        "rests on enough": _enough_for_its_level,
        "more than a few people": _more_than_a_few_people,
        "changes agree": _changes_agree,
        "moved clearly": _moved_clearly,
        "moved further than the whole": _moved_further_than_the_whole,
    },
    "levelling-up-test": {
        "both ends measured": _both_ends_measured,
        "span is long": _span_is_long,
        "rests on enough": _enough_for_its_level,
        "enough places": _enough_places,
        "half of the people": _half_the_people,
        "speaks for the whole": _speaks_for_the_whole,
        "on one scale": _on_one_scale,
        "can tell improvement": _can_tell_improvement,
        "changes add up": _changes_add_up,
        "answer follows": _answer_follows,
    },
    "pillar-drivers": {},
    "coverage-count": {},
    "cluster-share": {"counts agree": _share_counts},
    "cluster-effect": {
        "effect is medium": _effect_is_medium,
        "interval on one side": _effect_interval_one_sided,
    },
    "cluster-similar": {"effect below medium": _effect_below_medium},
    "learn-from-neighbours": _LEARN_FROM,
    "learn-from-cluster": {**_LEARN_FROM, "no neighbour does": _no_neighbour_does},
    "cluster-exception": {"score is its own": _score_is_its_own, "upper two fifths": _upper_two_fifths},
}


def failed_guards(finding: Finding) -> tuple[str, ...]:
    """Apply the finding's rule again and return the names of the guards it does not pass, in rule order."""
    return tuple(name for name, guard in RULES[finding.rule].items() if not guard(finding.evidence))


def passes(finding: Finding) -> bool:
    """Say whether the finding's own evidence lets it through its rule."""
    return all(guard(finding.evidence) for guard in RULES[finding.rule].values())
