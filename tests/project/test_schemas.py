"""The schemas for editors are those of the records that read the files, and the files fit them."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts/schemas.py"))
PATTERNS: list[str] = list(SCRIPT["MODELS"])
MADE = {"data/import.yml", "data/inside/inside.yml", "data/left_out.yml", "data/places/places.yml"}
"""What an import writes, besides ``data/datasets/``; and ``freeze --close`` writes ``data/editions/``."""


def load_schema(pattern: str) -> Any:
    return json.loads((ROOT / SCRIPT["name_schema"](pattern)).read_text(encoding="utf-8"))


def validate(pattern: str, content: object) -> list[str]:
    plain = json.loads(json.dumps(content, default=str))
    faults = Draft202012Validator(load_schema(pattern)).iter_errors(plain)
    return [f"{fault.json_path}: {fault.message}" for fault in faults]


def test_the_schemas_are_as_the_records_are() -> None:
    for path, content in SCRIPT["make_files"]().items():
        written = (ROOT / path).read_text(encoding="utf-8")
        assert written == content, f"{path}: run .venv/bin/python scripts/schemas.py"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_files_fit_their_schema_and_a_field_of_another_kind_does_not(pattern: str) -> None:
    files = sorted(ROOT.glob(pattern))
    assert files
    for file in files:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert validate(pattern, content) == [], file
    first = next(iter(load_schema(pattern)["properties"]))
    assert validate(pattern, {**content, first: 5.5}) != []


def test_every_file_that_people_edit_has_a_schema() -> None:
    edited = {
        file.relative_to(ROOT).as_posix()
        for folder in ("data", "templates", "generator")
        for file in (ROOT / folder).rglob("*.yml")
        if not file.is_relative_to(ROOT / "data/datasets") and not file.is_relative_to(ROOT / "data/editions")
    }
    known = {file.relative_to(ROOT).as_posix() for pattern in PATTERNS for file in ROOT.glob(pattern)}
    assert edited - MADE == known - {"CITATION.cff"}
