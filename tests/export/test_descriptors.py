"""Data Package and CSVW metadata: what they say of a table, and what two other programs read by them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from little_site import SETTINGS
from test_columns import describe, load

from generator.catalogue.records import Dataset, Edition
from generator.export.columns import Tables
from generator.export.descriptors import About, describe_csvw, describe_package, make_descriptors

SMALL = 4_000
"""Rows up to which a table is validated whole; of a larger one about half as many, evenly spread over it."""

EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")


def make_dataset(slug: str, **changes: Any) -> Dataset:
    known = {
        "title": slug,
        "publisher": "Office",
        "publication": "Census",
        "link": "https://example.org/",
        "licence": "Open Government Licence v3.0",
        "nations": NATIONS,
        "raw_file": "a.csv",
        "raw_sha256": "0",
        "rows_read": 1,
        "rows_kept": 1,
        "series": (),
    }
    return Dataset(slug=slug, **{**known, **changes})


def package(tables: Tables, *datasets: Dataset) -> dict[str, Any]:
    about = About(SETTINGS, EDITION, "https://example.org/forest/", {one.slug: one for one in datasets})
    return describe_package(tables, {"trees": b"place,height\nE1,2\n", "places": b"code,height\n"}, about)


def test_the_package_says_edition_licences_and_sources(tmp_path: Path) -> None:
    told = package(
        load(tmp_path, describe()), make_dataset("a"), make_dataset("b"), make_dataset("c", link="")
    )
    assert (told["name"], told["title"], told["version"]) == ("forest", "Index", "2026.1")
    assert told["created"] == "2026-11-23T00:00:00Z"
    assert told["licenses"] == [{"name": "MIT", "title": "MIT License", "path": "https://example.org/mit"}]
    licence = "Open Government Licence v3.0"
    # "a" and "b" are one publication.
    assert told["sources"] == [
        {"title": "Office: Census", "path": "https://example.org/", "license": licence},
        {"title": "Office: Census", "license": licence},
    ]
    assert "contributors" not in told


def test_a_resource_has_size_hash_and_schema(tmp_path: Path) -> None:
    resource = package(load(tmp_path, describe()))["resources"][0]
    assert resource["path"] == "trees.csv"
    assert (resource["format"], resource["encoding"], resource["bytes"]) == ("csv", "utf-8", 18)
    assert resource["hash"] == "sha256:" + hashlib.sha256(b"place,height\nE1,2\n").hexdigest()
    assert resource["schema"] == {
        "fields": [
            {"name": "place", "type": "string", "description": "Where.", "constraints": {"required": True}},
            {
                "name": "height",
                "type": "number",
                "description": "How high.",
                "unit": "metres",
                "constraints": {"minimum": 0},
            },
        ],
        "missingValues": [""],
        "primaryKey": ["place"],
        "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}}],
    }


def test_csvw_puts_a_table_in_a_group_with_those_it_refers_to(tmp_path: Path) -> None:
    tables = load(tmp_path, describe())
    told = describe_csvw(tables.get("trees"), tables)
    assert [one["url"] for one in told["tables"]] == ["trees.csv", "places.csv"]
    trees = told["tables"][0]
    assert (trees["dc:title"], trees["dc:license"]) == ("Trees", [{"@id": "https://example.org/mit"}])
    assert trees["tableSchema"] == {
        "columns": [
            {
                "name": "place",
                "titles": "place",
                "dc:description": "Where.",
                "required": True,
                "datatype": "string",
            },
            {
                "name": "height",
                "titles": "height",
                "dc:description": "How high.",
                "schema:unitText": "metres",
                "datatype": {"base": "number", "minimum": 0},
            },
        ],
        "primaryKey": ["place"],
        "foreignKeys": [
            {
                "columnReference": ["place"],
                "reference": {"resource": "places.csv", "columnReference": ["code"]},
            }
        ],
    }
    assert describe_csvw(tables.get("places"), tables)["url"] == "places.csv"


def test_words_and_lists_of_words_are_constrained(tmp_path: Path) -> None:
    columns = [
        {"name": "kind", "values": ["oak", "silver birch"], "meaning": "A."},
        {"name": "kinds", "values": ["oak", "a.b"], "separator": "|", "meaning": "B."},
        {"name": "code", "pattern": r"E\d", "meaning": "C."},
    ]
    tables = load(tmp_path, describe_one(columns))
    fields = package(tables)["resources"][0]["schema"]["fields"]
    assert fields[0]["constraints"] == {"enum": ["oak", "silver birch"]}
    assert fields[1]["constraints"] == {"pattern": r"(oak|a\.b)(\|(oak|a\.b))*"}
    assert fields[1]["description"] == 'B. Several are parted by "|".'
    assert fields[2]["constraints"] == {"pattern": r"E\d"}
    told = describe_csvw(tables.get("trees"), tables)["tableSchema"]["columns"]
    assert told[0]["datatype"] == {"base": "string", "format": "oak|silver birch"}
    assert (told[1]["separator"], told[1]["datatype"]["format"]) == ("|", r"oak|a\.b")
    assert told[2]["datatype"] == {"base": "string", "format": r"E\d"}


def describe_one(columns: list[dict[str, Any]]) -> dict[str, Any]:
    content = describe(columns=columns, key=[], foreign_keys=[])
    content["tables"][1]["columns"] = content["report"]["columns"] = [{"name": "code", "meaning": "Code."}]
    return content


def test_the_same_tables_give_the_same_text(tmp_path: Path) -> None:
    tables = load(tmp_path, describe())
    about = About(SETTINGS, EDITION, "https://example.org/", {"a": make_dataset("a")})
    content = {"trees": b"place,height\n", "places": b"code,height\n"}
    files = dict(make_descriptors(tables, content, about))
    assert files == dict(make_descriptors(tables, content, about))
    assert list(files) == [
        *("data/datapackage.json", "data/trees.csv-metadata.json", "data/places.csv-metadata.json")
    ]
