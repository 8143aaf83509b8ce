"""Works out again, from the table of small areas, what the site says of the inside of its places."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from generator.export.api_addresses import API, INSIDE
from generator.verify.evidence import Row
from generator.verify.public_tables import read_rows

SMALL_AREAS = "data/small_areas.parquet"
SPREADS = "data/inside.csv"
FEWEST = 10
"""Small areas with a rate that a place needs before its fifths are compared."""
CLOSE = 1e-9
COLUMNS = (
    *("code", "name", "nation", "council_code", "neighbourhood", "year", "ranked", "rank", "people"),
    *("in_tenth", "in_fifth", "income"),
)
Found = tuple[str, str]
"""Path of a file and what is wrong with it."""
Areas = Sequence[Mapping[str, Any]]
"""Small areas of one nation and year that have a rank."""
Key = tuple[str, int]
"""Nation and year of an edition."""


def check_inside(folder: Path) -> Iterator[Found]:
    """Yield what is told of small areas and does not follow from the table of all small areas.

    Args:
        folder: root of a built site. Without the table, as in a frozen copy, there is nothing to compare.
    """
    file = folder / SMALL_AREAS
    if not file.is_file():
        return
    columns = pq.read_table(file, columns=list(COLUMNS)).to_pydict()
    editions: dict[Key, list[dict[str, Any]]] = {}
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, cells, strict=True))
        if row["rank"] is not None:
            editions.setdefault((row["nation"], row["year"]), []).append(row)
    for key, areas in editions.items():
        yield from ((SMALL_AREAS, f"{key[0]} {key[1]}: {problem}") for problem in find_odd_ranks(areas))
    rows = list(read_rows(folder / SPREADS))
    yield from ((SPREADS, problem) for problem in compare_spreads(folder, editions, rows))
    yield from compare_slices(folder, editions, rows)


def find_odd_ranks(areas: Areas) -> Iterator[str]:
    """Yield ranks that are not one more than the number of areas before them, and wrong tenths and fifths."""
    ranks = sorted(area["rank"] for area in areas)
    for area in areas:
        if bisect_left(ranks, area["rank"]) + 1 != area["rank"]:
            yield f"{area['code']} has rank {area['rank']}, and not that many are before it"
        if area["ranked"] != len(areas):
            yield f"{area['code']} is one of {area['ranked']} and there are {len(areas)}"
    for name, parts in (("in_tenth", 10), ("in_fifth", 5)):
        inside = [area["rank"] for area in areas if area[name]]
        outside = [area["rank"] for area in areas if not area[name]]
        if abs(len(inside) - len(areas) / parts) > 2 or (inside and max(inside) >= min(outside)):
            yield f"{name} does not mark the most deprived of {parts} parts"


def compare_spreads(folder: Path, editions: Mapping[Key, Areas], rows: Sequence[Row]) -> Iterator[str]:
    """Yield rows of the table of spreads that do not follow, and places that have none."""
    members = list_members(folder)
    by_council: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for (nation, year), areas in editions.items():
        for area in areas:
            by_council.setdefault((nation, year, area["council_code"]), []).append(area)
    told = {(row["area_code"], row["nation"], int(row["year"])): row for row in rows}
    if len(told) != len(rows):
        yield "a place stands twice for one edition"
    for (kind, place), councils in members.items():
        for nation, year in editions:
            own = [area for code in councils for area in by_council.get((nation, year, code), ())]
            row = told.pop((place, nation, year), None)
            if not own and row is None:
                continue
            if not own or row is None or row["kind"] != kind:
                yield f"{place}, {nation} {year}: stands there without areas, or lacks, or is no {kind}"
                continue
            for name, value in measure(own, len(editions[nation, year])).items():
                if not agree(row[name], value):
                    yield f"{place}, {nation} {year}: {name} is {row[name] or 'empty'}, recomputed {value}"
    for place, nation, year in told:
        yield f"{place}, {nation} {year}: there is no such place or edition"


def list_members(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return the councils of every council, region and cluster, by kind and code."""
    areas = list(read_rows(folder / "data" / "areas.csv"))
    councils = [area for area in areas if area["kind"] == "council"]
    found = {("council", area["code"]): [area["code"]] for area in councils}
    for region in (area for area in areas if area["kind"] == "region"):
        own = [area["code"] for area in councils if area["region_code"] == region["code"]]
        found["region", region["code"]] = own
    places = {f"{area['kind']}-{area['slug']}" for area in areas if area["kind"] in ("region", "nation")}
    for row in read_rows(folder / "data" / "clusters.csv"):
        if row["cluster"] not in places:
            found.setdefault(("cluster", row["cluster"]), []).append(row["area_code"])
    return found


def measure(areas: Areas, ranked: int) -> dict[str, float | None]:
    """Return the figures of a place from its small areas, ``ranked`` of which there are in the nation."""
    tenth, fifth = (sum(bool(area[name]) for area in areas) for name in ("in_tenth", "in_fifth"))
    shares = sorted(area["income"] for area in areas if area["income"] is not None)
    known = all(area["people"] is not None for area in areas)
    people, most, more = (
        sum(area["people"] for area in areas if held(area)) if known else None
        for held in (bool, itemgetter("in_tenth"), itemgetter("in_fifth"))
    )
    low = high = None
    if len(shares) >= FEWEST:
        size = int(len(shares) / 5 + 0.5)
        low, high = sum(shares[:size]) / size, sum(shares[len(shares) - size :]) / size
    return {
        "ranked": ranked,
        "small_areas": len(areas),
        "in_tenth": tenth,
        "in_fifth": fifth,
        "share_tenth": tenth / len(areas) * 100,
        "share_fifth": fifth / len(areas) * 100,
        "income_low": low,
        "income_high": high,
        "income_gap": None if low is None or high is None else high - low,
        "people": people,
        "people_in_tenth": most,
        "people_in_fifth": more,
    }


def agree(text: str, value: float | None) -> bool:
    """Say whether the text of a cell is a number, or is empty where there is none."""
    if value is None or text == "":
        return value is None and text == ""
    return abs(float(text) - value) <= CLOSE


def compare_slices(folder: Path, editions: Mapping[Key, Areas], rows: Sequence[Row]) -> Iterator[Found]:
    """Yield documents of councils that say something else than the two tables."""
    latest: dict[str, int] = {}
    for nation, year in editions:
        latest[nation] = max(year, latest.get(nation, 0))
    own: dict[str, list[Mapping[str, Any]]] = {}
    for nation, year in latest.items():
        for area in editions[nation, year]:
            own.setdefault(area["council_code"], []).append(area)
    spreads: dict[str, list[Row]] = {}
    for row in rows:
        spreads.setdefault(row["area_code"], []).append(row)
    files = {file.stem: file for file in sorted((folder / API / INSIDE).glob("*.json"))}
    for code in sorted(files.keys() ^ own.keys()):
        yield f"{API}{INSIDE}{code}.json", "is there without small areas, or lacks"
    for code in sorted(files.keys() & own.keys()):
        told = json.loads(files[code].read_text(encoding="utf-8"))
        path = files[code].relative_to(folder).as_posix()
        for problem in compare_slice(told, own[code], spreads.get(code, [])):
            yield path, problem


def compare_slice(told: Mapping[str, Any], areas: Areas, spreads: Sequence[Row]) -> Iterator[str]:
    """Yield what the document of a council says otherwise than its small areas and its spreads."""
    columns, names = told["areas"], told["neighbourhoods"]
    places = columns.get("neighbourhood", [None] * len(columns["code"]))
    near = [None if place is None else names[place] for place in places]
    shares = columns.get("income", [None] * len(columns["code"]))
    listed = list(zip(columns["code"], columns["name"], near, columns["rank"], shares, strict=True))
    expected = [
        (area["code"], area["name"] or "", area["neighbourhood"], area["rank"], area["income"])
        for area in sorted(areas, key=lambda area: str(area["code"]))
    ]
    if listed != expected:
        odd = next((one for one in listed if one not in expected), "their number")
        yield f"its small areas are not those of {SMALL_AREAS}, first: {odd}"
    for name in ("tenth", "fifth"):
        if any((area["rank"] <= told[name]) != area[f"in_{name}"] for area in areas):
            yield f"the last rank of the most deprived {name} is not {told[name]}"
    if any(area["ranked"] != told["ranked"] or area["year"] != told["year"] for area in areas):
        yield "the number of ranked areas or the year is another"
    if len(told["editions"]) != len(spreads):
        yield f"it has {len(told['editions'])} editions, {SPREADS} has {len(spreads)}"
    for edition, row in zip(told["editions"], spreads, strict=False):
        for name in set(row) - {"area_code", "kind", "nation"}:
            cell = edition.get(name)
            same = cell == row[name] if isinstance(cell, str) else agree(row[name], cell)
            if not same:
                yield f"{name} of {row['year']} is {cell}, and {row[name] or 'empty'} in {SPREADS}"
