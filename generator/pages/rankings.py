"""The rankings: every council by overall score, each rank with its range, to sort and to filter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from markupsafe import Markup

from generator.catalogue.records import NATIONS
from generator.pages import figures
from generator.pages.lists import KINDS
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text import numbers

TITLE = "Rankings, with their ranges"
"""Its heading, by which it is cited too."""
RANGE_WIDTH = 120
"""Of the axis of ranks, in units of the picture."""


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page("rankings/", "rankings.html", build_rankings(site), kind="rankings")


def build_rankings(site: Site) -> dict[str, object]:
    """Return the context of the rankings."""
    scores = site.index.level.scores
    order = sorted(
        range(len(site.councils)),
        key=lambda place: (scores.rank[place, 0] == 0, scores.rank[place, 0], site.councils[place].name),
    )
    return {
        "section": "rankings",
        "cited": TITLE,
        "swarm": "",
        "columns": figures.list_heads(site),
        "nations": list(NATIONS),
        "regions": sorted({council.region_name for council in site.councils if council.region_name}),
        "kinds": sorted({council.council_type for council in site.councils}),
        "clusters": [
            (
                title,
                [
                    (str(number), cluster.title)
                    for number, cluster in enumerate(site.clusters)
                    if cluster.kind == kind
                ],
            )
            for kind, title, _ in KINDS
        ],
        "ranked": site.ranked,
        "shared": numbers.format_number(100 * float(site.index.structure.uk_share[0]), 0),
        "rows": [rank_row(site, place) for place in order],
    }


def draw_range(site: Site, place: int) -> Markup:
    """Return the range of the overall rank as a line, the rank as a dot; the first rank is on the left."""
    standing = site.index.uk
    rank = int(standing.rank[place, 0])
    if rank == 0:
        return Markup("")
    low, here, high = (
        round((end - 1) / (site.ranked - 1) * RANGE_WIDTH, 1)
        for end in (int(standing.low[place, 0]), rank, int(standing.high[place, 0]))
    )
    return Markup(
        '<svg class="rr" viewBox="-3 0 {} 10" aria-hidden="true"><path d="M{} 5H{}"/>'
        '<circle cx="{}" cy="5" r="2.5"/></svg>'
    ).format(RANGE_WIDTH + 6, f"{low:g}", f"{high:g}", f"{here:g}")


def rank_row(site: Site, place: int) -> dict[str, object]:
    """Return one row of the rankings; ties are marked with "="."""
    council, scores = site.councils[place], site.index.level.scores
    rank = int(scores.rank[place, 0])
    overall = figures.describe_node(site, council, "overall")
    tied = rank > 0 and int((scores.rank[:, 0] == rank).sum()) > 1
    return {
        "name": council.name,
        "path": f"councils/{council.slug}/",
        "nation": council.nation,
        "region": council.region_name,
        "kind": council.council_type,
        "inside": " ".join(
            str(number) for number, cluster in enumerate(site.clusters) if council.code in cluster.members
        ),
        "drawn": draw_range(site, place),
        "rank": "–" if rank == 0 else f"={rank}" if tied else str(rank),
        "ranks": overall.uk_ranks.partition(" of ")[0] or "–",
        "nation_ranks": overall.ranks or "–",
        "score": overall.score,
        "cells": [figures.describe_node(site, council, p.slug) for p in site.framework.pillars],
        "sort": {
            "rank": str(rank or 999),
            "score": f"{np.nan_to_num(scores.score[place, 0], nan=-1.0):.3f}",
            "low": str(int(site.index.uk.low[place, 0]) or 999),
            "nation_low": str(int(site.index.nation.low[place, 0]) or 999),
        },
    }
