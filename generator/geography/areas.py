"""Makes the register of areas out of the raw geography tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.catalogue.names import GivenNames, join_names
from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.geography import names
from generator.geography.changes import DIVIDED, NAME_KEPT, Row, find_successors, follow, is_county
from generator.geography.tables import read_rows

POPULATION_YEAR = 2024
AREA_COLUMNS = tuple(Area.model_fields)
KIND_ORDER = {"council": 0, "region": 1, "nation": 2, "uk": 3}

NATION_CODES = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
UK_CODE = "K02000001"
COUNCILS = 361
REGION_OF_STATISTICS = {"E06000012": "E12000003", "E06000013": "E12000003"}
"""The raw register puts North and North East Lincolnshire in the East Midlands, as the newest territorial
levels do. Every published figure for the two regions, population first, still counts them in Yorkshire."""

RAW_AREA = (
    *("code", "code_2023", "name", "name_welsh", "nation", "region_code", "region_name"),
    *("county_code", "county_name", "combined_authority_name", "council_type", "official_name"),
    *("short_names", "slug", "area_km2", "ruc_label", "lat", "lon", "council_homepage"),
)


def read_population(sources: Path) -> dict[str, int]:
    """Return the mid-2024 estimate of people by area code."""
    file = sources / "economy" / "population.csv"
    found = {}
    for row in read_rows(file, columns=("areacd", "period", "value")):
        if row["period"] == f"{POPULATION_YEAR}-06-30":
            found[row["areacd"]] = int(row["value"])
    return found


def read_councils(sources: Path) -> list[Row]:
    """Return the raw rows of the councils, with the region that the statistics of its code cover.

    Raises:
        ProsperityError: a code that stands twice, or a file that does not hold the 361 councils.
    """
    file = sources / "geography" / "areas.csv"
    rows = read_rows(file, columns=RAW_AREA)
    if len(rows) != COUNCILS or len({row["code"] for row in rows}) != COUNCILS:
        raise ProsperityError(
            "the register does not hold every council once", file=file, expected=f"{COUNCILS} different codes"
        )
    named = {row["region_code"]: row["region_name"] for row in rows}
    for row in rows:
        row["region_code"] = REGION_OF_STATISTICS.get(row["code"], row["region_code"])
        row["region_name"] = named[row["region_code"]]
    return rows


def make_areas(
    raw: Sequence[Row], *, changes: Sequence[Row], population: Mapping[str, int], given: GivenNames
) -> list[Area]:
    """Return councils, nations, regions and the UK, sorted by kind, then code.

    Args:
        raw: rows of the councils.
        changes: raw rows of changes.
        population: people by code of the area.
        given: names that people gave; they count before those of the raw rows.
    """
    former = _former_names(changes)
    councils = [_make_council(row, former[row["code"]], population, given) for row in raw]
    areas = [*councils, *_make_nations(councils, population, given)]
    areas += [*_make_regions(raw, population, given), _make_uk(councils, population, given)]
    _check_slugs(areas)
    return sorted(areas, key=lambda area: (KIND_ORDER[area.kind], area.code))


def _former_names(changes: Sequence[Row]) -> dict[str, list[str]]:
    """Return the names of all former councils by current code, over any number of changes.

    A council that only took a part of another is not looked for under that one's name.
    """
    successors = find_successors(changes)
    found: dict[str, list[str]] = defaultdict(list)
    for row in changes:
        name = row["successor_name"] if row["successor_code"] == NAME_KEPT else ""
        if row["kind"] != DIVIDED or is_county(row):
            found[follow(row["successor_code"], successors)] += [row["predecessor_name"], name]
    return found


def _make_council(row: Row, former: list[str], population: Mapping[str, int], given: GivenNames) -> Area:
    code = row["code"]
    name = given.pick(code, "name", row["name"].strip())
    in_england = row["nation"] == "England"
    official = given.pick(code, "official_name", row["official_name"])
    short, welsh = given.pick(code, "short_name", name), given.pick(code, "welsh_name", row["name_welsh"])
    others = [official, row["name"], welsh, short, *row["short_names"].split("|"), *former, *given.also(code)]
    people = population.get(code, population.get(row["code_2023"]))
    if people is None:
        raise ProsperityError("a council has no population", code=code, file="economy/population.csv")
    return Area(
        code=code,
        kind="council",
        name=name,
        short_name=short,
        official_name=official,
        welsh_name="" if welsh == name else welsh,
        article="the" if given.pick(code, "article", "") else "",
        slug=names.slugify(name),
        council_type=names.COUNCIL_TYPES[row["council_type"]],
        nation=row["nation"],
        region_code=row["region_code"] if in_england else "",
        region_name=given.pick(row["region_code"], "name", row["region_name"]) if in_england else "",
        county_name=row["county_name"],
        combined_authority=row["combined_authority_name"],
        population=people,
        population_year=POPULATION_YEAR,
        area_km2=float(row["area_km2"]),
        rural_urban=row["ruc_label"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        homepage=row["council_homepage"],
        search_names=join_names(others, known=name),
    )


def _make_regions(raw: Sequence[Row], population: Mapping[str, int], given: GivenNames) -> list[Area]:
    """Return the nine regions of England, as the councils name them."""
    found = {row["region_code"]: row["region_name"] for row in raw if row["nation"] == "England"}
    regions = []
    for code, raw_name in sorted(found.items()):
        size = sum(float(row["area_km2"]) for row in raw if row["region_code"] == code)
        regions.append(
            _make_large(code, "region", raw_name.strip(), "England", population[code], size, given)
        )
    return regions


def _make_nations(councils: Sequence[Area], population: Mapping[str, int], given: GivenNames) -> list[Area]:
    return [
        _make_large(code, "nation", name, "", population[code], _size(councils, name), given)
        for code, name in NATION_CODES.items()
    ]


def _make_uk(councils: Sequence[Area], population: Mapping[str, int], given: GivenNames) -> Area:
    return _make_large(UK_CODE, "uk", "United Kingdom", "", population[UK_CODE], _size(councils, None), given)


def _size(councils: Sequence[Area], nation: str | None) -> float:
    return sum(area.area_km2 or 0 for area in councils if nation in (None, area.nation))


def _make_large(
    code: str, kind: str, raw: str, nation: str, population: int, size: float, given: GivenNames
) -> Area:
    name = given.pick(code, "name", raw)
    return Area.model_validate(
        {
            "code": code,
            "kind": kind,
            "name": name,
            "short_name": given.pick(code, "short_name", name),
            "official_name": given.pick(code, "official_name", name),
            "article": given.pick(code, "article", ""),
            "slug": names.slugify(name),
            "nation": nation,
            "population": population,
            "population_year": POPULATION_YEAR,
            "area_km2": round(size, 1),
            "search_names": join_names(given.also(code), known=name),
        }
    )


def _check_slugs(areas: Sequence[Area]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for area in areas:
        family = "council" if area.kind == "council" else "other"
        if (family, area.slug) in seen:
            raise ProsperityError("two areas share a slug", code=area.code, field="slug", expected=area.slug)
        seen[family, area.slug] = area.code
