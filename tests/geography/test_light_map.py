"""The light map: the shapes of the import with fewer points; neighbours still share their borders."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from shapely.geometry import Polygon

from generator.geography.light_map import (
    STEP,
    TOLERANCE,
    Line,
    lighten_map,
    read_rings,
    simplify_border,
    write_ring,
)
from generator.geography.outline import Outline, load_council_paths, load_outline
from generator.paths import PROJECT

SHAPES = load_council_paths(PROJECT)
LIGHT = lighten_map(load_outline(PROJECT), SHAPES)


def sides(paths: dict[str, str]) -> Counter[frozenset[tuple[int, int]]]:
    """Count how often each side of a shape is drawn, in whichever direction."""
    rings = [ring for path in paths.values() for ring in read_rings(path)]
    return Counter(frozenset(pair) for ring in rings for pair in pairwise((*ring, ring[0])))


def measure(path: str) -> float:
    """Return the area of all rings that have one."""
    return sum(Polygon(ring).area for ring in read_rings(path) if len(ring) > 2)


def test_it_is_clearly_lighter() -> None:
    before, after = (sum(map(len, paths.values())) for paths in (SHAPES, LIGHT.paths))
    assert after < 0.73 * before
    assert after < 44_000


def test_every_council_keeps_its_place_and_size() -> None:
    assert list(LIGHT.paths) == list(SHAPES)
    width, height = map(int, LIGHT.outline.view_box.split()[2:])
    for code, path in LIGHT.paths.items():
        # Rings are in the same order: none is lost, none moves by more than a border may stray.
        for old, new in zip(read_rings(SHAPES[code]), read_rings(path), strict=True):
            for axis in (0, 1):
                for pick in (min, max):
                    was, now = (pick(spot[axis] for spot in ring) for ring in (old, new))
                    assert abs(was / STEP - now) <= TOLERANCE + 1, code
            assert all(0 <= x <= width and 0 <= y <= height for x, y in new)
    sizes = [(measure(SHAPES[code]) / STEP**2, measure(path)) for code, path in LIGHT.paths.items()]
    assert all(abs(old - new) <= 0.06 * old + 8 for old, new in sizes)


def test_neighbours_share_their_borders() -> None:
    """As many sides are drawn twice as before, by share of all: no gap opens between councils."""

    def share(paths: dict[str, str]) -> float:
        counts = sides(paths)
        return sum(count for count in counts.values() if count > 1) / counts.total()

    assert share(dict(LIGHT.paths)) > share(SHAPES) > 0.5


def test_a_border_is_the_same_from_both_sides() -> None:
    border: Line = ((0, 0), (4, 1), (8, 7), (13, 6), (20, 0), (24, 9))
    assert simplify_border(border) == simplify_border(border[::-1])[::-1]
    assert simplify_border(((0, 0), (20, 1), (40, 0))) == ((0, 0), (40, 0))
    assert simplify_border(((0, 0), (20, 2), (40, 0))) == ((0, 0), (20, 2), (40, 0))
    # A short one keeps what a long one may lose.
    assert simplify_border(((0, 0), (5, 1), (10, 0))) == ((0, 0), (5, 1), (10, 0))


def test_two_squares_keep_the_side_between_them() -> None:
    """The points in the middle of straight sides go; the corners where both meet stay."""
    left = "M0 0l10 0 10 0 0 20 0 20-20 0z"
    right = "M20 0l20 0 0 40-20 0 0-20z"
    light = lighten_map(Outline((), "0 0 40 40", {}), {"A": left, "B": right})
    assert light.outline.view_box == "0 0 21 21"
    assert light.paths == {"A": "M10 0l0 20-10 0 0-20z", "B": "M10 0l10 0 0 20-10 0z"}


@pytest.mark.parametrize(
    ("ring", "path"), [(((3, 4),), "M3 4h1v1h-1z"), (((0, 0), (5, -2), (-1, 3)), "M0 0l5-2-6 5z")]
)
def test_a_ring_is_written_short(ring: Line, path: str) -> None:
    assert write_ring(ring) == path
    assert len(list(read_rings(path))) == 1


def test_the_same_map_gives_the_same_bytes() -> None:
    assert lighten_map(load_outline(PROJECT), SHAPES) == LIGHT
