"""The files beside a report hold the same: CSV, JSON, Parquet and workbook, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from little_site import make_site, make_tables

from generator.export.columns import TABLES, load_tables
from generator.export.downloads import REPORT_COLUMNS
from generator.files.kept_files import KeptFiles
from generator.paths import PROJECT
from generator.site.report_files import NAMES, ReportFiles, plan_report_files

FOLDER = "councils/kingston-upon-hull/"
REPORT = load_tables(PROJECT.templates / TABLES).report


def make_scores() -> pd.DataFrame:
    """Return scores with a rank in the nation beside that in the UK."""
    whole = {"nation_rank": [341, 1, None], "nation_n": [354, 12, None]}
    columns = {name: pd.array(ranks, dtype="Int64") for name, ranks in whole.items()}
    return make_tables()["scores"].assign(**columns, nation_band=["lowest fifth", "highest fifth", None])


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str | bytes]:
    shared = ReportFiles("https://example.org/", REPORT, KeptFiles(tmp_path, ".xlsx"))
    plan = plan_report_files(make_site(), make_scores(), shared)
    assert list(plan) == [FOLDER]
    made = dict(plan[FOLDER]())
    again = dict(plan_report_files(make_site(), make_scores(), shared)[FOLDER]())
    assert made == again
    return {path.removeprefix(FOLDER): content for path, content in made.items()}


def test_every_promised_file_is_made(files: dict[str, str | bytes]) -> None:
    assert tuple(files) == NAMES


def test_a_frozen_copy_has_the_csv_alone(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    shared = ReportFiles("https://example.org/", REPORT, KeptFiles(tmp_path, ".xlsx"), light=True)
    (make,) = plan_report_files(make_site(), make_scores(), shared).values()
    assert dict(make()) == {f"{FOLDER}data.csv": files["data.csv"]}


def test_parquet_has_the_cells_of_the_csv(files: dict[str, str | bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(str(files["data.csv"]))))
    assert tuple(rows[0]) == REPORT_COLUMNS == REPORT.heads
    table = pq.read_table(pa.BufferReader(files["data.parquet"]))
    assert table.column_names == list(REPORT_COLUMNS)
    found = [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in table.to_pylist()
    ]
    assert found == rows


def test_the_workbook_has_the_rows_of_the_json(files: dict[str, str | bytes]) -> None:
    told = json.loads(str(files["data.json"]))
    content = files["data.xlsx"]
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Cover", "Notes", "Scores", "Indicators", "Trend", "Findings"]
    cells = {
        name: [[cell.value for cell in row] for row in book[name][next(iter(book[name].tables.values())).ref]]
        for name in book.sheetnames[1:]
    }
    assert all(cell not in (None, "") for rows in cells.values() for row in rows for cell in row)
    heads, *rows = cells["Scores"]
    named = {head.partition(" [note")[0]: place for place, head in enumerate(heads)}
    told_of = ("Short name", "Score", "Rank in the nation", "Councils of the nation", "Band in the nation")
    told_of += ("Rank in the UK", "Councils of the UK")
    assert [[row[named[head]] for head in told_of] for row in rows] == [
        ["overall", 1 / 3, 341, 354, "lowest fifth", 355, "[x]"],
        ["health", "[x]", "[x]", "[x]", "[x]", "[x]", "[x]"],
    ]
    life, sleep = told["indicators"]
    assert cells["Indicators"][1] == [
        *("Life expectancy", "life", life["value"], "years", life["lower"], life["upper"], life["period"]),
        *("recast", "ons", "[z]", "Mean of two", life["score"]),
    ]
    assert cells["Indicators"][2][:7] == ["Sleep", "sleep", "[u]", "years", "[u]", "[u]", "[z]"]
    assert cells["Indicators"][2][9] == sleep["reason"] == "unreliable"
    assert cells["Trend"] == [
        ["Part of the framework", "Short name", "Score 2023", "Score 2024", "Score 2025"],
        ["Overall", "overall", 40.0, "[x]", "[x]"],
    ]
    assert cells["Findings"][1][2:5] == ["Sentence of position.", "[z]", "[z]"]
    # Every shorthand and note that a sheet uses is explained.
    explained = {row[0] for row in cells["Notes"][1:]}
    used = {cell for name in cells for row in cells[name] for cell in row if str(cell)[:1] == "["}
    assert used <= explained
    titles = " ".join(str(cell) for name in cells for cell in cells[name][0])
    assert all(f"[note {number}]" in explained for number in (1, 2, 3, 4, 5, 6)) and "[note 6]" in titles
    cover = [row[0].value for row in book["Cover"].iter_rows()]
    assert cover[0] == "Kingston upon Hull: Index, edition 2026.1"
    assert f"https://example.org/editions/2026.1/{FOLDER}" in cover
