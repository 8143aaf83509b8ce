"""Whether the same figure stands in every file of a built site that holds it; plain look-ups.

CSV is what the others are held against: Parquet and JSON beside each report, Parquet of the whole index, and
the interface for programs. Numbers must agree to the last bit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from generator.export.api import SCORE_CELLS
from generator.export.api_addresses import API
from generator.verify.evidence import Row
from generator.verify.public_tables import read_rows

Found = tuple[str, str]
"""Path of a file and what is wrong with it."""
ALONE = frozenset({"small_areas.parquet"})
"""Too large for CSV; see ``inside_check``."""
REPORTS = ("councils", "clusters", "regions")
UNTOLD = frozenset(
    {"area_name", "kind"}
    | {f"{whose}p_{end}_fifth" for whose in ("", "nation_") for end in ("top", "bottom")}
)
"""Columns of ``scores.csv`` that the document of an area does not repeat."""


def check_copies(folder: Path) -> Iterator[Found]:
    """Yield every file that says something else than the CSV file it goes back to.

    Args:
        folder: root of a built site. A frozen copy has CSV alone, and nothing to compare.
    """
    if not (folder / API / "index.json").is_file():
        return
    for file in sorted((folder / "data").glob("*.parquet")):
        if file.name not in ALONE:
            yield from check_parquet(folder, file)
    for kind in REPORTS:
        for file in sorted((folder / kind).glob("*/data.csv")):
            yield from check_parquet(folder, file.with_suffix(".parquet"))
            yield from check_report(folder, file)
    yield from check_api(folder)


def check_parquet(folder: Path, file: Path) -> Iterator[Found]:
    """Compare a Parquet file with the CSV file beside it, cell by cell."""
    path = file.relative_to(folder).as_posix()
    plain = file.with_suffix(".csv")
    if not file.is_file() or not plain.is_file():
        yield path, "stands alone: CSV and Parquet belong together"
        return
    rows = list(read_rows(plain))
    table = pq.read_table(file)
    if table.num_rows != len(rows) or (rows and table.column_names != list(rows[0])):
        yield path, f"has other rows or columns than {plain.name}"
        return
    for name in table.column_names:
        for number, (cell, row) in enumerate(zip(table.column(name).to_pylist(), rows, strict=True), start=1):
            if not agree(cell, row[name]):
                yield path, f"row {number}, {name}: {cell!r}, and {row[name]!r} in {plain.name}"
                break


def check_report(folder: Path, file: Path) -> Iterator[Found]:
    """Compare ``data.json`` of a report with ``data.csv``: the same cells, and no other."""
    told = file.with_suffix(".json")
    path = told.relative_to(folder).as_posix()
    if not told.is_file():
        yield path, "is not there"
        return
    content = json.loads(told.read_text(encoding="utf-8"))
    rows = [*content["scores"], *({"level": "indicator", **row} for row in content["indicators"])]
    yield from compare_rows(path, rows, list(read_rows(file)))


def check_api(folder: Path) -> Iterator[Found]:
    """Compare scores and findings of the interface with the tables of the whole index."""
    scores: dict[str, list[Row]] = {}
    for row in read_rows(folder / "data" / "scores.csv"):
        scores.setdefault(row["area_code"], []).append(row)
    findings: dict[str, list[Row]] = {}
    for row in read_rows(folder / "data" / "findings.csv"):
        findings.setdefault(row["area_code"], []).append(row)
    yield from check_score_lists(folder, scores)
    for file in sorted((folder / API / "areas").glob("*.json")):
        path = file.relative_to(folder).as_posix()
        expected = scores.get(file.stem, [])
        told = json.loads(file.read_text(encoding="utf-8"))["scores"]
        yield from compare_rows(path, told, expected, untold=UNTOLD | {"area_code"})
    path = f"{API}findings.json"
    told = json.loads((folder / path).read_text(encoding="utf-8"))["findings"]
    if list(told) != list(findings):
        yield path, "tells of other areas than findings.csv"
    for code, rows in told.items():
        yield from compare_rows(
            f"{path}#{code}", rows, findings.get(code, []), untold=frozenset({"area_code", "kind"})
        )


def check_score_lists(folder: Path, scores: Mapping[str, Sequence[Row]]) -> Iterator[Found]:
    """Compare ``scores.json`` and the overall scores of ``areas.json`` with ``scores.csv``."""
    path = f"{API}scores.json"
    content = json.loads((folder / path).read_text(encoding="utf-8"))
    for code, columns in content["areas"].items():
        rows = scores.get(code, [])
        if [row["node"] for row in rows] != content["nodes"]:
            yield path, f"{code}: other parts than in scores.csv"
            continue
        for name in SCORE_CELLS:
            cells = columns.get(name, [None] * len(rows))
            if len(cells) != len(rows) or not all(map(agree, cells, (row[name] for row in rows))):
                yield path, f"{code}: the column {name} is not that of scores.csv"
    path = f"{API}areas.json"
    for area in json.loads((folder / path).read_text(encoding="utf-8"))["areas"]:
        overall = scores[area["code"]][0]
        if not all(agree(area.get(name), overall[name]) for name in SCORE_CELLS[:-1]):
            yield path, f"{area['code']}: not the overall score of scores.csv"


def compare_rows(
    path: str, told: Iterable[Mapping[str, Any]], rows: Iterable[Row], *, untold: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """Yield the first rows that differ; a key that is not there is an empty cell.

    Args:
        path: of the file that tells.
        told: its rows.
        rows: those of the CSV file.
        untold: columns of the CSV file that it leaves out.
    """
    for number, (one, row) in enumerate(zip_longest(told, rows), start=1):
        if one is None or row is None:
            yield path, "has more or fewer rows than its CSV file"
            return
        for name in sorted(({*row} - untold) | {*one}):
            if not agree(one.get(name), row.get(name, "")):
                yield path, f"row {number}, {name}: {one.get(name)!r}, and {row.get(name)!r} in its CSV file"
                return


def agree(cell: Any, text: str) -> bool:
    """Say whether a typed cell is what the text of a CSV cell says."""
    if cell is None or text == "":
        return cell is None and text == ""
    if isinstance(cell, str):
        return cell == text
    return str(cell) == text or (not isinstance(cell, bool) and is_number(cell, text))


def is_number(cell: float, text: str) -> bool:
    """Say whether a text is a number, to the last bit: 1 and 1.0 are the same."""
    try:
        return float(text) == cell
    except ValueError:
        return False
