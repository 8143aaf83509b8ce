"""How a council stands beside the councils on its border, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.catalogue.records import Area
from generator.pages.figures import describe_node
from generator.pages.site import NodeRow, Site

MOST_NAMED = 3
"""Policy areas named on either side of a row."""


@dataclass(frozen=True)
class BorderRow:
    """One council on the border.

    Attributes:
        nation: where it lies in another, else empty.
        higher, lower: policy areas in which it surely scores higher or lower, the furthest first.
    """

    name: str
    path: str
    nation: str
    overall: NodeRow
    higher: tuple[str, ...]
    lower: tuple[str, ...]


def list_borders(site: Site, council: Area) -> list[BorderRow]:
    """Return the councils that share a border with one, by name; none for an island."""
    beside = (site.places[code] for code in site.beside.get(council.code, ()))
    return [view_border(site, council, other) for other in sorted(beside, key=lambda other: other.name)]


def view_border(site: Site, council: Area, other: Area) -> BorderRow:
    """Return one row.

    Two places differ surely on an element where the ranges of their ranks have nothing in common. Across a
    border of nations they are ranked only where nations can be compared.
    """
    standings, one, two = site.comparable, site.position[council.code], site.position[other.code]
    low, high, rank = standings.standing.low, standings.standing.high, standings.standing.rank
    apart = []
    for slug in site.elements:
        node = site.node_position[slug]
        alike = standings.everywhere[one, node] or council.nation == other.nation
        if alike and rank[one, node] and rank[two, node]:
            nearest = max(int(low[one, node] - high[two, node]), int(low[two, node] - high[one, node]))
            if nearest > 0:
                # A low rank is a high score.
                apart.append((nearest, slug, bool(rank[two, node] < rank[one, node])))
    apart.sort(key=lambda each: (-each[0], each[1]))
    higher, lower = (
        tuple(site.node_names[slug] for _, slug, above in apart if above == side)[:MOST_NAMED]
        for side in (True, False)
    )
    return BorderRow(
        name=other.name,
        path=f"councils/{other.slug}/",
        nation=other.nation if other.nation != council.nation else "",
        overall=describe_node(site, other, "overall"),
        higher=higher,
        lower=lower,
    )
