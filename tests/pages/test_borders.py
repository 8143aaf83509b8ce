"""Councils on the border of a council, on the committed data."""

from __future__ import annotations

import pytest

from generator.pages.borders import list_borders
from generator.pages.site import Site


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("isle-of-wight", ()),
        ("shetland-islands", ()),
        ("middlesbrough", ("Redcar and Cleveland", "Stockton-on-Tees")),
        ("gwynedd", ("Ceredigion", "Conwy", "Denbighshire", "Powys")),
    ],
)
def test_borders_are_those_of_the_map(site: Site, slug: str, names: tuple[str, ...]) -> None:
    area = next(council for council in site.councils if council.slug == slug)
    found = {row.name for row in list_borders(site, area)}
    assert set(names) <= found and bool(names) == bool(found)


def test_what_is_higher_there_is_lower_here(site: Site) -> None:
    named = 0
    for area in site.councils[::6]:
        for code in site.beside.get(area.code, ()):
            other = site.places[code]
            there = next(row for row in list_borders(site, area) if row.name == other.name)
            assert not set(there.higher) & set(there.lower)
            for element in site.elements.values():
                name = site.node_names[element.slug]
                if name in there.higher or name in there.lower:
                    here, beside = (site.score(each.code, element.slug) for each in (area, other))
                    assert here is not None and beside is not None
                    assert (beside > here) == (name in there.higher), (area.name, other.name, name)
                    named += 1
    assert named > 100


def test_across_a_border_of_nations_only_what_can_be_compared_is_named(site: Site) -> None:
    crossed = 0
    for area in site.councils:
        for row in list_borders(site, area):
            if row.nation:
                for element in site.elements.values():
                    node = site.node_position[element.slug]
                    if site.node_names[element.slug] in (*row.higher, *row.lower):
                        assert site.index.level.scores.ranked[node] > 0
                        crossed += 1
    assert crossed > 0
