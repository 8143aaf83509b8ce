"""CITATION.cff is read, refused with its line, and held against the edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.citation_file import Author, load_citation
from generator.catalogue.settings import load_settings
from generator.errors import ProsperityError
from generator.paths import PROJECT, Paths

EDITION, SETTINGS = store.load_edition(PROJECT), load_settings(PROJECT)
TEXT = PROJECT.citation.read_text("utf-8")


def load(folder: Path, text: str) -> Author:
    (folder / "CITATION.cff").write_text(text, "utf-8")
    return load_citation(Paths(folder), EDITION, SETTINGS).authors[0]


def test_the_committed_file_is_of_the_committed_edition() -> None:
    citation = load_citation(PROJECT, EDITION, SETTINGS)
    assert (citation.title, citation.version, citation.released) == (
        SETTINGS.title,
        EDITION.name,
        EDITION.date,
    )
    assert [author.full for author in citation.authors] == [SETTINGS.contributors]


def test_a_person_has_a_full_name(tmp_path: Path) -> None:
    entity = f"  - name: {SETTINGS.contributors}"
    text = TEXT.replace(entity, f"  - family-names: Ofi\n    given-names: Ann\n    orcid: none\n{entity}")
    assert load(tmp_path, text) == Author(given="Ann", family="Ofi")
    assert load(tmp_path, text).full == "Ann Ofi"


def test_all_that_differs_from_the_edition_is_one_error(tmp_path: Path) -> None:
    text = TEXT.replace('version: "2026.1"', 'version: "2025.2"').replace("2026-11-23", "2025-11-23")
    with pytest.raises(ProsperityError) as caught:
        load(tmp_path, text)
    error = caught.value
    assert error.problem.endswith("version is '2025.2'; date-released is '2025-11-23'")
    assert error.field == "version, date-released"
    assert error.line == 1 + TEXT.splitlines().index('version: "2026.1"')
    assert error.expected == "as in edition.yml: name '2026.1'; edition.yml: date '2026-11-23'"


def test_another_title_or_publisher_than_in_the_settings_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace(f"title: {SETTINGS.title}", "title: Our Towns").replace(SETTINGS.contributors, "We")
    with pytest.raises(ProsperityError, match="title is 'Our Towns'; authors is 'We'") as caught:
        load(tmp_path, text)
    told = f"title {SETTINGS.title!r}; settings.yml: contributors {SETTINGS.contributors!r}"
    assert caught.value.expected == f"as in settings.yml: {told}"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('date-released: "2026-11-23"', 'date-released: "23 November"', "date-released"),
        ("license: MIT\n", "", "license"),
        ("type: dataset", "type: song", "type"),
        ("  - name: The Open", "  - given-names: The Open", "authors.0"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_key(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in TEXT
    with pytest.raises(ProsperityError) as caught:
        load(tmp_path, TEXT.replace(old, new))
    assert caught.value.field == field
    assert str(caught.value.file).endswith("CITATION.cff")
