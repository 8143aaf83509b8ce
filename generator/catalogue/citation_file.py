"""``CITATION.cff``: how the index asks to be cited, held against the settings and the edition it names."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from generator.catalogue.records import Edition, Record
from generator.catalogue.settings import Settings
from generator.errors import ProsperityError
from generator.files.documents import find_text, load_record
from generator.paths import Paths


class Author(Record):
    """One author: an organisation with its ``name``, or a person with ``given`` and ``family`` names."""

    # The format has more to say of an author, such as an ORCID; citations here use the name.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    name: str = ""
    given: str = Field(default="", alias="given-names")
    family: str = Field(default="", alias="family-names")

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Author:
        if bool(self.name) == bool(self.family):
            raise ValueError("an author has either a name or family-names")
        return self

    @property
    def full(self) -> str:
        """The name as people write it: "Ann Ofi", or that of the organisation."""
        return self.name or f"{self.given} {self.family}".strip()


class CitationFile(Record):
    """What citations take from the file.

    Attributes:
        released: ISO date of the edition.
        licence: of code and texts, as SPDX writes it; the figures keep those of their publishers.
    """

    # The format has more keys than are used here; what is used is required, so that a slip is still found.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    cff_version: Literal["1.2.0"] = Field(alias="cff-version")
    type: Literal["dataset"]
    title: str = Field(min_length=1)
    version: str = Field(min_length=1)
    released: str = Field(alias="date-released")
    authors: tuple[Author, ...] = Field(min_length=1)
    abstract: str = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    licence: str = Field(alias="license", min_length=1)

    @field_validator("released")
    @classmethod
    def _is_a_date(cls, text: str) -> str:
        date.fromisoformat(text)
        return text


def load_citation(paths: Paths, edition: Edition, settings: Settings) -> CitationFile:
    """Read ``CITATION.cff``.

    Args:
        paths: of the project.
        edition: with which version and date must agree: citations take them from either.
        settings: with which the title must agree, and who publishes it must be among the authors.

    Raises:
        ProsperityError: no such file, a value that does not fit, or another title, author, version or date
            than these; all that differ are named at once.
    """
    file = paths.citation
    citation = load_record(file, CitationFile)
    names = [author.full for author in citation.authors]
    author = settings.contributors if settings.contributors in names else names[0]
    pairs = (
        ("title", citation.title, f"{paths.settings.name}: title", settings.title),
        ("authors", author, f"{paths.settings.name}: contributors", settings.contributors),
        ("version", citation.version, f"{paths.edition.name}: name", edition.name),
        ("date-released", citation.released, f"{paths.edition.name}: date", edition.date),
    )
    apart = [pair for pair in pairs if pair[1] != pair[3]]
    if apart:
        told = "; ".join(f"{key} is {given!r}" for key, given, _, _ in apart)
        wanted = "; ".join(f"{key} {right!r}" for _, _, key, right in apart)
        raise ProsperityError(
            f"the citation is of another index or edition than the data: {told}",
            file=file,
            line=find_text(file, apart[0][1]),
            field=", ".join(key for key, _, _, _ in apart),
            expected=f"as in {wanted}",
            mend="correct whichever of the files is behind",
        )
    return citation
