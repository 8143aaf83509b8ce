"""The description of the tables: what it refuses, and that published tables are those described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.export.audit_columns import describe_audit
from generator.export.columns import TABLES, Tables, check_heads, load_tables
from generator.export.downloads import FINDINGS_COLUMNS, REPORT_COLUMNS
from generator.index.audit.columns import TABLES as AUDIT_TABLES
from generator.paths import PROJECT


def describe(**changes: Any) -> dict[str, Any]:
    """Two tables: trees by place, and places; ``changes`` are to the table of trees."""
    trees = {
        "name": "trees",
        "title": "Trees",
        "row": "place",
        "key": ["place"],
        "foreign_keys": [{"columns": ["place"], "table": "places", "references": ["code"]}],
        "columns": [
            {"name": "place", "required": True, "meaning": "Where."},
            {"name": "height", "type": "number", "unit": "metres", "minimum": 0, "meaning": "How high."},
        ],
    }
    places = {
        "name": "places",
        "title": "Places",
        "row": "place",
        "key": ["code"],
        "columns": [{"name": "code", "meaning": "Code."}, {"name": "height", "like": "trees"}],
    }
    return {
        "name": "forest",
        "description": "Trees.",
        "licences": [{"name": "MIT", "title": "MIT License", "path": "https://example.org/mit"}],
        "tables": [{**trees, **changes}, places],
        "report": {**places, "name": "data"},
    }


def load(folder: Path, content: dict[str, Any]) -> Tables:
    file = folder / TABLES
    file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return load_tables(file)


def test_a_column_can_be_like_that_of_another_table(tmp_path: Path) -> None:
    tables = load(tmp_path, describe())
    assert tables.get("places").columns[1] == tables.get("trees").columns[1]
    assert tables.report.columns[1].meaning == "How high."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"columns": [{"name": "place"}]}, "has no meaning"),
        ({"columns": [{"name": "place", "meaning": "A."}] * 2}, "is given twice"),
        ({"columns": [{"name": "place", "like": "places"}]}, "is like no described column"),
        ({"columns": [{"name": "place", "meaning": "A.", "pattern": "("}]}, "pattern that cannot be read"),
        ({"columns": [{"name": "place", "meaning": "A.", "minimum": 1}]}, "has a range but is no number"),
        (
            {"columns": [{"name": "place", "meaning": "A.", "type": "integer", "values": ["a"]}]},
            "is a number with words",
        ),
        ({"key": ["species"]}, "is a key but no column"),
        (
            {"foreign_keys": [{"columns": ["place"], "table": "gone", "references": ["code"]}]},
            "refers to a column that is not there",
        ),
        ({"name": "places"}, "described twice"),
    ],
)
def test_a_description_that_does_not_hold_together_is_refused(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    base = describe(**{"foreign_keys": [], "key": [], **changes})
    base["tables"][1]["columns"] = [{"name": "code", "meaning": "Code."}]
    base["report"]["columns"] = base["tables"][1]["columns"]
    with pytest.raises(ProsperityError, match=words):
        load(tmp_path, base)


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        ({"trees": ["place", "height"]}, "'places' is described but not published"),
        (
            {"trees": ["place", "height"], "places": ["code", "height"], "birds": ["a"]},
            "'birds' is published but not described",
        ),
        ({"trees": ["place", "height", "age"], "places": ["code", "height"]}, "first: 'age'"),
        ({"trees": ["place"], "places": ["code", "height"]}, "first: 'height'"),
        ({"trees": ["height", "place"], "places": ["code", "height"]}, "first: 'the order'"),
    ],
)
def test_tables_that_are_not_those_described_stop_the_build(
    tmp_path: Path, heads: dict[str, list[str]], words: str
) -> None:
    tables = load(tmp_path, describe())
    check_heads(tables, {"trees": ["place", "height"], "places": ["code", "height"]}, file=tmp_path / TABLES)
    with pytest.raises(ProsperityError, match=words):
        check_heads(tables, heads, file=tmp_path / TABLES)


def test_the_description_names_the_columns_that_the_code_writes() -> None:
    tables = load_tables(PROJECT.templates / TABLES)
    assert tables.get("findings").heads == FINDINGS_COLUMNS
    assert tables.report.heads == REPORT_COLUMNS


def test_the_reasons_described_are_those_of_a_latest_value() -> None:
    reason = next(
        one for one in load_tables(PROJECT.templates / TABLES).get("values").columns if one.name == "reason"
    )
    assert set(reason.values) == {one.word for one in Reason} - {"", Reason.OTHER_YEARS.word}


def test_every_meaning_is_a_sentence() -> None:
    tables = load_tables(PROJECT.templates / TABLES)
    for table in (*tables.tables, tables.report):
        for column in table.columns:
            assert column.meaning[0].isupper(), (table.name, column.name)
            assert column.meaning.endswith("."), (table.name, column.name)


def test_tables_of_the_audit_are_described_from_their_own_list() -> None:
    (weights,) = describe_audit(["weights"])
    listed = next(table for table in AUDIT_TABLES if table.name == "weights")
    assert (weights.name, weights.path) == ("audit-weights", "audit/weights.csv")
    assert weights.heads == tuple(column.name for column in listed.columns)
    kinds = {"text": "string", "whole": "integer", "number": "number", "yes or no": "boolean"}
    assert [column.type for column in weights.columns] == [kinds[column.kind] for column in listed.columns]
    with pytest.raises(ProsperityError, match="table 'guesses' of the audit is published but not described"):
        describe_audit(["weights", "guesses"])
