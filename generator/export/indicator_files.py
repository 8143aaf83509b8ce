"""The table beside the page of each indicator: every council's latest figure, and those of each year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from generator.catalogue.records import Indicator
from generator.export.downloads import encode_rows, none_if_gap
from generator.index.cells import read_indicator
from generator.index.results import Status
from generator.pages.indicator import find_path
from generator.text.told_edition import ToldEdition

COLUMNS = (
    *("area_code", "area_name", "nation", "compared_with", "value", "lower", "upper", "unit", "period"),
    *("status", "reason", "note"),
)


def plan_indicator_files(site: ToldEdition) -> dict[str, Callable[[], Iterable[tuple[str, str]]]]:
    """Return for the folder of every indicator what makes its file."""
    return {
        find_path(indicator.slug): partial(make_indicator_file, site, indicator)
        for indicator in site.framework.indicators
    }


def make_indicator_file(site: ToldEdition, indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yield path and text of ``data.csv``: fixed columns, then one for each year with measured figures."""
    column = site.indicator_position[indicator.slug]
    panel = site.index.panel
    measured = panel.status[:, column] <= Status.UPPER_TIER
    values = np.where(measured, panel.value[:, column], np.nan)
    years = [place for place in range(len(panel.years)) if measured[:, place].any()]
    names = [str(panel.years[place]) for place in years]
    rows = list_rows(site, indicator)
    for row, line in zip(rows, values[:, years], strict=True):
        row |= dict(zip(names, map(none_if_gap, line), strict=True))
    yield f"{find_path(indicator.slug)}data.csv", encode_rows((*COLUMNS, *names), rows)


def list_rows(site: ToldEdition, indicator: Indicator) -> list[dict[str, Any]]:
    """Return the latest usable figure of every council, gaps with their reason."""
    column = site.indicator_position[indicator.slug]
    chosen = site.comparisons.set_of[:, column].tolist()
    return [
        {
            "area_code": council.code,
            "area_name": council.name,
            "nation": council.nation,
            "compared_with": site.comparisons.sets[number].key if number >= 0 else None,
            "value": cell.value,
            "lower": cell.lower,
            "upper": cell.upper,
            "unit": indicator.unit,
            "period": cell.period if cell.value is not None else None,
            "status": cell.status.label,
            "reason": cell.reason.word or None,
            "note": cell.note or None,
        }
        for council, cell, number in zip(
            site.councils, read_indicator(site.index, column), chosen, strict=True
        )
    ]
