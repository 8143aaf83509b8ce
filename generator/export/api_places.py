"""The areas of the interface for programs: places with a code, and clusters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.catalogue.contents import place_of
from generator.catalogue.records import Area, Cluster
from generator.export.downloads import describe_end, drop_gaps
from generator.pages.cluster import find_path
from generator.text.told_edition import ToldEdition


@dataclass(frozen=True)
class ApiArea:
    """An area of the interface: a place with a code, or a cluster under its name in the address.

    Attributes:
        code: official code, or slug of a cluster.
        folder: address of its report below the site; None for the UK, which has none.
        about: kind, name and what else is known of it.
        parents: codes of what it lies in, the nearest first.
        members: codes of the councils of a group.
    """

    code: str
    folder: str | None
    about: Mapping[str, Any]
    parents: tuple[str, ...]
    members: tuple[str, ...] = ()


def list_places(site: ToldEdition) -> tuple[ApiArea, ...]:
    """Return all areas: the UK, nations, regions, councils, then clusters, each in its usual order.

    Clusters that are a region or a nation stand once, under the code of the place.
    """
    order = ("uk", "nation", "region", "council")
    areas = sorted(site.places.values(), key=lambda area: order.index(area.kind))
    members = {
        place.code: cluster.members
        for cluster in site.clusters
        if (place := place_of(cluster, site.places)) is not None
    }
    everyone = tuple(council.code for council in site.councils)
    places = [
        describe_area(area, site, everyone if area.kind == "uk" else members.get(area.code, ()))
        for area in areas
    ]
    clusters = (cluster for cluster in site.clusters if place_of(cluster, site.places) is None)
    return (*places, *map(describe_cluster, clusters))


def describe_area(area: Area, site: ToldEdition, members: tuple[str, ...]) -> ApiArea:
    """Return a place with a code."""
    folders = {"council": "councils", "region": "regions", "nation": "regions"}
    country = next((place.code for place in site.places.values() if place.kind == "uk"), "")
    nation = site.nation_of(area).code if area.kind in ("council", "region") else ""
    about = {
        "code": area.code,
        "kind": area.kind,
        "name": area.name,
        "official_name": area.official_name,
        "welsh_name": area.welsh_name,
        "slug": area.slug,
        "council_type": area.council_type,
        "population": area.population,
        "population_year": area.population_year,
        "ends": describe_end(site, area.code),
    }
    around = (area.region_code, nation, country if area.kind != "uk" else "")
    folder = f"{folders[area.kind]}/{area.slug}/" if area.kind in folders else None
    parents = tuple(code for code in around if code and code != area.code)
    return ApiArea(area.code, folder, drop_gaps(about), parents, () if area.kind == "council" else members)


def describe_cluster(cluster: Cluster) -> ApiArea:
    """Return a cluster; its name in the address takes the place of a code."""
    about = {
        "code": cluster.slug,
        "kind": "cluster",
        "name": cluster.title,
        "slug": cluster.slug,
        "rule": cluster.rule,
        "source": cluster.source,
    }
    return ApiArea(cluster.slug, find_path(cluster), about, (), cluster.members)


def list_former(site: ToldEdition, code: str) -> list[dict[str, Any]]:
    """Return the councils that a council was made from, the latest change first."""
    changes = [change for change in site.changes if change.successor_code == code]
    changes.sort(key=lambda change: (change.change_date, change.predecessor_name), reverse=True)
    return [
        drop_gaps(
            {
                "code": change.predecessor_code,
                "name": change.predecessor_name,
                "date": change.change_date,
                "change": change.kind,
            }
        )
        for change in changes
    ]
