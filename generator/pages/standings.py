"""Who stands where on one node: regions and nations, councils surely high or low, and those that moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from generator.catalogue.records import NATIONS, Area
from generator.findings.thresholds import SURE
from generator.pages import figures
from generator.pages.site import NodeRow, Site
from generator.text import numbers
from generator.text.told_edition import ToldEdition, known

MOST_SURE = 10
MOST_MOVED = 5


@dataclass(frozen=True)
class RegionRow:
    """A region or nation; ``scored`` says how many of its councils have a score."""

    name: str
    path: str
    score: str
    chart: Markup
    scored: str


@dataclass(frozen=True)
class RegionGroup:
    """Regions and nations that can be set beside each other."""

    title: str
    rows: tuple[RegionRow, ...]


@dataclass(frozen=True)
class CouncilRow:
    """A council on one node."""

    name: str
    path: str
    where: str
    row: NodeRow


@dataclass(frozen=True)
class SureList:
    """Councils surely in one end fifth: at most ten, by score, and how many more there are."""

    title: str
    rows: tuple[CouncilRow, ...]
    more: int


@dataclass(frozen=True)
class Moved:
    """Councils whose trend score rose or fell most, and the years between."""

    years: str
    up: tuple[CouncilRow, ...]
    down: tuple[CouncilRow, ...]


def print_score(score: float | np.floating) -> str:
    """Return a score as a table prints it; a dash where there is none."""
    number = known(score)
    return "–" if number is None else numbers.format_number(number, 0)


def regions_and_nations(site: ToldEdition) -> list[Area]:
    """Return regions of England and the other nations, in the order of the register."""
    return [
        area
        for area in site.places.values()
        if area.kind == "region" or (area.kind == "nation" and area.name != "England")
    ]


def list_regions(site: Site, key: str, *, pooled: bool) -> list[RegionGroup]:
    """Return regions and nations by score; nations apart, in their usual order, where scales differ.

    Where most is on one scale, so that councils of all nations are ranked together, the title says so.
    """
    areas = regions_and_nations(site)
    if pooled:
        return [RegionGroup("", sort_regions(site, key, areas))]
    nations = {area.name: area for area in site.places.values() if area.kind == "nation"}
    ranked = site.index.level.scores.ranked[site.node_position[key]]
    return [
        RegionGroup(
            "Regions of England", sort_regions(site, key, [area for area in areas if area.kind == "region"])
        ),
        RegionGroup(
            "Nations, for a part not on one scale" if ranked else "Nations, not on one scale",
            tuple(region_row(site, key, nations[nation]) for nation in NATIONS),
        ),
    ]


def sort_regions(site: Site, key: str, areas: list[Area]) -> tuple[RegionRow, ...]:
    """Return rows by score, highest first; those without one last."""
    node = site.node_position[key]
    score = {area.code: np.nan_to_num(site.groups[area.code].score[node], nan=-1.0) for area in areas}
    return tuple(region_row(site, key, area) for area in sorted(areas, key=lambda one: -score[one.code]))


def region_row(site: Site, key: str, area: Area) -> RegionRow:
    """Return one row of the table of regions."""
    node, group = site.node_position[key], site.groups[area.code]
    scored = int((~np.isnan(site.index.level.scores.score[group.members, node])).sum())
    return RegionRow(
        name=area.name,
        path=f"regions/{area.slug}/",
        score=print_score(group.score[node]),
        chart=site.stencils.profile.row(node, score=known(group.score[node])),
        scored=f"{scored} of {int(group.members.sum())}",
    )


def list_sure(site: Site, key: str, *, highest: bool) -> SureList:
    """Return the councils that lie in the fifth at one end in at least eight of 10 recalculations."""
    node = site.node_position[key]
    scores, standing = site.index.level.scores, site.comparable.standing
    share = standing.p_fifth[:, node, 0 if highest else 4]
    places = np.flatnonzero((share >= SURE) & (standing.rank[:, node] > 0)).tolist()
    whose = "" if scores.ranked[node] else " of their nation"
    places.sort(key=lambda place: -scores.score[place, node] if highest else scores.score[place, node])
    return SureList(
        title=f"Surely in the {site.words.bands.singles[-1 if highest else 0]}{whose}",
        rows=tuple(council_row(site, key, site.councils[place]) for place in places[:MOST_SURE]),
        more=max(0, len(places) - MOST_SURE),
    )


def council_row(site: Site, key: str, council: Area) -> CouncilRow:
    """Return one council with its score, rank range and change."""
    return CouncilRow(
        name=council.name,
        path=f"councils/{council.slug}/",
        where=council.region_name or council.nation,
        row=figures.describe_node(site, council, key),
    )


def list_moved(site: Site, key: str) -> Moved | None:
    """Return the councils whose score on the trend index moved most, or None where no change is stated.

    Only changes larger than the zone in which none is told apart from the UK's count.
    """
    told = [
        (found[key].evidence.change, council, found[key])
        for council in site.councils
        if key in (found := site.findings.changes[council.code])
    ]
    clear = [one for one in told if abs(one[0]) >= one[2].evidence.zone]
    if not clear:
        return None
    clear.sort(key=lambda one: one[0])
    up = [council for change, council, _ in reversed(clear) if change > 0][:MOST_MOVED]
    down = [council for change, council, _ in clear if change < 0][:MOST_MOVED]
    evidence = clear[0][2].evidence
    return Moved(
        years=f"{evidence.start_year} to {evidence.end_year}",
        up=tuple(council_row(site, key, council) for council in up),
        down=tuple(council_row(site, key, council) for council in down),
    )


def scored_by_nation(site: Site, key: str) -> dict[str, int]:
    """Return the number of councils with a score, by nation."""
    scored = ~np.isnan(site.index.level.scores.score[:, site.node_position[key]])
    found: dict[str, int] = dict.fromkeys(NATIONS, 0)
    for council, has in zip(site.councils, scored.tolist(), strict=True):
        found[council.nation] += has
    return found
