"""Descriptions of the tables for programs: a Data Package, and CSVW metadata beside each table.

Pure: the description of the columns and the bytes of the tables in, JSON out. The libraries of both standards
read in the tests what is written here (frictionless and csvw); a build needs neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from generator.catalogue.records import Dataset, Edition
from generator.catalogue.settings import Settings
from generator.export.columns import Column, Table, Tables

DATAPACKAGE = "data/datapackage.json"
DATA_PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CSVW_CONTEXT = ("http://www.w3.org/ns/csvw", {"@language": "en"})
PARQUET_TYPE = "application/vnd.apache.parquet"
NO_FILES: Mapping[str, bytes] = MappingProxyType({})

_BOOLEANS = "True|False"
"""How cells of yes or no are written, yes first."""

Json = dict[str, Any]


@dataclass(frozen=True)
class About:
    """What the descriptors say of the whole.

    Attributes:
        settings: they have the title.
        edition: its name is the version.
        site_url: absolute address of the site.
        datasets: where the figures come from, by slug.
    """

    settings: Settings
    edition: Edition
    site_url: str
    datasets: Mapping[str, Dataset]


def make_descriptors(
    tables: Tables, content: Mapping[str, bytes], about: About, *, parquet: Mapping[str, bytes] = NO_FILES
) -> Iterator[tuple[str, str]]:
    """Yield path and text of ``datapackage.json`` and of the metadata of every table.

    Args:
        tables: the description of the columns.
        content: bytes of each table by name, as written.
        about: edition, address, sources.
        parquet: bytes of those that are there as Parquet too, by name.
    """
    yield DATAPACKAGE, _encode(describe_package(tables, content, about, parquet=parquet))
    for table in tables.tables:
        yield f"data/{table.path}-metadata.json", _encode(describe_csvw(table, tables))


def _encode(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def describe_package(
    tables: Tables, content: Mapping[str, bytes], about: About, *, parquet: Mapping[str, bytes] = NO_FILES
) -> Json:
    """Return the descriptor of the Data Package (version 2 of the standard)."""
    edition = about.edition
    plain = (
        _describe_resource(table, content[table.name], parquet.get(table.name)) for table in tables.tables
    )
    alone = (_describe_alone(table, parquet[table.name]) for table in tables.alone if table.name in parquet)
    return {
        "$schema": DATA_PACKAGE_PROFILE,
        "name": tables.name,
        "title": about.settings.title,
        "description": tables.description,
        "version": edition.name,
        "created": f"{edition.date}T00:00:00Z",
        "homepage": about.site_url,
        "licenses": [one.model_dump() for one in tables.licences],
        "sources": list(_list_sources(about.datasets.values())),
        "resources": [*plain, *alone],
    }


def _list_sources(datasets: Iterable[Dataset]) -> Iterator[Json]:
    """Yield every publication once, with its address and licence."""
    seen = set()
    for dataset in datasets:
        title = f"{dataset.publisher}: {dataset.publication}"
        if (title, dataset.link) not in seen:
            seen.add((title, dataset.link))
            path = {"path": dataset.link} if dataset.link else {}
            yield {"title": title, **path, "license": dataset.licence}


def _describe_resource(table: Table, content: bytes, parquet: bytes | None) -> Json:
    # Not a resource of its own: whoever loads all resources would have each table twice.
    other = {"alternatives": [_describe_parquet(table, parquet)]} if parquet is not None else {}
    return {
        "name": table.name,
        "path": table.path,
        "type": "table",
        "title": table.title,
        "description": describe_rows(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_weigh(content),
        "schema": describe_schema(table),
        **other,
    }


def _describe_alone(table: Table, content: bytes) -> Json:
    """Return the resource of a table that is there as Parquet alone.

    It is a file and not a table: readers of data packages cannot hold Parquet against its size.
    """
    return {
        "name": table.name,
        "type": "file",
        "title": table.title,
        "description": describe_rows(table),
        **_describe_parquet(table, content),
        "schema": describe_schema(table),
    }


def _describe_parquet(table: Table, content: bytes) -> Json:
    return {
        "path": table.parquet_path,
        "format": "parquet",
        "mediatype": PARQUET_TYPE,
        **_weigh(content),
    }


def _weigh(content: bytes) -> Json:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def describe_rows(table: Table) -> str:
    """Return what a row is, and what else there is to know of a table."""
    return f"One row for each {table.row}.{f' {table.about}' if table.about else ''}"


def describe_schema(table: Table) -> Json:
    """Return the Table Schema of a table."""
    schema: Json = {"fields": [_describe_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(key.columns),
                # The standard names the table itself by an empty name.
                "reference": {
                    "resource": "" if key.table == table.name else key.table,
                    "fields": list(key.references),
                },
            }
            for key in table.foreign_keys
        ]
    return schema


def _describe_field(column: Column) -> Json:
    field: Json = {"name": column.name, "type": column.type, "description": explain(column)}
    if column.unit:
        field["unit"] = column.unit
    constraints: Json = {"required": True} if column.required else {}
    if column.separator:
        if column.values:
            constraints["pattern"] = _many(column)
    elif column.values:
        constraints["enum"] = list(column.values)
    elif column.pattern:
        constraints["pattern"] = column.pattern
    constraints |= _range(column)
    return field | ({"constraints": constraints} if constraints else {})


def explain(column: Column) -> str:
    """Return the meaning of a column, with how several values in one cell are parted."""
    several = f' Several are parted by "{column.separator}".' if column.separator else ""
    return column.meaning + several


def _one(column: Column) -> str:
    """Return a pattern of one value of a column."""
    return "|".join(re.escape(value).replace(r"\ ", " ").replace(r"\-", "-") for value in column.values)


def _many(column: Column) -> str:
    part, between = f"({_one(column)})", re.escape(column.separator)
    return f"{part}({between}{part})*"


def _range(column: Column) -> Json:
    ends = {"minimum": column.minimum, "maximum": column.maximum}
    return {name: _plain(end) for name, end in ends.items() if end is not None}


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def describe_csvw(table: Table, tables: Tables) -> Json:
    """Return CSVW metadata of one table.

    A table that refers to others is described together with them: a reference has to lead to a table of the
    same group.
    """
    others = {key.table for key in table.foreign_keys} - {table.name}
    if not others:
        return {"@context": list(CSVW_CONTEXT), **_describe_csvw_table(table, tables)}
    group = [table, *(one for one in tables.tables if one.name in others)]
    return {
        "@context": list(CSVW_CONTEXT),
        "tables": [_describe_csvw_table(one, tables) for one in group],
    }


def _describe_csvw_table(table: Table, tables: Tables) -> Json:
    schema: Json = {"columns": [_describe_csvw_column(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {
                "columnReference": list(key.columns),
                "reference": {"resource": f"{key.table}.csv", "columnReference": list(key.references)},
            }
            for key in table.foreign_keys
        ]
    return {
        # An address in metadata is relative to where the metadata stands: beside the table.
        "url": PurePosixPath(table.path).name,
        "dc:title": table.title,
        "dc:description": describe_rows(table),
        "dc:license": [{"@id": licence.path} for licence in tables.licences],
        "tableSchema": schema,
    }


def _describe_csvw_column(column: Column) -> Json:
    about: Json = {"name": column.name, "titles": column.name, "dc:description": explain(column)}
    if column.unit:
        about["schema:unitText"] = column.unit
    if column.separator:
        about["separator"] = column.separator
    if column.required:
        about["required"] = True
    about["datatype"] = _describe_datatype(column)
    return about


def _describe_datatype(column: Column) -> str | Json:
    # The five types have the same names in both standards.
    pattern = _one(column) or column.pattern or (_BOOLEANS if column.type == "boolean" else "")
    more: Json = {"format": pattern} if pattern else _range(column)
    return {"base": column.type, **more} if more else column.type
