"""How the small areas are read from raw tables: hand-written YAML, ``data/inside_recipe.yml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from generator.catalogue.inside_records import SetHead
from generator.catalogue.records import Link, Nation, RawName, Record, Slug, Words
from generator.files.documents import Document, read_document
from generator.files.faults import Faults
from generator.files.intake import refuse_outside

FILE = "inside_recipe.yml"
"""Stands beside the folder of recipes."""
_REGISTER = ("code", "name", "council", "neighbourhood", "lat", "lon")
_NAMES = ("code", "name", "council")
_KEY = ("code", "council", "year")


class RawSource(Record):
    """One raw table.

    Attributes:
        file: relative to the folder of sources.
        columns: what we call a column, and what the file does.
        unread: columns of the file that are not read, each with the reason.
        known_problems: what a careful reader should know.
    """

    slug: Slug
    file: RawName
    title: Words
    publisher: Words
    publication: Words
    link: Link = Field(min_length=1)
    licence: Words
    nations: tuple[Nation, ...] = Field(min_length=1)
    columns: dict[str, str]
    unread: dict[str, Words] = Field(default_factory=dict)
    known_problems: tuple[Words, ...] = ()


class InsideRecipe(Record):
    """The file.

    Attributes:
        places: slug of the source with name, council of today and centre of every small area.
        neighbourhoods: slug of the source with the names of neighbourhoods.
        sets: one for each nation.
    """

    places: Slug
    neighbourhoods: Slug
    sources: tuple[RawSource, ...] = Field(min_length=1)
    sets: tuple[SetHead, ...] = Field(min_length=1)

    def find(self, slug: str) -> RawSource:
        """Return a source by slug."""
        return next(one for one in self.sources if one.slug == slug)


def load_inside_recipe(file: Path) -> InsideRecipe:
    """Read the file.

    Raises:
        ProsperityError: a value that does not fit, a source that is not there or lacks a column that is
            needed, a path that leads out of the folder of raw files; all faults together.
    """
    document = read_document(file, InsideRecipe)
    recipe, faults = document.record, Faults(file)
    slugs = [one.slug for one in recipe.sources]
    needed: dict[str, set[str]] = {recipe.places: {*_REGISTER}, recipe.neighbourhoods: {*_NAMES}}
    for one in recipe.sets:
        for edition in one.editions:
            needed.setdefault(edition.source, {*_KEY}).update(("rank", *edition.measures))
        for census in one.censuses:
            needed.setdefault(census.source, {*_KEY}).update(census.measures)
    for number, source in enumerate(recipe.sources):
        line = document.line("sources", number)
        refuse_outside(source.file, file=file, line=line)
        if source.slug in slugs[:number]:
            faults.add("a source is given twice", line=line, name="slug", code=source.slug, expected="once")
        lacking = sorted(needed.pop(source.slug, set()) - {*source.columns})
        if lacking:
            faults.add(
                f"the columns {', '.join(lacking)} are not named",
                line=line,
                name="columns",
                code=source.slug,
                expected="every column that an edition or a census is read from",
            )
    for slug in sorted(needed):
        faults.add(
            f"there is no source {slug!r}",
            line=_find(document, slug),
            name="source",
            code=slug,
            expected=", ".join(sorted(slugs)),
        )
    faults.check()
    return recipe


def _find(document: Document[InsideRecipe], slug: str) -> int:
    """Return the line of the first place that names a source."""
    for key in ("places", "neighbourhoods"):
        if getattr(document.record, key) == slug:
            return document.line(key)
    for place, one in enumerate(document.record.sets):
        for name in ("editions", "censuses"):
            for number, used in enumerate(getattr(one, name)):
                if used.source == slug:
                    return document.line("sets", place, name, number, "source")
    return 1
