"""The interface for programs: every document fits its schema, and the schemas say what they should."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from little_site import BAND_WORDS, draw

from generator.errors import ProsperityError
from generator.export.api_addresses import ENDPOINTS, PLACE_SCHEMA
from generator.export.api_files import SCHEMA_FOLDER, load_schemas
from generator.paths import PROJECT
from generator.prose.dictionary import gather_fields

URL = "https://example.org/sub/"
SCHEMAS = dict(load_schemas(PROJECT.templates / SCHEMA_FOLDER, site_url=URL, bands=BAND_WORDS))


def list_objects(schema: Any, where: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return every part of a schema that describes an object with properties."""
    if isinstance(schema, list):
        return [found for part in schema for found in list_objects(part, where)]
    if not isinstance(schema, dict):
        return []
    own = [(where, schema)] if "properties" in schema else []
    return own + [found for name, part in schema.items() for found in list_objects(part, f"{where}/{name}")]


def test_every_endpoint_has_a_schema_and_no_schema_is_left_over() -> None:
    assert set(SCHEMAS) == {one.schema for one in ENDPOINTS} | {PLACE_SCHEMA}
    files = {file.name for file in (PROJECT.templates / SCHEMA_FOLDER).iterdir()}
    assert files == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_sound_closed_and_described(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{URL}api/v1/schema/{name}.schema.json"
    committed = json.loads(
        (PROJECT.templates / SCHEMA_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    )
    assert committed["$id"] == f"/api/v1/schema/{name}.schema.json"
    for where, part in list_objects(schema):
        assert part["additionalProperties"] is False, where
        for key, about in part["properties"].items():
            assert about.get("description", "").endswith("."), f"{where}/{key}"
        assert set(part["required"]) <= set(part["properties"])


def test_a_schema_refuses_what_nobody_described() -> None:
    good = {"version": "v1", "edition": "2026.1", "findings": {"red-wall": []}}
    validator = Draft202012Validator(SCHEMAS["findings"])
    validator.validate(good)
    finding = {"finding_id": "E06000001/position/overall", "finding": "position", "node": "overall"}
    finding |= {"text": "It is.", "rule": "position-band"}
    validator.validate({**good, "findings": {"E06000001": [finding]}})
    for wrong in (
        {**good, "more": 1},
        {**good, "version": "v2"},
        {**good, "findings": {"E06000001": [{**finding, "mood": "good"}]}},
        {**good, "findings": {"E06000001": [{**finding, "value": "1"}]}},
        {"version": "v1", "edition": "2026.1"},
    ):
        with pytest.raises(ValidationError):
            validator.validate(wrong)


def test_the_page_lists_every_field_of_every_schema_once() -> None:
    page = draw(gather_fields(SCHEMAS.items()))
    sections = page.split("\n## ")[1:]
    assert len(sections) == len(SCHEMAS)
    for section, schema in zip(sections, SCHEMAS.values(), strict=True):
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert len(rows) == sum(len(part["properties"]) for _, part in list_objects(schema))
        assert len({row.split("|")[1] for row in rows}) == len(rows)
    assert "| `scores[].rank_low` | whole number | no | Better end" in page
    assert "| `areas.<key>.score` | list: number or null | yes |" in page


def test_the_page_on_the_interface_names_every_address() -> None:
    page = (PROJECT.site / "docs/api.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| [`")]
    assert rows == [
        f"| [`{one.path}`](/api/v1/{one.path.replace('<code>', 'E06000009')}) | {one.about} "
        f"| [{one.schema}](/api/v1/schema/{one.schema}.schema.json) |"
        for one in ENDPOINTS
    ]
    assert f"[{PLACE_SCHEMA}](/api/v1/schema/{PLACE_SCHEMA}.schema.json)" in page
    named = set(re.findall(r'"([a-z_]+)"\]|a\["([a-z_]+)"', page))
    fields = {name for _, part in list_objects(SCHEMAS["areas"]) for name in part["properties"]}
    assert {one or other for one, other in named} <= fields and len(named) >= 5


def test_a_schema_that_is_missing_or_broken_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="a schema of the interface is missing"):
        list(load_schemas(tmp_path, site_url=URL, bands=BAND_WORDS))
    (tmp_path / "index.schema.json").write_text('{"a": 1,\n}', "utf-8")
    with pytest.raises(ProsperityError, match="the schema cannot be read") as found:
        list(load_schemas(tmp_path, site_url=URL, bands=BAND_WORDS))
    assert found.value.line == 2
