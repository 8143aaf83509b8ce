"""The one Altair theme: bare, because colour and type come from the style sheet by class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt


def plain(chart: alt.LayerChart | alt.Chart, *, width: int, height: int) -> dict[str, Any]:
    """Return the Vega-Lite specification of a design, sized in pixels and stripped of Altair's decoration.

    Nothing in it depends on the fonts of the machine: labels are never dropped, flushed or measured.
    """
    import altair as alt  # see ``trend.design``

    layers = chart if isinstance(chart, alt.LayerChart) else alt.layer(chart)
    sized = (
        layers.properties(width=width, height=height, padding=0)
        .configure(aria=False, autosize=alt.AutoSizeParams(type="none"))
        .configure_view(stroke=None, clip=False)
        .configure_axis(
            labelOverlap=False,
            labelFlush=False,
            labelBound=False,
            labelLimit=0,
            title=None,
            tickSize=0,
            labelPadding=6,
        )
    )
    spec: dict[str, Any] = sized.to_dict()
    return spec
