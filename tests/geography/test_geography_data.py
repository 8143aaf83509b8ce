"""The committed register, clusters and neighbours hold together."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from generator.catalogue.records import Area
from generator.catalogue.store import load_areas, load_changes, load_clusters, load_neighbours
from generator.geography.names import slugify
from generator.paths import PROJECT

AREAS = load_areas(PROJECT)
COUNCILS = [area for area in AREAS if area.kind == "council"]
BY_CODE = {area.code: area for area in AREAS}
CLUSTERS = {cluster.slug: cluster for cluster in load_clusters(PROJECT)}
ISLANDS = {"isle-of-wight", "isles-of-scilly", "na-h-eileanan-siar", "orkney-islands", "shetland-islands"}


def named(slug: str) -> Area:
    return next(area for area in COUNCILS if area.slug == slug)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_361_councils_by_nation() -> None:
    assert Counter(area.nation for area in COUNCILS) == {
        "England": 296,
        "Wales": 22,
        "Scotland": 32,
        "Northern Ireland": 11,
    }
    assert Counter(area.kind for area in AREAS) == {"council": 361, "region": 9, "nation": 4, "uk": 1}


def test_councils_by_type() -> None:
    assert Counter(area.council_type for area in COUNCILS) == {
        "unitary authority": 62,
        "district": 164,
        "metropolitan borough": 36,
        "London borough": 32,
        "city corporation": 1,
        "island council": 1,
        "council area": 32,
        "principal area": 22,
        "local government district": 11,
    }


def test_population_of_the_uk_is_the_sum_of_its_councils() -> None:
    assert sum(area.population for area in COUNCILS) == BY_CODE["K02000001"].population == 69_281_437


def test_published_population_of_a_region_is_the_sum_of_its_councils() -> None:
    for region in (area for area in AREAS if area.kind == "region"):
        members = [area for area in COUNCILS if area.region_code == region.code]
        assert sum(area.population for area in members) == region.population, region.name
        assert {area.region_name for area in members} == {region.name}


def test_published_population_of_a_nation_is_the_sum_of_its_councils() -> None:
    for nation in (area for area in AREAS if area.kind == "nation"):
        assert sum(a.population for a in COUNCILS if a.nation == nation.name) == nation.population


def test_codes_and_slugs_are_unique_and_sorted() -> None:
    assert len(BY_CODE) == len(AREAS)
    assert len({area.slug for area in COUNCILS}) == 361
    order = ("council", "region", "nation", "uk")
    keys = [(order.index(area.kind), area.code) for area in AREAS]
    assert keys == sorted(keys)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", area.slug) for area in AREAS)


def test_slugs_that_others_rely_on() -> None:
    assert named("kingston-upon-hull").short_name == "Hull"
    assert named("bournemouth-christchurch-and-poole").name == "Bournemouth, Christchurch and Poole"
    assert "Western Isles" in named("na-h-eileanan-siar").search_names.split("|")
    assert named("isles-of-scilly").in_sentence == "the Isles of Scilly"
    assert named("city-of-london").in_sentence == "the City of London"
    assert named("armagh-city-banbridge-and-craigavon").nation == "Northern Ireland"
    assert named("kings-lynn-and-west-norfolk").name == "King's Lynn and West Norfolk"
    assert named("bristol").name == "Bristol" and named("herefordshire").name == "Herefordshire"


def test_names_carry_no_broken_letters() -> None:
    text = PROJECT.areas.read_text("utf-8")
    assert "�" not in text and "ï" not in text and "Ynys Môn" in text


def test_short_names_and_articles() -> None:
    assert BY_CODE["K02000001"].in_sentence == "the UK"
    assert BY_CODE["E12000001"].in_sentence == "the North East"
    assert BY_CODE["E12000007"].in_sentence == "London"
    assert BY_CODE["E12000003"].in_sentence == "Yorkshire and the Humber"
    assert named("vale-of-glamorgan").in_sentence == "the Vale of Glamorgan"


def test_a_reader_finds_a_council_by_its_former_ones() -> None:
    assert "Copeland" in named("cumberland").search_names.split("|")
    assert "Shepway" in named("folkestone-and-hythe").search_names.split("|")


def test_changes_lead_to_councils_of_today() -> None:
    changes = load_changes(PROJECT)
    current = {area.code for area in COUNCILS}
    assert {change.successor_code for change in changes} <= current
    assert all(change.predecessor_code not in current or change.kind == "rename" for change in changes)
    assert all(change.predecessor_slug == slugify(change.predecessor_name) for change in changes)
    somerset = {c.predecessor_name for c in changes if c.successor_code == "E06000066"}
    assert {"Taunton Deane", "Somerset West and Taunton", "Mendip"} <= somerset
    cumbria = {change.successor_code for change in changes if change.predecessor_slug == "cumbria"}
    assert cumbria == {"E06000063", "E06000064"}


def test_shares_of_former_councils_add_up() -> None:
    shares: Counter[str] = Counter()
    for change in load_changes(PROJECT):
        # Somerset West and Taunton (2019 to 2023) stands beside the two councils it was made from.
        if change.kind == "merge" and change.share and change.predecessor_code != "E07000246":
            shares[change.successor_code] += change.share
    assert len(shares) == 11
    assert all(abs(total - 1) < 0.0001 for total in shares.values()), shares


def test_clusters_hold_councils_of_today() -> None:
    assert len(CLUSTERS) == 82
    codes = {area.code for area in COUNCILS}
    for cluster in CLUSTERS.values():
        assert cluster.members and set(cluster.members) <= codes, cluster.slug
        assert len(set(cluster.members)) == len(cluster.members), cluster.slug
    assert len({cluster.title for cluster in CLUSTERS.values()}) == 82


def test_red_wall() -> None:
    red_wall = CLUSTERS["red-wall"]
    assert len(red_wall.members) == 42 and red_wall.derived
    assert {BY_CODE[code].region_name for code in red_wall.members} <= {
        *("North East", "North West", "Yorkshire and the Humber", "East Midlands", "West Midlands")
    }
    assert named("bolsover").code in red_wall.members
    assert "44" in red_wall.rule and "December 2019" in red_wall.rule
    assert set(red_wall.members) < set(CLUSTERS["red-wall-with-wales"].members)


def test_rules_speak_plainly() -> None:
    for cluster in CLUSTERS.values():
        assert cluster.rule.endswith(".") and cluster.source, cluster.slug
        words = f"{cluster.title} {cluster.rule} {cluster.source}".lower()
        assert not re.search(r"derived|\.json|\.csv|lookup|researcher|k-means|could be read", words), (
            cluster.slug
        )


def test_regions_nations_and_types_share_out_their_councils() -> None:
    for kind, whole in (("nation", COUNCILS), ("region", [c for c in COUNCILS if c.nation == "England"])):
        found = [code for cluster in CLUSTERS.values() if cluster.kind == kind for code in cluster.members]
        assert sorted(found) == sorted(council.code for council in whole)
    for cluster in CLUSTERS.values():
        if cluster.kind == "region":
            assert {BY_CODE[code].region_name for code in cluster.members} == {cluster.title}


def test_every_council_has_20_neighbours_and_none_is_its_own() -> None:
    neighbours = load_neighbours(PROJECT)
    assert set(neighbours) == {area.code for area in COUNCILS}
    for code, others in neighbours.items():
        assert len(set(others)) == 20 and code not in others and set(others) <= set(neighbours)


def test_boundaries_are_shared_both_ways() -> None:
    pairs = {(row["code"], row["neighbour_code"]) for row in rows_of(PROJECT.data / "contiguous.csv")}
    assert all((other, code) in pairs for code, other in pairs)
    alone = {area.slug for area in COUNCILS if area.code not in {code for code, _ in pairs}}
    assert alone == ISLANDS | {"isle-of-anglesey"}
