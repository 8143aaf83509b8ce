"""The map of equal hexagons: neighbours touch, north is up, each leads to its page."""

from __future__ import annotations

from itertools import combinations
from math import dist, sqrt
from xml.etree import ElementTree

import pytest

from generator.catalogue.store import load_areas
from generator.charts.hexes import RADIUS, draw_hexes, place_hexes
from generator.geography.outline import load_hexes
from generator.paths import PROJECT

CELLS = load_hexes(PROJECT)
COUNCILS = {area.code: area for area in load_areas(PROJECT) if area.kind == "council"}


def test_every_council_has_one_hexagon_and_none_lie_on_each_other() -> None:
    assert set(CELLS) == set(COUNCILS)
    middles = place_hexes(CELLS)
    nearest = min(dist(one, other) for one, other in combinations(middles.values(), 2))
    assert nearest == pytest.approx(sqrt(3) * RADIUS)


def test_north_is_up_and_east_is_right() -> None:
    middles = place_hexes(CELLS)
    place = {COUNCILS[code].slug: middle for code, middle in middles.items()}
    assert place["shetland-islands"][1] < place["highland"][1] < place["manchester"][1] < place["cornwall"][1]
    assert place["belfast"][0] < place["liverpool"][0] < place["kingston-upon-hull"][0]


def test_odd_rows_stand_half_a_step_to_the_right() -> None:
    middles = place_hexes({"a": (0, 0), "b": (0, 1), "c": (0, 2)})
    assert middles["b"][0] - middles["a"][0] == pytest.approx(sqrt(3) * RADIUS / 2)
    assert middles["c"][0] == middles["a"][0]
    assert middles["a"][1] > middles["b"][1] > middles["c"][1]


def test_each_leads_to_its_page_and_what_has_no_fifth_is_blank() -> None:
    svg = draw_hexes(
        {"a": (0, 0), "b": (1, 0)},
        {"a": 5},
        prefix="t",
        title="T",
        desc="D",
        links={"a": ("a/index.html", "A & B"), "b": ("b/index.html", "C")},
    )
    root = ElementTree.fromstring(svg)
    links = [element for element in root.iter() if element.tag.endswith("a") and "href" in element.attrib]
    assert [link.attrib["href"] for link in links] == ["a/index.html", "b/index.html"]
    assert [link[0].attrib["class"] for link in links] == ["m5", "m0"]
    assert links[0][0][0].text == "A & B"
    assert root.attrib["role"] == "group"
