"""Typed records of what is measured and where: areas, datasets, series, the framework.

All are frozen pydantic models, so that a file that does not fit is refused with its key and line.
"""

from __future__ import annotations

import re
from datetime import date as day
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from generator.files.documents import NOT_MARKUP, WORDS

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
Direction = Literal["higher", "lower"]
Comparable = Literal["uk", "series", "nation"]
NATIONS: tuple[Nation, ...] = ("England", "Wales", "Scotland", "Northern Ireland")
MOST_PEOPLE = 10_000_000_000
"""More than live anywhere."""
LARGEST_END = 1e15
"""Of a scale. A float tells whole numbers apart up to here."""
LARGEST_AREA = 20_000_000
"""Square kilometres: more than any country has."""
LEAST_WEIGHT = 0.01
MOST_DRAWS = 1_000_000
CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$"
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""A name that stands in addresses: small letters, digits and hyphens."""
Code = Annotated[str, Field(pattern=CODE)]
Link = Annotated[str, Field(pattern=r"^(https?://[^\s<>\"@/?#]+([/?#][^\s<>\"]*)?)?$", max_length=2000)]
"""An address of the web, without the name or password of anybody; or empty."""
Text = Annotated[str, Field(pattern=NOT_MARKUP, max_length=5000)]
"""Words on one line, without markup."""
Words = Annotated[str, Field(pattern=WORDS, max_length=5000)]
"""The same, not empty."""
Name = Annotated[str, Field(pattern=NOT_MARKUP, max_length=200)]
"""What a place or a part is called, on one line."""
RawName = Annotated[str, Field(pattern=r"^(\w[\w (),.&+-]*(/\w[\w (),.&+-]*)*)?$")]
"""A file below the folder of raw tables."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number written as one."""


class Record(BaseModel):
    """Base of all records: immutable, no unknown keys, every number a finite one."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _is_no_answer(cls, value: object, info: ValidationInfo) -> object:
        """Refuse yes and no where a number belongs: YAML reads them as truths, which count 1 and 0."""
        # Hundreds of thousands of cells come by here, and hardly one of them is a truth.
        if not isinstance(value, (bool, list, tuple)):
            return value
        parts = value if isinstance(value, (list, tuple)) else (value,)
        if any(isinstance(part, bool) for part in parts):
            assert info.field_name is not None
            if re.search(r"\b(int|float)\b", str(cls.model_fields[info.field_name].annotation)):
                raise PydanticCustomError("float_type", "a number should stand here, not yes or no")
        return value


class Area(Record):
    """A place with a code: a council, a region, a nation or the UK.

    Attributes:
        code: current ONS code (``K02000001`` for the UK).
        kind: council, region, nation or uk.
        name: usual name as the reader knows it, e.g. "Kingston upon Hull".
        short_name: what a sentence may call it after the first mention ("Hull"); else the same as ``name``.
            none.
        article: "the" where grammar wants it before the name ("the Isles of Scilly"), else empty.
        council_type: "unitary authority", "metropolitan borough", ... (councils only).
        population: mid-year estimate, people, of ``population_year``.
        search_names: other names a reader may type (former, Welsh, official), joined by "|".
    """

    code: Code
    kind: Literal["council", "region", "nation", "uk"]
    name: Name
    short_name: Name
    official_name: Name
    welsh_name: Name = ""
    article: Literal["", "the"] = ""
    slug: Slug
    council_type: Name = ""
    nation: Name = ""
    region_code: Name = ""
    region_name: Name = ""
    county_name: Name = ""
    combined_authority: Name = ""
    population: int = Field(ge=0, le=MOST_PEOPLE)
    population_year: int = Field(ge=1900, le=2100)
    area_km2: float | None = Field(default=None, ge=0, le=LARGEST_AREA)
    rural_urban: Name = ""
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    homepage: Link = ""
    search_names: Text = ""

    @property
    def in_sentence(self) -> str:
        """The name with its article, as it stands inside a sentence."""
        return f"{self.article} {self.name}" if self.article else self.name


ClusterKind = Literal[
    "political",
    "region",
    "nation",
    "combined-authority",
    "county",
    "council-type",
    "rural-urban",
    "ons",
    "places",
    "deprivation",
]


HALF_OF_PEOPLE = 0.5
"""Share of a council's people from which it may speak for a cluster that means a part of it."""


class ClusterHead(Record):
    """What is said of a cluster, without its members.

    Attributes:
        kind: political, region, nation, combined-authority, county, council-type, rural-urban, ons, places,
            deprivation.
        rule: who is a member, in plain words.
        derived: True when membership was worked out here rather than published.
    """

    slug: Slug
    title: Name
    kind: ClusterKind
    rule: Text
    source: Text
    derived: bool = False


class Cluster(ClusterHead):
    """A named list of councils with a membership rule.

    Attributes:
        shares: share of each member's people to whom the rule applies, 0 to 1; empty where whole councils do.
    """

    members: tuple[str, ...]
    shares: dict[str, float] = Field(default_factory=dict)

    @property
    def mainly(self) -> tuple[str, ...]:
        """Members in which the rule applies to half of the people or more."""
        return tuple(code for code in self.members if self.shares.get(code, 1.0) >= HALF_OF_PEOPLE)


class Member(Record):
    """One council of one cluster."""

    cluster: Slug
    area_code: Code


class MemberShare(Member):
    """The share of a member's people to whom the rule of the cluster applies."""

    share: float = Field(gt=0, le=1)


class Neighbour(Record):
    """One council that is much like another; the nearest has rank 1."""

    code: Code
    rank: int = Field(ge=1)
    neighbour_code: Code


class Beside(Record):
    """Two councils that share a boundary; each pair stands in both orders."""

    code: Code
    neighbour_code: Code


class Change(Record):
    """One predecessor of one current council.

    Attributes:
        change_date: full date, a year, or empty where it is not known.
        share: share of the successor's population that the predecessor made up, where known.
    """

    predecessor_code: Code
    predecessor_name: Words
    predecessor_slug: Slug
    successor_code: Code
    change_date: str = Field(pattern=r"^((1[89]|20)[0-9]{2}(-[0-9]{2}-[0-9]{2})?)?$")
    kind: Literal["merge", "rename", "recode", "split", "county"]
    share: float | None = Field(default=None, gt=0, le=1)

    @field_validator("change_date")
    @classmethod
    def _is_a_day(cls, value: str) -> str:
        if "-" in value:
            day.fromisoformat(value)
        return value


class Break(Record):
    """Where a series stands on another basis than the figures before.

    Attributes:
        period: the first period on the newer basis.
        words: what changed, in plain words.
        older: "dataset/series" where the figures on the older basis are kept, or empty where they stand in
            the same series.
    """

    period: str
    words: str
    older: str = ""


class Series(Record):
    """One measured series of a dataset, as the reader of ``data/datasets/<slug>/dataset.yml`` finds it.

    Attributes:
        unit: words for a table head, e.g. "%", "£ a week", "per 1,000 people", "years", "out of 10".
        decimals: digits after the point that the data carries.
        kind: rate and mean are averaged when councils merge, counts are added, index values are never merged.
        denominator: what a rate or mean is per and weighted by when councils merge; empty for counts.
        description: definition in our own plain words.
        caveat: what a careful reader should know, or empty.
        minimum, maximum: plausible range of the values, in the unit, as the import was told; none where it
            was not.
        raw_indicator, raw_measure, raw_unit: what the raw file calls it: the rows that were read.
        scale: what the raw values were multiplied by, 1 where the unit is the publisher's.
        derivation: how the figures were made or their periods put right here, or empty where both are as
            published.
        breaks: where its basis changed, oldest first.
    """

    slug: Slug
    title: Text
    unit: Text
    decimals: int = Field(ge=0, le=4)
    kind: Literal["rate", "mean", "count", "index"] = "rate"
    denominator: str = ""
    nations: tuple[Nation, ...] = Field(min_length=1)
    description: Text
    caveat: str = ""
    minimum: float | None = None
    maximum: float | None = None
    first_period: str = ""
    last_period: str = ""
    raw_indicator: str = ""
    raw_measure: str = ""
    raw_unit: str = ""
    scale: float = Field(default=1.0, gt=0, le=LARGEST_END)
    derivation: str = ""
    breaks: tuple[Break, ...] = ()

    @property
    def cautions(self) -> str:
        """Caveat, derivation and breaks as one text, or empty."""
        return " ".join(
            text for text in (self.caveat, self.derivation, *(b.words for b in self.breaks)) if text
        )


class RawFile(Record):
    """A raw file that a dataset needs besides its own.

    Attributes:
        use: what it is for, in plain words.
    """

    file: RawName
    sha256: str
    use: str


class Dataset(Record):
    """Where figures come from: one publication, its licence and the raw files they were read from."""

    slug: Slug
    title: Words
    publisher: Text
    publication: Text
    link: Link
    licence: str
    nations: tuple[Nation, ...]
    known_problems: tuple[str, ...] = ()
    raw_file: RawName
    raw_sha256: str
    other_files: tuple[RawFile, ...] = ()
    rows_read: int = Field(ge=0)
    rows_kept: int = Field(ge=0)
    left_out: tuple[str, ...] = ()
    series: tuple[Series, ...]


LONGEST_CLAIM = 40
"""Characters: as many as stand on one line of a card, of an embed at 280 pixels and of a list on a phone."""
Claim = Annotated[str, Field(pattern=WORDS, max_length=LONGEST_CLAIM)]
"""What a high or a low figure says, in words a reader would use: "Many adults smoke"."""


class Claims(Record):
    """What an indicator says of a place at either end: where its figure is high, and where it is low."""

    high: Claim
    low: Claim

    def at(self, end: Literal["high", "low"]) -> str:
        """Return what it says at one end."""
        return self.high if end == "high" else self.low


class SeriesRef(Record):
    """Which series measures an indicator in which nations.

    Attributes:
        claims, clause: what it says there, where nations measure something that a reader would tell apart;
            empty where the words of the indicator hold.
    """

    dataset: str
    series: str
    nations: tuple[Nation, ...] = Field(min_length=1)
    claims: Claims | None = None
    clause: Text = ""


class Indicator(Record):
    """One measure of the framework.

    Attributes:
        direction: whether a higher or a lower value is better.
        weight: 0.5, 1, 1.5 or 2, within its element, with its ``reason``.
        comparable: "uk": values of all nations are pooled; "series": each series is standardised on its own;
            "nation": each nation is.
        left_out: nations whose figures our sources hold and the index does not use, each with the reason.
        joining: one sentence on how the series of several nations differ and what makes them one indicator;
            needed where there are several that cannot be compared.
        counts_for: "score", and then for the trend too; or "trend" alone: figures on an older basis that
            tell the change and have no weight in the score.
        reading: "merit", or "context" for what goes with a place, such as cheap homes: it is scored, and is
            never called a strength or a weakness.
        reading_reason: why it is context, in plain words.
        clause: how a sentence says the value, e.g. "{value} of premises could get gigabit broadband".
        subject: noun phrase for comparison, e.g. "the share of premises with gigabit broadband".
        claims: what a high and a low figure say; a series may have claims of its own.
    """

    slug: Slug
    name: str
    direction: Direction
    weight: float = Field(ge=LEAST_WEIGHT, le=2)
    reason: Text
    comparable: Comparable
    joining: str = ""
    counts_for: Literal["score", "trend"] = "score"
    reading: Literal["merit", "context"] = "merit"
    reading_reason: Text = ""
    clause: Text
    subject: Text
    claims: Claims
    unit: Text
    decimals: int = Field(ge=0, le=4)
    series: tuple[SeriesRef, ...] = Field(min_length=1)
    left_out: dict[Nation, str] = Field(default_factory=dict)
    goalposts: tuple[float, float] | None = None
    goalposts_reason: str = ""

    @property
    def nations(self) -> tuple[Nation, ...]:
        """Nations with a series, in the usual order."""
        present = {nation for ref in self.series for nation in ref.nations}
        return tuple(nation for nation in NATIONS if nation in present)

    def claim(self, nation: str, *, high: bool) -> str:
        """Return what a high or a low figure says in a nation: its own words, or those of the indicator."""
        own = next((ref.claims for ref in self.series if nation in ref.nations and ref.claims), self.claims)
        return own.at("high" if high else "low")

    def clause_in(self, nation: str) -> str:
        """Return how a sentence says a value in a nation: by its own clause, or by that of the indicator."""
        own = (ref.clause for ref in self.series if nation in ref.nations and ref.clause)
        return next(own, self.clause)

    def list_claims(self) -> tuple[tuple[Claims, tuple[Nation, ...]], ...]:
        """Return its claims with the nations where they hold, those of several nations first."""
        nations: dict[Claims, list[Nation]] = {self.claims: []}
        for ref in self.series:
            nations.setdefault(ref.claims or self.claims, []).extend(ref.nations)
        return tuple((claims, tuple(where)) for claims, where in nations.items() if where)

    @property
    def alike_everywhere(self) -> bool:
        """Whether one definition measures it in all nations."""
        return self.comparable == "uk" and len(self.nations) == len(NATIONS)


class Element(Record):
    """A policy area: a few indicators.

    Attributes:
        claims: what a higher and a lower score say against others, as "Less violent crime"; the file of the
            framework has them for every element.
    """

    slug: Slug
    name: str
    about: str
    weight: float = Field(default=1, ge=LEAST_WEIGHT, le=2)
    reason: str = ""
    claims: Claims | None = None
    indicators: tuple[Indicator, ...] = Field(min_length=1)


class Pillar(Record):
    """One of the twelve pillars.

    Attributes:
        formative: why its elements need not move together, where they make the pillar and do not show it;
            empty where each should move with the rest.
    """

    slug: Slug
    name: str
    about: str
    not_measured: str = ""
    formative: Text = ""
    elements: tuple[Element, ...] = Field(min_length=1)


class Domain(Record):
    """One of the three domains."""

    slug: Slug
    name: str
    about: str
    pillars: tuple[Pillar, ...] = Field(min_length=1)


class FixedGoalposts(Record):
    """The ends of one indicator's scale for nations that share one, as kept from edition to edition.

    Attributes:
        indicator: slug.
        nations: those whose councils stand on this scale.
        low, high: values at the lower and the upper end, in the indicator's unit.
        logged: the scale between them is logarithmic.
        basis: "given" in the framework, "fitted" to all years, or fitted to the "latest" values.
        edition: name of the edition in which they were fixed.
    """

    indicator: str
    nations: tuple[Nation, ...] = Field(min_length=1)
    low: float = Field(ge=-LARGEST_END, le=LARGEST_END)
    high: float = Field(ge=-LARGEST_END, le=LARGEST_END)
    logged: bool
    basis: Literal["given", "fitted", "latest"]
    edition: str = Field(min_length=1)


SeriesName = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
"""A series as "dataset/series"."""
StatedKind = Literal["complete", "count", "survey", "series", "assumed"]


class EventRate(Record):
    """Series whose values are rates of events: how many events a value of 1 stands for.

    Attributes:
        series: all that are made alike.
        reason: what is counted, in plain words.
        per: what the rate is per, such as 10,000 people.
        base: the share of all people that the rate is per, such as 0.2 for children; times the years that one
            value is over.
    """

    series: tuple[SeriesName, ...] = Field(min_length=1)
    reason: Words
    per: float = Field(gt=0, le=1e9)
    base: float = Field(default=1, gt=0, le=10)


class StatedError(Record):
    """One series and how its error is known.

    Attributes:
        series: "dataset/series".
        kind: "complete", a full register without sampling or rounding worth naming; "count", a number of
            events behind a rate; "survey", a sample; "series" and "assumed" where the published interval says
            too little, see ``index.errors``.
        reason: why, in plain words.
        per: of a count: what the rate is per, such as 10,000 people.
        base: of a count: the share of all people that the rate is per, such as 0.2 for children.
        rounded_to: of a count: what the publisher rounds it to.
        sample: of a survey of shares: answers in a council.
        design: of a survey: how many times the variance is that of a simple random sample.
        cv: of a survey: the coefficient of variation, as a share of the value.
    """

    series: SeriesName
    kind: StatedKind
    reason: Words
    per: float = Field(default=0, ge=0, le=1e9)
    base: float = Field(default=1, gt=0, le=10)
    rounded_to: float = Field(default=0, ge=0, le=1000)
    sample: float = Field(default=0, ge=0, le=1e9)
    design: float = Field(default=1, ge=1, le=10)
    cv: float = Field(default=0, ge=0, le=2)

    @property
    def rate(self) -> EventRate:
        """A count as a rate of events."""
        return EventRate(series=(self.series,), reason=self.reason, per=self.per, base=self.base)


class FarFromMiddle(Record):
    """Councils in which an indicator, or one for each unit of another, is far from the middle council's.

    Attributes:
        of: slug of the indicator.
        per: slug of the other, or empty.
        above, below: how many times the middle it is at least, or at most; one of them.
    """

    of: Slug
    per: Slug | None = None
    above: float | None = Field(default=None, gt=1, le=100)
    below: float | None = Field(default=None, gt=0, lt=1)

    @model_validator(mode="after")
    def _has_one_end(self) -> FarFromMiddle:
        if (self.above is None) == (self.below is None):
            raise PydanticCustomError("one_end", "one of above and below should stand here")
        return self


class Caution(Record):
    """What speaks against calling a figure a strength or a weakness, though it counts for the score.

    Attributes:
        slug: of the caution.
        reason: what is known, in plain words; the pages of the places that it is about tell it.
        indicators: slugs of those that it is about.
        end: the better ("high") or the worse end ("low") at which figures say too much, or both.
        years: of the figures that it is about; all where none is named.
        where: councils that it is about; all where none are named.
    """

    slug: Slug
    reason: Words
    indicators: tuple[Slug, ...] = Field(min_length=1)
    end: Literal["high", "low", "both"] = "both"
    years: tuple[Annotated[int, Field(ge=1990, le=2100)], ...] = ()
    where: FarFromMiddle | None = None


class Averaged(Record):
    """An indicator of which the mean of the last three periods is scored, in all nations.

    Attributes:
        indicator: slug.
        nation: the one in which a single period was least reliable when this was decided.
        reliability: of single periods there and then.
        edition: name of the edition in which it was decided.
        together: correlation of the errors of two successive periods, whose power is that of periods further
            apart: 0 for new people or events in each, more where a survey asks the same people again.
        reason: why so much, in plain words.
    """

    indicator: Slug
    nation: Nation
    reliability: float = Field(ge=0, lt=0.7)
    edition: str = Field(min_length=1)
    together: float = Field(ge=0, lt=1)
    reason: Words


class Limited(Record):
    """An indicator that weighs at most a hundredth of the whole, as it says too little: ``weight_limits``.

    Attributes:
        indicator: slug.
        nation: the one in which it says least.
        reason: why, in plain words.
        edition: name of the edition in which it was decided.
    """

    indicator: Slug
    nation: Nation
    reason: Words
    edition: str = Field(min_length=1)


class BentSeries(Record):
    """Series that something bent in some years, from and to which no change is told.

    Attributes:
        reason: what bent them, in plain words.
        series: "dataset/series", or "dataset" for all of its series.
        years: of the middles of the periods.
    """

    reason: Words
    series: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$")], ...] = Field(min_length=1)
    years: tuple[Annotated[int, Field(ge=1990, le=2100)], ...] = Field(
        default=(2020, 2021, 2022), min_length=1
    )


class Framework(Record):
    """The whole tree, in reading order.

    Attributes:
        domains: the tree.
        goalposts: fixed ends of scales, from a file of their own; an indicator without any has them fitted.
        errors: what is stated of the errors of series, from a file of its own.
        events: series that are rates of events, from the same file.
        cautions: what speaks against statements on some figures, from the same file.
        averages: indicators of which means are scored, from the same file.
        limits: indicators whose weight is limited, from the same file.
        bent: years from and to which no change of a series is told, from a file of their own.
    """

    domains: tuple[Domain, ...] = Field(min_length=1)
    goalposts: tuple[FixedGoalposts, ...] = ()
    errors: tuple[StatedError, ...] = ()
    events: tuple[EventRate, ...] = ()
    cautions: tuple[Caution, ...] = ()
    averages: tuple[Averaged, ...] = ()
    limits: tuple[Limited, ...] = ()
    bent: tuple[BentSeries, ...] = ()

    @property
    def pillars(self) -> tuple[Pillar, ...]:
        """Pillars in order."""
        return tuple(pillar for domain in self.domains for pillar in domain.pillars)

    @property
    def elements(self) -> tuple[Element, ...]:
        """Elements in order."""
        return tuple(element for pillar in self.pillars for element in pillar.elements)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Indicators in order."""
        return tuple(indicator for element in self.elements for indicator in element.indicators)


class Edition(Record):
    """One dated run of the index.

    Attributes:
        year: the latest year that figures count for.
        first_year: first year of the trend.
        seed: seed of all random numbers.
        draws: robustness draws.
        sobol: draws in each of the two sets from which the Sobol indices are estimated; 0 for none.
    """

    name: str
    year: Whole = Field(ge=1900, le=2100)
    date: str
    first_year: Whole = Field(default=2011, ge=1900)
    seed: Whole = Field(ge=0, lt=2**63)
    draws: Whole = Field(ge=1, le=MOST_DRAWS)
    sobol: Whole = Field(default=0, ge=0, le=MOST_DRAWS)
