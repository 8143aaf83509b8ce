"""What the descriptions of the published tables say is so, and other programs read the tables by them."""

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

from generator.export.audit_columns import describe_audit, name_audit
from generator.export.columns import TABLES, Column, Tables, load_tables
from generator.index.audit.columns import TABLES as AUDIT_TABLES
from generator.paths import PROJECT
from generator.text.bands import BANDS, load_bands

SMALL = 4_000
"""Rows up to which a table is validated whole; of a larger one about half as many, evenly spread over it."""


@dataclass(frozen=True)
class Downloads:
    """Downloads as a build writes them; the same thinned; the interface."""

    whole: Path
    thin: Path
    tables: Tables
    api: Path


@pytest.fixture(scope="module")
def downloads(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Downloads:
    """The downloads of the site; thinned is what is too large to validate."""
    output = public
    thin = tmp_path_factory.mktemp("thin")
    descriptor = json.loads((output / "data" / "datapackage.json").read_text(encoding="utf-8"))
    shutil.copytree(output / "data", thin, dirs_exist_ok=True)
    findings: set[str] = set()
    for resource in descriptor["resources"]:
        if resource["format"] != "csv":
            continue
        lines = (thin / resource["path"]).read_text(encoding="utf-8").splitlines(keepends=True)
        if len(lines) > SMALL:
            # No cell of a table holds a line end, so that each line is a row.
            step = 2 * len(lines) // SMALL
            kept = thin_rows(lines[1:], step, findings if resource["name"] == "evidence" else None)
            if resource["name"] == "findings":
                findings = {line.rstrip("\n").rpartition(",")[2] for line in kept}
            (thin / resource["path"]).write_text("".join([lines[0], *kept]), encoding="utf-8")
            del resource["bytes"], resource["hash"]
    (thin / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    tables = load_tables(PROJECT.templates / TABLES).name_bands(load_bands(PROJECT.templates / BANDS))
    described = tables.add(describe_audit([one.name for one in AUDIT_TABLES]))
    return Downloads(output / "data", thin, described, output / "api/v1")


def thin_rows(rows: list[str], step: int, findings: set[str] | None) -> list[str]:
    """Keep every so many rows; of evidence some of each finding that is kept, as its key leads there."""
    if findings is None:
        return rows[::step]
    there = [row for row in rows if row.partition(",")[0] in findings]
    return there[:: max(1, 2 * len(there) // SMALL)]


PARQUET = [table.name for table in load_tables(PROJECT.templates / TABLES).tables if table.parquet]


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_sizes_and_hashes_are_those_of_the_files(downloads: Downloads) -> None:
    descriptor = json.loads((downloads.whole / "datapackage.json").read_text(encoding="utf-8"))
    described = (*downloads.tables.tables, *downloads.tables.alone)
    assert [one["name"] for one in descriptor["resources"]] == [one.name for one in described]
    for resource in descriptor["resources"]:
        content = (downloads.whole / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for other in resource.get("alternatives", ()):
            content = (downloads.whole / other["path"]).read_bytes()
            assert other["bytes"] == len(content)
            assert other["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("name", PARQUET)
def test_parquet_has_every_cell_of_the_csv(downloads: Downloads, name: str) -> None:
    """All rows, numbers to the last bit, with the types and meanings described."""
    described = downloads.tables.get(name)
    descriptor = json.loads((downloads.whole / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(one for one in descriptor["resources"] if one["name"] == name)
    assert [one["path"] for one in resource["alternatives"]] == [described.parquet_path]
    found = pq.read_table(downloads.whole / described.parquet_path)
    assert found.column_names == list(described.heads)
    plain = pd.read_csv(downloads.whole / described.path, dtype=str, keep_default_na=False)
    assert len(plain) == found.num_rows > 0
    for column in described.columns:
        assert found.schema.field(column.name).metadata[b"description"].decode().startswith(column.meaning)
        typed, texts = found.column(column.name).to_pylist(), plain[column.name].tolist()
        for cell, text in zip(typed, texts, strict=True):
            assert agree_plainly(cell, text, kind=column.type), (column.name, cell, text)


def read_api(downloads: Downloads, path: str) -> Any:
    return json.loads((downloads.api / path).read_text(encoding="utf-8"))


def test_the_interface_tells_of_places_what_is_so(downloads: Downloads) -> None:
    blackpool = read_api(downloads, "areas/E06000009.json")
    assert [one["code"] for one in blackpool["parents"]] == ["E12000002", "E92000001", "K02000001"]
    assert "red-wall" in {one["code"] for one in blackpool["clusters"]}
    assert "region-north-west" not in {one["code"] for one in blackpool["clusters"]}
    assert len(blackpool["neighbours"]) == 20 and blackpool["members"] == []
    assert blackpool["links"]["permalink"].endswith("/editions/2026.1/councils/blackpool/")
    former = {one["name"] for one in read_api(downloads, "areas/E06000063.json")["former"]}
    assert {"Allerdale", "Carlisle", "Copeland"} <= former
    region, uk = read_api(downloads, "areas/E12000002.json"), read_api(downloads, "areas/K02000001.json")
    assert "E06000009" in {one["code"] for one in region["members"]}
    assert len(uk["members"]) == 361 and list(uk["links"]) == ["page"]
    cluster = read_api(downloads, "areas/red-wall.json")
    assert "population" not in cluster and cluster["parents"] == [] and len(cluster["members"]) == 42
    london = read_api(downloads, "areas/E09000001.json")["scores"][0]
    assert london["node"] == "overall" and "rank" not in london
    scores = read_api(downloads, "scores.json")
    assert scores["ranked"][0] == sum(
        columns["rank"][0] is not None for columns in scores["areas"].values() if "rank" in columns
    )
    assert list(scores["areas"]) == [area["code"] for area in read_api(downloads, "areas.json")["areas"]]


def agree_plainly(cell: Any, text: str, *, kind: str) -> bool:
    """Whether a cell of a Parquet file is what the text of a CSV cell means."""
    if text == "":
        return cell is None
    if kind == "number":
        return isinstance(cell, float) and cell == float(text)
    if kind == "integer":
        return type(cell) is int and cell == int(text)
    return cell == (text == "True") if kind == "boolean" else cell == text


def test_the_heads_of_the_files_are_the_columns_described(downloads: Downloads) -> None:
    for table in downloads.tables.tables:
        with (downloads.whole / table.path).open(encoding="utf-8") as stream:
            head = stream.readline()
        assert tuple(head.rstrip("\n").split(",")) == table.heads
        metadata = json.loads((downloads.whole / f"{table.path}-metadata.json").read_text(encoding="utf-8"))
        own = metadata["tables"][0] if "tables" in metadata else metadata
        assert tuple(column["name"] for column in own["tableSchema"]["columns"]) == table.heads


def test_keys_tell_all_rows_apart_and_references_lead_to_a_row(downloads: Downloads) -> None:
    rows = {table.name: read_rows(downloads.whole / table.path) for table in downloads.tables.tables}
    for table in downloads.tables.tables:
        if table.key:
            found = [tuple(row[name] for name in table.key) for row in rows[table.name]]
            assert len(set(found)) == len(found), table.name
        for key in table.foreign_keys:
            there = {tuple(row[name] for name in key.references) for row in rows[key.table]}
            assert {tuple(row[name] for name in key.columns) for row in rows[table.name]} <= there


def test_frictionless_finds_the_package_valid(downloads: Downloads) -> None:
    """Small tables whole, with size and hash; of large ones the sample of ``downloads``."""
    from frictionless import Package

    report = Package(str(downloads.thin / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"])[:5] == []
    # A table without rows has no count; that on the last edition has none in the first one.
    alone = {table.name for table in downloads.tables.alone}
    assert alone <= {task.name for task in report.tasks}
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks if task.name not in alone}
    assert rows == {
        table.name: len(read_rows(downloads.thin / table.path)) for table in downloads.tables.tables
    }
    # Few councils will change by an order.
    assert all(rows[name] > 50 for name in NAMES if name not in ("since_last_edition", "council_changes"))
    assert all(rows[name] > 0 for name in AUDITS)


def test_frictionless_finds_a_planted_fault(downloads: Downloads, tmp_path: Path) -> None:
    """The validation above can fail: a score above 100 and a council that is not in the register."""
    from frictionless import Package

    folder = tmp_path / "data"
    shutil.copytree(downloads.thin, folder)
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
def test_csvw_reads_each_table_with_the_types_described(downloads: Downloads, name: str) -> None:
    """Rows and typed values are those of the file; small tables whole, of large ones the sample."""
    from csvw import CSVW

    described = downloads.tables.get(name)
    file = downloads.thin / described.path
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
