"""What the evidence of each rule holds: every name with its kind and its meaning.

A name that stands for one number of each place, policy area or indicator is followed by a colon and the code
or slug of that in the evidence itself, such as ``pull:work``; here it ends with a star. Codes of a list are
joined by "|".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "count",
    "rank",
    "year",
    "years",
    "people",
    "score",
    "points",
    "percent",
    "share",
    "figure",
    "weight",
    "effect",
    "fifth",
    "digits",
    "flag",
    "code",
    "codes",
    "text",
    "label",
]
"""What a name holds.

* count, rank, year, years, people, digits, fifth (1 the lowest) and flag (1 or 0): whole numbers
* score: 0 to 100; points: a change or a difference of scores; percent: 0 to 100; share: 0 to 1
* figure: in the unit of the indicator; weight: in the framework; effect: Cohen's d
* code: one word of a closed list, or the code of a place or part; codes: several of them; text: plain words
* label: how the sentence calls what other names tell; it is not published
"""
UNITS: Mapping[str, str] = {
    "year": "year",
    "years": "years",
    "people": "people",
    "score": "points from 0 to 100",
    "points": "points",
    "percent": "percent",
    "share": "share from 0 to 1",
    "figure": "the unit of the indicator",
    "effect": "standard deviations",
    "fifth": "fifth, 1 the lowest",
    "digits": "digits after the point",
    "flag": "1 for yes, 0 for no",
}
"""Unit of the kinds of numbers that have one."""
WORDS = frozenset({"code", "codes", "text"})
"""Kinds that are published as text."""
LISTS = frozenset({"codes"})
EACH = "*"
ITEMS: Mapping[str, str] = {
    "pull*": "element",
    "percentile*": "element",
    "opposite*": "indicator",
    "rank_low*": "place",
    "rank_high*": "place",
}
"""What there is one of for each, of names that end with a star."""


@dataclass(frozen=True)
class Key:
    """One name of the evidence: what it holds and what that means."""

    name: str
    kind: Kind
    meaning: str


_SIDE = Key("side", "code", "high or low: the end that it stands near.")
_LEVEL = Key("level", "code", "Level of the part in the framework.")
_EDITION = Key("edition", "text", "Name of the edition.")
_POPULATION = Key("population", "people", "People who live there.")
_OWN = Key("measured_here", "share", "Part of the weight that rests on figures of the place's own.")
_RANKED = Key("ranked", "count", "Councils with a rank on this part.")
_RANKS = (
    Key("rank_low", "rank", "Better end of the range of the rank."),
    Key("rank_high", "rank", "Worse end of that range."),
)
_SET_LABEL = Key("set_label", "label", "The councils that are ranked.")
_YEARS = (
    Key("start_year", "year", "First year."),
    Key("end_year", "year", "Last year."),
)
_ENDS = (
    *_YEARS,
    Key("start", "score", "Score in the first year."),
    Key("end", "score", "Score in the last year."),
    Key("change", "points", "Score in the last year less that in the first."),
)
_MEASURED = (
    Key("measured_start", "share", "Part of the weight that was measured in the first year."),
    Key("measured_end", "share", "Part of the weight that was measured in the last year."),
    Key("indicators", "count", "Indicators that carry the change."),
)
_NATIONS = Key("nations", "codes", "Nations whose councils are compared.")
_DIFFERENCE = (
    _SIDE,
    _LEVEL,
    _EDITION,
    Key("effect", "effect", "Mean of the members less that of the others, over the pooled deviation."),
    Key("effect_low", "effect", "Lower end of its 90% interval."),
    Key("effect_high", "effect", "Upper end of its 90% interval."),
    Key("mean", "score", "Mean score of the members."),
    Key("other_mean", "score", "Mean score of all other councils."),
    Key("members_ranked", "count", "Members whose score rests mainly on figures of their own."),
    Key("others_ranked", "count", "Other councils of which the same holds."),
    Key("in_bottom_half", "count", "Of these members, those in the bottom half."),
    Key("in_top_half", "count", "Of these members, those in the top half."),
    Key("others_label", "label", "The other councils."),
)
_LEARNING = (
    _RANKED,
    _SET_LABEL,
    *_RANKS,
    _OWN,
    Key("places", "codes", "Codes of the places that are named, the surest first."),
    Key("better", "count", "Places that qualify, those that are not named too."),
    Key("worst_high", "rank", "Worst end of the ranges of the places named."),
    Key("least_measured_there", "share", "Least part of their weight that rests on figures of their own."),
    Key("least_alike", "share", "Least part of the weight that is measured alike here and there."),
    Key("rank_low*", "rank", "Better end of the range of a place that is named."),
    Key("rank_high*", "rank", "Worse end of that range."),
)

KEYS: Mapping[str, tuple[Key, ...]] = {
    "element-extreme": (
        _SIDE,
        Key("indicator", "code", "The indicator that carries the statement."),
        Key("clause", "text", "How a sentence tells a figure of the indicator, the figure as {value}."),
        Key("past_best", "flag", "Whether the figure lies beyond the best value of its scale."),
        Key("status", "code", "How the figure came about."),
        Key("age", "years", "Years between the figure and the edition."),
        Key("value", "figure", "The figure."),
        Key("decimals", "digits", "Digits after the point that pages print."),
        Key("percentile", "percent", "Councils with a lower figure, and half of those with the same."),
        Key("good_percentile", "percent", "The same, from the worse end."),
        Key("n", "count", "Councils compared."),
        _POPULATION,
        Key("ties", "count", "Councils with this very figure, this one too."),
        Key("middle", "figure", "Median of the councils compared."),
        Key("mad", "figure", "Median distance of their figures from it."),
        Key("distinct_in_nation", "count", "Different figures among those compared in the same nation."),
        Key("probability", "share", "Recalculations in which the score lies in this end's fifth."),
        Key("distance", "points", "Distance of the figure's score from that of the middle council."),
        Key("element_weight", "weight", "Weight of the element within its pillar."),
        Key("indicator_weight", "weight", "Weight of the indicator within its element."),
        Key("lower", "figure", "Lower end of the published interval, where there is one."),
        Key("upper", "figure", "Upper end of it."),
        Key("opposite*", "percent", "Percentile, from the worse end, of an indicator on the other side."),
        Key("others", "count", "Other indicators of the element with a figure."),
    ),
    "element-relative": (
        _SIDE,
        _EDITION,
        Key("score", "score", "Score of the element."),
        _RANKED,
        Key("percentile", "percent", "Councils ranked below it, and half of its own place."),
        Key("percentile_low", "percent", "The same at the worse end of the range of the rank."),
        Key("percentile_high", "percent", "The same at the better end."),
        Key("own_median", "percent", "Median of these over the council's elements."),
        _OWN,
        _POPULATION,
        Key("absolute_findings", "count", "Strengths, or weaknesses, that the council has."),
        Key("few_below", "count", "With fewer of these, relative ones are looked for."),
    ),
    "position-band": (
        Key("score", "score", "The score."),
        Key("score_low", "score", "5th percentile of the score over the recalculations."),
        Key("score_high", "score", "95th percentile of it."),
        Key("rank", "rank", "The rank."),
        Key("rank_ties", "count", "Councils of this rank."),
        *_RANKS,
        _RANKED,
        Key("band_low", "fifth", "The fifth at its lower end."),
        Key("band_high", "fifth", "The fifth at its upper end."),
        Key("band_probability", "share", "Recalculations in which the rank lies in the band."),
        Key("coverage", "share", "Part of the weight that rests on published figures."),
        _OWN,
    ),
    "position-unranked": (
        Key("pillars", "count", "Pillars of the framework."),
        Key("pillars_scored", "count", "Pillars with a score."),
        Key("pillars_needed", "count", "Pillars that an overall rank needs."),
        Key("pillars_missing", "codes", "Pillars without a score."),
    ),
    "change-against-uk": (
        Key("category", "code", "The verdict: keeping_pace, catching_up, falling_behind and so on."),
        *_ENDS,
        Key("uk_start", "score", "Mean of all councils compared in the first year, by population."),
        Key("uk_end", "score", "The same in the last year."),
        Key("uk_change", "points", "Difference of both."),
        Key("relative", "points", "Own change less that of all compared."),
        Key("zone", "points", "Difference up to which the change keeps pace."),
        Key("middle_start", "score", "Score of the middle council in the first year."),
        _NATIONS,
        *_MEASURED,
        _OWN,
    ),
    "change-over-years": (
        _LEVEL,
        Key("span", "years", "Years that the stretch is meant to cover."),
        *_ENDS,
        Key("margin", "points", "Half of the 90% interval of the change; 0 where none is published."),
        Key("whole_change", "points", "Change of the mean of all councils compared, by population."),
        Key("relative", "points", "Own change less that one."),
        Key("zone", "points", "Difference up to which the place moved as all compared."),
        _NATIONS,
        *_MEASURED,
        _OWN,
        _POPULATION,
        Key("lower", "points", "Lower end of the interval of the change, where errors are published."),
        Key("upper", "points", "Upper end of it."),
        Key("region", "text", "Name of the region, or nation, of the place."),
        Key("region_change", "points", "Change of the mean of its councils, by population."),
    ),
    "levelling-up-test": (
        Key("category", "code", "The answer: levelled_up, improved_diverged and so on."),
        _LEVEL,
        *_YEARS,
        Key("mean_start", "score", "Mean score in the first year, by population."),
        Key("mean_end", "score", "The same in the last year."),
        Key("mean_change", "points", "Difference of both."),
        Key("mean_low", "points", "Lower end of its 90% interval."),
        Key("mean_high", "points", "Upper end of it."),
        Key("mean_side", "code", "up, down or unclear."),
        Key("p10_start", "score", "10th percentile of the places in the first year."),
        Key("p90_start", "score", "90th percentile of the places in the first year."),
        Key("p10_end", "score", "10th percentile of the places in the last year."),
        Key("p90_end", "score", "90th percentile of the places in the last year."),
        Key("gap_start", "points", "Gap between these percentiles in the first year."),
        Key("gap_end", "points", "Gap between them in the last year."),
        Key("gap_change", "points", "Difference of both gaps."),
        Key("gap_low", "points", "Lower end of its 90% interval."),
        Key("gap_high", "points", "Upper end of it."),
        Key("gap_side", "code", "up, down or unclear."),
        Key("zone", "points", "Size from which a change counts."),
        Key("councils", "count", "Councils compared."),
        Key("places", "count", "Places that they count as: districts that share a county's figures are one."),
        Key("people_share", "share", "Part of the group's people who live in them."),
        _NATIONS,
        Key("whole", "codes", "Nations in which the group has members."),
        Key("pooled", "share", "Part of the weight on one scale for all nations, where it is least."),
        Key("relative", "share", "Part of the weight that ranks places within their nation."),
        *_MEASURED,
        Key("measures", "codes", "These indicators."),
    ),
    "pillar-drivers": (
        Key("pull*", "points", "Points that an element adds to the pillar's score, against the middle."),
        Key("percentile*", "percent", "Councils ranked below in this element, and half of its own place."),
        Key("elements", "count", "Elements of the pillar."),
        Key("elements_scored", "count", "Those with a score."),
        Key("elements_own", "count", "Those that rest mainly on figures of the place's own."),
        Key("up", "codes", "Elements named as pulling up, the strongest first."),
        Key("down", "codes", "Elements named as pulling down."),
        Key("shared", "codes", "Elements that pull, but rest on figures of a larger area."),
    ),
    "coverage-count": (
        Key("indicators", "count", "Indicators that count for the score."),
        Key("measured", "count", "Those measured in the place."),
        Key("shared", "count", "Those that it shares with other councils at the source."),
        Key("missing", "count", "Those without a figure."),
        Key("old", "count", "Those with a figure more than six years old."),
        Key("elements", "count", "Elements below this part."),
        Key("elements_missing", "codes", "Elements without a score."),
        Key("pillars_missing", "codes", "Pillars without a score."),
        Key("coverage", "share", "Part of the weight that rests on published figures."),
    ),
    "cluster-share": (
        Key("members", "count", "Members."),
        Key("members_ranked", "count", "Members with an overall rank."),
        Key("members_unranked", "count", "Members without one."),
        Key("in_bottom_half", "count", "Members in the bottom half."),
        Key("in_bottom_fifth", "count", "Members in the fifth at the bottom."),
        Key("in_top_fifth", "count", "Members in the fifth at the top."),
        _RANKED,
        _SET_LABEL,
    ),
    "cluster-effect": _DIFFERENCE,
    "cluster-similar": _DIFFERENCE,
    "learn-from-neighbours": _LEARNING,
    "learn-from-cluster": (
        *_LEARNING,
        Key("cluster", "code", "The cluster that they share, by its name in the address."),
        Key("members", "count", "Members of it."),
        Key("neighbours_better", "count", "Statistical neighbours that qualify."),
    ),
    "cluster-exception": (
        Key("area", "code", "Code of the member."),
        Key("probability", "share", "Recalculations in which it lies in the two fifths at the top."),
        _OWN,
        Key("score", "score", "Its score."),
        Key("rank", "rank", "Its rank."),
        *_RANKS,
        _RANKED,
        _SET_LABEL,
    ),
}
"""Rule -> what its evidence holds, see ``findings.rules``. Not every finding has every name."""

Cell = tuple[str, str, float | int | None, str | None]
"""Name, what it is of (a code or slug, the place in a list, or empty), number, text."""


def list_cells(rule: str, evidence: Mapping[str, float | int | str]) -> Iterator[Cell]:
    """Yield the evidence of a finding one by one, as it is published, in its order.

    Raises:
        KeyError: it holds a name that is not listed here.
    """
    kinds = _KINDS[rule]
    for key, value in evidence.items():
        name, colon, item = key.partition(":")
        kind = kinds[f"{name}{EACH}" if colon else name]
        if kind in LISTS:
            codes = [code for code in str(value).split("|") if code]
            yield from ((name, str(place), None, code) for place, code in enumerate(codes, 1))
        elif kind in WORDS:
            yield name, item, None, str(value)
        elif kind != "label" and not isinstance(value, str):
            yield name, item, value, None


_KINDS: Mapping[str, Mapping[str, Kind]] = {
    rule: {key.name: key.kind for key in keys} for rule, keys in KEYS.items()
}
