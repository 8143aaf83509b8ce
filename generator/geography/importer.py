"""Raw geography in, the register, clusters, neighbours, maps and postcodes of ``data/`` out."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.names import load_names
from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.files.intake import find_inside, limit_lines, refuse_large
from generator.geography import cluster_rules
from generator.geography.areas import (
    AREA_COLUMNS,
    NATION_CODES,
    UK_CODE,
    make_areas,
    read_councils,
    read_population,
)
from generator.geography.changes import (
    CHANGE_COLUMNS,
    check_changes,
    make_area_changes,
    read_changes,
    read_ends,
    read_shares,
)
from generator.geography.place_names import import_places
from generator.geography.postcodes import encode_postcodes
from generator.geography.tables import read_json, read_rows, write_json, write_rows
from generator.geography.topology import simplify_map
from generator.paths import Paths

CLUSTER_COLUMNS = ("slug", "title", "kind", "rule", "source", "derived")


@dataclass(frozen=True)
class GeographyReport:
    """What the import of geography made."""

    councils: int
    former: int
    clusters: int
    postcodes: int


def import_geography(sources: Path, output: Path, *, kept: Paths) -> GeographyReport:
    """Write areas, changes, neighbours, clusters, maps, postcodes and names of places into ``output``.

    Args:
        sources: folder of raw files.
        output: the new data folder.
        kept: where the files are that people keep by hand.

    Raises:
        ProsperityError: a file is missing, a code is repeated, a member is not a council of today, a former
            code leads nowhere.
    """
    raw = sources / "geography"
    rows, changes = read_councils(sources), read_changes(sources)
    codes = {row["code"] for row in rows}
    larger = [*{row["region_code"] for row in rows}, *NATION_CODES, UK_CODE]
    given = load_names(kept.names, codes=[*codes, *larger])
    areas = make_areas(rows, changes=changes, population=read_population(sources), given=given)
    former = make_area_changes(changes, shares=read_shares(sources), given=given)
    check_changes(former, ends=read_ends(sources), current=codes)
    write_rows(output / "areas.csv", [area.model_dump() for area in areas], columns=AREA_COLUMNS)
    write_rows(output / "area_changes.csv", former, columns=CHANGE_COLUMNS)
    write_neighbours(raw, output, codes)
    clusters = write_clusters(raw, output, areas)
    write_maps(raw, output)
    postcodes = write_postcodes(raw, output)
    import_places(sources, output, book=kept.place_sources)
    return GeographyReport(len(rows), len(former), clusters, postcodes)


def write_neighbours(raw: Path, output: Path, codes: set[str]) -> None:
    """Write statistical neighbours (ONS, all measures together) and councils that share a boundary."""
    similar: list[dict[str, object]] = [
        {"code": row["code"], "rank": int(row["rank"]), "neighbour_code": row["similar_code"]}
        for row in read_rows(raw / "similar_ons.csv")
        if row["model"] == "global" and {row["code"], row["similar_code"]} <= codes
    ]
    similar.sort(key=lambda row: (str(row["code"]), str(row["rank"]).zfill(3)))
    write_rows(output / "neighbours.csv", similar, columns=("code", "rank", "neighbour_code"))
    beside = [
        {"code": row["code"], "neighbour_code": row["neighbour_code"]}
        for row in read_rows(raw / "neighbours_contiguous.csv")
    ]
    beside.sort(key=lambda row: (row["code"], row["neighbour_code"]))
    write_rows(output / "contiguous.csv", beside, columns=("code", "neighbour_code"))


def write_clusters(raw: Path, output: Path, areas: Sequence[Area]) -> int:
    """Write the list of clusters and their members; return how many clusters.

    The members of a region are those of the register, so that the two cannot differ.
    """
    councils = [area for area in areas if area.kind == "council"]
    codes = {area.code for area in councils}
    clusters, members = [], []
    for row in read_rows(raw / "clusters" / "_index.csv", columns=("slug", "title", "derived")):
        slug = row["slug"]
        file = find_inside(raw / "clusters", f"{slug}.csv")
        if slug.startswith("region-"):
            title = cluster_rules.name_cluster(row)
            found = sorted(area.code for area in councils if area.region_name == title)
        else:
            found = sorted({member["code"] for member in read_rows(file, columns=("code",))})
        if not found or not set(found) <= codes:
            raise ProsperityError(
                "members are not councils of today", file=file, code=", ".join(sorted(set(found) - codes))
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
    write_rows(output / "clusters" / "clusters.csv", clusters, columns=CLUSTER_COLUMNS)
    write_rows(output / "clusters" / "members.csv", members, columns=("cluster", "area_code"))
    return len(clusters)


def write_maps(raw: Path, output: Path) -> None:
    """Write the boundaries as path data per council, and the hexagon map."""
    topology = read_json(raw / "maps" / "lad_25pct_bng.topo.json")
    write_json(output / "maps" / "councils.json", simplify_map(topology))
    hexes = read_json(raw / "maps" / "uk-lad-2023.hexjson")
    places = {code: [cell["q"], cell["r"]] for code, cell in sorted(hexes["hexes"].items())}
    write_json(output / "maps" / "hex.json", {"layout": hexes["layout"], "hexes": places})


def write_postcodes(raw: Path, output: Path) -> int:
    """Write one look-up per postcode area; return how many postcodes they stand for.

    Raises:
        ProsperityError: the file is missing, damaged, too large, or has other columns.
    """
    pairs = read_postcodes(raw / "postcodes" / "postcode_lad_gb.csv.gz")
    councils, shards = encode_postcodes(pairs)
    write_json(output / "postcodes" / "index.json", {"councils": councils, "areas": sorted(shards)})
    for area, shard in sorted(shards.items()):
        write_json(output / "postcodes" / f"{area}.json", shard)
    return len(pairs)


def read_postcodes(file: Path) -> list[tuple[str, str]]:
    """Return every postcode with the code of its council."""
    refuse_large(file)
    try:
        with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
            rows = csv.reader(limit_lines(stream, file=file), strict=True)
            # Two million rows: by position they take half the time of rows by name.
            places = {name: place for place, name in enumerate(next(rows, []))}
            postcode, council = places["pc"], places["code"]
            return [(row[postcode], row[council]) for row in rows]
    except FileNotFoundError:
        raise ProsperityError("file is missing", file=file) from None
    except KeyError as reason:
        raise ProsperityError("a column is missing", file=file, line=1, field=str(reason.args[0])) from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as reason:
        raise ProsperityError(
            f"file cannot be unpacked ({reason})", file=file, expected="CSV in gzip"
        ) from None
