"""Files that hold the same figure are compared to the last bit, and one that differs is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from little_site import make_site, make_tables

from generator.export.columns import TABLES, load_tables
from generator.files.kept_files import KeptFiles
from generator.paths import PROJECT
from generator.site.report_files import ReportFiles, plan_report_files
from generator.verify.same_figures import agree, check_copies

REPORT = "councils/kingston-upon-hull"
HEAD = "area_code,area_name,kind,level,node,score,rank,n,rank_low,rank_high,band,p_top_fifth,p_bottom_fifth"
NATION = "nation_rank,nation_n,nation_rank_low,nation_rank_high,nation_band,nation_p_top_fifth"
CSV = f"""{HEAD},{NATION},nation_p_bottom_fifth,uk_comparable_share,coverage
E06000010,Hull,council,overall,overall,33.33333333333333,3,9,2,4,low,0.0,0.5,2,5,1,3,lowish,0.1,0.4,0.75,1.0
E06000010,Hull,council,pillar,health,,,,,,,,,,,,,,,,0.25,0.25
red-wall,Red Wall,cluster,overall,overall,40.5,,,,,,,,,,,,,,,0.75,1.0
red-wall,Red Wall,cluster,pillar,health,41.5,,,,,,,,,,,,,,,0.25,1.0
"""
FINDINGS = """area_code,kind,finding,node,comparison,text,value,period,rule
E06000010,council,position,overall,uk,Hull scores 33.,33.33333333333333,2026,position-band
"""
HULL = {"level": "overall", "node": "overall", "score": 33.33333333333333, "rank": 3, "n": 9}
HULL |= {"rank_low": 2, "rank_high": 4, "band": "low", "coverage": 1.0, "uk_comparable_share": 0.75}
HULL |= {
    "nation_rank": 2,
    "nation_n": 5,
    "nation_rank_low": 1,
    "nation_rank_high": 3,
    "nation_band": "lowish",
}
AREAS: dict[str, Any] = {
    "E06000010": [HULL, {"level": "pillar", "node": "health", "coverage": 0.25, "uk_comparable_share": 0.25}],
    "red-wall": [
        {"level": "overall", "node": "overall", "score": 40.5, "coverage": 1.0, "uk_comparable_share": 0.75},
        {"level": "pillar", "node": "health", "score": 41.5, "coverage": 1.0, "uk_comparable_share": 0.25},
    ],
}


def write_json(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one report and the interface."""
    site = tmp_path / "public"
    shared = ReportFiles(
        "https://example.org/", load_tables(PROJECT.templates / TABLES).report, KeptFiles(tmp_path, ".xlsx")
    )
    for make in plan_report_files(make_site(), make_tables()["scores"], shared).values():
        for path, content in make():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    (site / "data").mkdir()
    (site / "data/scores.csv").write_text(CSV, "utf-8")
    (site / "data/findings.csv").write_text(FINDINGS, "utf-8")
    api = site / "api/v1"
    write_json(api / "index.json", {})
    for code, rows in AREAS.items():
        write_json(api / f"areas/{code}.json", {"scores": rows})
    names = ("score", "rank", "rank_low", "rank_high")
    names += ("nation_rank", "nation_n", "nation_rank_low", "nation_rank_high")
    write_json(
        api / "areas.json",
        {"areas": [{"code": code, **{n: rows[0].get(n) for n in names}} for code, rows in AREAS.items()]},
    )
    lists = {
        code: {name: [row.get(name) for row in rows] for name in (*names, "coverage")}
        for code, rows in AREAS.items()
    }
    for name in names[1:]:
        del lists["red-wall"][name]
    write_json(api / "scores.json", {"nodes": ["overall", "health"], "areas": lists})
    finding = {"finding": "position", "node": "overall", "comparison": "uk", "text": "Hull scores 33."}
    finding |= {"value": 33.33333333333333, "period": "2026", "rule": "position-band"}
    write_json(api / "findings.json", {"findings": {"E06000010": [finding]}})
    return site


def test_files_that_agree_have_no_fault(folder: Path) -> None:
    assert list(check_copies(folder)) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (f"{REPORT}/data.json", "79.25", "79.250000000000014"),
        (f"{REPORT}/data.json", '"node":"life",', '"node":"life","mood":"x",'),
        (f"{REPORT}/data.csv", "355", "354"),
        ("api/v1/scores.json", "33.33333333333333", "33.3333333333333"),
        ("api/v1/scores.json", "[40.5, 41.5]", "[40.5]"),
        ("api/v1/scores.json", '"overall", "health"', '"health", "overall"'),
        ("api/v1/areas.json", '"rank": 3', '"rank": 4'),
        ("api/v1/areas.json", '"nation_rank": 2', '"nation_rank": 3'),
        ("api/v1/scores.json", '"nation_n": [5, null]', '"nation_n": [9, null]'),
        ("api/v1/areas/E06000010.json", ', "rank_low": 2, ', ", "),
        ("api/v1/areas/E06000010.json", '"nation_band": "lowish"', '"nation_band": "low"'),
        ("api/v1/areas/red-wall.json", '"uk_comparable_share": 0.75', '"uk_comparable_share": 1.0'),
        ("api/v1/areas/red-wall.json", "41.5", "41.4"),
        ("api/v1/findings.json", "Hull scores 33.", "Hull scores 34."),
        ("api/v1/findings.json", "E06000010", "E06000011"),
    ],
)
def test_a_figure_that_differs_is_named(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    found = [where for where, _ in check_copies(folder)]
    expected = {f"{REPORT}/data.json", f"{REPORT}/data.parquet"} if path.endswith(".csv") else {path}
    assert {where.split("#")[0] for where in found} == expected


def test_a_file_without_its_pair_is_named(folder: Path) -> None:
    (folder / REPORT / "data.json").unlink()
    (folder / REPORT / "data.parquet").unlink()
    assert [path for path, _ in check_copies(folder)] == [f"{REPORT}/data.parquet", f"{REPORT}/data.json"]


def test_a_frozen_copy_has_nothing_to_compare(folder: Path) -> None:
    (folder / REPORT / "data.json").unlink()
    (folder / "api/v1/index.json").unlink()
    assert list(check_copies(folder)) == []


@pytest.mark.parametrize(
    ("cell", "text", "same"),
    [
        (None, "", True),
        (None, "0", False),
        (0, "", False),
        (1.0, "1", True),
        (0.30000000000000004, "0.3", False),
        (True, "True", True),
        (True, "1", False),
        ("1.0", "1", False),
        (1.0, "one", False),
    ],
)
def test_cells_agree_to_the_last_bit(cell: Any, text: str, same: bool) -> None:
    assert agree(cell, text) is same
