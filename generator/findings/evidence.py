"""What each rule looks at: one class for each, and the names under which it is published.

A field is a name of the evidence; its type tells what it holds, the words beside it what that means. A
mapping holds one number for each place or part, by code or slug. What a finding has not is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, dataclass_transform, get_args, get_type_hints


@dataclass(frozen=True)
class Kind:
    """The unit of what a field holds, if it has one, and the form in which it is published."""

    unit: str = ""
    form: Literal["number", "text", "list", "label"] = "number"


@dataclass(frozen=True)
class Item:
    """What there is one of for each."""

    name: str


CODE = Kind(form="text")
Code = Annotated[str, CODE]
"""One word of a closed list, or the code of a place or part."""
Codes = Annotated[tuple[str, ...], Kind(form="list")]
Text = Annotated[str, Kind(form="text")]
Label = Annotated[str, Kind(form="label")]
"""How the sentence calls what other names tell; it is not published."""
Count = Annotated[int, Kind()]
Rank = Annotated[int, Kind()]
Year = Annotated[int, Kind("year")]
Years = Annotated[int, Kind("years")]
People = Annotated[int, Kind("people")]
Fifth = Annotated[int, Kind("fifth, 1 the lowest")]
Digits = Annotated[int, Kind("digits after the point")]
Flag = Annotated[int, Kind("1 for yes, 0 for no")]
Weight = Annotated[float, Kind()]
Score = Annotated[float, Kind("points from 0 to 100")]
Points = Annotated[float, Kind("points")]
Percent = Annotated[float, Kind("percent")]
Share = Annotated[float, Kind("share from 0 to 1")]
Figure = Annotated[float, Kind("the unit of the indicator")]
Effect = Annotated[float, Kind("standard deviations")]
PerPoint = Annotated[float, Kind("points for each point")]
ByElement = Annotated[str, Item("element")]
ByIndicator = Annotated[str, Item("indicator")]
ByPlace = Annotated[str, Item("place")]

Verdict = Literal["keeping_pace", "catching_up", "falling_behind", "pulling_ahead", "losing_ground"]
Answer = Literal[
    "levelled_up",
    "improved",
    "improved_diverged",
    "narrowed",
    "no_clear_change",
    "widened",
    "narrowed_falling",
    "fell",
    "fell_diverged",
]
Joined = Literal["and", "but"]
Deprived = Literal["tenth", "fifth", "none"]
Move = Literal["up", "down", "unclear", "untold"]
Slope = Literal["caught_up", "drew_away", "unclear"]
Course = Literal[
    "narrowed", "widened", "lead_grew", "lead_shrank", "overtook", "fell_below", "no_clear_change"
]
End = Literal["high", "low"]

# What several rules look at.
Side = Annotated[End, CODE, "high or low: the end that it stands near."]
Level = Annotated[Code, "Level of the part in the framework."]
EditionName = Annotated[Text, "Name of the edition."]
Population = Annotated[People, "People who live there."]
MeasuredHere = Annotated[Share, "Part of the weight that rests on figures of the place's own."]
Ranked = Annotated[Count, "Councils with a rank on this part."]
RankTies = Annotated[Count, "Councils of the nation of this rank."]
RankLow = Annotated[Rank, "Better end of the range of the rank."]
RankHigh = Annotated[Rank, "Worse end of that range."]
SetLabel = Annotated[Label, "The councils that are ranked."]
StartYear = Annotated[Year, "First year."]
EndYear = Annotated[Year, "Last year."]
FirstScore = Annotated[Score, "Score in the first year."]
LastScore = Annotated[Score, "Score in the last year."]
Change = Annotated[Points, "Score in the last year less that in the first."]
MeasuredStart = Annotated[Share, "Part of the weight that was measured in the first year."]
MeasuredEnd = Annotated[Share, "Part of the weight that was measured in the last year."]
Indicators = Annotated[Count, "Indicators that carry the change."]
Nations = Annotated[Codes, "Nations whose councils are compared."]


@dataclass(frozen=True)
class Key:
    """A name under which evidence is published, and what there is one of for each, if anything."""

    name: str
    kind: Kind
    meaning: str
    item: str = ""


def _list_keys(holder: type) -> Iterator[Key]:
    """Yield the names of a class in the order of its fields; where a field holds other places, theirs."""
    for name, hint in get_type_hints(holder, include_extras=True).items():
        told = tuple(_read(hint))
        item = next((each.name for each in told if isinstance(each, Item)), "")
        kind = next((each for each in told if isinstance(each, Kind)), None)
        if kind:
            yield Key(name, kind, str(told[-1]), item)
        elif item:
            yield from (replace(key, item=item) for key in _list_keys(get_args(hint)[1]))


def _read(hint: object) -> Iterator[object]:
    """Yield what a type is made of and what stands beside it, from the inside out."""
    parts = get_args(hint)
    yield from (each for part in parts for each in _read(part)) if parts else (hint,)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Evidence:
    """What a rule looked at; each class below is a frozen dataclass.

    Attributes:
        rule: its identifier, which each class names beside its base; what two rules share has none.
        keys: names in the order of the fields, labels too.
    """

    rule: ClassVar[str]
    keys: ClassVar[tuple[Key, ...]]

    def __init_subclass__(cls, *, rule: str = "") -> None:
        """Keep what a class says of itself."""
        dataclass(frozen=True, kw_only=True)(cls)
        cls.rule, cls.keys = rule, tuple(_list_keys(cls))


class ElementExtreme(Evidence, rule="element-extreme"):
    """A figure in the outer fifth of those compared."""

    side: Side
    indicator: Annotated[Code, "The indicator that carries the statement."]
    clause: Annotated[Text, "How a sentence tells a figure of the indicator, the figure as {value}."]
    claim: Annotated[Text, "What the figure says, as headings, cards and lists tell it."]
    past_best: Annotated[Flag, "Whether the figure lies beyond the best value of its scale."]
    status: Annotated[Code, "How the figure came about."]
    age: Annotated[Years, "Years between the figure and the edition."]
    value: Annotated[Figure, "The figure."]
    decimals: Annotated[Digits, "Digits after the point that pages print."]
    percentile: Annotated[Percent, "Councils with a lower figure, and half of those with the same."]
    good_percentile: Annotated[Percent, "The same, from the worse end."]
    n: Annotated[Count, "Councils compared."]
    population: Population
    place: Annotated[Count, "Which it is among the figures as printed, counted from the nearer end."]
    ties: Annotated[Count, "Councils whose figure is printed the same, this one too."]
    middle: Annotated[Figure, "Median of the councils compared."]
    mad: Annotated[Figure, "Median distance of their figures from it."]
    distinct_in_nation: Annotated[Count, "Different figures among those compared in the same nation."]
    probability: Annotated[Share, "Recalculations in which the score lies in this end's fifth."]
    periods: Annotated[Count, "Last periods, three at most, in which enough councils can be compared."]
    periods_in_fifth: Annotated[Count, "Of these, those in which the figure lay in this end's fifth."]
    error_kind: Annotated[Code, "How the error of the figure is known."]
    reliability: Annotated[Share, "Part of the differences within the nation that is not error."]
    beyond: Annotated[
        Points, "How far it lies beyond the border of the fifth, drawn to the middle by what is error."
    ]
    events: Annotated[
        Count | None,
        "Events on which a rate rests, at the middle figure of those compared if that is higher.",
    ]
    lasting: Annotated[
        Share | None,
        "Figures in an outer fifth that were still in it after as many years as an old figure has.",
    ]
    cautions: Annotated[Count, "Things known of the figure that speak against telling it at this end."]
    distance: Annotated[Points, "Distance of the figure's score from that of the middle council."]
    element_weight: Annotated[Weight, "Weight of the element within its pillar."]
    indicator_weight: Annotated[Weight, "Weight of the indicator within its element."]
    lower: Annotated[Figure | None, "Lower end of the published interval, where there is one."]
    upper: Annotated[Figure | None, "Upper end of it."]
    opposite: Annotated[
        Mapping[ByIndicator, Percent], "Percentile, from the worse end, of an indicator on the other side."
    ]
    others: Annotated[Count, "Other indicators of the element with a figure."]


class ElementRelative(Evidence, rule="element-relative"):
    """A score far from the middle of the council's own."""

    side: Side
    edition: EditionName
    score: Annotated[Score, "Score of the element."]
    ranked: Ranked
    rank_ties: RankTies
    percentile: Annotated[Percent, "Councils ranked below it, and half of its own place."]
    percentile_low: Annotated[Percent, "The same at the worse end of the range of the rank."]
    percentile_high: Annotated[Percent, "The same at the better end."]
    own_median: Annotated[Percent, "Median of these over the council's elements."]
    measured_here: MeasuredHere
    population: Population
    absolute_findings: Annotated[Count, "Strengths, or weaknesses, that the council has."]
    few_below: Annotated[Count, "With fewer of these, relative ones are looked for."]


class PositionBand(Evidence, rule="position-band"):
    """Score, rank in the nation and band with their ranges; the rank in the UK, where it can be told."""

    score: Annotated[Score, "The score."]
    score_low: Annotated[Score, "5th percentile of the score over the recalculations."]
    score_high: Annotated[Score, "95th percentile of it."]
    rank: Annotated[Rank, "The rank in the nation."]
    rank_ties: RankTies
    rank_low: RankLow
    rank_high: RankHigh
    ranked: Ranked
    uk_rank: Annotated[Rank | None, "The rank among the councils of all nations."]
    uk_rank_low: Annotated[Rank | None, "Better end of its range."]
    uk_rank_high: Annotated[Rank | None, "Worse end of it."]
    uk_ranked: Annotated[Count | None, "Councils of all nations with a rank."]
    uk_set_label: Annotated[Label, "The councils of all nations that are ranked."]
    uk_comparable_share: Annotated[Share, "Part of the weight that one definition measures in all nations."]
    band_low: Annotated[Fifth | None, "The fifth at its lower end; fewer than 25 councils have no bands."]
    band_high: Annotated[Fifth | None, "The fifth at its upper end."]
    band_probability: Annotated[Share | None, "Recalculations in which the rank lies in the band."]
    coverage: Annotated[Share, "Part of the weight that rests on published figures."]
    measured_here: MeasuredHere


class PositionUnranked(Evidence, rule="position-unranked"):
    """Too few pillars for an overall rank."""

    pillars: Annotated[Count, "Pillars of the framework."]
    pillars_scored: Annotated[Count, "Pillars with a score."]
    pillars_needed: Annotated[Count, "Pillars that an overall rank needs."]
    pillars_missing: Annotated[Codes, "Pillars without a score."]


class ChangeAgainstUk(Evidence, rule="change-against-uk"):
    """A change of a score set against that of the whole."""

    category: Annotated[Verdict, CODE, "The verdict: keeping_pace, catching_up, falling_behind and so on."]
    start_year: StartYear
    end_year: EndYear
    start: FirstScore
    end: LastScore
    change: Change
    uk_start: Annotated[Score, "Mean of all councils compared in the first year, by population."]
    uk_end: Annotated[Score, "The same in the last year."]
    uk_change: Annotated[Points, "Difference of both."]
    relative: Annotated[Points, "Own change less that of all compared."]
    zone: Annotated[Points, "Difference up to which the change keeps pace."]
    margin: Annotated[Points, "Half of the 90% interval of that difference, from the errors of all figures."]
    middle_start: Annotated[Score, "Score of the middle council in the first year."]
    nations: Nations
    measured_start: MeasuredStart
    measured_end: MeasuredEnd
    indicators: Indicators
    measured_here: MeasuredHere


class ChangeOverYears(Evidence, rule="change-over-years"):
    """A clear change over about ten or five years, larger than elsewhere."""

    level: Level
    span: Annotated[Years, "Years that the stretch is meant to cover."]
    start_year: StartYear
    end_year: EndYear
    start: FirstScore
    end: LastScore
    change: Change
    margin: Annotated[Points, "Half of the 90% interval of the change; 0 where none is published."]
    whole_change: Annotated[Points, "Change of the mean of all councils compared, by population."]
    relative: Annotated[Points, "Own change less that one."]
    zone: Annotated[Points, "Difference up to which the place moved as all compared."]
    nations: Nations
    measured_start: MeasuredStart
    measured_end: MeasuredEnd
    indicators: Indicators
    measured_here: MeasuredHere
    population: Population
    lower: Annotated[Points | None, "Lower end of the interval of the change, where errors are published."]
    upper: Annotated[Points | None, "Upper end of it."]
    age: Annotated[Years, "Years between the last year and the edition."]
    region: Annotated[Text | None, "Name of the region, or nation, of the place."]
    region_change: Annotated[Points | None, "Change of the mean of its councils, by population."]


class LevellingUpTest(Evidence, rule="levelling-up-test"):
    """How the mean of a group moved, and the gap between its places."""

    category: Annotated[Answer, CODE, "The answer: levelled_up, improved_diverged and so on."]
    level: Level
    start_year: StartYear
    end_year: EndYear
    mean_start: Annotated[Score, "Mean score in the first year, by population."]
    mean_end: Annotated[Score, "The same in the last year."]
    mean_change: Annotated[Points, "Difference of both."]
    mean_low: Annotated[Points, "Lower end of its 90% interval."]
    mean_high: Annotated[Points, "Upper end of it."]
    mean_side: Annotated[Move, CODE, "up, down or unclear; untold of what only moves against others."]
    p10_start: Annotated[Score, "10th percentile of the places in the first year."]
    p90_start: Annotated[Score, "90th percentile of the places in the first year."]
    p10_end: Annotated[Score, "10th percentile of the places in the last year."]
    p90_end: Annotated[Score, "90th percentile of the places in the last year."]
    error_start: Annotated[Points, "Root of the mean error variance of the places in the first year."]
    error_end: Annotated[Points, "The same in the last year."]
    real_start: Annotated[Share, "Part of the squared gap that is not error, in the first year."]
    real_end: Annotated[Share, "The same in the last year."]
    gap_start: Annotated[Points, "Gap between these percentiles in the first year, errors taken out."]
    gap_end: Annotated[Points, "The same in the last year."]
    gap_change: Annotated[Points, "Difference of both gaps."]
    gap_low: Annotated[Points, "Lower end of its 90% interval."]
    gap_high: Annotated[Points, "Upper end of it."]
    gap_side: Annotated[Move, CODE, "up, down or unclear; under the zone always unclear."]
    slope: Annotated[PerPoint, "Change for each point that a place stood higher at first, errors taken out."]
    slope_low: Annotated[PerPoint, "Lower end of its 90% interval."]
    slope_high: Annotated[PerPoint, "Upper end of it."]
    slope_side: Annotated[
        Slope,
        CODE,
        "caught_up, drew_away or unclear: what places that began low did; below 0.1 unclear.",
    ]
    reliability: Annotated[Share, "Part of the variance in the first year that is not error."]
    zone: Annotated[Points, "Size from which a change counts."]
    councils: Annotated[Count, "Councils compared."]
    places: Annotated[Count, "Places that they count as: districts that share a county's figures are one."]
    people_share: Annotated[Share, "Part of the group's people who live in them."]
    nations: Nations
    whole: Annotated[Codes, "Nations in which the group has members."]
    pooled: Annotated[Share, "Part of the weight on one scale for all nations, where it is least."]
    relative: Annotated[Share, "Part of the weight that ranks places within their nation."]
    measured_start: MeasuredStart
    measured_end: MeasuredEnd
    indicators: Indicators
    measures: Annotated[Codes, "These indicators."]
    lead: Annotated[Code | None, "The indicator of them that weighs most, if it can be told in its unit."] = (
        None
    )
    lead_subject: Annotated[Text | None, "How a sentence calls that indicator."] = None
    low_start: Annotated[
        Figure | None, "Its 10th percentile in the first year, errors taken out; money in today's proportion."
    ] = None
    high_start: Annotated[Figure | None, "Its 90th percentile in the first year, likewise."] = None
    low_end: Annotated[Figure | None, "Its 10th percentile in the last year, likewise."] = None
    high_end: Annotated[Figure | None, "Its 90th percentile in the last year, likewise."] = None


class GapToNation(Evidence, rule="gap-to-nation"):
    """How far a place lies from its nation, then and now."""

    category: Annotated[Course, CODE, "The course: narrowed, widened, lead_grew, lead_shrank and so on."]
    level: Level
    nation: Annotated[Text, "The nation that the place is in, with most of its people."]
    start_year: StartYear
    end_year: EndYear
    start: FirstScore
    end: LastScore
    nation_start: Annotated[Score, "Mean of the nation's councils in the first year, by population."]
    nation_end: Annotated[Score, "The same in the last year."]
    gap_start: Annotated[Points, "Own score less that of the nation, in the first year."]
    gap_end: Annotated[Points, "The same in the last year."]
    gap_change: Annotated[Points, "Difference of both."]
    gap_low: Annotated[Points, "Lower end of its 90% interval, from the errors of the figures."]
    gap_high: Annotated[Points, "Upper end of it."]
    gap_side: Annotated[Move, CODE, "up, down or unclear; under the zone always unclear."]
    zone: Annotated[Points, "Size from which a change counts."]
    councils: Annotated[Count, "Councils of the place with both years."]
    people_share: Annotated[Share, "Part of its people in the nation who live in them."]
    measured_start: MeasuredStart
    measured_end: MeasuredEnd
    indicators: Indicators


class LeadMarks(Evidence, rule="lead-marks"):
    """The strengths, or the weaknesses, that weigh most."""

    side: Side
    first: Annotated[Flag, "Whether it is told before those at the other end."]
    found: Annotated[Count, "Strengths, or weaknesses, that the place has."]
    named: Annotated[Codes, "Elements named, the weightiest first."]
    carried_by: Annotated[Mapping[ByElement, Code], "The indicator that carries the statement."]
    told_claim: Annotated[Mapping[ByElement, Text], "What its figure says."]
    figure: Annotated[Mapping[ByElement, Figure], "Its figure."]
    consequence: Annotated[
        Mapping[ByElement, Weight],
        "Weight of the element x weight of the indicator x distance of the figure.",
    ]


class LeadPeople(Evidence, rule="lead-people"):
    """How many people live in the most deprived small areas of the nation."""

    among: Annotated[
        Deprived, CODE, "tenth or fifth, the most deprived of the nation; none for no such area."
    ]
    nation: Annotated[Text, "The nation whose index ranks the areas."]
    index_year: Annotated[Year, "Year of the edition of the index."]
    small_areas: Annotated[Count, "Small areas of the place."]
    areas_among: Annotated[Count, "Those of them among the most deprived."]
    people: Annotated[People, "People who live in all of them, as the index counts them."]
    counted: Annotated[Text, "Who is counted, and when."]
    people_among: Annotated[People, "Those who live in the most deprived."]


class LeadPair(Evidence, rule="lead-pair"):
    """Two findings that say more side by side."""

    pair: Annotated[Code, "Name of the pair in the reviewed list."]
    joined_by: Annotated[Joined, CODE, "and, where both stand at the same end; but, where they do not."]
    first_element: Annotated[Code, "Element of the finding told first."]
    first_side: Annotated[End, CODE, "high or low: the end that it stands near."]
    first_indicator: Annotated[Code, "The indicator that carries it."]
    second_element: Annotated[Code, "Element of the other finding."]
    second_side: Annotated[End, CODE, "high or low: the end that it stands near."]
    second_indicator: Annotated[Code, "The indicator that carries it."]
    consequence: Annotated[Weight, "Sum of both of the weight of a finding: weights x distance."]


class LeadUnlike(Evidence, rule="lead-unlike"):
    """The one element on which a place clearly ranks beyond most of the places that are most like it."""

    side: Side
    element: Annotated[Code, "The element."]
    nation: Annotated[Text, "The nation in which the places are ranked."]
    rank_low: RankLow
    rank_high: RankHigh
    places: Annotated[Codes, "Statistical neighbours in the nation with a rank on it, the nearest first."]
    alike: Annotated[Count, "How many they are."]
    clear: Annotated[Count, "Those whose whole range of ranks lies beyond that of the place."]


class LeadGap(Evidence, rule="lead-gap"):
    """How the gap of a place to its nation clearly moved."""

    category: Annotated[Course, CODE, "The course: narrowed, widened, lead_grew, lead_shrank and so on."]
    nation: Annotated[Text, "The nation that the place is in."]
    start_year: StartYear
    end_year: EndYear
    gap_start: Annotated[Points, "Own score less that of the nation, in the first year."]
    gap_end: Annotated[Points, "The same in the last year."]


class PillarDrivers(Evidence, rule="pillar-drivers"):
    """Elements that pull the score of a pillar."""

    pull: Annotated[
        Mapping[ByElement, Points], "Points that an element adds to the pillar's score, against the middle."
    ]
    percentile: Annotated[
        Mapping[ByElement, Percent], "Councils ranked below in this element, and half of its own place."
    ]
    elements: Annotated[Count, "Elements of the pillar."]
    elements_scored: Annotated[Count, "Those with a score."]
    elements_own: Annotated[Count, "Those that rest mainly on figures of the place's own."]
    up: Annotated[Codes, "Elements named as pulling up, the strongest first."]
    down: Annotated[Codes, "Elements named as pulling down."]
    shared: Annotated[Codes, "Elements that pull, but rest on figures of a larger area."]


class CoverageCount(Evidence, rule="coverage-count"):
    """What is measured in a place, and what is not."""

    indicators: Annotated[Count, "Indicators that count for the score."]
    measured: Annotated[Count, "Those measured in the place."]
    shared: Annotated[Count, "Those that it shares with other councils at the source."]
    missing: Annotated[Count, "Those without a figure."]
    elsewhere: Annotated[Count, "Of these, those without figures for the whole nation."]
    old: Annotated[Count, "Those with a figure more than six years old."]
    elements: Annotated[Count, "Elements below this part."]
    elements_missing: Annotated[Codes, "Elements without a score."]
    pillars_missing: Annotated[Codes, "Pillars without a score."]
    coverage: Annotated[Share, "Part of the weight that rests on published figures."]


class ClusterShare(Evidence, rule="cluster-share"):
    """Where the members stand among all that are ranked."""

    members: Annotated[Count, "Members."]
    members_ranked: Annotated[Count, "Members with an overall rank."]
    members_unranked: Annotated[Count, "Members without one."]
    in_bottom_half: Annotated[Count, "Members in the bottom half."]
    surely_in_bottom_half: Annotated[Count, "Members whose whole range lies there."]
    perhaps_in_bottom_half: Annotated[Count, "Members whose range reaches it."]
    in_bottom_half_of_nation: Annotated[Count, "Members in the bottom half of their nation."]
    in_bottom_fifth: Annotated[Count, "Members in the fifth at the bottom."]
    in_top_fifth: Annotated[Count, "Members in the fifth at the top."]
    ranked: Ranked
    set_label: SetLabel
    mainly: Annotated[
        Count | None,
        "Members in which the rule applies to half of the people or more, where parts are meant.",
    ] = None


class ClusterDifference(Evidence):
    """Members against all other councils."""

    side: Side
    level: Level
    edition: EditionName
    effect: Annotated[Effect, "Mean of the members less that of the others, over the pooled deviation."]
    effect_low: Annotated[Effect, "Lower end of its 90% interval."]
    effect_high: Annotated[Effect, "Upper end of its 90% interval."]
    mean: Annotated[Score, "Mean score of the members."]
    other_mean: Annotated[Score, "Mean score of all other councils."]
    members_ranked: Annotated[Count, "Members whose score rests mainly on figures of their own."]
    others_ranked: Annotated[Count, "Other councils of which the same holds."]
    compared: Annotated[Code, "uk, or nation where nations cannot be compared: whose halves are counted."]
    in_bottom_half: Annotated[Count, "Of these members, those in the bottom half."]
    in_top_half: Annotated[Count, "Of these members, those in the top half."]
    others_label: Annotated[Label, "The other councils."]


class ClusterEffect(ClusterDifference, rule="cluster-effect"):
    """A difference that is clear."""


class ClaimOfCluster(Evidence, rule="cluster-claim"):
    """Something that is said of a cluster, and whether figures support it."""

    claim: Annotated[Code, "Name of the claim in the cluster."]
    says: Annotated[Text, "What is said."]
    expects: Annotated[Code, "What figures show if it is so: low, high, alike, not_low and so on."]
    verdict: Annotated[Code, "supported, not_supported, mixed, or untold where nothing tests it."]
    measure: Annotated[Code | None, "The score or indicator that tests it."]
    scale: Annotated[Code | None, "score, or percentile of each figure in its nation."]
    effect: Annotated[
        Effect | None, "Mean of the members less that of the others, over the pooled deviation."
    ]
    effect_low: Annotated[Effect | None, "Lower end of its 90% interval."]
    effect_high: Annotated[Effect | None, "Upper end of its 90% interval."]
    mean: Annotated[Score | None, "Mean of the members on that scale."]
    other_mean: Annotated[Score | None, "Mean of the other councils."]
    members_counted: Annotated[Count, "Members with a figure of their own; all where nothing tests it."]
    others_counted: Annotated[Count | None, "Other councils with one."]
    found: Annotated[Count | None, "Members in the bottom half, or exceptions."]
    found_surely: Annotated[Count | None, "Those whose whole range lies there."]
    found_perhaps: Annotated[Count | None, "Those whose range reaches it."]


class ClusterSimilar(ClusterDifference, rule="cluster-similar"):
    """A difference that is surely small."""


@dataclass(frozen=True, kw_only=True)
class Better:
    """A place to learn from."""

    rank_low: Annotated[Rank, "Better end of the range of a place that is named."]
    rank_high: Annotated[Rank, "Worse end of that range."]


class LearnFromNeighbours(Evidence, rule="learn-from-neighbours"):
    """Statistical neighbours that surely do better."""

    ranked: Ranked
    set_label: SetLabel
    rank_low: RankLow
    rank_high: RankHigh
    measured_here: MeasuredHere
    places: Annotated[Codes, "Codes of the places that are named, the surest first."]
    better: Annotated[Count, "Places that qualify, those that are not named too."]
    worst_high: Annotated[Rank, "Worst end of the ranges of the places named."]
    least_measured_there: Annotated[Share, "Least part of their weight that rests on figures of their own."]
    least_alike: Annotated[Share, "Least part of the weight that is measured alike here and there."]
    named: Mapping[ByPlace, Better]


class LearnFromCluster(LearnFromNeighbours, rule="learn-from-cluster"):
    """Members of the same cluster that surely do better, where no neighbour does."""

    cluster: Annotated[Code, "The cluster that they share, by its name in the address."]
    members: Annotated[Count, "Members of it."]
    neighbours_better: Annotated[Count, "Statistical neighbours that qualify."]


class ClusterException(Evidence, rule="cluster-exception"):
    """A member that stands high where its cluster stands low."""

    area: Annotated[Code, "Code of the member."]
    probability: Annotated[Share, "Recalculations in which it lies in the two fifths at the top."]
    measured_here: MeasuredHere
    score: Annotated[Score, "Its score."]
    rank: Annotated[Rank, "Its rank."]
    rank_low: RankLow
    rank_high: RankHigh
    ranked: Ranked
    set_label: SetLabel
    people_share: Annotated[
        Share | None, "Share of its people to whom the rule of the cluster applies, where parts are meant."
    ] = None


Cell = tuple[str, str, float | str]
"""Name, what it is of (a code or slug, the place in a list, or empty), and the number or text."""


def list_cells(evidence: Evidence) -> Iterator[Cell]:
    """Yield the evidence one by one, as it is published: in the order of its fields, other places last."""
    labels = {key.name for key in evidence.keys if key.kind.form == "label"}
    last: list[Cell] = []
    for name, value in vars(evidence).items():
        if isinstance(value, Mapping):
            for item, each in value.items():
                if isinstance(each, Better):
                    last += ((part, item, end) for part, end in vars(each).items())
                else:
                    yield name, item, each
        elif isinstance(value, tuple):
            yield from ((name, str(place), code) for place, code in enumerate(value, 1))
        elif value is not None and name not in labels:
            yield name, "", value
    yield from last
