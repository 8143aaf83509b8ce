"""JSON-LD: what search engines for data ask for is there, and no name can break out of the block."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from little_site import SETTINGS
from markupsafe import Markup, escape

from generator.catalogue.records import Edition
from generator.export.columns import TABLES, load_tables
from generator.export.descriptors import PARQUET_TYPE
from generator.pages.share import DescribedPlace, Named, Share
from generator.paths import PROJECT
from generator.render.linked_data import (
    XLSX_TYPE,
    Catalog,
    CatalogFile,
    LinkedData,
    make_catalog,
)
from generator.site.report_files import NAMES

EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
CATALOG = Catalog(
    "Scores for all. " * 5, ("https://example.org/mit",), (CatalogFile("A", "data/a.csv", "B", "text/csv"),)
)
SITE = "https://example.org/sub/"
NOTHING = Named("Strengths", (), "None.")
SHARE = Share(
    path="councils/hull/",
    name="Hull",
    kind="",
    score="",
    beside=(),
    sentence="",
    high=NOTHING,
    low=NOTHING,
    marks=NOTHING,
    description="",
    place=DescribedPlace(
        "AdministrativeArea",
        "Hull",
        other_names=("Hull City Council",),
        code="E06000010",
        within=(("Humber", "regions/humber/"), ("England", "regions/england/")),
        point=(53.7, -0.3),
    ),
)


def tell(path: str, title: str, share: Share | None = None) -> tuple[str, dict[str, Any]]:
    """Return the block as it stands on the page, and its parts by type."""
    block = LinkedData(path, SITE, SETTINGS, EDITION, CATALOG).tell(
        escape(title), Markup("One sentence."), share
    )
    text = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    content = json.loads(text)
    assert content["@context"] == "https://schema.org"
    return text, {part["@type"]: part for part in content["@graph"]}


def test_the_way_to_a_page() -> None:
    _, parts = tell("elements/work/", "Work: Index 2026.1")
    assert parts["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Index", "item": SITE},
        {"@type": "ListItem", "position": 2, "name": "Pillars", "item": f"{SITE}pillars/"},
        {"@type": "ListItem", "position": 3, "name": "Work", "item": f"{SITE}elements/work/"},
    ]
    _, parts = tell("councils/", "A to Z: Index 2026.1")
    assert [step["name"] for step in parts["BreadcrumbList"]["itemListElement"]] == ["Index", "Councils"]
    _, parts = tell("about/", "About & more: Index 2026.1")
    assert [step["name"] for step in parts["BreadcrumbList"]["itemListElement"]] == ["Index", "About & more"]


def test_pages_with_nothing_to_tell_have_no_block() -> None:
    for path in ("", "404.html"):
        assert LinkedData(path, SITE, SETTINGS, EDITION, CATALOG).tell("Index", "x") == ""


def test_a_report_tells_place_and_data() -> None:
    _, parts = tell("councils/hull/", "Hull: Index 2026.1", SHARE)
    place, data = parts["AdministrativeArea"], parts["Dataset"]
    assert place["name"] == "Hull" and place["identifier"]["value"] == "E06000010"
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 53.7, "longitude": -0.3}
    assert place["containedInPlace"]["name"] == "Humber"
    assert place["containedInPlace"]["containedInPlace"]["containedInPlace"] == {
        "@type": "Country",
        "name": "United Kingdom",
    }
    assert 50 <= len(data["description"]) <= 5000
    assert data["license"] == ["https://example.org/mit"]
    assert (data["version"], data["temporalCoverage"]) == ("2026.1", "2011/2026")
    assert data["spatialCoverage"]["@id"] == place["@id"]
    assert {file["contentUrl"]: file["encodingFormat"] for file in data["distribution"]} == {
        f"{SITE}councils/hull/data.csv": "text/csv",
        f"{SITE}councils/hull/data.json": "application/json",
        f"{SITE}councils/hull/data.xlsx": XLSX_TYPE,
        f"{SITE}councils/hull/data.parquet": PARQUET_TYPE,
    }


def test_the_data_page_tells_every_table() -> None:
    _, parts = tell("data/", "Data: Index 2026.1")
    assert [file["contentUrl"] for file in parts["Dataset"]["distribution"]] == [f"{SITE}data/a.csv"]
    tables = load_tables(PROJECT.templates / TABLES)
    catalog = make_catalog(tables)
    paths = {table.path for table in tables.tables}
    paths |= {table.parquet_path for table in (*tables.tables, *tables.alone) if table.parquet}
    paths |= {"datapackage.json"}
    expected = {f"data/{path}" for path in paths} | {"api/v1/index.json"}
    assert expected == {file.path for file in catalog.files}
    assert len(expected) == len(catalog.files)
    light = make_catalog(tables, light=True)
    assert {file.path for file in light.files} == {f"data/{table.path}" for table in tables.tables} | {
        "data/datapackage.json"
    }
    assert [file.path for file in light.report_files] == ["data.csv"]
    assert sorted(file.path for file in catalog.report_files) == sorted(NAMES)
    assert len(catalog.licences) == len(tables.licences) >= 2
    assert 50 <= len(catalog.description) <= 5000


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "<!-- <script>", 'R&D "quoted" \\u003c']
)
def test_no_name_ends_the_block(name: str) -> None:
    share = replace(SHARE, name=name, place=replace(SHARE.place, name=name))
    text, parts = tell("councils/hull/", f"{name}: Index 2026.1", share)
    assert not set("<>&") & set(text)
    assert parts["AdministrativeArea"]["name"] == name
    assert parts["BreadcrumbList"]["itemListElement"][-1]["name"] == name
