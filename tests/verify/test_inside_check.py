"""The check of small areas on a site in miniature: right as it is, and each planted fault is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from little_inside import AREAS, BORDER, REGION, change, make_inside

from generator.export.columns import TABLES, load_tables
from generator.export.downloads import encode_csv, encode_json
from generator.export.inside_files import make_slices, make_small_areas, make_spread_table
from generator.export.parquet_files import encode_frame
from generator.export.tables import make_areas, make_clusters
from generator.geography.inside_spread import measure_all
from generator.paths import PROJECT
from generator.verify.inside_check import check_inside, find_odd_ranks

ALDER = "api/v1/inside/E06000001.json"
SPREADS = "data/inside.csv"
ALL = "data/small_areas.parquet"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with the files of small areas, and of places."""
    inside = make_inside(tmp_path / "made")
    clusters = (REGION, BORDER)
    spreads = list(measure_all(inside, AREAS, clusters))
    described = load_tables(PROJECT.templates / TABLES).get("small_areas")
    folder = tmp_path / "site"
    (folder / "data").mkdir(parents=True)
    (folder / "api" / "v1" / "inside").mkdir(parents=True)
    (folder / ALL).write_bytes(encode_frame(make_small_areas(inside), described))
    for name, table in (
        ("inside", make_spread_table(spreads)),
        ("areas", make_areas(AREAS)),
        ("clusters", make_clusters(clusters)),
    ):
        (folder / "data" / f"{name}.csv").write_text(encode_csv(table), "utf-8")
    for code, told in make_slices(inside, spreads, AREAS[:3]):
        (folder / "api" / "v1" / "inside" / f"{code}.json").write_text(encode_json(told), "utf-8")
    return folder


def alter(site: Path, path: str, turn: Callable[[Any], None]) -> None:
    """Change what a document says."""
    told = json.loads((site / path).read_text("utf-8"))
    turn(told)
    (site / path).write_text(encode_json(told), "utf-8")


def alter_rows(site: Path, turn: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the table of all small areas."""
    table = pq.read_table(site / ALL)
    rows = table.to_pylist()
    turn(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), site / ALL)


def test_what_a_build_writes_is_right(site: Path) -> None:
    assert list(check_inside(site)) == []


def test_a_site_without_the_table_has_nothing_to_compare(site: Path) -> None:
    (site / ALL).unlink()
    assert list(check_inside(site)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2020,Index of 2020,20,12,1,3,", "2020,Index of 2020,20,12,2,3,", "in_tenth is 2, recomputed 1"),
        (
            "2020,Index of 2020,20,12,1,3,",
            "2020,Index of 2020,20,11,1,3,",
            "small_areas is 11, recomputed 12",
        ),
        (",25.0,5.0,45.0,40.0", ",25.1,5.0,45.0,40.0", "share_fifth is 25.1, recomputed 25.0"),
        (",25.0,5.0,45.0,40.0", ",25.0,5.0,45.0,41.0", "income_gap is 41.0, recomputed 40.0"),
        (",25.0,5.0,45.0,40.0", ",25.0,,,", "income_low is empty, recomputed 5.0"),
        ("border,cluster,Wales,2019", "border,cluster,Wales,2018", "there is no such place or edition"),
        ("border,cluster,Wales,2019", "region-woods,cluster,Wales,2019", "there is no such place or edition"),
        ("E12000001,region,", "E12000001,council,", "lacks, or is no region"),
    ],
)
def test_a_false_spread_is_found(site: Path, old: str, new: str, problem: str) -> None:
    change(site / SPREADS, old, new)
    found = [told for path, told in check_inside(site) if path == SPREADS]
    assert any(problem in told for told in found), found


@pytest.mark.parametrize(
    ("turn", "problem"),
    [
        (lambda told: told["areas"]["rank"].reverse(), "its small areas are not those"),
        (lambda told: told["areas"]["income"].__setitem__(0, 50.5), "its small areas are not those"),
        (lambda told: told["areas"]["code"].__setitem__(0, "E01000099"), "its small areas are not those"),
        (lambda told: told["neighbourhoods"].__setitem__(0, "Newtown"), "its small areas are not those"),
        (lambda told: told.update(tenth=3), "the last rank of the most deprived tenth is not 3"),
        (lambda told: told.update(ranked=21), "the number of ranked areas or the year is another"),
        (lambda told: told["editions"].pop(), "it has 1 editions, data/inside.csv has 2"),
        (lambda told: told["editions"][0].update(share_tenth=9.0), "share_tenth of 2020 is 9.0"),
        (lambda told: told["editions"][0].pop("income_gap"), "income_gap of 2020 is None"),
        (lambda told: told["editions"][0].update(publication="Another"), "publication of 2020 is Another"),
    ],
)
def test_a_false_document_is_found(site: Path, turn: Callable[[Any], None], problem: str) -> None:
    alter(site, ALDER, turn)
    found = [told for path, told in check_inside(site) if path == ALDER]
    assert any(problem in told for told in found), found


def test_a_document_too_few_or_too_many_is_found(site: Path) -> None:
    (site / ALDER).rename(site / ALDER.replace("E06000001", "E06000009"))
    assert {path for path, _ in check_inside(site)} == {ALDER, ALDER.replace("E06000001", "E06000009")}


def test_false_ranks_and_cuts_are_found(site: Path) -> None:
    def turn(rows: list[dict[str, Any]]) -> None:
        second = next(row for row in rows if (row["code"], row["year"]) == ("E01000002", 2020))
        second.update(rank=4, in_fifth=False)

    alter_rows(site, turn)
    found = [told for path, told in check_inside(site) if path == ALL]
    assert any("E01000002 has rank 4" in told for told in found)
    assert any("in_fifth does not mark" in told for told in found)


def test_tied_ranks_are_right() -> None:
    areas = [
        {"code": str(place), "rank": rank, "ranked": 10, "in_tenth": rank == 1, "in_fifth": rank <= 2}
        for place, rank in enumerate((1, 2, 2, 4, 5, 6, 7, 8, 9, 10))
    ]
    assert list(find_odd_ranks(areas)) == []
