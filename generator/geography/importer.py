"""Raw geography in, the register, clusters, neighbours, maps and postcodes of ``data/`` out."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.geography import cluster_rules, names
from generator.geography.postcodes import encode_postcodes
from generator.geography.register import read_rows
from generator.geography.topology import simplify_map

COUNCILS = 361
KIND_ORDER = ("council", "region", "nation", "uk")
NATIONS = {
    "England": "E92000001",
    "Wales": "W92000004",
    "Scotland": "S92000003",
    "Northern Ireland": "N92000002",
}
UK = "K02000001"


@dataclass(frozen=True)
class GeographyReport:
    """What the import of geography made."""

    councils: int
    former: int
    clusters: int
    postcodes: int


def import_geography(sources: Path, output: Path) -> GeographyReport:
    """Write areas, changes, neighbours, clusters, maps and postcodes into ``output``.

    Raises:
        ProsperityError: a file is missing, a code is repeated, a member is not a council of today.
    """
    raw = sources / "geography"
    people = read_populations(sources / "economy" / "population.csv")
    councils = [make_council(row, people) for row in read_rows(raw / "areas.csv")]
    if len(councils) != COUNCILS or len({council.code for council in councils}) != COUNCILS:
        raise ProsperityError(
            "the register does not hold every council once",
            file=raw / "areas.csv",
            expected=f"{COUNCILS} different codes",
        )
    areas = [*councils, *make_wider_areas(councils, people)]
    codes = {council.code for council in councils}
    changes = list_changes(raw, councils)
    write_rows(output / "areas.csv", [area.model_dump() for area in sort_areas(areas)])
    write_rows(output / "area_changes.csv", changes)
    write_neighbours(raw, output, codes)
    clusters = write_clusters(raw, output, codes)
    write_maps(raw, output)
    postcodes = write_postcodes(raw, output)
    return GeographyReport(len(councils), len(changes), clusters, postcodes)


def read_populations(file: Path) -> dict[str, tuple[int, int]]:
    """Return people and year of the newest mid-year estimate by area code."""
    newest: dict[str, tuple[str, int]] = {}
    for row in read_rows(file):
        if row["areacd"] not in newest or row["period"] > newest[row["areacd"]][0]:
            newest[row["areacd"]] = (row["period"], round(float(row["value"])))
    return {code: (count, int(period[:4])) for code, (period, count) in newest.items()}


def make_council(row: Mapping[str, str], people: Mapping[str, tuple[int, int]]) -> Area:
    """Return the record of one council from a row of the raw register."""
    code, raw_name = row["code"], row["name"]
    name = names.usual_name(code, raw_name)
    count, year = people.get(code) or people[row["code_2023"]]
    english = row["nation"] == "England"
    other = [raw_name, *row["short_names"].split("|"), *row["search_names"].split("|"), row["name_welsh"]]
    return Area(
        code=code,
        kind="council",
        name=name,
        short_name=names.short_name(code, raw_name),
        official_name=names.OFFICIAL.get(code, row["official_name"]),
        welsh_name=row["name_welsh"],
        article=names.article(name),
        slug=names.slugify(name),
        council_type=names.COUNCIL_TYPES[row["council_type"]],
        nation=row["nation"],
        region_code=row["region_code"] if english else "",
        region_name=names.usual_name(row["region_code"], row["region_name"]) if english else "",
        county_name=row["county_name"] if row["county_code"].startswith("E10") else "",
        combined_authority=row["combined_authority_name"],
        population=count,
        population_year=year,
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        rural_urban=row["ruc_label"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        homepage=row["council_homepage"],
        search_names=names.join_names([*other, *names.ALSO.get(code, ())], known=name),
    )


def make_wider_areas(councils: Sequence[Area], people: Mapping[str, tuple[int, int]]) -> list[Area]:
    """Return regions, nations and the UK; populations are sums of their councils."""
    year = councils[0].population_year
    regions = sorted({(c.region_code, c.region_name) for c in councils if c.region_code})
    wider = [
        make_wider("region", code, name, [c for c in councils if c.region_code == code], year=year)
        for code, name in regions
    ]
    wider += [
        make_wider("nation", code, nation, [c for c in councils if c.nation == nation], year=year)
        for nation, code in NATIONS.items()
    ]
    return [*wider, make_wider("uk", UK, "UK", councils, year=year)]


def make_wider(kind: str, code: str, name: str, members: Iterable[Area], *, year: int) -> Area:
    """Return the record of a region, nation or the UK."""
    return Area.model_validate(
        {
            "code": code,
            "kind": kind,
            "name": name,
            "short_name": name,
            "official_name": names.OFFICIAL.get(code, name),
            "article": names.article(name),
            "slug": names.slugify(name),
            "nation": "England" if kind == "region" else name if kind == "nation" else "",
            "population": sum(member.population for member in members),
            "population_year": year,
        }
    )


def sort_areas(areas: Iterable[Area]) -> list[Area]:
    """Return areas by kind (councils first), then code."""
    return sorted(areas, key=lambda area: (KIND_ORDER.index(area.kind), area.code))


def list_changes(raw: Path, councils: Sequence[Area]) -> list[dict[str, object]]:
    """Return every former council since 2009 with its council of today, date and share of its people."""
    current = {council.code for council in councils}
    changed = {row["predecessor_code"]: row for row in read_rows(raw / "lad_changes.csv")}
    rows: list[dict[str, object]] = []
    for row in read_rows(raw / "lad_to_current.csv"):
        code = row["code"]
        if code in current or code.startswith("E10"):
            continue
        change = changed.get(code, {})
        rows.append(
            {
                "predecessor_code": code,
                "predecessor_name": row["name"],
                "predecessor_slug": names.slugify(row["name"]),
                "successor_code": row["current_code"],
                "change_date": change.get("change_date", ""),
                "kind": change.get("kind", "recode"),
                "share": row["weight_in_current"],
            }
        )
    return sorted(rows, key=lambda row: (str(row["successor_code"]), str(row["predecessor_code"])))


def write_neighbours(raw: Path, output: Path, codes: set[str]) -> None:
    """Write statistical neighbours (ONS, all measures together) and councils that share a boundary."""
    similar = [
        {"code": row["code"], "rank": int(row["rank"]), "neighbour_code": row["similar_code"]}
        for row in read_rows(raw / "similar_ons.csv")
        if row["model"] == "global" and {row["code"], row["similar_code"]} <= codes
    ]
    write_rows(
        output / "neighbours.csv", sorted(similar, key=lambda row: (str(row["code"]), int(str(row["rank"]))))
    )
    beside = [
        {"code": row["code"], "neighbour_code": row["neighbour_code"]}
        for row in read_rows(raw / "neighbours_contiguous.csv")
    ]
    write_rows(
        output / "contiguous.csv", sorted(beside, key=lambda row: (row["code"], row["neighbour_code"]))
    )


def write_clusters(raw: Path, output: Path, codes: set[str]) -> int:
    """Write the list of clusters and their members; return how many clusters."""
    clusters, members = [], []
    for row in read_rows(raw / "clusters" / "_index.csv"):
        slug = row["slug"]
        file = raw / "clusters" / f"{slug}.csv"
        found = sorted(member["code"] for member in read_rows(file))
        if not set(found) <= codes:
            raise ProsperityError(
                "a member is not a council of today", file=file, code=", ".join(sorted(set(found) - codes))
            )
        clusters.append(
            {
                "slug": slug,
                "title": cluster_rules.name_cluster(row),
                "kind": cluster_rules.find_kind(slug),
                "rule": cluster_rules.describe_rule(row),
                "source": cluster_rules.cite_source(slug),
                "derived": row["derived"],
            }
        )
        members += [{"cluster": slug, "area_code": code} for code in found]
    write_rows(output / "clusters" / "clusters.csv", clusters)
    write_rows(output / "clusters" / "members.csv", members)
    return len(clusters)


def write_maps(raw: Path, output: Path) -> None:
    """Write the boundaries as path data per council, and the hexagon map."""
    topology = json.loads((raw / "maps" / "lad_25pct_bng.topo.json").read_text(encoding="utf-8"))
    write_json(output / "maps" / "councils.json", simplify_map(topology))
    hexes = json.loads((raw / "maps" / "uk-lad-2023.hexjson").read_text(encoding="utf-8"))
    places = {code: [cell["q"], cell["r"]] for code, cell in sorted(hexes["hexes"].items())}
    write_json(output / "maps" / "hex.json", {"layout": hexes["layout"], "hexes": places})


def write_postcodes(raw: Path, output: Path) -> int:
    """Write one look-up per postcode area; return how many postcodes they stand for."""
    with gzip.open(raw / "postcodes" / "postcode_lad_gb.csv.gz", "rt", encoding="utf-8") as stream:
        pairs = [(row["pc"], row["code"]) for row in csv.DictReader(stream)]
    councils, shards = encode_postcodes(pairs)
    write_json(output / "postcodes" / "index.json", {"councils": councils, "areas": sorted(shards)})
    for area, shard in sorted(shards.items()):
        write_json(output / "postcodes" / f"{area}.json", shard)
    return len(pairs)


def write_rows(file: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write a CSV file; None becomes an empty cell."""
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")


def write_json(file: Path, content: object) -> None:
    """Write compact, deterministic JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
