"""Recipes: how one publisher's file becomes one dataset. Hand-written YAML in `data/recipes/`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generator.catalogue.quality import GateName
from generator.catalogue.records import Break, Nation, Record
from generator.errors import ProsperityError
from generator.files.addresses import check_address
from generator.sources.form import Form


class Selection(Record):
    """Which rows of the raw file make a series.

    Attributes:
        indicator: exact value of the raw ``indicator`` column, where there is one.
        measure: exact value of the raw ``measure`` column, where the file has several.
        where: exact values of other columns of a file with a ``form``, by the publisher's name of the column.
        code_starts: keep only codes that start like one of these, where a file has other areas too.
        nations: keep only areas of these nations (the file mixes definitions).
        source_unit: exact value of the raw ``unit`` column, where there is one; another unit stops the
            import.
        period_ends_with: keep only periods with this ending, e.g. "P3Y", where a file mixes spans.
    """

    indicator: str = ""
    measure: str | None = None
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    code_starts: tuple[str, ...] = ()
    nations: tuple[Nation, ...] | None = None
    source_unit: str = ""
    period_ends_with: str | None = None


def _is_address(text: str) -> str:
    try:
        check_address(text)
    except ProsperityError as reason:
        raise ValueError(reason.expected) from None
    return text


FigureStatus = Literal["observed", "derived", "estimated", "upper_tier"]
"""What a recipe may say of figures, of the words of ``catalogue.observations.STATUSES``."""


class FetchFrom(Record):
    """Where the publisher keeps the file of a recipe.

    Attributes:
        address: of the file itself; https.
        tried: the date on which somebody last saw that it gives the file, or "untried".
    """

    address: Annotated[str, AfterValidator(_is_address)]
    tried: Annotated[str, Field(pattern=r"^(untried|\d{4}-\d{2}-\d{2})$")] = "untried"

    @property
    def untried(self) -> bool:
        """Whether nobody could try it yet."""
        return self.tried == "untried"


class StatusWord(Record):
    """What a word of the raw ``status`` column says of a figure.

    Attributes:
        status: how the figure came about.
        note: the same in our words, or nothing where the status says enough.
    """

    status: FigureStatus
    note: str = ""


class Division(Record):
    """What the published counts of a recipe are divided by, to make rates.

    Attributes:
        file: raw file with one figure a council and year, relative to the sources folder.
        layout: as in ``Recipe``.
        select: which of its rows.
        name: what the figures are, as a note says it, e.g. "mid-year population".
        years_ahead: by how many years a count may be newer than the last of these figures, which then stands
            in; the note says so.
    """

    file: str
    layout: Literal["els", "tidy"] = "tidy"
    select: Selection
    name: str
    years_ahead: int = Field(default=0, ge=0, le=2)


class ShareOf(Record):
    """What the published shares of a recipe are shares of, to make counts that are then divided.

    Attributes:
        file: raw file with one count an area and period, relative to the sources folder.
        layout: as in ``Recipe``.
        select: which of its rows.
        name: what is counted there, as a note says it, e.g. "active businesses".
    """

    file: str
    layout: Literal["els", "tidy"] = "tidy"
    select: Selection
    name: str


class Relabel(Record):
    """What the labels of periods in a raw file stand for, where they are not the source's own.

    Attributes:
        years: added to the year of a label.
        starts: month and day on which a period begins, such as "08-01".
        lasts: its duration, such as "P3Y"; none where a figure is of the one day.
        words: the same as a sentence for readers, where ``Recipe.known_problems`` do not tell it.
    """

    years: int = Field(default=0, ge=-5, le=5)
    starts: str = Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
    lasts: str = Field(default="", pattern=r"^(P[1-9][0-9]?[YMD])?$")
    words: str = Field(default="", pattern=r"^(.{10,})?$")

    def apply(self, label: str) -> str:
        """Return the period that a label of the raw file stands for, both as ISO texts."""
        return f"{int(label[:4]) + self.years:04d}-{self.starts}/{self.lasts}".removesuffix("/")


class SharedFigure(Record):
    """What an area's figure is, where it is that of a larger area.

    Attributes:
        note: says of which, for readers.
        periods: those in which it is; none for all.
    """

    note: str
    periods: tuple[str, ...] = ()


class SeriesRecipe(Record):
    """One series: what to select and how to describe it (see ``catalogue.records.Series``).

    Attributes:
        denominator: what a rate or mean is per, one of ``catalogue/denominators.yml``; none for counts and
            index values.
        minimum, maximum: plausible range of the values, in the unit; a value outside stops the import.
        per: the selected rows are counts, to be divided by the figures of the recipe's ``divided_by`` for the
            same council and year and multiplied by this.
        shared_within: a raw look-up (``table,csp_code,csp_name,lad_code,lad_name``) of councils that share
            one published count; their cells become ``upper_tier``.
        relabel: the true periods, where the raw file labels them otherwise; ``period_ends_with`` looks at its
            labels.
        drop_areas: area codes whose value is not meaningful, each with the reason.
        shared_areas: area codes that have the figure of several councils; their cells become ``upper_tier``.
        breaks: where its basis changed, oldest first (see ``catalogue.records.Break``).
        scale: multiply the raw value by this (a change of unit only), with its reason in ``description``.
        status: how its figures came about: "derived" where they were made from published counts,
            "estimated" where they come from a model or are filled in, "upper_tier" where several councils
            share one. Rates that are made here (``per``) are derived in any case.
        period_statuses: the status of single periods. Where status, period and ``Recipe.status_words``
            differ, the worst counts.
    """

    slug: str
    title: str
    select: Selection
    unit: str
    decimals: int = Field(ge=0, le=4)
    kind: Literal["rate", "mean", "count", "index"] = "rate"
    denominator: str = ""
    nations: tuple[Nation, ...]
    description: str
    caveat: str = ""
    minimum: float
    maximum: float
    per: Literal[100, 1000, 10_000, 100_000] | None = None
    shared_within: str | None = None
    relabel: Relabel | None = None
    drop_areas: dict[str, str] = Field(default_factory=dict)
    shared_areas: dict[str, SharedFigure] = Field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    scale: float = 1.0
    status: FigureStatus = "observed"
    period_statuses: dict[str, FigureStatus] = Field(default_factory=dict)


class Acceptance(Record):
    """A problem that a quality gate finds and that is known, with the reason why the figures stay.

    Attributes:
        gate: the gate that finds it.
        series: slug of the series.
        reason: in our words; a reader sees it.
        area_code, period: the one place or period it is accepted for; empty for all.
    """

    gate: GateName
    series: str
    reason: str = Field(min_length=10)
    area_code: str = ""
    period: str = ""


class Recipe(Record):
    """One dataset.

    Attributes:
        dataset: slug, also the folder under ``data/datasets`` and the stem of the recipe file.
        layout: "els" for ONS Explore Local Statistics, "tidy" for the tidy tables of the other folders,
            "form" for a publisher's own file, of which ``form`` says how it is to be read.
        file: raw file, relative to the sources folder.
        fetch: where the publisher keeps the file, for ``prosperity fetch``.
        first_year: observations whose midpoint year is earlier are left out.
        codes: area codes that are mistyped in the raw file, with the right ones; each is told in
            ``known_problems``. Of a file with names, also the codes of names that we do not know.
        accepted: problems that the quality gates find and that stay, each with its reason.
        status_words: what the words of the raw ``status`` column say, beside the marks of official
            statistics; a word that is not here is refused.
        divided_by: what the counts of series with a ``per`` are divided by.
        share_of: where the selected rows are per cent of a published count, that count: the two make the
            count that is divided.
    """

    dataset: str
    layout: Literal["els", "tidy", "form"]
    form: Form | None = None
    file: str
    fetch: FetchFrom | None = None
    title: str
    publisher: str
    publication: str
    link: str
    licence: str
    nations: tuple[Nation, ...]
    known_problems: tuple[str, ...] = ()
    first_year: int = 2009
    codes: dict[str, str] = Field(default_factory=dict)
    status_words: dict[str, StatusWord] = Field(default_factory=dict)
    divided_by: Division | None = None
    share_of: ShareOf | None = None
    series: tuple[SeriesRecipe, ...] = Field(min_length=1)
    accepted: tuple[Acceptance, ...] = ()
