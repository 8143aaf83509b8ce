"""What is published of small areas: the rows of both tables, the document of a council, and its size."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator
from little_inside import ALDER, AREAS, BIRCH, BORDER, COED, make_inside
from little_site import BAND_WORDS

from generator.catalogue.inside import NO_SMALL_AREAS, load_inside
from generator.catalogue.store import load_areas
from generator.export.api_files import SCHEMA_FOLDER, load_schemas
from generator.export.columns import TABLES, load_tables
from generator.export.downloads import encode_csv, encode_json
from generator.export.inside_files import make_slices, make_small_areas, make_spread_table
from generator.export.parquet_files import encode_frame
from generator.geography.inside_spread import measure_all
from generator.paths import PROJECT

SCHEMA = dict(
    load_schemas(PROJECT.templates / SCHEMA_FOLDER, site_url="https://example.org/", bands=BAND_WORDS)
)["inside"]
HEAD = {"version": "v1", "edition": "2026.1"}


def test_the_table_of_spreads_has_a_row_for_each_place_and_edition(tmp_path: Path) -> None:
    table = make_spread_table(measure_all(make_inside(tmp_path), AREAS, (BORDER,)))
    lines = encode_csv(table).splitlines()
    assert lines[0] == ",".join(load_tables(PROJECT.templates / TABLES).get("inside").heads)
    assert lines[1] == (
        f"E06000001,council,England,2020,Index of 2020,20,12,1,3,{100 / 12},25.0,5.0,45.0,40.0,1200,100,300"
    )
    assert lines[2] == f"E06000001,council,England,2010,Index of 2010,10,6,1,3,{100 / 6},50.0,,,,,,"
    assert lines[-1] == "border,cluster,Wales,2019,Index of 2019,10,10,1,2,10.0,20.0,,,,,,"


def test_the_table_of_small_areas_has_a_row_for_each_area_and_year(tmp_path: Path) -> None:
    table = load_tables(PROJECT.templates / TABLES).get("small_areas")
    frame = make_small_areas(make_inside(tmp_path))
    (tmp_path / "small_areas.parquet").write_bytes(encode_frame(frame, table))
    rows: list[dict[str, Any]] = pq.read_table(tmp_path / "small_areas.parquet").to_pylist()
    # Twenty in 2021 and 2020, ten in 2010; ten of the other nation in 2019.
    assert len(rows) == 60
    assert [(row["code"], row["year"]) for row in rows[:4]] == [
        *(("E01000001", year) for year in (2021, 2020, 2010)),
        ("E01000002", 2021),
    ]
    census, now, older = ({name: cell for name, cell in row.items() if cell is not None} for row in rows[:3])
    about = {
        "code": "E01000001",
        "name": "Alder 1",
        "nation": "England",
        "council_code": "E06000001",
        "neighbourhood_code": "E02000001",
        "neighbourhood": "Old Town",
        "lat": 52.5,
        "lon": -1.25,
    }
    assert census == {**about, "year": 2021, "households": 40, "overcrowded": 2.5}
    cuts = {"in_tenth": True, "in_fifth": True, "rank": 1}
    assert now == {**about, "year": 2020, "ranked": 20, **cuts, "people": 100, "income": 50.0}
    assert older == {**about, "year": 2010, "ranked": 10, **cuts}
    second = next(row for row in rows if (row["code"], row["year"]) == ("E01000002", 2020))
    assert (second["rank"], second["in_tenth"], second["in_fifth"]) == (3, False, True)


def test_the_document_of_a_council_tells_its_areas_and_its_editions(tmp_path: Path) -> None:
    inside = make_inside(tmp_path)
    spreads = list(measure_all(inside, AREAS, (BORDER,)))
    told = dict(make_slices(inside, spreads, [ALDER, BIRCH, COED]))
    assert list(told) == ["E06000001", "E06000002", "W06000001"]
    for document in told.values():
        Draft202012Validator(SCHEMA).validate({**HEAD, **document})
    alder = told["E06000001"]
    assert alder["neighbourhoods"] == ["Old Town"]
    assert alder["areas"]["neighbourhood"] == [0] * 6 + [None] * 6
    assert alder["areas"]["rank"] == [1, 3, 4, 6, 8, 10, 12, 14, 16, 18, 19, 20]
    assert alder["areas"]["income"][:2] == [50.0, 40.0]
    assert [edition["year"] for edition in alder["editions"]] == [2020, 2010]
    assert alder["editions"][0]["income_gap"] == 40 and "income_gap" not in alder["editions"][1]
    assert alder["source"]["publication"] == "Index of 2020"
    assert (alder["tenth"], alder["fifth"], alder["ranked"]) == (2, 4, 20)
    coed = told["W06000001"]
    assert coed["neighbourhoods"] == [] and list(coed["areas"]) == ["code", "name", "rank"]


def test_without_small_areas_the_tables_have_only_their_heads() -> None:
    tables = load_tables(PROJECT.templates / TABLES)
    assert tuple(make_small_areas(NO_SMALL_AREAS).columns) == tables.get("small_areas").heads
    assert tuple(make_spread_table([]).columns) == tables.get("inside").heads
    assert list(make_slices(NO_SMALL_AREAS, [], [ALDER])) == []


@pytest.fixture(scope="module")
def slices() -> dict[str, dict[str, Any]]:
    areas = load_areas(PROJECT)
    inside = load_inside(PROJECT, areas)
    councils = [area for area in areas if area.kind == "council"]
    return dict(make_slices(inside, list(measure_all(inside, councils, ())), councils))


def test_the_document_of_a_council_is_light(slices: dict[str, dict[str, Any]]) -> None:
    """Four in five take at most 3 kB, half of them 2 kB; the largest councils have hundreds of areas."""
    told = {code: encode_json({**HEAD, **one}).encode("utf-8") for code, one in slices.items()}
    sizes = sorted(len(gzip.compress(text, mtime=0)) for text in told.values())
    assert len(sizes) == 361
    assert median(sizes) < 2_100
    assert sum(size < 3_000 for size in sizes) > 280
    assert sizes[-1] < 10_000


def test_the_document_of_a_council_fits_its_schema(slices: dict[str, dict[str, Any]]) -> None:
    validator = Draft202012Validator(SCHEMA)
    for code in ("E06000002", "W06000015", "S12000049", "N09000003", "E06000053", "E09000001"):
        validator.validate(json.loads(encode_json({**HEAD, **slices[code]})))
