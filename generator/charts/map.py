"""Maps of councils: the members of a cluster among all, or every council by the fifth its score falls in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from markupsafe import Markup, escape

from generator.charts.locator import Shapes
from generator.charts.stencil import frame
from generator.errors import ProsperityError

FIFTHS = (1, 2, 3, 4, 5)


def draw_members(shapes: Shapes, members: Collection[str], *, prefix: str, title: str, desc: str) -> Markup:
    """Return the map of all councils with ``members`` (area codes) highlighted.

    Raises:
        ProsperityError: if a member is not on the map.
    """
    refuse_unknown(shapes, members)
    inside = set(members)
    others = "".join(path for code, path in sorted(shapes.paths.items()) if code not in inside)
    chosen = "".join(shapes.paths[code] for code in sorted(inside))
    body = f'<path class="land" d="{others}"/><path class="in" d="{chosen}"/>'
    return frame(body, box=shapes.view_box, css="map", prefix=prefix, title=title, desc=desc)


def draw_fifths(
    shapes: Shapes,
    fifths: Mapping[str, int],
    *,
    prefix: str,
    title: str,
    desc: str,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Markup:
    """Return the map of all councils shaded by fifth: 1 lowest to 5 highest; one without is left blank.

    Args:
        shapes: a path for every council.
        fifths: area code to fifth.
        prefix: starts every id; unique on the page.
        title: the message; desc: what is shown and the takeaway.
        links: area code to address and name; each council then leads to its page. They are not in the order
            of the tab key, because the same links stand in a list nearby.

    Raises:
        ProsperityError: if a council is not on the map, or a fifth is not 1 to 5.
    """
    refuse_unknown(shapes, fifths)
    if set(fifths.values()) - set(FIFTHS):
        raise ProsperityError("a map shows fifths 1 to 5", expected="1, 2, 3, 4 or 5")
    if links:
        body = "".join(
            area(shapes.paths[code], fifths.get(code, 0), links.get(code)) for code in sorted(shapes.paths)
        )
    else:
        body = "".join(
            f'<path class="m{fifth}" d="{joined}"/>'
            for fifth in (0, *FIFTHS)
            if (
                joined := "".join(
                    p for code, p in sorted(shapes.paths.items()) if fifths.get(code, 0) == fifth
                )
            )
        )
    return frame(body, box=shapes.view_box, css="map fifths", prefix=prefix, title=title, desc=desc)


def area(path: str, fifth: int, link: tuple[str, str] | None) -> str:
    """Return one council's shape, with a link and a tooltip if there is one."""
    if link is None:
        return f'<path class="m{fifth}" d="{path}"/>'
    address, name = link
    return (
        f'<a href="{escape(address)}" tabindex="-1"><path class="m{fifth}" d="{path}">'
        f"<title>{escape(name)}</title></path></a>"
    )


def refuse_unknown(shapes: Shapes, codes: Collection[str]) -> None:
    """Stop if a council to be shown has no shape."""
    unknown = sorted(set(codes) - set(shapes.paths))
    if unknown:
        raise ProsperityError("a map has no shape for an area", code=", ".join(unknown[:5]))
