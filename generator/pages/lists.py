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
from generator.index.ranking import find_fifth
from generator.pages import figures
from generator.pages.cluster import find_path, name_in_sentence
from generator.pages.levelling import count_answers
from generator.pages.page import Page
from generator.pages.site import Site
from generator.pages.standings import regions_and_nations
from generator.text import names, numbers
from generator.text.sentences import render_named_share
from generator.text.told_edition import known

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
    return {
        "sides": numbers.spell_count(len(site.framework.pillars)),
        "facts": gather_facts(site),
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
        "counts": {
            "councils": len(site.councils),
            "indicators": sum(each.counts_for == "score" for each in site.framework.indicators),
            "datasets": count_datasets(site),
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
        "levelling": count_answers(site, UK_CODE),
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
        council.code: site.fifth_of(place, 0)
        for place, council in enumerate(site.councils)
        if scores.rank[place, 0] > 0
    }


def count_datasets(site: Site) -> int:
    """Return the number of datasets that the framework uses."""
    return len({ref.dataset for indicator in site.framework.indicators for ref in indicator.series})


def gather_facts(site: Site) -> dict[str, object]:
    """Return what home says of the edition, each number and name as it is printed."""
    first = find_first(site)
    scores, trend = site.index.level.scores.score[:, 0], site.index.trend
    low, high = np.nanpercentile(scores, [10, 90])
    uk = site.uk.trend[0]
    start = trend.years.index(trend.base_year)
    best = best_regions(site)
    return {
        "draws": numbers.format_number(site.edition.draws, 0),
        "low": numbers.format_number(float(low), 0),
        "high": numbers.format_number(float(high), 0),
        "highest": names.name_region(best[0].name),
        "lowest": names.name_region(best[-1].name),
        "rose": bool(uk[-1] > uk[start]),
        "change": numbers.format_number(abs(float(uk[-1] - uk[start])), 1),
        "years": (trend.base_year, trend.years[-1]),
        "share": render_named_share(site.share_of(first), name_in_sentence(first), site.words)
        if first is not None
        else "",
    }


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
        "councils": len(site.councils),
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
    comparable = site.index.level.scores.ranked > 0
    columns = [
        shade(
            [known(site.groups[area.code].score[node]) for area in areas],
            [bool(comparable[node]) or area.kind == "region" for area in areas],
        )
        for node in nodes
    ]
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
        "pillar_heads": figures.list_heads(site),
        "rows": rows,
        "england": "regions/england/",
    }


def shade(scores: Sequence[float | None], compared: Sequence[bool]) -> list[Cell]:
    """Return the cells of one column, those that can be compared shaded by the fifths of their order."""
    present = sorted(
        (
            score
            for score, with_others in zip(scores, compared, strict=True)
            if with_others and score is not None
        ),
        reverse=True,
    )
    return [
        Cell("–", 0)
        if score is None
        else Cell(
            numbers.format_number(score, 0),
            find_fifth(present.index(score) + 1, len(present)) if with_others else 0,
        )
        for score, with_others in zip(scores, compared, strict=True)
    ]
