"""The guards a finding must pass, as plain predicates over its evidence.

A finding carries every number its rule looked at. The same guards that let it through are applied again by
``passes``, so that a reader of ``findings.csv`` can check any sentence. Thresholds are those of the method
pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.catalogue.records import HALF_OF_PEOPLE
from generator.findings import change_guards
from generator.findings.evidence import (
    ChangeAgainstUk,
    ChangeOverYears,
    ClaimOfCluster,
    ClusterEffect,
    ClusterException,
    ClusterShare,
    ClusterSimilar,
    CoverageCount,
    ElementExtreme,
    ElementRelative,
    Evidence,
    GapToNation,
    LeadGap,
    LeadMarks,
    LeadPair,
    LeadPeople,
    LeadUnlike,
    LearnFromCluster,
    LearnFromNeighbours,
    LevellingUpTest,
    PillarDrivers,
    PositionBand,
    PositionUnranked,
)
from generator.findings.finding import AnyFinding, E
from generator.findings.thresholds import (
    ALIKE,
    EXTREME,
    FEWEST_ALIKE,
    LEAST_EVENTS,
    LEAST_LASTING,
    LEAST_RELIABILITY,
    MAX_AGE,
    MEASURED_HERE,
    MEDIUM_EFFECT,
    MOST_ALIKE,
    PERIODS,
    RELATIVE_GAP,
    SMALL_POPULATION,
    SMALLEST_SET,
    STEADY,
    SURE,
)
from generator.index.results import ErrorKind, Status

_UNSURE = (ErrorKind.SURVEY.label, ErrorKind.ASSUMED.label)

_Score = ElementRelative | ChangeAgainstUk | ChangeOverYears | LearnFromNeighbours | ClusterException
"""What rests on one score of one place."""


class Rule:
    """What a rule looks at, and the guards that it has to pass, by what they ask."""

    def __init__(self, evidence: type[E], *guards: Callable[[E], bool]) -> None:
        """Take guards that look at this class of evidence, or at several of which it is one."""
        self.evidence: type[Evidence] = evidence
        self.guards: Mapping[str, Callable[[Any], bool]] = {
            guard.__name__.strip("_").replace("_", " "): guard for guard in guards
        }


def _measured_here(evidence: ElementExtreme) -> bool:
    return evidence.status in {status.label for status in Status if status <= Status.RECAST}


def _score_is_its_own(evidence: _Score) -> bool:
    return evidence.measured_here > MEASURED_HERE


def _recent(evidence: ElementExtreme) -> bool:
    return evidence.age <= MAX_AGE


def _extreme_fifth(evidence: ElementExtreme) -> bool:
    good = evidence.good_percentile
    return good >= 100 - EXTREME if evidence.side == "high" else good <= EXTREME


def _set_large_enough(evidence: ElementExtreme) -> bool:
    return evidence.n >= SMALLEST_SET


def _gap_beyond_spread(evidence: ElementExtreme) -> bool:
    return abs(evidence.value - evidence.middle) > evidence.mad


def _gap_visible_in_print(evidence: ElementExtreme) -> bool:
    return round(evidence.value, evidence.decimals) != round(evidence.middle, evidence.decimals)


def _middle_outside_interval(evidence: ElementExtreme) -> bool:
    if evidence.lower is None or evidence.upper is None:
        return True
    return not evidence.lower <= evidence.middle <= evidence.upper


def _more_than_a_few_people(evidence: ElementExtreme) -> bool:
    return evidence.population >= SMALL_POPULATION or evidence.lower is not None


def _enough_people(evidence: ElementRelative) -> bool:
    return evidence.population >= SMALL_POPULATION


def _element_stays_in_fifth(evidence: ElementExtreme) -> bool:
    return evidence.probability >= SURE


def _held_before(evidence: ElementExtreme) -> bool:
    return evidence.periods < PERIODS or evidence.periods_in_fifth >= STEADY


def _reliable(evidence: ElementExtreme) -> bool:
    return evidence.reliability >= LEAST_RELIABILITY


def _seen_more_than_once(evidence: ElementExtreme) -> bool:
    """One unrepeated period whose error is guessed or a survey's says too little; a count or register may."""
    return evidence.periods > 1 or evidence.error_kind not in _UNSURE


def _likely_again(evidence: ElementExtreme) -> bool:
    """Where its true value is expected the figure lies in the fifth too: so likely will the next."""
    return evidence.beyond >= 0


def _rests_on_enough_events(evidence: ElementExtreme) -> bool:
    return evidence.events is None or evidence.events >= LEAST_EVENTS


def _such_figures_last(evidence: ElementExtreme) -> bool:
    """An old figure tells of today only if those like it stayed where they were for so many years."""
    return evidence.lasting is None or evidence.lasting >= LEAST_LASTING


def _nothing_speaks_against_it(evidence: ElementExtreme) -> bool:
    return evidence.cautions == 0


def _varies(evidence: ElementExtreme) -> bool:
    return evidence.mad > 0 and evidence.distinct_in_nation > 1


def _not_past_the_best(evidence: ElementExtreme) -> bool:
    """Where the framework sets a best value, such as no gap, a figure beyond it is no strength."""
    return not (evidence.side == "high" and evidence.past_best)


def _gap_to_own_median(evidence: ElementRelative) -> bool:
    gap = evidence.percentile - evidence.own_median
    return gap >= RELATIVE_GAP if evidence.side == "high" else gap <= -RELATIVE_GAP


def _own_median_outside_range(evidence: ElementRelative) -> bool:
    if evidence.side == "high":
        return evidence.percentile_low > evidence.own_median
    return evidence.percentile_high < evidence.own_median


def _few_absolute_findings(evidence: ElementRelative) -> bool:
    return evidence.absolute_findings < evidence.few_below


def _band_is_sure(evidence: PositionBand) -> bool:
    """Few councils have no band."""
    return evidence.band_probability is None or evidence.band_probability >= SURE


def _effect_is_medium(evidence: ClusterEffect) -> bool:
    return (evidence.effect if evidence.side == "high" else -evidence.effect) >= MEDIUM_EFFECT


def _counted_or_untold(evidence: ClaimOfCluster) -> bool:
    return (evidence.verdict == "untold") == (evidence.effect is None and evidence.found is None)


def _interval_on_one_side(evidence: ClusterEffect) -> bool:
    return evidence.effect_low > 0 if evidence.side == "high" else evidence.effect_high < 0


def _effect_below_medium(evidence: ClusterSimilar) -> bool:
    return max(abs(evidence.effect_low), abs(evidence.effect_high)) < MEDIUM_EFFECT


def _counts_agree(evidence: ClusterShare) -> bool:
    return 0 <= evidence.in_bottom_half <= evidence.members_ranked


def _two_fifths_at_the_top(evidence: ClusterException) -> bool:
    return evidence.probability >= SURE


def _half_of_its_people_are_meant(evidence: ClusterException) -> bool:
    """A council of which the cluster means a small part does not speak for it."""
    return evidence.people_share is None or evidence.people_share >= HALF_OF_PEOPLE


def _surely_in_the_lower_half(evidence: LearnFromNeighbours) -> bool:
    return evidence.rank_low > evidence.ranked / 2


def _others_surely_in_the_upper_half(evidence: LearnFromNeighbours) -> bool:
    return 0 < evidence.worst_high <= evidence.ranked / 2


def _others_scores_are_their_own(evidence: LearnFromNeighbours) -> bool:
    return evidence.least_measured_there > MEASURED_HERE


def _measured_alike(evidence: LearnFromNeighbours) -> bool:
    return evidence.least_alike > ALIKE


def _no_neighbour_does(evidence: LearnFromCluster) -> bool:
    return evidence.neighbours_better == 0


def _weightiest_first(evidence: LeadMarks) -> bool:
    weights = [evidence.consequence[element] for element in evidence.named]
    return 0 < len(weights) <= evidence.found and weights == sorted(weights, reverse=True)


def _joined_by_the_ends(evidence: LeadPair) -> bool:
    return (evidence.first_side == evidence.second_side) == (evidence.joined_by == "and")


def _counted_within(evidence: LeadPeople) -> bool:
    return 0 <= evidence.people_among <= evidence.people and (evidence.among == "none") == (
        evidence.areas_among == 0
    )


def _beyond_most_alike(evidence: LeadUnlike) -> bool:
    return evidence.alike >= FEWEST_ALIKE and evidence.clear >= MOST_ALIKE * evidence.alike


def _clearly_moved(evidence: LeadGap) -> bool:
    return evidence.category != "no_clear_change"


_LEARN_FROM: tuple[Callable[[LearnFromNeighbours], bool], ...] = (
    _score_is_its_own,
    _surely_in_the_lower_half,
    _others_surely_in_the_upper_half,
    _others_scores_are_their_own,
    _measured_alike,
)


_RULES: tuple[Rule, ...] = (
    Rule(
        ElementExtreme,
        _measured_here,
        _recent,
        _set_large_enough,
        _extreme_fifth,
        _gap_beyond_spread,
        _gap_visible_in_print,
        _middle_outside_interval,
        _more_than_a_few_people,
        _element_stays_in_fifth,
        _held_before,
        _reliable,
        _seen_more_than_once,
        _likely_again,
        _rests_on_enough_events,
        _such_figures_last,
        _nothing_speaks_against_it,
        _varies,
        _not_past_the_best,
    ),
    Rule(
        ElementRelative,
        _score_is_its_own,
        _few_absolute_findings,
        _gap_to_own_median,
        _own_median_outside_range,
        _enough_people,
    ),
    Rule(PositionBand, _band_is_sure),
    Rule(PositionUnranked),
    Rule(
        ChangeAgainstUk,
        _score_is_its_own,
        change_guards.both_ends_measured,
        change_guards.span_is_long,
        change_guards.rests_on_enough,
        change_guards.category_follows,
        change_guards.differs_beyond_errors,
    ),
    Rule(
        ChangeOverYears,
        _score_is_its_own,
        change_guards.both_ends_measured,
        change_guards.years_fit_the_span,
        change_guards.not_long_ago,
        change_guards.enough_for_its_level,
        change_guards.enough_people_for_a_change,
        change_guards.changes_agree,
        change_guards.moved_clearly,
        change_guards.moved_further_than_the_whole,
        change_guards.moved_further_than_the_region,
    ),
    Rule(
        LevellingUpTest,
        change_guards.both_ends_measured,
        change_guards.span_is_long,
        change_guards.enough_for_its_level,
        change_guards.enough_places,
        change_guards.half_the_people,
        change_guards.speaks_for_the_whole,
        change_guards.on_one_scale,
        change_guards.changes_add_up,
        change_guards.answer_follows,
    ),
    Rule(
        GapToNation,
        change_guards.both_ends_measured,
        change_guards.span_is_long,
        change_guards.enough_for_its_level,
        change_guards.half_the_people,
        change_guards.gaps_add_up,
        change_guards.course_follows,
    ),
    Rule(LeadMarks, _weightiest_first),
    Rule(LeadPair, _joined_by_the_ends),
    Rule(LeadPeople, _counted_within),
    Rule(LeadUnlike, _beyond_most_alike),
    Rule(LeadGap, _clearly_moved),
    Rule(PillarDrivers),
    Rule(CoverageCount),
    Rule(ClusterShare, _counts_agree),
    Rule(ClusterEffect, _effect_is_medium, _interval_on_one_side),
    Rule(ClusterSimilar, _effect_below_medium),
    Rule(ClaimOfCluster, _counted_or_untold),
    Rule(LearnFromNeighbours, *_LEARN_FROM),
    Rule(LearnFromCluster, *_LEARN_FROM, _no_neighbour_does),
    Rule(ClusterException, _score_is_its_own, _two_fifths_at_the_top, _half_of_its_people_are_meant),
)
RULES: Mapping[str, Rule] = {rule.evidence.rule: rule for rule in _RULES}
"""Every rule by its identifier."""


def failed_guards(finding: AnyFinding) -> tuple[str, ...]:
    """Apply the finding's rule again and return the names of the guards it does not pass, in rule order."""
    return tuple(name for name, guard in RULES[finding.rule].guards.items() if not guard(finding.evidence))


def passes(finding: AnyFinding) -> bool:
    """Say whether the finding's own evidence lets it through its rule."""
    return all(guard(finding.evidence) for guard in RULES[finding.rule].guards.values())
