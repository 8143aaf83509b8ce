"""ONS's repository in miniature, in two states: a folder per dataset, each with a table and its metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tiny_sources import ELS_HEAD

PERIODS = ("2021-01-01/P1Y", "2022-01-01/P1Y", "2023-01-01/P1Y")
PLACES = {
    "E06000001": "Sole",
    "E06000059": "Merged",
    "E07000001": "North District",
    "E07000002": "South District",
    "W06000001": "Coed",
    "E92000001": "England",
}
RECIPE = """\
dataset: {slug}
layout: els
file: explore-local-statistics/{slug}/{slug}.csv
title: {title}
publisher: Office for Plants
publication: Plant census, 1 March 2024 (via ONS Explore Local Statistics)
link: https://example.org/
licence: Open Government Licence v3.0
nations: [England, Wales]
series:
"""
SERIES = """\
  - slug: {slug}
    title: {title}
    select: {{indicator: {title}, measure: Percentage, source_unit: "%"}}
    unit: "%"
    decimals: 1
    denominator: population
    nations: [England, Wales]
    description: Land under {slug}.
    minimum: 0
    maximum: 100
"""


def make_value(indicator: str, place: int, period: str) -> float:
    """Ferns stand at 10 to 15, mosses ten higher; a year adds half a point."""
    start = {"Ferns": 10.0, "Mosses": 20.0, "Moss on roofs": 40.0}[indicator]
    return start + place + 0.5 * PERIODS.index(period)


def make_table(
    *indicators: str,
    periods: tuple[str, ...] = PERIODS,
    revised: Mapping[tuple[str, str, str], str] | None = None,
) -> str:
    """Return a table of the feed.

    Args:
        indicators: titles of the series.
        periods: those that are published.
        revised: figures, as text, by indicator, area and period; "c" is a figure held back.
    """
    lines = [ELS_HEAD]
    for indicator in indicators:
        for place, (code, name) in enumerate(PLACES.items()):
            for period in periods:
                figure = (revised or {}).get((indicator, code, period))
                value = f"{make_value(indicator, place, period):g}" if figure is None else figure
                cells = (value, "") if value != "c" else ("", "c")
                kind = "Local Authority District"
                lines.append(
                    f"{code},{name},{kind},{indicator},{period},{cells[0]},Percentage,%,,,{cells[1]},\n"
                )
    return "\ufeff" + "".join(lines)


def write_feed(folder: Path, tables: Mapping[str, str], *, published: str = "01/03/2024") -> Path:
    """Write a state of the repository: a table by slug, with the metadata beside it."""
    for slug, text in tables.items():
        (folder / slug).mkdir(parents=True, exist_ok=True)
        (folder / slug / f"{slug}.csv").write_bytes(text.encode())
        metadata = {"ess-beta-metadata": {slug: {"label": slug, "sourceDate": published}}}
        (folder / slug / f"{slug}.json").write_text(json.dumps(metadata), "utf-8")
    return folder


def write_recipes(folder: Path) -> Path:
    """Write the recipes of ferns, and of mosses with two series."""
    folder.mkdir(exist_ok=True)
    for slug, titles in (("ferns", ("Ferns",)), ("mosses", ("Mosses", "Moss on roofs"))):
        series = [SERIES.format(slug=title.lower().replace(" ", "-"), title=title) for title in titles]
        text = RECIPE.format(slug=slug, title=titles[0]) + "".join(series)
        (folder / f"{slug}.yml").write_text(text, "utf-8")
    return folder
