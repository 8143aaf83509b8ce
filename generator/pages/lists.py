"""Home, A to Z, lists of clusters and regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from generator.catalogue.records import Area, Cluster
from generator.catalogue.store import Change
from generator.charts.hexes import draw_hexes
from generator.charts.map import draw_fifths
from generator.geography.areas import UK_CODE
from generator.pages import figures
from generator.pages.cluster import find_path, name_in_sentence
from generator.pages.levelling import tell_counts
from generator.pages.records import Page
from generator.pages.site import Site, known
from generator.pages.standings import regions_and_nations
from generator.text import names, numbers
from generator.text.sentences import render_named_share

KINDS = (
    ("political", "Named in politics", "Groups that public debate speaks of."),
    ("places", "Kinds of place", "Cities, towns and coasts that share a history or a setting."),
    ("combined-authority", "Combined authorities", "Councils that share a mayor or powers."),
    ("county", "Counties", "Districts that share a county council."),
    ("rural-urban", "Urban and rural", ""),
    ("deprivation", "By deprivation", ""),
    (
        "ons",
        "Statistical groups",
        "Groups of similar councils, as the Office for National Statistics sorts them.",
    ),
    ("council-type", "Types of council in England", ""),
)
FIRST_CLUSTERS = ("core-cities", "coastal", "new-towns", "ruc-rural")


def pages(site: Site) -> Iterator[Page]:
    """Yield home and the lists."""
    yield Page("", "home.html", build_home(site), kind="home")
    yield Page("councils/", "councils.html", build_councils(site), kind="list")
    yield Page("clusters/", "clusters.html", build_clusters(site), kind="list")
    yield Page("regions/", "regions.html", build_regions(site), kind="list")


def build_home(site: Site) -> dict[str, object]:
    """Return the context of the home page."""
    regions = [area for area in site.places.values() if area.kind in ("region", "nation")]
    fifths = find_fifths(site)
    first = find_first(site)
    indicators = sum(each.counts_for == "score" for each in site.framework.indicators)
    datasets = count_datasets(site)
    return {
        "lede": (
            "An open index of prosperity for every council area of the United Kingdom: how each one does on"
            f" {numbers.spell_count(len(site.framework.pillars))} sides of life, compared with whom,"
            " since when, and how sure that is."
        ),
        "facts": list_facts(site),
        "picture": draw_fifths(
            site.stencils.light.outline,
            site.stencils.light.paths,
            fifths,
            prefix="uk",
            title="Overall score of every council area, by fifth",
            desc="Map of the UK; each council area is shaded by the fifth its overall rank is in.",
            links={c.code: (f"councils/{c.slug}/index.html", c.name) for c in site.councils},
        ),
        "bands": site.words.bands,
        "picture_title": "Overall score by fifth of all council areas",
        "picture_note": "A rank can move: each report gives the range in which it may lie.",
        "counts": {
            "councils": f"{len(site.councils)} council areas",
            "indicators": f"{indicators} indicators",
            "datasets": f"{datasets} open datasets",
        },
        "first_cluster": {
            "path": find_path(first),
            "title": first.title,
            "sentence": site.tell(site.share_of(first)),
        }
        if first is not None
        else None,
        "clusters": [
            {"path": find_path(cluster), "title": cluster.title}
            for cluster in site.clusters
            if cluster.slug in FIRST_CLUSTERS
        ],
        "levelling": tell_counts(site, UK_CODE),
        "regions": [
            {"path": f"regions/{area.slug}/", "name": area.name}
            for area in sorted(regions, key=lambda area: (area.kind == "nation", area.name))
        ],
    }


def find_first(site: Site) -> Cluster | None:
    """Return the cluster that home names first: the first that public debate speaks of, if any."""
    return next((cluster for cluster in site.clusters if cluster.kind == "political"), None)


def find_fifths(site: Site) -> dict[str, int]:
    """Return the fifth of every council that has an overall rank."""
    scores = site.index.level.scores
    return {
        council.code: figures.fifth_of(int(scores.rank[place, 0]), int(scores.ranked[0]))
        for place, council in enumerate(site.councils)
        if scores.rank[place, 0] > 0
    }


def count_datasets(site: Site) -> int:
    """Return the number of datasets that the framework uses."""
    return len({ref.dataset for indicator in site.framework.indicators for ref in indicator.series})


def list_facts(site: Site) -> list[str]:
    """Return what the edition says, each in one sentence with its range."""
    first = find_first(site)
    scores, trend = site.index.level.scores.score[:, 0], site.index.trend
    low, high = np.nanpercentile(scores, [10, 90])
    uk = site.uk.trend[0]
    start = trend.years.index(trend.base_year)
    change = numbers.format_number(abs(float(uk[-1] - uk[start])), 1)
    way = "rose" if uk[-1] > uk[start] else "fell"
    best = [place.name for place in best_regions(site)]
    return [
        f"On the 0 to 100 scale, nine in ten council areas score above {numbers.format_number(float(low), 0)}"
        f" and one in ten above {numbers.format_number(float(high), 0)}.",
        f"Among the regions and nations, {names.name_region(best[0])} scores highest overall and"
        f" {names.name_region(best[-1])} lowest, weighted by population.",
        f"On the trend index the score of the UK {way} by {change} points between {trend.base_year} and"
        f" {trend.years[-1]}.",
        *(
            [render_named_share(site.share_of(first), name_in_sentence(first), site.words)]
            if first is not None
            else []
        ),
    ]


def best_regions(site: Site) -> list[Area]:
    """Return regions of England and the other nations, by overall score, highest first."""
    return sorted(regions_and_nations(site), key=lambda area: -float(site.groups[area.code].score[0]))


def build_councils(site: Site) -> dict[str, object]:
    """Return the context of the A to Z, former councils among the present ones."""
    slugs = {council.slug for council in site.councils}
    items: list[tuple[str, dict[str, object]]] = [
        (
            council.name,
            {
                "name": council.name,
                "path": f"councils/{council.slug}/",
                "note": council.region_name or council.nation,
                "former": False,
            },
        )
        for council in site.councils
    ]
    ended: dict[str, list[Change]] = {}
    for change in site.changes:
        if change.predecessor_slug not in slugs and change.successor_code in site.position:
            ended.setdefault(change.predecessor_slug, []).append(change)
    for slug, changes in ended.items():
        name = changes[0].predecessor_name
        row = {"name": name, "path": f"councils/{slug}/", "note": _tell_successors(site, changes)}
        items.append((name, {**row, "former": True}))
    items.sort(key=lambda item: (item[0].casefold(), str(item[1]["path"])))
    unranked = len(site.councils) - site.ranked
    letters = sorted({name[0].upper() for name, _ in items})
    return {
        "section": "councils",
        "title": "Council areas from A to Z",
        "description": "Every council area of the United Kingdom, and every former one since 2009.",
        "intro": (
            f"All {len(site.councils)} council areas of the United Kingdom, and the former councils whose"
            " place they took since 2009."
        ),
        "unranked": names.capitalise(numbers.spell_count(unranked)) if unranked else "",
        "bands": site.words.bands,
        "hexes": draw_hexes(
            site.stencils.hexes,
            find_fifths(site),
            prefix="hex",
            title="Overall score of every council area, by fifth, each the same size",
            desc="A hexagon is a council area near its place, shaded by the fifth of its overall rank.",
            links={c.code: (f"{c.slug}/index.html", c.name) for c in site.councils},
        ),
        "letters": [
            {"letter": letter, "items": [item for name, item in items if name[0].upper() == letter]}
            for letter in letters
        ],
    }


def _tell_successors(site: Site, changes: Sequence[Change]) -> str:
    """Return what a former council is today, e.g. "now part of Cumberland"."""
    places = sorted({site.places[change.successor_code].in_sentence for change in changes})
    part = "" if all(change.kind == "rename" for change in changes) else "part of "
    return f"now {part}{numbers.join_words(places)}"


def build_clusters(site: Site) -> dict[str, object]:
    """Return the context of the list of clusters."""
    return {
        "section": "clusters",
        "title": "Clusters of council areas",
        "description": "Groups of council areas that are often named together, with rule and members.",
        "intro": "Places often named together. Each has a rule of membership and a report of its own.",
        "kinds": [
            {
                "title": title,
                "about": about,
                "items": [describe_cluster(site, c) for c in site.clusters if c.kind == kind],
            }
            for kind, title, about in KINDS
        ],
    }


def describe_cluster(site: Site, cluster: Cluster) -> dict[str, str]:
    """Return one row of the list of clusters."""
    score = known(site.groups[f"cluster:{cluster.slug}"].score[0])
    return {
        "title": cluster.title,
        "path": find_path(cluster),
        "rule": cluster.rule,
        "size": str(len(cluster.members)),
        "score": numbers.format_number(score, 0) if score is not None else "",
        "note": "",
    }


@dataclass(frozen=True)
class Cell:
    """A score in a heatmap, with its fifth among the rows of the column (0: none)."""

    score: str
    fifth: int


def build_regions(site: Site) -> dict[str, object]:
    """Return the context of regions and nations by pillar."""
    areas = best_regions(site)
    nodes = [0, *(site.node_position[pillar.slug] for pillar in site.framework.pillars)]
    columns = [shade([known(site.groups[area.code].score[node]) for area in areas]) for node in nodes]
    rows = [
        {
            "name": area.name,
            "path": f"regions/{area.slug}/",
            "overall": columns[0][number],
            "cells": [column[number] for column in columns[1:]],
        }
        for number, area in enumerate(areas)
    ]
    return {
        "section": "regions",
        "title": "Regions and nations",
        "description": "Scores of England's regions and the nations of the UK on every pillar of prosperity.",
        "intro": "Where does each region and nation stand, pillar by pillar?",
        "pillar_heads": figures.list_heads(site),
        "rows": rows,
        "england": "regions/england/",
    }


def shade(scores: Sequence[float | None]) -> list[Cell]:
    """Return the cells of one column, shaded by the fifths of its own order."""
    present = sorted((score for score in scores if score is not None), reverse=True)
    return [
        Cell("–", 0)
        if score is None
        else Cell(numbers.format_number(score, 0), figures.fifth_of(present.index(score) + 1, len(present)))
        for score in scores
    ]
