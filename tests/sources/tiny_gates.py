"""Small series for the gates: a few councils, a few years, numbers that can be worked by hand."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from tiny_sources import make_area

from generator.catalogue.records import Area, Series
from generator.sources.gates.measured import MeasuredSeries, Setting, measure_series

NAN = float("nan")
CODES = tuple(f"E060000{number:02}" for number in range(1, 13))
"""Twelve English councils; the first two make up the region."""
WELSH = "W06000001"
REGION, ENGLAND, WALES = "E12000001", "E92000001", "W92000004"

Figures = Mapping[str, Sequence[float]]


def make_setting(*, edition_year: int | None = 2026) -> Setting:
    """Return twelve English councils of 100, 300, 500... people, each beside the next, and a Welsh one."""
    councils = [
        make_area(
            code=code, name=code, nation="England", people=100 + 200 * place,
            region_code=REGION if place < 2 else "",
        )
        for place, code in enumerate(CODES)
    ]  # fmt: skip
    region = Area(
        code=REGION, kind="region", name="North", short_name="North", official_name="North", slug="north",
        population=400, population_year=2024,
    )  # fmt: skip
    row = list(pairwise(CODES))
    return Setting.of(
        [*councils, make_area(code=WELSH, name="Coed", nation="Wales"), region],
        edition_year=edition_year,
        beside=frozenset(row + [(other, one) for one, other in row]),
    )


def make_series(
    figures: Figures, *, first_year: int = 2020, shared: Sequence[str] = (), minimum: float = -1e9,
    maximum: float = 1e9, **changes: object,
) -> MeasuredSeries:  # fmt: skip
    """Return a series of calendar years from ``first_year``; NaN is a missing figure.

    Args:
        figures: by area code.
        shared: areas whose figures are those of a larger area.
    """
    rows = [
        (code, f"{first_year + number}-01-01/P1Y", value, "upper_tier" if code in shared else "observed")
        for code, values in figures.items()
        for number, value in enumerate(values)
    ]
    table = pd.DataFrame(rows, columns=["area_code", "period", "value", "status"])
    table.loc[table["value"].isna(), "status"] = "missing"
    table["note"] = ""
    described = {
        "slug": "trees", "title": "Trees", "unit": "%", "decimals": 1, "nations": ("England",),
        "description": "Land under trees.", **changes,
    }  # fmt: skip
    series = Series.model_validate(described)
    return measure_series(table, dataset="trees", series=series, minimum=minimum, maximum=maximum)


def spread_out(periods: int, *, step: float = 1.0) -> dict[str, list[float]]:
    """Return figures of the twelve English councils that all differ and all rise by ``step`` a year."""
    return {code: list(10.0 * (place + 1) + step * np.arange(periods)) for place, code in enumerate(CODES)}
