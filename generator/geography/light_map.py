"""Council shapes light enough to stand on every page: fewer digits and points than the map they come from.

Neighbours keep sharing their borders: a border is simplified once, in one direction, and both sides get it.

Shapely simplifies coverages, too, but in fractions and with one tolerance; here points are whole numbers, the
same on every machine, and a short border may stray less than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.geography.outline import Outline

STEP = 2
"""Units of the map in one of the light map. That is a kilometre, and two thirds of a pixel as it is drawn."""
TOLERANCE = 1.5
"""Units of the light map by which a long border may stray: one pixel."""
SHARE = 1 / 20
"""Share of its own extent by which a short border may stray, so that a town keeps its shape."""
NUMBER = re.compile(r"-?\d+")
Spot = tuple[int, int]
Line = tuple[Spot, ...]


@dataclass(frozen=True)
class LightMap:
    """Council shapes for maps of all councils.

    Attributes:
        outline: the size of the map, without coasts and centres.
        paths: SVG path data by area code, in the units of the outline.
    """

    outline: Outline
    paths: Mapping[str, str]


def lighten_map(outline: Outline, councils: Mapping[str, str]) -> LightMap:
    """Return the same shapes in fewer characters.

    Args:
        outline: the size of the map.
        councils: path data by area code, in the form that the import writes: ``M``, ``l`` and ``z`` with
            whole numbers.
    """
    rings = {code: [snap(ring) for ring in read_rings(path)] for code, path in councils.items()}
    forks = find_forks(ring for found in rings.values() for ring in found)
    width, height = (int(float(side)) // STEP + 1 for side in outline.view_box.split()[2:])
    return LightMap(
        outline=Outline(paths=(), view_box=f"0 0 {width} {height}", centroids={}),
        paths={
            code: "".join(write_ring(simplify_ring(ring, forks)) for ring in found)
            for code, found in rings.items()
        },
    )


def read_rings(path: str) -> Iterator[Line]:
    """Yield the rings of path data, the first point not repeated at the end."""
    for part in path.split("M")[1:]:
        start, _, steps = part.partition("l")
        x, y = map(int, NUMBER.findall(start)[:2])
        if "h" in start:
            yield ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
            continue
        spots = [(x, y)]
        numbers = [int(number) for number in NUMBER.findall(steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            spots.append((x, y))
        yield tuple(spots[:-1] if spots[-1] == spots[0] else spots)


def snap(ring: Line) -> Line:
    """Return a ring on the light map, without points that come to lie on the one before."""
    spots = [(round(x / STEP), round(y / STEP)) for x, y in ring]
    kept = [spot for before, spot in pairwise((spots[-1], *spots)) if spot != before]
    return tuple(kept) or (spots[0],)


def find_forks(rings: Iterable[Line]) -> frozenset[Spot]:
    """Return the points where borders meet: those with other than two neighbours over all rings."""
    beside: dict[Spot, set[Spot]] = {}
    for ring in rings:
        for one, other in pairwise((*ring, ring[0])):
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    return frozenset(spot for spot, others in beside.items() if len(others) != 2)


def simplify_ring(ring: Line, forks: frozenset[Spot]) -> Line:
    """Return a ring with fewer points; where borders meet, the points stay."""
    if len(ring) < 4:
        return ring
    fixed = [place for place, spot in enumerate(ring) if spot in forks]
    if len(fixed) < 2:
        # An island: it is cut at its first point by position and at the one furthest from that.
        first = fixed[0] if fixed else ring.index(min(ring))
        furthest = max(range(len(ring)), key=lambda place: (distance(ring[place], ring[first]), ring[place]))
        fixed = sorted({first, furthest})
    turned = (*ring[fixed[0] :], *ring[: fixed[0]], ring[fixed[0]])
    cuts = [place - fixed[0] for place in fixed] + [len(ring)]
    spots: list[Spot] = []
    for start, end in pairwise(cuts):
        spots.extend(simplify_border(turned[start : end + 1])[:-1])
    return tuple(spots) if len(spots) > 2 else ring


def simplify_border(line: Line) -> Line:
    """Return a border with fewer points, the same points in whichever direction it is given."""
    back = line[::-1]
    extent = max(max(spot[axis] for spot in line) - min(spot[axis] for spot in line) for axis in (0, 1))
    tolerance = min(TOLERANCE, extent * SHARE)
    if back < line:
        return simplify(back, tolerance)[::-1]
    return simplify(line, tolerance)


def simplify(line: Line, tolerance: float) -> Line:
    """Return a line without points nearer than the tolerance to what is left (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    start, end = line[0], line[-1]
    place = max(range(1, len(line) - 1), key=lambda place: offset(line[place], start, end))
    if offset(line[place], start, end) <= tolerance:
        return (start, end)
    return (*simplify(line[: place + 1], tolerance)[:-1], *simplify(line[place:], tolerance))


def distance(one: Spot, other: Spot) -> float:
    """Return how far two points are apart."""
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def offset(spot: Spot, start: Spot, end: Spot) -> float:
    """Return how far a point is from a line, or from the point where the line has no length."""
    length = distance(start, end)
    if length == 0:
        return distance(spot, start)
    across = (end[0] - start[0]) * (spot[1] - start[1]) - (end[1] - start[1]) * (spot[0] - start[0])
    return abs(across) / length


def write_ring(ring: Sequence[Spot]) -> str:
    """Return path data of a ring; one too small to see is a square of one unit."""
    x, y = ring[0]
    if len(ring) < 3:
        return f"M{x} {y}h1v1h-1z"
    steps = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(ring))
    return f"M{x} {y}l{steps}z".replace(" -", "-")
