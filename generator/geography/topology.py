"""Boundaries: from TopoJSON to light path data, shared edges simplified alike on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

UNIT = 500.0
"""Metres per unit of the map: half a kilometre."""
TOLERANCE = 700.0
"""Metres by which a boundary may stray when simplified."""
OUTLINE_TOLERANCE = 3200.0
ISLAND_TOLERANCE = 2000.0
OUTLINE_SMALLEST = 6.0e7
"""Square metres below which an island is left out of the outline, unless a council's mark stands on it."""
Point = tuple[float, float]


def simplify_map(topology: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``width``, ``height``, ``councils`` (paths by code), ``centres`` and ``outline`` (by nation).

    Coordinates are whole units of half a kilometre on the British National Grid, x to the east and y to the
    south.
    """
    arcs = decode_arcs(topology)
    light = [lighten(arc) for arc in arcs]
    rings = {shape["id"]: rings_of(shape, light) for shape in topology["objects"]["lad"]["geometries"]}
    shapes = {
        shape["id"]: to_polygon(rings_of(shape, arcs)) for shape in topology["objects"]["lad"]["geometries"]
    }
    minx, miny, maxx, maxy = unary_union(list(shapes.values())).bounds

    def place(point: Point) -> tuple[int, int]:
        return round((point[0] - minx) / UNIT), round((maxy - point[1]) / UNIT)

    centres = {code: place(shape.representative_point().coords[0]) for code, shape in sorted(shapes.items())}
    return {
        "width": round((maxx - minx) / UNIT),
        "height": round((maxy - miny) / UNIT),
        "councils": {
            code: "".join(draw(ring, place) for ring in found) for code, found in sorted(rings.items())
        },
        "centres": {code: list(centre) for code, centre in centres.items()},
        "outline": {
            nation: outline([shape for code, shape in shapes.items() if code.startswith(nation)], place)
            for nation in ("E", "N", "S", "W")
        },
    }


def decode_arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    """Return the arcs in metres."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        decoded.append(points)
    return decoded


def lighten(arc: Sequence[Point]) -> list[Point]:
    """Return an arc with fewer points; rings keep enough of them to stay a shape."""
    closed = arc[0] == arc[-1]
    tolerance = TOLERANCE
    while True:
        points = [(x, y) for x, y in LineString(arc).simplify(tolerance).coords]
        if not closed or len(points) >= 5 or tolerance < 50:
            return points
        tolerance /= 2


def rings_of(shape: Mapping[str, Any], arcs: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the rings of a polygon or multipolygon."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [stitch(ring, arcs) for polygon in polygons for ring in polygon]


def stitch(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Join arcs to a ring; a negative number is an arc run backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else list(reversed(arcs[~number]))
        points.extend(arc[1:] if points else arc)
    return points


def to_polygon(rings: Sequence[Sequence[Point]]) -> BaseGeometry:
    """Return the area of the rings (even-odd)."""
    shape: BaseGeometry = Polygon()
    for ring in rings:
        if len(ring) >= 4:
            shape = shape.symmetric_difference(Polygon(ring).buffer(0))
    return shape


def draw(ring: Sequence[Point], place: Any) -> str:
    """Return relative path data of a ring in whole units."""
    spots = [place(point) for point in ring]
    kept = [spots[0]]
    for spot in spots[1:]:
        if spot != kept[-1]:
            kept.append(spot)
    if len(kept) < 3:
        x, y = kept[0]
        return f"M{x} {y}h1v1h-1z"
    steps = [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def outline(shapes: Sequence[BaseGeometry], place: Any) -> str:
    """Return a very light path of a nation, small islands left out."""
    whole = unary_union([shape.buffer(200) for shape in shapes])
    parts = list(getattr(whole, "geoms", [whole]))
    marks = [shape.representative_point() for shape in shapes]
    kept = [part for part in parts if part.area >= OUTLINE_SMALLEST or any(map(part.contains, marks))]
    paths = []
    for part in sorted(kept, key=lambda part: -part.area):
        ring = list(part.exterior.simplify(OUTLINE_TOLERANCE if part.area > 1e9 else ISLAND_TOLERANCE).coords)
        paths.append(draw([(x, y) for x, y in ring], place))
    return "".join(paths)
