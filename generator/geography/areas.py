"""Makes the register of areas and of the changes between them out of the raw geography tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.geography import names
from generator.geography.tables import read_rows

POPULATION_YEAR = 2024
AREA_COLUMNS = tuple(Area.model_fields)
CHANGE_COLUMNS = (
    *("predecessor_code", "predecessor_name", "predecessor_slug", "successor_code"),
    *("change_date", "kind", "share"),
)
LINEAGE_COLUMNS = ("code", "name", "successor_code", "change_date", "kind")
KIND_ORDER = {"council": 0, "nation": 1, "region": 2, "uk": 3}

NATION_CODES = {
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
UK_CODE = "K02000001"
OLD_DORSET = "E10000009"
BOURNEMOUTH_CHRISTCHURCH_POOLE = "E06000058"
_CURRENT_NAME_KEPT = "E07000083"
"""Tewkesbury: the register still uses this name, so its new one is only a search name."""

RAW_AREA = (
    *("code", "code_2023", "name", "name_welsh", "nation", "region_code", "region_name"),
    *("county_code", "county_name", "combined_authority_name", "council_type", "official_name"),
    *("short_names", "slug", "area_km2", "ruc_label", "lat", "lon", "council_homepage"),
)
Row = dict[str, str]


def read_population(sources: Path) -> dict[str, int]:
    """Return the mid-2024 estimate of people by area code."""
    file = sources / "economy" / "population.csv"
    found = {}
    for row in read_rows(file, columns=("areacd", "period", "value")):
        if row["period"] == f"{POPULATION_YEAR}-06-30":
            found[row["areacd"]] = int(row["value"])
    return found


def read_changes(sources: Path) -> list[Row]:
    """Return the raw changes between codes, without the part of old Dorset that went to its neighbour.

    The county of Dorset (before 2019) had six districts; one, Christchurch, an eighth of what is now Bournemouth,
    Christchurch and Poole, left it. The old county's figures say too little of that council to be shown for it.
    """
    columns = ("predecessor_code", "predecessor_name", "successor_code", "change_date", "kind")
    rows = read_rows(sources / "geography" / "lad_changes.csv", columns=columns)
    return [
        row
        for row in rows
        if (row["predecessor_code"], row["successor_code"]) != (OLD_DORSET, BOURNEMOUTH_CHRISTCHURCH_POOLE)
    ]


def make_areas(raw: Sequence[Row], *, changes: Sequence[Row], population: Mapping[str, int]) -> list[Area]:
    """Return councils, nations, regions and the UK, sorted by kind, then code."""
    former = _former_names(changes)
    councils = [_make_council(row, former=former[row["code"]], population=population) for row in raw]
    areas = [*councils, *_make_nations(councils, population=population)]
    areas += [*_make_regions(raw, population=population), _make_uk(councils, population=population)]
    _check_slugs(areas)
    return sorted(areas, key=lambda area: (KIND_ORDER[area.kind], area.code))


def _former_names(changes: Sequence[Row]) -> dict[str, list[str]]:
    """Return the names of all former councils by current code, over any number of changes."""
    direct = {row["predecessor_code"]: row["successor_code"] for row in changes if not _is_county(row)}
    found: dict[str, list[str]] = defaultdict(list)
    for row in changes:
        for code in _end_codes(row["successor_code"], direct):
            name = row["successor_name"] if row["successor_code"] == _CURRENT_NAME_KEPT else ""
            found[code] += [row["predecessor_name"], name]
    return found


def _end_codes(code: str, direct: Mapping[str, str]) -> list[str]:
    """Follow direct successors to the current code (a renamed council succeeds itself)."""
    while direct.get(code, code) != code:
        code = direct[code]
    return [code]


def _is_county(row: Row) -> bool:
    return row["predecessor_code"].startswith("E10")


def _make_council(row: Row, *, former: list[str], population: Mapping[str, int]) -> Area:
    code = row["code"]
    name = names.usual_name(code, row["name"])
    in_england = row["nation"] == "England"
    official = names.OFFICIAL.get(code, row["official_name"])
    others = [official, row["name"], row["name_welsh"], names.short_name(code, name)]
    others += [*row["short_names"].split("|"), *former, *names.ALSO.get(code, ())]
    people = population.get(code, population.get(row["code_2023"]))
    if people is None:
        raise ProsperityError("a council has no population", code=code, file="economy/population.csv")
    return Area(
        code=code,
        kind="council",
        name=name,
        short_name=names.short_name(code, name),
        official_name=official,
        welsh_name="" if row["name_welsh"] == name else row["name_welsh"],
        article=names.article(name),
        slug=row["slug"],
        council_type=names.COUNCIL_TYPES[row["council_type"]],
        nation=row["nation"],
        region_code=row["region_code"] if in_england else "",
        region_name=names.usual_name(row["region_code"], row["region_name"]) if in_england else "",
        county_name=row["county_name"],
        combined_authority=row["combined_authority_name"],
        population=people,
        population_year=POPULATION_YEAR,
        area_km2=float(row["area_km2"]),
        rural_urban=row["ruc_label"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        homepage=row["council_homepage"],
        search_names=names.join_names(others, known=name),
    )


def _make_regions(raw: Sequence[Row], *, population: Mapping[str, int]) -> list[Area]:
    """Return the nine regions of England, as the councils name them."""
    found = {row["region_code"]: row["region_name"] for row in raw if row["nation"] == "England"}
    regions = []
    for code, raw_name in sorted(found.items()):
        name = names.usual_name(code, raw_name)
        size = sum(float(row["area_km2"]) for row in raw if row["region_code"] == code)
        regions.append(_make_large(code, "region", name, "England", population[code], size))
    return regions


def _make_nations(councils: Sequence[Area], *, population: Mapping[str, int]) -> list[Area]:
    return [
        _make_large(code, "nation", name, "", population[code], _size(councils, name))
        for code, name in NATION_CODES.items()
    ]


def _make_uk(councils: Sequence[Area], *, population: Mapping[str, int]) -> Area:
    return _make_large(UK_CODE, "uk", "UK", "", population[UK_CODE], _size(councils, None))


def _size(councils: Sequence[Area], nation: str | None) -> float:
    return sum(area.area_km2 or 0 for area in councils if nation in (None, area.nation))


def _make_large(code: str, kind: str, name: str, nation: str, population: int, size: float) -> Area:
    return Area.model_validate(
        {
            "code": code,
            "kind": kind,
            "name": name,
            "short_name": name,
            "official_name": names.OFFICIAL.get(code, name),
            "article": names.article(name),
            "slug": names.slugify(name),
            "nation": nation,
            "population": population,
            "population_year": POPULATION_YEAR,
            "area_km2": round(size, 1),
            "search_names": names.join_names([*names.ALSO.get(code, ())], known=name),
        }
    )


def _check_slugs(areas: Sequence[Area]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for area in areas:
        family = "council" if area.kind == "council" else "other"
        if (family, area.slug) in seen:
            raise ProsperityError("two areas share a slug", code=area.code, field="slug", expected=area.slug)
        seen[family, area.slug] = area.code


def make_lineage(raw: Sequence[Row], changes: Sequence[Row]) -> list[dict[str, str]]:
    """Return every direct step from a code that is not a council of today, sorted.

    Kinds: ``recode`` one council that only changed its code; ``merge`` one of several that became one; ``county``
    a county that still has districts; ``county_whole`` an abolished county that became exactly one council;
    ``county_part`` an abolished county that became several.
    """
    rows = [
        {
            "code": row["county_code"],
            "name": row["county_name"],
            "successor_code": row["code"],
            "change_date": "",
            "kind": "county",
        }
        for row in raw
        if row["county_code"].startswith("E10")
    ]
    for row in changes:
        if row["kind"] != "rename":
            rows.append(
                {
                    "code": row["predecessor_code"],
                    "name": row["predecessor_name"],
                    "successor_code": row["successor_code"],
                    "change_date": row["change_date"],
                    "kind": _lineage_kind(row),
                }
            )
    return sorted(rows, key=lambda row: (row["code"], row["successor_code"]))


def _lineage_kind(row: Row) -> str:
    if _is_county(row):
        return "county_whole" if row["kind"] == "recode" else "county_part"
    return "merge" if row["kind"] == "merge" else "recode"


def make_area_changes(
    changes: Sequence[Row], *, areas: Sequence[Area], shares: Mapping[str, float]
) -> list[dict[str, object]]:
    """Return every former council and county with the councils of today that it became.

    A former council has a slug only where that slug is not a council's of today.
    """
    direct = {row["predecessor_code"]: row["successor_code"] for row in changes if not _is_county(row)}
    taken = {area.slug for area in areas if area.kind == "council"}
    rows: list[dict[str, object]] = []
    for row in changes:
        code, kind = row["predecessor_code"], _reader_kind(row)
        if code == _CURRENT_NAME_KEPT:
            continue
        slug = names.slugify(row["predecessor_name"])
        share = 1.0 if kind == "recode" else shares.get(code)
        for successor in _end_codes(row["successor_code"], direct):
            rows.append(
                {
                    "predecessor_code": code,
                    "predecessor_name": row["predecessor_name"],
                    "predecessor_slug": "" if slug in taken else slug,
                    "successor_code": successor,
                    "change_date": row["change_date"],
                    "kind": kind,
                    "share": share if kind != "county" else None,
                }
            )
    return sorted(rows, key=lambda row: (str(row["successor_code"]), str(row["predecessor_code"])))


def _reader_kind(row: Row) -> str:
    if _is_county(row):
        return "county"
    return {"merge": "merge", "rename": "rename"}.get(row["kind"], "recode")
