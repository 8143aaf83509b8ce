"""What the pages on files print: the list of downloads, the data dictionary, the fields of the interface.

Pure: the description of the tables, the framework and the schemas in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.catalogue.period import parse_period
from generator.catalogue.records import Dataset, Framework, Indicator
from generator.export.api_addresses import API, PLACE_SCHEMA, SCHEMAS
from generator.export.columns import Tables
from generator.prose.reference import name_nations
from generator.render.markdown import Sheet
from generator.text.periods import describe_span

DICTIONARY_PAGE = "data/dictionary.md"
FIELDS_PAGE = "api/fields.md"
FILES_MARK = "<!-- files -->"
"""Mark in ``site/docs/data.md`` whose place the list of files takes."""
ADDRESS_MARK = "<!-- address -->"
"""Stands in the examples of ``site/docs/api.md`` for the address of the site."""

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of a file for programs.

    Attributes:
        path: ``[]`` stands for every item of a list, ``<key>`` for every key.
        types: names of JSON Schema, any of which its value has, or each item of a list.
        required: whether it is always there.
    """

    path: str
    types: tuple[str, ...]
    is_list: bool
    required: bool
    description: str


def gather_files(tables: Tables) -> Sheet:
    """Return the table of the files under ``data/``: what a row is, and the columns."""
    return Sheet("files.md", {"tables": tables.tables, "alone": tables.alone})


def gather_dictionary(tables: Tables, framework: Framework, datasets: Mapping[str, Dataset]) -> Sheet:
    """Return the page of every column of every file, and of every indicator."""
    values = {
        "tables": tables.tables,
        "alone": tables.alone,
        "report": tables.report,
        "indicators": len(framework.indicators),
        "pillars": [
            {
                "pillar": pillar,
                "rows": [
                    (indicator, name_nations(indicator.nations), span_periods(indicator, datasets))
                    for element in pillar.elements
                    for indicator in element.indicators
                ],
            }
            for pillar in framework.pillars
        ],
    }
    return Sheet("dictionary.md", values)


def span_periods(indicator: Indicator, datasets: Mapping[str, Dataset]) -> str:
    """Return from when to when there are figures of an indicator, over all its series."""
    series = [
        one for ref in indicator.series for one in datasets[ref.dataset].series if one.slug == ref.series
    ]
    firsts = [parse_period(one.first_period) for one in series if one.first_period]
    lasts = [parse_period(one.last_period) for one in series if one.last_period]
    if not firsts or not lasts:
        return describe_span("", "")
    return describe_span(min(firsts).text, max(lasts).text)


def gather_fields(schemas: Iterable[tuple[str, Schema]]) -> Sheet:
    """Return the page of the fields of every file for programs, inner ones under their path.

    Args:
        schemas: name and content of each.
    """
    told = [
        {
            "name": name,
            "title": schema["title"],
            "description": schema["description"],
            "path": f"{SCHEMAS}{name}.schema.json",
            "beside_reports": name == PLACE_SCHEMA,
            "fields": list(list_fields(schema)),
        }
        for name, schema in schemas
    ]
    return Sheet("fields.md", {"api": f"/{API}", "schemas": told})


def list_fields(schema: Schema, path: str = "") -> Iterator[Field]:
    """Yield the fields of a schema, each followed by those inside it."""
    required = schema.get("required", ())
    for name, about in schema.get("properties", {}).items():
        is_list = about.get("type") == "array"
        types = about["items"].get("type", "string") if is_list else about.get("type", "string")
        yield Field(
            path=f"{path}{name}",
            types=tuple(types) if isinstance(types, list) else (types,),
            is_list=is_list,
            required=name in required,
            description=about["description"],
        )
        inner, step = find_inner(about)
        yield from list_fields(inner, f"{path}{name}{step}")


def find_inner(about: Schema) -> tuple[Schema, str]:
    """Return what stands inside a field, and how its path goes on."""
    step = ""
    while True:
        more = about.get("additionalProperties")
        if "items" in about:
            about, step = about["items"], f"{step}[]"
        elif isinstance(more, dict):
            about, step = more, f"{step}.<key>"
        else:
            return about, f"{step}."
