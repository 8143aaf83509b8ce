"""Every council is on the map, and the map is light."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from generator.catalogue.store import load_areas
from generator.errors import ProsperityError
from generator.geography.outline import load_council_paths, load_outline
from generator.geography.topology import decode_arcs, draw, simplify_map, stitch
from generator.paths import PROJECT, Paths

COUNCILS = {area.code: area for area in load_areas(PROJECT) if area.kind == "council"}
OUTLINE = load_outline(PROJECT)
SHAPES = load_council_paths(PROJECT)


def corners(path: str) -> list[tuple[float, float]]:
    """Return the corners of every ring of relative path data."""
    found = []
    for ring in re.findall(r"M([^M]+)z", path):
        start, _, steps = ring.partition("l")
        x, y = map(float, re.findall(r"-?\d+", start.split("h")[0])[:2])
        found.append((x, y))
        numbers = [float(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_every_council_has_a_shape_and_a_mark_inside_it() -> None:
    assert set(SHAPES) == set(OUTLINE.centroids) == set(COUNCILS)
    for code, (x, y) in OUTLINE.centroids.items():
        points = corners(SHAPES[code])
        assert min(p[0] for p in points) - 3 <= x <= max(p[0] for p in points) + 3, code
        assert min(p[1] for p in points) - 3 <= y <= max(p[1] for p in points) + 3, code


def test_the_outline_holds_all_of_the_uk() -> None:
    left, top, width, height = map(float, OUTLINE.view_box.split())
    for points in (corners(path) for path in (*SHAPES.values(), *OUTLINE.paths)):
        assert all(left - 1 <= x <= left + width + 1 and top - 1 <= y <= top + height + 1 for x, y in points)
    assert len(OUTLINE.paths) == 4


def test_north_is_up_and_east_is_right() -> None:
    place = {COUNCILS[code].slug: spot for code, spot in OUTLINE.centroids.items()}
    assert place["shetland-islands"][1] < place["blackpool"][1] < place["isles-of-scilly"][1]
    assert place["belfast"][0] < place["blackpool"][0] < place["great-yarmouth"][0]


def test_maps_are_light() -> None:
    assert sum(map(len, OUTLINE.paths)) < 6_000
    assert sum(map(len, SHAPES.values())) < 100_000


def test_each_council_has_a_hexagon_of_its_own() -> None:
    hexes = json.loads((PROJECT.maps / "hex.json").read_text("utf-8"))["hexes"]
    assert set(hexes) == set(COUNCILS)
    assert len({tuple(spot) for spot in hexes.values()}) == 361


def test_a_missing_map_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="map is missing"):
        load_outline(Paths(tmp_path))


TOPOLOGY = {
    "transform": {"scale": [5000, 5000], "translate": [0, 0]},
    # Two squares of 50 km side by side; the second arc is the edge between them.
    "arcs": [
        [[10, 0], [-10, 0], [0, 10], [10, 0]],
        [[10, 0], [0, 10]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
    ],
    "objects": {
        "lad": {
            "geometries": [
                {"id": "E06000001", "type": "Polygon", "arcs": [[0, -2]]},
                {"id": "W06000001", "type": "MultiPolygon", "arcs": [[[2, -2]]]},
            ]
        }
    },
}


def test_arcs_are_decoded_and_joined() -> None:
    arcs = decode_arcs(TOPOLOGY)
    assert arcs[1] == [(50_000, 0), (50_000, 50_000)]
    ring = stitch([0, -2], arcs)
    assert ring[0] == ring[-1] == (50_000, 0) and len(ring) == 5
    assert all(a != b for a, b in pairwise(ring))


def test_two_squares() -> None:
    made = simplify_map(TOPOLOGY)
    assert (made["width"], made["height"]) == (200, 100)
    assert made["centres"] == {"E06000001": [50, 50], "W06000001": [150, 50]}
    assert set(corners(made["councils"]["E06000001"])) == {(0, 0), (0, 100), (100, 0), (100, 100)}
    assert made["outline"]["S"] == made["outline"]["N"] == ""


def test_a_place_smaller_than_a_unit_stays_visible() -> None:
    assert draw([(0, 0), (0, 0), (0, 0), (0, 0)], lambda point: (7, 9)) == "M7 9h1v1h-1z"
