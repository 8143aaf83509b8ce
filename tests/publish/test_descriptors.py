"""Data Package and CSVW metadata: what they say of a table, and what two other programs read by them."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from test_columns import describe, load

from generator.catalogue.licences import load_licences
from generator.catalogue.records import Dataset, Edition
from generator.index.audit.columns import TABLES as AUDIT_TABLES
from generator.index.audit.run import audit
from generator.pages.site import Site
from generator.paths import PROJECT
from generator.publish.api_addresses import ENDPOINTS
from generator.publish.api_files import write_api
from generator.publish.audit_columns import describe_audit, name_audit
from generator.publish.columns import TABLES, Column, Tables, load_tables
from generator.publish.descriptors import About, describe_csvw, describe_package, make_descriptors
from generator.publish.same_figures import check_copies
from generator.publish.tables import gather_groups, make_scores
from generator.publish.whole_tables import gather_frames, write_downloads
from generator.publish.writer import SiteWriter

SMALL = 4_000
"""Rows up to which a table is validated whole; of a larger one about half as many, evenly spread over it."""

EDITION = Edition(name="2026.1", year=2026, date="2026-11-23", title="Forest", seed=1, draws=1)
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
    about = About(EDITION, "https://example.org/forest/", {one.slug: one for one in datasets})
    return describe_package(tables, {"trees": b"place,height\nE1,2\n", "places": b"code,height\n"}, about)


def test_the_package_says_edition_licences_and_sources(tmp_path: Path) -> None:
    told = package(
        load(tmp_path, describe()), make_dataset("a"), make_dataset("b"), make_dataset("c", link="")
    )
    assert (told["name"], told["title"], told["version"]) == ("forest", "Forest", "2026.1")
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
    about = About(EDITION, "https://example.org/", {"a": make_dataset("a")})
    content = {"trees": b"place,height\n", "places": b"code,height\n"}
    files = dict(make_descriptors(tables, content, about))
    assert files == dict(make_descriptors(tables, content, about))
    assert list(files) == [
        *("data/datapackage.json", "data/trees.csv-metadata.json", "data/places.csv-metadata.json")
    ]


@dataclass(frozen=True)
class Built:
    """Downloads of the committed data as a build writes them; the same thinned; the interface."""

    whole: Path
    thin: Path
    tables: Tables
    api: Path


@pytest.fixture(scope="module")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Write the downloads of the committed data with few draws; thin out what is too large to validate."""
    output = tmp_path_factory.mktemp("downloads") / "public"
    with SiteWriter(output) as writer:
        areas = tuple(site.places.values())
        audited = audit(site.index, site.framework, areas)
        groups = gather_groups(site.index, areas, site.clusters)
        scores = make_scores(site.index, areas, groups, site.words.bands)
        licences = load_licences(PROJECT, site.datasets)
        address = "https://example.org/"
        frames = gather_frames(site, scores, audited)
        tables = load_tables(PROJECT.templates / TABLES).add(describe_audit(audited))
        write_downloads(writer, site, frames, tables, PROJECT, site_url=address, licences=licences)
        write_api(writer, site, frames, tables, templates=PROJECT.templates, site_url=address)
        writer.commit()
    thin = tmp_path_factory.mktemp("thin")
    descriptor = json.loads((output / "data" / "datapackage.json").read_text(encoding="utf-8"))
    shutil.copytree(output / "data", thin, dirs_exist_ok=True)
    for resource in descriptor["resources"]:
        lines = (thin / resource["path"]).read_text(encoding="utf-8").splitlines(keepends=True)
        if len(lines) > SMALL:
            # No cell of a table holds a line end, so that each line is a row.
            step = 2 * len(lines) // SMALL
            (thin / resource["path"]).write_text("".join([lines[0], *lines[1::step]]), encoding="utf-8")
            del resource["bytes"], resource["hash"]
    (thin / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    described = load_tables(PROJECT.templates / TABLES).add(describe_audit(audited))
    return Built(output / "data", thin, described, output / "api/v1")


pytestmark = pytest.mark.xdist_group("downloads")
PARQUET = [table.name for table in load_tables(PROJECT.templates / TABLES).tables if table.parquet]


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_sizes_and_hashes_are_those_of_the_files(built: Built) -> None:
    descriptor = json.loads((built.whole / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in descriptor["resources"]] == [one.name for one in built.tables.tables]
    for resource in descriptor["resources"]:
        content = (built.whole / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for other in resource.get("alternatives", ()):
            content = (built.whole / other["path"]).read_bytes()
            assert other["bytes"] == len(content)
            assert other["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("name", PARQUET)
def test_parquet_has_every_cell_of_the_csv(built: Built, name: str) -> None:
    """All rows, numbers to the last bit, with the types and meanings described."""
    described = built.tables.get(name)
    descriptor = json.loads((built.whole / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(one for one in descriptor["resources"] if one["name"] == name)
    assert [one["path"] for one in resource["alternatives"]] == [described.parquet_path]
    found = pq.read_table(built.whole / described.parquet_path)
    assert found.column_names == list(described.heads)
    plain = pd.read_csv(built.whole / described.path, dtype=str, keep_default_na=False)
    assert len(plain) == found.num_rows > 0
    for column in described.columns:
        assert found.schema.field(column.name).metadata[b"description"].decode().startswith(column.meaning)
        typed, texts = found.column(column.name).to_pylist(), plain[column.name].tolist()
        for cell, text in zip(typed, texts, strict=True):
            assert agree_plainly(cell, text, kind=column.type), (column.name, cell, text)


def read_api(built: Built, path: str) -> Any:
    return json.loads((built.api / path).read_text(encoding="utf-8"))


def test_every_document_of_the_interface_fits_its_schema(built: Built) -> None:
    """Of the findings those of a few places: the test of the whole site reads all."""
    for endpoint in ENDPOINTS:
        validator = Draft202012Validator(read_api(built, f"schema/{endpoint.schema}.schema.json"))
        files = sorted(built.api.glob(endpoint.path.replace("<code>", "*")))
        assert len(files) > (400 if "<" in endpoint.path else 0)
        for file in files:
            content = json.loads(file.read_text(encoding="utf-8"))
            if endpoint.schema == "findings":
                content["findings"] = dict(list(content["findings"].items())[::20])
            assert [(file.name, fault.message) for fault in validator.iter_errors(content)] == []


def test_the_interface_tells_of_places_what_is_so(built: Built) -> None:
    blackpool = read_api(built, "areas/E06000009.json")
    assert [one["code"] for one in blackpool["parents"]] == ["E12000002", "E92000001", "K02000001"]
    assert "red-wall" in {one["code"] for one in blackpool["clusters"]}
    assert "region-north-west" not in {one["code"] for one in blackpool["clusters"]}
    assert len(blackpool["neighbours"]) == 20 and blackpool["members"] == []
    assert blackpool["links"]["permalink"] == "https://example.org/editions/2026.1/councils/blackpool/"
    former = {one["name"] for one in read_api(built, "areas/E06000063.json")["former"]}
    assert {"Allerdale", "Carlisle", "Copeland"} <= former
    region, uk = read_api(built, "areas/E12000002.json"), read_api(built, "areas/K02000001.json")
    assert "E06000009" in {one["code"] for one in region["members"]}
    assert len(uk["members"]) == 361 and list(uk["links"]) == ["page"]
    cluster = read_api(built, "areas/red-wall.json")
    assert "population" not in cluster and cluster["parents"] == [] and len(cluster["members"]) == 42
    london = read_api(built, "areas/E09000001.json")["scores"][0]
    assert london["node"] == "overall" and "rank" not in london
    scores = read_api(built, "scores.json")
    assert scores["ranked"][0] == sum(
        columns["rank"][0] is not None for columns in scores["areas"].values() if "rank" in columns
    )
    assert list(scores["areas"]) == [area["code"] for area in read_api(built, "areas.json")["areas"]]


def test_figures_of_the_interface_are_those_of_the_tables(built: Built) -> None:
    assert list(check_copies(built.whole.parent)) == []


def agree_plainly(cell: Any, text: str, *, kind: str) -> bool:
    """Whether a cell of a Parquet file is what the text of a CSV cell means."""
    if text == "":
        return cell is None
    if kind == "number":
        return isinstance(cell, float) and cell == float(text)
    if kind == "integer":
        return type(cell) is int and cell == int(text)
    return cell == (text == "True") if kind == "boolean" else cell == text


def test_the_heads_of_the_files_are_the_columns_described(built: Built) -> None:
    for table in built.tables.tables:
        with (built.whole / table.path).open(encoding="utf-8") as stream:
            head = stream.readline()
        assert tuple(head.rstrip("\n").split(",")) == table.heads
        metadata = json.loads((built.whole / f"{table.path}-metadata.json").read_text(encoding="utf-8"))
        own = metadata["tables"][0] if "tables" in metadata else metadata
        assert tuple(column["name"] for column in own["tableSchema"]["columns"]) == table.heads


def test_keys_tell_all_rows_apart_and_references_lead_to_a_row(built: Built) -> None:
    rows = {table.name: read_rows(built.whole / table.path) for table in built.tables.tables}
    for table in built.tables.tables:
        if table.key:
            found = [tuple(row[name] for name in table.key) for row in rows[table.name]]
            assert len(set(found)) == len(found), table.name
        for key in table.foreign_keys:
            there = {tuple(row[name] for name in key.references) for row in rows[key.table]}
            assert {tuple(row[name] for name in key.columns) for row in rows[table.name]} <= there


def test_frictionless_finds_the_package_valid(built: Built) -> None:
    """Small tables whole, with size and hash; of large ones the sample of ``built``."""
    from frictionless import Package

    report = Package(str(built.thin / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"])[:5] == []
    # A table without rows has no count; that on the last edition has none in the first one.
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    assert rows == {table.name: len(read_rows(built.thin / table.path)) for table in built.tables.tables}
    assert all(rows[name] > 50 for name in NAMES if name != "since_last_edition")
    assert all(rows[name] > 0 for name in AUDITS)


def test_frictionless_finds_a_planted_fault(built: Built, tmp_path: Path) -> None:
    """The validation above can fail: a score above 100 and a council that is not in the register."""
    from frictionless import Package

    folder = tmp_path / "data"
    shutil.copytree(built.thin, folder)
    values = read_rows(folder / "values.csv")
    scores = (folder / "scores.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cells = scores[1].split(",")
    cells[5] = "100.5"
    (folder / "scores.csv").write_text("".join([scores[0], ",".join(cells)]), encoding="utf-8")
    text = (folder / "values.csv").read_text(encoding="utf-8")
    (folder / "values.csv").write_text(text.replace(values[0]["area_code"], "E06999999", 1), encoding="utf-8")
    report = Package(str(folder / "datapackage.json")).validate()
    faults = {task.name: {error.type for error in task.errors} for task in report.tasks if task.errors}
    assert faults == {"scores": {"constraint-error"}, "values": {"foreign-key"}}


NAMES = [table.name for table in load_tables(PROJECT.templates / TABLES).tables]
AUDITS = [name_audit(table.name) for table in AUDIT_TABLES]


@pytest.mark.parametrize("name", [*NAMES, *AUDITS])
def test_csvw_reads_each_table_with_the_types_described(built: Built, name: str) -> None:
    """Rows and typed values are those of the file; small tables whole, of large ones the sample."""
    from csvw import CSVW

    described = built.tables.get(name)
    file = built.thin / described.path
    read = CSVW(f"{file}-metadata.json", validate=True)
    assert read.is_valid
    assert read.warnings == []
    table = next(one for one in read.tables if one.url.string == file.name)
    found = list(table.iterdicts(strict=True))
    expected = read_rows(file)
    assert len(found) == len(expected)
    for typed, plain in zip(found, expected, strict=True):
        for column in described.columns:
            assert agree(typed[column.name], plain[column.name], column=column), (plain, column.name)


def agree(typed: Any, text: str, *, column: Column) -> bool:
    """Whether a typed value is what the text of a cell means."""
    if column.separator:
        return list(typed) == ([part for part in text.split(column.separator)] if text else [])
    if text == "":
        return typed is None
    if column.type == "integer":
        return type(typed) is int and typed == int(text)
    if column.type == "boolean":
        return typed is (text == "True")
    if column.type == "number":
        return isinstance(typed, float) and math.isclose(typed, float(text), rel_tol=0, abs_tol=0)
    return isinstance(typed, str) and typed == text
