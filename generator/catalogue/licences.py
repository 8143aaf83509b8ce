"""Licences of what the index is made from, and the statements that they and the publishers ask for."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from generator.catalogue.records import Dataset, Link, Record, Slug, Words
from generator.errors import ProsperityError
from generator.files.documents import find_key, read_document
from generator.files.faults import Faults
from generator.paths import Paths


class Licence(Record):
    """One licence.

    Attributes:
        names: the words of ``Dataset.licence`` that mean this licence.
        statement: what it asks to be said.
        about: what a careful reader should know, or empty.
    """

    slug: Slug
    title: str = Field(min_length=1)
    link: Link = Field(min_length=1)
    statement: Words
    about: str = ""
    names: tuple[Words, ...] = ()


class PublisherStatement(Record):
    """What one publisher asks for; ``names`` are looked for in ``Dataset.publisher``."""

    title: str
    names: tuple[Words, ...] = Field(min_length=1)
    statement: Words


class GeographySource(Record):
    """Something that areas, maps, groups or postcodes were made from; ``licence`` is a slug."""

    title: str
    publisher: str
    link: Link
    licence: str
    statement: str


class Licences(Record):
    """The file ``licences.yml``."""

    licences: tuple[Licence, ...] = Field(min_length=1)
    publishers: tuple[PublisherStatement, ...] = ()
    geography: tuple[GeographySource, ...] = ()

    def find(self, name: str) -> Licence | None:
        """Return the licence that the words of a dataset mean, or None."""
        return next((licence for licence in self.licences if name in licence.names), None)


def load_licences(paths: Paths, datasets: Mapping[str, Dataset]) -> Licences:
    """Read ``licences.yml`` and check it against the datasets.

    Raises:
        ProsperityError: a dataset under a licence that the file does not name, or a source of geography under
            one that it does not describe.
    """
    document = read_document(paths.licences, Licences)
    licences = document.record
    faults = Faults(paths.licences)
    slugs = [licence.slug for licence in licences.licences]
    for number, slug in enumerate(slugs):
        if slug in slugs[:number]:
            faults.add(
                f"the licence {slug!r} is described twice",
                line=document.line("licences", number),
                name=f"licences.{number}.slug",
                code=slug,
                expected="each licence once",
            )
    meant: dict[str, str] = {}
    for number, licence in enumerate(licences.licences):
        for name in licence.names:
            if meant.setdefault(name, licence.slug) != licence.slug:
                faults.add(
                    f"{name!r} means {meant[name]}, too",
                    line=document.line("licences", number),
                    name=f"licences.{number}.names",
                    code=licence.slug,
                    expected="a name for one licence",
                )
    for number, source in enumerate(licences.geography):
        if source.licence not in slugs:
            faults.add(
                f"the licence {source.licence!r} is not described",
                line=document.line("geography", number, "licence"),
                name="geography.licence",
                code=source.title,
                expected=", ".join(sorted(slugs)),
            )
    faults.check()
    for slug, dataset in sorted(datasets.items()):
        if licences.find(dataset.licence) is None:
            raise ProsperityError(
                f"the licence {dataset.licence!r} is not known",
                file=paths.datasets / slug / "dataset.yml",
                line=find_key(paths.datasets / slug / "dataset.yml", "licence"),
                field="licence",
                code=slug,
                expected="one of the names in data/licences.yml",
                mend="add the licence there, with the statement it asks for",
            )
    return licences
