"""The councils as equal hexagons: each counts the same to the eye, however large its area is."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from markupsafe import Markup, escape

from generator.charts.stencil import frame, short

RADIUS = 10.0
"""From the middle of a hexagon to its corner, in units of the picture."""
_WIDTH, _RISE = sqrt(3) * RADIUS, 1.5 * RADIUS
_MARGIN = 0.6


def place_hexes(cells: Mapping[str, tuple[int, int]]) -> dict[str, tuple[float, float]]:
    """Return the middle of each hexagon, the northernmost row at the top.

    Args:
        cells: column and row by area code, rows counted from the south, odd rows half a step to the right
            ("odd-r" of the HexJSON format).
    """
    left = min(column for column, _ in cells.values())
    top = max(row for _, row in cells.values())
    return {
        code: (
            (column - left + (0.5 if row % 2 else 0.0) + 0.5) * _WIDTH + _MARGIN,
            (top - row) * _RISE + RADIUS + _MARGIN,
        )
        for code, (column, row) in cells.items()
    }


def draw_hexes(
    cells: Mapping[str, tuple[int, int]],
    fifths: Mapping[str, int],
    *,
    prefix: str,
    title: str,
    desc: str,
    links: Mapping[str, tuple[str, str]],
) -> Markup:
    """Return a map of equal hexagons, each shaded by its fifth and leading to its page.

    To a screen reader it is one picture: the same links stand in a list nearby.

    Args:
        cells: column and row by area code, see ``place_hexes``.
        fifths: area code to fifth, 1 to 5; others are left blank.
        prefix: starts every id; unique on the page.
        title: the message.
        desc: what is shown and the takeaway.
        links: area code to address and name.
    """
    middles = place_hexes(cells)
    half = _WIDTH / 2
    shape = (
        f"M0 {short(-RADIUS)}l{short(half)} {short(RADIUS / 2)}v{short(RADIUS)}"
        f"l{short(-half)} {short(RADIUS / 2)}l{short(-half)} {short(-RADIUS / 2)}v{short(-RADIUS)}z"
    )
    areas = "".join(
        f'<a href="{escape(links[code][0])}" tabindex="-1"><use href="#{prefix}-h" x="{short(x)}"'
        f' y="{short(y)}" class="m{fifths.get(code, 0)}"><title>{escape(links[code][1])}</title></use></a>'
        for code, (x, y) in sorted(middles.items())
    )
    body = f'<defs><path id="{prefix}-h" d="{shape}"/></defs><g aria-hidden="true">{areas}</g>'
    width = max(x for x, _ in middles.values()) + half + _MARGIN
    height = max(y for _, y in middles.values()) + RADIUS + _MARGIN
    return frame(
        body,
        box=(0, 0, round(width, 1), round(height, 1)),
        css="map fifths hexes",
        prefix=prefix,
        title=title,
        desc=desc,
        role="group",
    )
