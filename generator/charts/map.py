"""Maps of councils: the members of a cluster, or every council by the fifth its score falls in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from markupsafe import Markup, escape

from generator.charts.locator import box_of
from generator.charts.stencil import frame
from generator.errors import ProsperityError
from generator.geography.outline import Outline

FIFTHS = (1, 2, 3, 4, 5)


def draw_members(
    outline: Outline,
    councils: Mapping[str, str],
    members: Collection[str],
    *,
    prefix: str,
    title: str,
    desc: str,
) -> Markup:
    """Return the map of the UK with the areas of ``members`` (area codes) highlighted.

    Only the members' own shapes are drawn over the coast, so that the map stays light.

    Args:
        outline: the coast.
        councils: path data by area code, in the units of the outline.
        members: area codes.
        prefix: starts every id; unique on the page.
        title: the message.
        desc: what is shown and the takeaway.

    Raises:
        ProsperityError: if a member has no shape.
    """
    refuse_unknown(councils, members)
    chosen = "".join(councils[code] for code in sorted(set(members)))
    body = f'<path class="land" d="{"".join(outline.paths)}"/><path class="in" d="{chosen}"/>'
    return frame(body, box=box_of(outline), css="map", prefix=prefix, title=title, desc=desc)


def draw_fifths(
    outline: Outline,
    councils: Mapping[str, str],
    fifths: Mapping[str, int],
    *,
    prefix: str,
    title: str,
    desc: str,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Markup:
    """Return the map of all councils shaded by fifth, 1 lowest to 5 highest; one without stays blank.

    Args:
        outline: for the size of the map.
        councils: path data by area code, in the units of the outline.
        fifths: area code to fifth.
        prefix: starts every id; unique on the page.
        title: the message.
        desc: what is shown and the takeaway.
        links: area code to address and name; each council then leads to its page. They are not in the order
            of the tab key, because the same links stand in a list nearby.

    Raises:
        ProsperityError: if a council has no shape, or a fifth is not 1 to 5.
    """
    refuse_unknown(councils, fifths)
    if set(fifths.values()) - set(FIFTHS):
        raise ProsperityError("a map shows fifths 1 to 5", expected="1, 2, 3, 4 or 5")
    codes = sorted(councils)
    if links is None:
        body = "".join(
            f'<path class="m{fifth}" d="{shapes}"/>'
            for fifth in (0, *FIFTHS)
            if (shapes := "".join(councils[code] for code in codes if fifths.get(code, 0) == fifth))
        )
    else:
        areas = "".join(draw_area(councils[code], fifths.get(code, 0), links.get(code)) for code in codes)
        # To a screen reader it is a picture: 361 links in the order of their codes would be of no use.
        body = f'<g aria-hidden="true">{areas}</g>'
    role = "img" if links is None else "group"
    return frame(
        body, box=box_of(outline), css="map fifths", prefix=prefix, title=title, desc=desc, role=role
    )


def draw_area(path: str, fifth: int, link: tuple[str, str] | None) -> str:
    """Return one council's shape, with a link and a tooltip if there is one."""
    if link is None:
        return f'<path class="m{fifth}" d="{path}"/>'
    address, name = link
    return (
        f'<a href="{escape(address)}" tabindex="-1"><path class="m{fifth}" d="{path}">'
        f"<title>{escape(name)}</title></path></a>"
    )


def refuse_unknown(councils: Mapping[str, str], codes: Collection[str]) -> None:
    """Stop if a council to be shown has no shape."""
    unknown = sorted(set(codes) - set(councils))
    if unknown:
        raise ProsperityError("a map has no shape for an area", code=", ".join(unknown[:5]))
