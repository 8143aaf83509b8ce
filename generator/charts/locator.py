"""The little map of the UK in the head of a report: where the place lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

from generator.charts.stencil import frame, short
from generator.errors import ProsperityError


class Shapes(Protocol):
    """What a map is drawn from (``generator.geography.outline.Outline``).

    Attributes:
        paths: SVG path data by key (area codes, or parts of the coast).
        view_box: left, top, width and height.
        centroids: where each area's mark goes, by code.
    """

    @property
    def paths(self) -> Mapping[str, str]:
        """SVG path data by key."""

    @property
    def view_box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height."""

    @property
    def centroids(self) -> Mapping[str, tuple[float, float]]:
        """Where each area's mark goes, by code."""


def draw(shapes: Shapes, code: str, *, prefix: str, title: str, desc: str = "") -> Markup:
    """Return the outline of the UK with a dot where the area lies.

    Args:
        shapes: a light outline; it stands on every page, so a few kilobytes at most.
        code: area code.
        prefix: starts every id; unique on the page.
        title: e.g. "Where Blackpool lies in the United Kingdom".

    Raises:
        ProsperityError: if the outline does not know where the area lies.
    """
    if code not in shapes.centroids:
        raise ProsperityError("the map does not know where an area lies", code=code)
    x, y = shapes.centroids[code]
    size = shapes.view_box[3] / 40
    dot = f'<circle class="me" cx="{short(x)}" cy="{short(y)}" r="{short(size)}"/>'
    land = coast(tuple(sorted(shapes.paths.items())))
    return frame(land + dot, box=shapes.view_box, css="map locator", prefix=prefix, title=title, desc=desc)


@lru_cache(maxsize=4)
def coast(paths: tuple[tuple[str, str], ...]) -> str:
    """Return all paths as one, in the order of their keys."""
    return f'<path class="land" d="{"".join(path for _, path in paths)}"/>'
