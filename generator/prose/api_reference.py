"""The page on the fields of the interface for programs, in Markdown, from its schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.export.api_addresses import API, PLACE_SCHEMA, SCHEMAS
from generator.export.markup import escape

ADDRESS_MARK = "<!-- address -->"
"""Stands in the examples for the address of the site."""
FIELDS_PAGE = "api/fields.md"
Schema = Mapping[str, Any]
TYPES = {"string": "text", "integer": "whole number", "number": "number", "object": "object", "array": "list"}


def write_fields(schemas: Iterable[tuple[str, Schema]]) -> str:
    """Return the page: for each schema a table of its fields, inner ones under their path.

    Args:
        schemas: name and content of each.
    """
    lines = [
        "---",
        "description: Every field of every JSON file for programs, with its type and meaning.",
        "---",
        "# Fields of the interface",
        "",
        "This page lists the fields of all files that [the interface](../api.md) is made of. It is made from "
        "the schemas that the files are tested against.",
        "",
    ]
    for name, schema in schemas:
        where = "`data.json` beside each report" if name == PLACE_SCHEMA else f"Below `/{API}`"
        lines += [
            f"## {escape(schema['title'])} {{: #{name} }}",
            "",
            f"{where}. {escape(schema['description'])} [Schema](/{SCHEMAS}{name}.schema.json)",
            "",
            "| Field | Type | Always there | Meaning |",
            "|---|---|---|---|",
            *list_fields(schema),
            "",
        ]
    return "\n".join(lines)


def list_fields(schema: Schema, path: str = "") -> Iterator[str]:
    """Yield a row for each field; ``[]`` stands for every item of a list, ``<key>`` for every key."""
    required = schema.get("required", ())
    for name, about in schema.get("properties", {}).items():
        cells = (describe_type(about), "yes" if name in required else "no", escape(about["description"]))
        yield f"| `{path}{name}` | {' | '.join(cells)} |"
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


def describe_type(about: Schema) -> str:
    """Return the type of a field in plain words."""
    kind = about.get("type")
    if kind is None:
        return "text"
    if kind == "array":
        inner = about["items"].get("type", "string")
        names = inner if isinstance(inner, list) else [inner]
        told = " or ".join("null" if name == "null" else TYPES[name] for name in names)
        return f"list: {told}"
    return TYPES[kind]
