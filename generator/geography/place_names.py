"""Raw tables of names in, the register of names of places out: ``data/places/``."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalogue.places import (
    ABOUT,
    CONSTITUENCIES,
    LARGER,
    NAMES,
    OVERLAPS,
    Constituency,
    LargerPlace,
    Overlap,
    PlaceFile,
    PlaceFiles,
    PlaceName,
    PlacesAbout,
    PlaceSource,
)
from generator.errors import ProsperityError
from generator.files.documents import dump_record, load_record
from generator.files.tables import read_table
from generator.geography.tables import read_rows, write_rows

TOWNS, LISTED = "places/towns_geonames.csv", "places/place_names.csv"
SEATS, SHARES = "places/constituencies_2024.csv", "places/constituency_council_2024.csv"
CENTRES, SMALL = "inside/msoa_names.csv", "inside/lookup_small_areas.csv"
REGISTER = "geography/areas.csv"
FILES = (TOWNS, LISTED, SEATS, SHARES, CENTRES, SMALL)
"""Raw files that only this import reads."""
KINDS = {
    "built-up area": "built-up area",
    "parish": "parish",
    "community": "community",
    "ward": "ward",
    "district electoral area": "electoral area",
    "neighbourhood (MSOA name)": "neighbourhood",
    "intermediate zone": "neighbourhood",
    "NI super output area / data zone": "neighbourhood",
}
"""What the raw table calls a kind, and what we do."""
_NO_NAME = re.compile(r"IZ\d+|.* \d+ \(.* LGD\)")
_CUT = "N21"
"""Data zones of Northern Ireland: the raw table has the first word of their names alone."""
_DIGITS = 3
"""Of coordinates: a hundred metres."""
Point = tuple[float, float]
Row = dict[str, str]


@dataclass
class _Read:
    """What was read of one raw file: its hash, rows, how many were used, and why others were not."""

    rows: list[Row]
    sha256: str
    used: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def import_places(sources: Path, output: Path, *, book: Path) -> PlacesAbout:
    """Write the register of names into ``output`` and return what was read.

    Args:
        sources: folder of raw files.
        output: the new data folder.
        book: ``place_sources.yml``, kept by hand.

    Raises:
        ProsperityError: a file or column is missing, a number is none, a kind or a council is not known.
    """
    read = {file: _read(sources, file) for file in (*FILES, REGISTER)}
    councils = {row["code"] for row in read[REGISTER].rows}
    for file in (TOWNS, LISTED, SHARES):
        _refuse_strangers(sources / file, read[file].rows, councils)
    names = _gather_names(sources, read)
    seats = [
        Constituency(code=row["constituency_code"], name=row["name"], welsh_name=row["name_welsh"])
        for row in read[SEATS].rows
    ]
    overlaps = [_make_overlap(row, sources / SHARES) for row in read[SHARES].rows]
    larger = _list_larger(read[REGISTER].rows)
    for file in (SEATS, SHARES, REGISTER):
        read[file].used = len(read[file].rows)
    about = PlacesAbout(
        names=len(names),
        constituencies=len(seats),
        overlaps=len(overlaps),
        larger=len(larger),
        sources=_describe(book, read),
    )
    folder = output / "places"
    for name, rows, model in (
        (NAMES, sorted(names, key=lambda row: (row.name.casefold(), row.name, row.council_code)), PlaceName),
        (CONSTITUENCIES, sorted(seats, key=lambda row: row.code), Constituency),
        (OVERLAPS, sorted(overlaps, key=lambda row: (row.code, row.council_code)), Overlap),
        (LARGER, sorted(larger, key=lambda row: (row.kind, row.name, row.council_code)), LargerPlace),
    ):
        write_rows(folder / name, [row.model_dump() for row in rows], columns=tuple(model.model_fields))
    (folder / ABOUT).write_bytes(dump_record(about).encode("utf-8"))
    return about


_COLUMNS = {
    TOWNS: ("name", "council_code", "population", "lat", "lon", "other_names"),
    LISTED: ("name", "kind", "code", "council_code"),
    SEATS: ("constituency_code", "name", "name_welsh"),
    SHARES: (
        *("constituency_code", "council_code", "share_of_constituency", "share_of_council", "population"),
    ),
    CENTRES: ("area_code", "lat", "lon"),
    SMALL: ("ward_code", "lat", "lon"),
    REGISTER: (
        *("code", "county_code", "county_name", "combined_authority_code", "combined_authority_name"),
        "ceremonial_county",
    ),
}


def _read(sources: Path, name: str) -> _Read:
    rows = read_rows(sources / name, columns=_COLUMNS[name])
    return _Read(rows, read_table(sources / name).sha256)


def _refuse_strangers(file: Path, rows: Iterable[Row], councils: set[str]) -> None:
    for line, row in enumerate(rows, start=2):
        if row["council_code"] not in councils:
            raise ProsperityError(
                "a place lies in a council that there is not",
                file=file,
                line=line,
                field="council_code",
                code=row["council_code"],
                expected="the code of a council of geography/areas.csv",
            )


def _number(row: Row, name: str, file: Path) -> float | None:
    """Return a number of a row, None where the cell is empty."""
    if not row[name]:
        return None
    try:
        value = float(row[name])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ProsperityError(
            f"{row[name]!r} is not a number", file=file, field=name, code=next(iter(row.values()))
        )
    return value


def _gather_names(sources: Path, read: Mapping[str, _Read]) -> list[PlaceName]:
    """Return one row for each name and council; a settlement of GeoNames gives a name size and position."""
    points = _find_points(sources, read)
    towns = {(row["name"].casefold(), row["council_code"]): row for row in read[TOWNS].rows}
    found = []
    for row in read[LISTED].rows:
        reason = _why_not(row)
        if row["kind"] not in KINDS:
            raise ProsperityError(
                f"the kind {row['kind']!r} is not known",
                file=sources / LISTED,
                field="kind",
                code=row["code"],
                expected=", ".join(KINDS),
            )
        if reason:
            read[LISTED].left_out[reason] += 1
            continue
        town = towns.pop((row["name"].casefold(), row["council_code"]), None)
        point = points.get(row["code"])
        read[LISTED].used += 1
        if town is not None:
            found.append(_make_town(town, sources / TOWNS, name=row["name"], code=row["code"]))
            continue
        found.append(
            PlaceName(
                name=row["name"],
                kind=KINDS[row["kind"]],  # type: ignore[arg-type]
                code=row["code"],
                council_code=row["council_code"],
                lat=point[0] if point else None,
                lon=point[1] if point else None,
            )
        )
    found += [_make_town(town, sources / TOWNS, name=town["name"]) for town in towns.values()]
    read[TOWNS].used = len(read[TOWNS].rows)
    placed = {row.code for row in found if row.lat is not None and row.code}
    for file, column in ((CENTRES, "area_code"), (SMALL, "ward_code")):
        read[file].used = sum(row[column] in placed for row in read[file].rows)
        read[file].left_out["of no name in the register"] = len(read[file].rows) - read[file].used
    return found


def _why_not(row: Row) -> str:
    """Return why a row of the list of names is no name, or nothing."""
    if _NO_NAME.fullmatch(row["name"]):
        return "numbers of statistical areas and no names"
    return "names that are cut after the first word" if row["code"].startswith(_CUT) else ""


def _make_town(row: Row, file: Path, *, name: str, code: str = "") -> PlaceName:
    people = _number(row, "population", file) or None
    lat, lon = _number(row, "lat", file), _number(row, "lon", file)
    others = [other.strip() for other in row["other_names"].split("|")]
    others = [other for other in others if other and other.casefold() != name.casefold()]
    return PlaceName(
        name=name,
        kind="settlement",
        code=code,
        council_code=row["council_code"],
        people=None if people is None else int(people),
        lat=None if lat is None else round(lat, _DIGITS),
        lon=None if lon is None else round(lon, _DIGITS),
        other_names="|".join(dict.fromkeys(others)),
    )


def _find_points(sources: Path, read: Mapping[str, _Read]) -> dict[str, Point]:
    """Return a point in each small area, and in each ward: the middle of the points of its small areas."""
    points: dict[str, Point] = {}
    for row in read[CENTRES].rows:
        lat, lon = _number(row, "lat", sources / CENTRES), _number(row, "lon", sources / CENTRES)
        if lat is not None and lon is not None:
            points[row["area_code"]] = (round(lat, _DIGITS), round(lon, _DIGITS))
    wards: dict[str, list[Point]] = {}
    for row in read[SMALL].rows:
        lat, lon = _number(row, "lat", sources / SMALL), _number(row, "lon", sources / SMALL)
        if row["ward_code"] and lat is not None and lon is not None:
            wards.setdefault(row["ward_code"], []).append((lat, lon))
    for code, inside in wards.items():
        middle = [math.fsum(each) / len(inside) for each in zip(*inside, strict=True)]
        points.setdefault(code, (round(middle[0], _DIGITS), round(middle[1], _DIGITS)))
    return points


def _make_overlap(row: Row, file: Path) -> Overlap:
    parts = {name: _number(row, name, file) for name in ("share_of_constituency", "share_of_council")}
    people = _number(row, "population", file)
    return Overlap.model_validate(
        {
            "code": row["constituency_code"],
            "council_code": row["council_code"],
            "people": int(people) if people is not None else None,
            **parts,
        }
    )


def _list_larger(rows: Sequence[Row]) -> list[LargerPlace]:
    """Return counties, ceremonial counties and combined authorities with each of their councils."""
    found = []
    for row in rows:
        told = (
            ("county", row["county_name"], row["county_code"]),
            ("combined authority", row["combined_authority_name"], row["combined_authority_code"]),
            ("ceremonial county", row["ceremonial_county"], ""),
        )
        found += [
            LargerPlace.model_validate(
                {"name": name, "kind": kind, "code": code, "council_code": row["code"]}
            )
            for kind, name, code in told
            if name
        ]
    return found


def _describe(file: Path, read: Mapping[str, _Read]) -> tuple[PlaceSource, ...]:
    """Return what was read of each raw file, with who published it.

    Raises:
        ProsperityError: the file by hand names other raw files than are read.
    """
    told = load_record(file, PlaceFiles).sources
    if sorted(one.raw_file for one in told) != sorted(read):
        raise ProsperityError(
            "the sources of names are others than are read",
            file=file,
            field="sources.raw_file",
            expected=", ".join(sorted(read)),
        )
    return tuple(_count(one, read[one.raw_file]) for one in told)


def _count(one: PlaceFile, read: _Read) -> PlaceSource:
    reasons = sorted((reason, times) for reason, times in read.left_out.items() if times)
    return PlaceSource(
        **one.model_dump(),
        raw_sha256=read.sha256,
        rows_read=len(read.rows),
        used=read.used,
        left_out=tuple(f"{times:,} {'row' if times == 1 else 'rows'}: {reason}" for reason, times in reasons),
    )
