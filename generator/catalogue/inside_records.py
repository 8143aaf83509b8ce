"""Records of what is known of small areas inside councils: editions of an index, censuses, sources."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.catalogue.records import Code, Dataset, Name, Nation, Record, Slug, Text, Words

Measure = Literal["households", "deprived", "overcrowded", "social_rented", "private_rented"]
"""What a census tells: a number of households, and shares of them in per cent."""


class Vintage(Record):
    """One year in which every small area of a nation was measured.

    Attributes:
        source: slug of the source that it was read from.
        boundaries: which areas were measured, in words.
        areas: how many.
        caveat: what a careful reader should know, or empty.
    """

    year: int = Field(ge=2000, le=2100)
    source: Slug
    publication: Words
    boundaries: Words
    areas: int = Field(ge=1)
    caveat: Text = ""


class IndexEdition(Vintage):
    """One edition of the index of deprivation of a nation; rank 1 is the most deprived.

    Attributes:
        tenth, fifth: the last ranks among the most deprived tenth and fifth.
        cut: why these are not the tenth and the fifth part of ``areas``, rounded down; else empty.
        measures: what is known of each area besides its rank.
        people: sum of ``people`` over all areas, where it is measured.
        people_are: what they are, in words.
        income_is: who counts as deprived of income, in words.
        most_deprived: code of the area with rank 1, as published.
    """

    tenth: int = Field(ge=1)
    fifth: int = Field(ge=1)
    cut: Text = ""
    measures: tuple[Literal["people", "income", "employment"], ...] = ()
    people: int | None = Field(default=None, ge=1)
    people_are: Text = ""
    income_is: Text = ""
    most_deprived: Code

    @property
    def told(self) -> tuple[str, ...]:
        """All that is known of an area."""
        return ("rank", *self.measures)


class CensusYear(Vintage):
    """What a census tells of the households of small areas; ``households`` is their sum over all areas."""

    measures: tuple[Measure, ...] = Field(min_length=1)
    households: int = Field(ge=1)

    @property
    def told(self) -> tuple[str, ...]:
        """All that is known of an area."""
        return self.measures


AnyVintage = IndexEdition | CensusYear


class Correction(Record):
    """A small area whose council the raw tables tell in two ways, and which of them counts."""

    code: Code
    council: Code
    reason: Words


class SetHead(Record):
    """What is said of the small areas of one nation, without their number.

    Attributes:
        slug: name of the file.
        called: what one of them is called, and what several are.
        editions: of the index, the latest first.
        censuses: the latest first.
        corrections: of the raw tables.
    """

    slug: Slug
    nation: Nation
    called: tuple[Words, Words]
    editions: tuple[IndexEdition, ...] = Field(min_length=1)
    censuses: tuple[CensusYear, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of figures in the file: ``<measure>_<year>``, in order."""
        return tuple(f"{measure}_{one.year}" for one in self.vintages for measure in one.told)

    @property
    def vintages(self) -> tuple[AnyVintage, ...]:
        """Editions and censuses."""
        return (*self.editions, *self.censuses)

    def find(self, year: int) -> IndexEdition:
        """Return the edition of a year."""
        return next(one for one in self.editions if one.year == year)


class SmallAreaSet(SetHead):
    """The small areas of one nation; ``rows`` of them in the file."""

    rows: int = Field(ge=1)


class InsideDescription(Record):
    """The file ``inside.yml``.

    Attributes:
        sources: what was read; a ``Dataset`` without series.
        neighbourhoods: rows of ``neighbourhoods.csv``.
        sets: one for each nation.
    """

    sources: tuple[Dataset, ...]
    neighbourhoods: int = Field(ge=0)
    sets: tuple[SmallAreaSet, ...] = Field(min_length=1)


class Neighbourhood(Record):
    """What several small areas together are called in everyday words."""

    code: Code
    name: Name
    council: Code
