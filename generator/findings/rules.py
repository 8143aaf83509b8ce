"""The guards a finding must pass, as plain predicates over its evidence.

A finding carries every number its rule looked at. The same guards that let it through are applied again by
``passes``, so that a reader of ``findings.csv`` can check any sentence. Thresholds are those of the method
pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.findings import change_guards
from generator.findings.records import Finding
from generator.findings.thresholds import (
    ALIKE,
    EXTREME,
    MAX_AGE,
    MEASURED_HERE,
    MEDIUM_EFFECT,
    RELATIVE_GAP,
    SMALL_POPULATION,
    SMALLEST_SET,
    SURE,
    Evidence,
    Guard,
    number,
)
from generator.index.records import Status


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
        "both ends measured": change_guards.both_ends_measured,
        "span is long": change_guards.span_is_long,
        "rests on enough": change_guards.rests_on_enough,
        "category follows": change_guards.category_follows,
    },
    "change-over-years": {
        "score is its own": _score_is_its_own,
        "both ends measured": change_guards.both_ends_measured,
        "years fit the span": change_guards.years_fit_the_span,
        "rests on enough": change_guards.enough_for_its_level,
        "enough people for a change": change_guards.enough_people_for_a_change,
        "changes agree": change_guards.changes_agree,
        "moved clearly": change_guards.moved_clearly,
        "moved further than the whole": change_guards.moved_further_than_the_whole,
        "moved further than the region": change_guards.moved_further_than_the_region,
    },
    "levelling-up-test": {
        "both ends measured": change_guards.both_ends_measured,
        "span is long": change_guards.span_is_long,
        "rests on enough": change_guards.enough_for_its_level,
        "enough places": change_guards.enough_places,
        "half of the people": change_guards.half_the_people,
        "speaks for the whole": change_guards.speaks_for_the_whole,
        "on one scale": change_guards.on_one_scale,
        "can tell improvement": change_guards.can_tell_improvement,
        "changes add up": change_guards.changes_add_up,
        "answer follows": change_guards.answer_follows,
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
    "cluster-exception": {"score is its own": _score_is_its_own, "two fifths at the top": _upper_two_fifths},
}


def failed_guards(finding: Finding) -> tuple[str, ...]:
    """Apply the finding's rule again and return the names of the guards it does not pass, in rule order."""
    return tuple(name for name, guard in RULES[finding.rule].items() if not guard(finding.evidence))


def passes(finding: Finding) -> bool:
    """Say whether the finding's own evidence lets it through its rule."""
    return all(guard(finding.evidence) for guard in RULES[finding.rule].values())
