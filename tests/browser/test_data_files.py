"""The data files of the whole site: the interface fits its schemas, workbooks say what other files say."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from generator.export.api_addresses import ENDPOINTS, PLACE_SCHEMA
from generator.site.report_files import NAMES

SCORES = (
    *("score", "rank", "n", "rank_low", "rank_high", "band"),
    *("nation_rank", "nation_n", "nation_rank_low", "nation_rank_high", "nation_band"),
)
"""Columns that both ``scores.csv`` and the table beside a report have."""
EVERY = 12
"""Of the reports, one in so many has its workbook read."""


FITTING: set[tuple[int, type, object]] = set()
"""Plain values that fit their part of a schema, by where that part is in memory: it stays loaded."""


def check_value(
    validator: Validator, value: object, schema: Mapping[str, Any], name: str | int
) -> Iterator[ValidationError]:
    """Yield what is wrong with a value inside a document; a plain one is looked at once for each part.

    Thousands of documents repeat the same names, years and scores, and whether one fits its part of a schema
    depends on nothing around it.
    """
    key = None if isinstance(value, (dict, list)) else (id(schema), type(value), value)
    if key in FITTING:
        return
    faults = list(validator.descend(value, schema, path=name))
    yield from faults
    if key is not None and not faults:
        FITTING.add(key)


def check_properties(
    validator: Validator, parts: Mapping[str, Any], value: object, schema: object
) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        for name in parts.keys() & value.keys():
            yield from check_value(validator, value[name], parts[name], name)


def check_items(
    validator: Validator, part: Mapping[str, Any], value: object, schema: object
) -> Iterator[ValidationError]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from check_value(validator, item, part, place)


Checker = extend(Draft202012Validator, {"properties": check_properties, "items": check_items})


@cache
def open_schema(public: Path, name: str) -> Validator:
    schema = json.loads((public / f"api/v1/schema/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert "prefixItems" not in json.dumps(schema), "check_items looks at all items alike"
    return Checker(schema)


def list_documents(public: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name of the schema and the file of every document."""
    for endpoint in ENDPOINTS:
        files = sorted((public / "api/v1").glob(endpoint.path.replace("<code>", "*")))
        assert files, endpoint.path
        yield from ((endpoint.schema, file) for file in files)
    yield from ((PLACE_SCHEMA, file) for file in list_reports(public))


def list_reports(public: Path) -> list[Path]:
    return sorted(file for file in public.glob("*/*/data.json") if file.parts[-3] != "indicators")


def test_every_document_fits_its_schema(public: Path) -> None:
    faults = {}
    documents = list(list_documents(public))
    for name, file in documents:
        fault = next(open_schema(public, name).iter_errors(json.loads(file.read_text("utf-8"))), None)
        if fault is not None:
            faults[file.relative_to(public).as_posix()] = f"{fault.json_path}: {fault.message[:200]}"
    assert faults == {}
    assert len(documents) > 850


@pytest.mark.parametrize("wrong", [-1, 101, True, "41"])
def test_one_wrong_value_among_many_is_seen(public: Path, wrong: object) -> None:
    file = public / "councils/blackpool/data.json"
    told = json.loads(file.read_text("utf-8"))
    schema = open_schema(public, PLACE_SCHEMA)
    assert list(schema.iter_errors(told)) == []
    told["scores"][-1]["score"] = wrong
    (fault,) = schema.iter_errors(told)
    assert fault.json_path == f"$.scores[{len(told['scores']) - 1}].score"


def test_every_place_is_in_the_interface_once_and_its_links_lead_to_files(public: Path) -> None:
    home = json.loads((public / "api/v1/index.json").read_text("utf-8"))["home"]
    areas = json.loads((public / "api/v1/areas.json").read_text("utf-8"))["areas"]
    codes = [area["code"] for area in areas]
    assert len(set(codes)) == len(codes) == len(list((public / "api/v1/areas").iterdir()))
    reports = {file.parent.relative_to(public).as_posix() for file in list_reports(public)}
    assert {area["page"].removeprefix(home).rstrip("/") for area in areas} == reports | {""}
    for area in areas:
        told = json.loads((public / area["url"].removeprefix(home)).read_text("utf-8"))
        assert told["code"] == area["code"]
        links = {kind: link for kind, link in told["links"].items() if kind not in ("page", "permalink")}
        # The files of figures, and the report on paper.
        assert len(links) == (0 if area["kind"] == "uk" else len(NAMES) + 1)
        assert all((public / link.removeprefix(home)).is_file() for link in links.values())
        assert all(parent["code"] in codes for parent in told["parents"])


def read_sheet(book: openpyxl.Workbook, name: str) -> list[list[Any]]:
    (table,) = book[name].tables.values()
    return [[cell.value for cell in row] for row in book[name][table.ref]]


def test_workbooks_have_the_figures_of_the_other_files(public: Path) -> None:
    reports = list_reports(public)[::EVERY]
    assert len(reports) > 30
    for file in reports:
        with (file.parent / "data.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        told = json.loads(file.read_text(encoding="utf-8"))
        book = openpyxl.load_workbook(file.with_suffix(".xlsx"))
        scores = [row for row in rows if row["level"] != "indicator"]
        sheet = read_sheet(book, "Scores")
        assert [row[:3] for row in sheet[1:]] == [[r["level"], r["name"], r["node"]] for r in scores]
        heads = {"Score": "score", "Coverage": "coverage", "Band in the nation": "nation_band"}
        heads |= {"Rank in the UK": "rank", "Councils of the UK": "n"}
        heads |= {"Better end in the UK": "rank_low", "Worse end in the UK": "rank_high"}
        heads |= {"Rank in the nation": "nation_rank", "Councils of the nation": "nation_n"}
        heads |= {"Better end": "nation_rank_low", "Worse end": "nation_rank_high"}
        compare(sheet, scores, heads, file=file)
        figures = [row for row in rows if row["level"] == "indicator"]
        assert ("Indicators" in book.sheetnames) == bool(figures)
        if figures:
            heads = {"Figure": "value", "Lower": "lower", "Upper": "upper", "Period": "period"}
            heads |= {"Unit": "unit", "Status": "status", "Source": "source", "Reason": "reason"}
            heads |= {"Remark": "note", "Score": "score", "Short": "node", "Indicator": "name"}
            compare(read_sheet(book, "Indicators"), figures, heads, file=file)
        findings = read_sheet(book, "Findings")[1:] if told["findings"] else []
        assert [row[2] for row in findings] == [one["text"] for one in told["findings"]]
        trend = {row[1]: row[2:] for row in read_sheet(book, "Trend")[1:]}
        expected = told["trend"]["scores"]
        assert {node: [None if s == "[x]" else s for s in line] for node, line in trend.items()} == expected


def compare(sheet: list[list[Any]], rows: list[dict[str, str]], heads: dict[str, str], *, file: Path) -> None:
    """Compare columns of a sheet, by how their heads begin, with those of a CSV file."""
    assert len(sheet) == len(rows) + 1
    compared = 0
    for place, head in enumerate(sheet[0]):
        name = next((name for start, name in heads.items() if head.startswith(start)), None)
        if name is None:
            continue
        compared += 1
        for cells, row in zip(sheet[1:], rows, strict=True):
            cell, text = cells[place], row[name]
            if text == "":
                assert cell in ("[x]", "[z]", "[c]", "[u]"), (file, head, cell)
            elif isinstance(cell, str):
                assert cell == text, (file, head)
            else:
                assert cell == float(text), (file, head)
    assert compared in (2, len(heads))


@pytest.mark.parametrize("name", ["scores", "values"])
def test_the_files_of_a_report_have_the_figures_of_the_whole(public: Path, name: str) -> None:
    """Rows of ``scores.csv`` and ``values.csv`` stand in the table beside the report of each council."""
    columns = {
        "scores": ("node", (*SCORES, "coverage")),
        "values": ("indicator", ("value", "lower", "upper", "period", "status", "source", "reason")),
    }
    key, cells = columns[name]
    with (public / f"data/{name}.csv").open(encoding="utf-8", newline="") as stream:
        whole = {(row["area_code"], row[key]): row for row in csv.DictReader(stream)}
    compared = 0
    for file in (public / "councils").glob("*/data.csv"):
        code = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))["place"]["code"]
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if (row["level"] == "indicator") == (name == "values"):
                    other = whole[code, row["node"]]
                    assert [row[cell] for cell in cells] == [other[cell] for cell in cells], (
                        file,
                        row["node"],
                    )
                    compared += 1
    assert compared > 20_000
