"""Denominators: what rates and means are per. The closed list is the YAML file beside this module."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.catalogue.records import Record
from generator.errors import ProsperityError
from generator.files.documents import find_text, load_record

BOOK = Path(__file__).with_name("denominators.yml")
POPULATION = "population"
"""The denominator that stands in for all others."""


class ShareTable(Record):
    """A raw table of percentages of another one."""

    file: str
    indicator: str


class WeightTable(Record):
    """A raw table that has figures of former councils by year.

    Attributes:
        file: relative to the sources folder, in the "tidy" layout.
        indicator: exact value of the raw ``indicator`` column.
        share: percentages to take of the figures, matched by area and period.
    """

    file: str
    indicator: str
    share: ShareTable | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Every raw file that is read."""
        return (self.file, self.share.file) if self.share else (self.file,)


class Denominator(Record):
    """What a rate is per.

    Attributes:
        words: how a note names it, as in "weighted by households of 2019".
        tables: where weights of former councils come from, best first; none where our sources have none.
    """

    slug: str
    words: str
    tables: tuple[WeightTable, ...] = ()


def find_wrong_denominator(kind: str, given: str, known: Collection[str]) -> tuple[str, str] | None:
    """Return what is wrong with the denominator of a series and what is expected, or None.

    A rate or mean is per something we know; a count or an index is per nothing, for it is never averaged.
    """
    if kind not in ("rate", "mean"):
        return (
            (f"a series of kind {kind} has a denominator, but is never averaged", "none") if given else None
        )
    if given in known:
        return None
    problem = f"denominator {given!r} is not known" if given else f"a {kind} is per nothing"
    return problem, f"one of {', '.join(known)}"


class Book(Record):
    """The file of denominators."""

    denominators: tuple[Denominator, ...]


def load_denominators(file: Path = BOOK) -> dict[str, Denominator]:
    """Return every denominator by slug, in the order of the file.

    Raises:
        ProsperityError: a file that does not fit, a slug given twice, no population to fall back on.
    """
    found: dict[str, Denominator] = {}
    for one in load_record(file, Book).denominators:
        if one.slug in found:
            line = find_text(file, f"slug: {one.slug}", occurrence=2)
            raise ProsperityError(
                f"denominator {one.slug!r} is given twice", file=file, line=line, field="slug"
            )
        found[one.slug] = one
    if POPULATION not in found:
        raise ProsperityError(
            "the denominator that stands in for others is missing", file=file, expected=POPULATION
        )
    return found
