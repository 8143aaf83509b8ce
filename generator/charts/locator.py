"""The little map of the UK in the head of a report: where the place lies."""

from __future__ import annotations

from markupsafe import Markup

from generator.charts.stencil import frame, short
from generator.errors import ProsperityError
from generator.geography.outline import Outline

DOT = 1 / 38  # radius of the mark, as a share of the map's height


def box_of(outline: Outline) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a map."""
    left, top, width, height = map(float, outline.view_box.split())
    return left, top, width, height


def draw(outline: Outline, code: str, *, prefix: str, title: str, desc: str = "") -> Markup:
    """Return the outline of the UK with a dot where the area lies.

    Args:
        outline: the coast, light enough to stand on every page, and where each council lies.
        code: area code of a council.
        prefix: starts every id; unique on the page.
        title: e.g. "Where Blackpool lies in the United Kingdom".
        desc: more in words, if the title does not say all.

    Raises:
        ProsperityError: if the outline does not know where the area lies.
    """
    if code not in outline.centroids:
        raise ProsperityError("the map does not know where an area lies", code=code)
    x, y = outline.centroids[code]
    box = box_of(outline)
    land = f'<path class="land" d="{"".join(outline.paths)}"/>'
    dot = f'<circle class="me" cx="{short(x)}" cy="{short(y)}" r="{short(box[3] * DOT)}"/>'
    return frame(land + dot, box=box, css="map locator", prefix=prefix, title=title, desc=desc)
