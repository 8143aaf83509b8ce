"""Attribution is made from the datasets: each is named once, under its licence, with its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_site import draw

from generator.catalogue.licences import Licences, load_licences
from generator.catalogue.records import Dataset
from generator.catalogue.store import load_datasets
from generator.errors import ProsperityError
from generator.export.attribution import gather_uses, write_attribution
from generator.paths import PROJECT, Paths
from generator.prose.reference import gather_licences

FILE = """\
licences:
  - slug: open
    title: Open Licence
    link: https://example.org/open
    statement: Contains open information.
    names: [Open Licence v1]
  - slug: maps
    title: Map Licence
    link: https://example.org/maps
    statement: Maps by others.
publishers:
  - title: Office
    names: [Office for Trees]
    statement: "Source: Office for Trees."
  - title: Nobody
    names: [Nobody]
    statement: By nobody.
geography:
  - title: Outlines
    publisher: Mappers
    link: https://example.org/outlines
    licence: maps
    statement: Outlines by Mappers.
"""


def make_dataset(
    slug: str, *, publisher: str = "Office for Trees", licence: str = "Open Licence v1"
) -> Dataset:
    return Dataset(
        slug=slug, title=slug.title(), publisher=publisher, publication="Census", link="https://example.org/",
        licence=licence, nations=("England",), raw_file="a.csv", raw_sha256="0", rows_read=1, rows_kept=1,
        series=(),
    )  # fmt: skip


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "licences.yml").write_text(FILE, "utf-8")
    return Paths(tmp_path)


@pytest.fixture
def datasets() -> dict[str, Dataset]:
    return {
        "oaks": make_dataset("oaks"),
        "elms": make_dataset("elms"),
        "ferns": make_dataset("ferns", publisher="Society of Ferns"),
    }


def test_each_licence_names_its_publishers_datasets_and_statements(
    paths: Paths, datasets: dict[str, Dataset]
) -> None:
    uses = gather_uses(load_licences(paths, datasets), datasets)
    assert [use.licence.slug for use in uses] == ["open", "maps"]
    assert {name: [each.slug for each in found] for name, found in uses[0].publishers.items()} == {
        "Office for Trees": ["elms", "oaks"],
        "Society of Ferns": ["ferns"],
    }
    assert uses[0].statements == ("Source: Office for Trees.",)
    assert [source.title for source in uses[1].geography] == ["Outlines"]


def test_the_text_and_the_page_say_the_same(paths: Paths, datasets: dict[str, Dataset]) -> None:
    uses = gather_uses(load_licences(paths, datasets), datasets)
    text, page = write_attribution(uses, title="Index 2026.1"), draw(gather_licences(uses))
    assert text.startswith("Index 2026.1: licences and attribution\n")
    for words in ("Contains open information.", "Source: Office for Trees.", "Outlines by Mappers."):
        assert words in text and words in page
    assert "- Office for Trees: Elms; Oaks\n" in text
    assert "By nobody." not in text + page


def test_a_dataset_under_an_unknown_licence_stops_the_build(paths: Paths) -> None:
    with pytest.raises(ProsperityError, match="'Secret' is not known") as caught:
        load_licences(paths, {"oaks": make_dataset("oaks", licence="Secret")})
    assert (caught.value.field, caught.value.code) == ("licence", "oaks")


def test_geography_under_a_licence_that_is_not_described_is_refused_with_its_line(paths: Paths) -> None:
    paths.licences.write_text(FILE.replace("licence: maps", "licence: lost"), "utf-8")
    with pytest.raises(ProsperityError, match="'lost' is not described") as caught:
        load_licences(paths, {})
    assert caught.value.line == FILE.splitlines().index("    licence: maps") + 1


def test_every_dataset_of_the_project_is_attributed_once() -> None:
    datasets = load_datasets(PROJECT)
    licences: Licences = load_licences(PROJECT, datasets)
    uses = gather_uses(licences, datasets)
    named = [each.slug for use in uses for found in use.publishers.values() for each in found]
    assert sorted(named) == sorted(datasets)
    assert sum(len(use.geography) for use in uses) == len(licences.geography)
    page, text = draw(gather_licences(uses)), write_attribution(uses, title="Index")
    for dataset in datasets.values():
        assert f"sources.md#{dataset.slug})" in page
        assert " ".join(dataset.title.split()) in " ".join(text.split())
